//! Where the body of a script, style, title or textarea ends, found by search.

use memchr::{memchr, memchr2};

/// First byte of the `</name` that ends the body beginning at `from`, or the page's end. In scripts, comments hide
/// nested `<script>` pairs ("script data double escaped", HTML standard section 13.2.5.26).
pub(super) fn raw_text_end(bytes: &[u8], from: usize, name: &[u8], is_script: bool) -> usize {
    let mut escape = Escape::None;
    let mut at = from;
    loop {
        let found = match escape {
            Escape::None => memchr(b'<', &bytes[at..]),
            _ => memchr2(b'<', b'-', &bytes[at..]),
        };
        let Some(k) = found else { return bytes.len() };
        at += k;
        let rest = &bytes[at..];
        if rest.starts_with(b"-") {
            if rest.starts_with(b"-->") {
                escape = Escape::None;
            }
            at += 1;
        } else if rest.starts_with(b"</") && is_name(&rest[2..], name) {
            if escape != Escape::Double {
                return at;
            }
            escape = Escape::Single;
            at += 2 + name.len();
        } else if is_script && escape == Escape::None && rest.starts_with(b"<!--") {
            escape = Escape::Single;
            // the dashes may belong to the end as well: `<!-->` opens and closes
            at += 2;
        } else {
            if escape == Escape::Single && is_name(&rest[1..], b"script") {
                escape = Escape::Double;
            }
            at += 1;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Single,
    Double,
}

fn is_name(rest: &[u8], name: &[u8]) -> bool {
    rest.get(..name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name))
        && rest.get(name.len()).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | 0x0c | b'/' | b'>'))
}
