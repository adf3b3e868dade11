//! UTF-32 with a byte-order mark, which the WHATWG standards leave out. Bytes in, text out. Never fails.

/// Byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn name(self) -> &'static str {
        match self {
            Order::Little => "UTF-32LE",
            Order::Big => "UTF-32BE",
        }
    }
}

/// The byte order a mark names, and the bytes after it. A mark of UTF-16LE followed by U+0000 looks the same; no page
/// starts with U+0000.
pub(super) fn mark(bytes: &[u8]) -> Option<(Order, &[u8])> {
    let little = bytes.strip_prefix(b"\xff\xfe\0\0").map(|rest| (Order::Little, rest));
    little.or_else(|| bytes.strip_prefix(b"\0\0\xfe\xff").map(|rest| (Order::Big, rest)))
}

/// The text, and how many characters were replaced.
pub(super) fn decode(bytes: &[u8], order: Order) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len() / 4);
    let mut replaced = 0;
    for unit in bytes.chunks(4) {
        let code = <[u8; 4]>::try_from(unit).ok().map(|unit| match order {
            Order::Little => u32::from_le_bytes(unit),
            Order::Big => u32::from_be_bytes(unit),
        });
        text.push(code.and_then(char::from_u32).unwrap_or_else(|| {
            replaced += 1;
            char::REPLACEMENT_CHARACTER
        }));
    }
    (text, replaced)
}
