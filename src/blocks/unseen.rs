//! Characters without width, and those of icon fonts. In: one with its neighbours, or a text. Out: whether a reader sees that
//! it stands there. Never looks at words.

/// Whether a reader sees what the character `c` does: joiners shape the letters of many scripts and make one sign of
/// several emoji, marks of direction put signs in their place. Between other characters these do nothing, nor do soft
/// hyphens and places to break a line anywhere. `before` is none at a word's beginning, `after` at the end of what is known.
pub(crate) fn shows(before: Option<char>, c: char, after: Option<char>) -> bool {
    let parts = |c: Option<char>| c.is_some_and(char::is_whitespace);
    match c {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => false,
        '\u{200c}' | '\u{200d}' if before.is_some_and(is_joiner) => false,
        // keeps two letters apart: there are none at a word's ends
        '\u{200c}' => {
            let beside = before.is_some_and(is_shaped) || after.is_some_and(is_shaped);
            beside && before.is_some() && !parts(after)
        }
        // at a word's ends too: it shapes the letter as if another followed
        '\u{200d}' => {
            let signs = before.is_some_and(is_sign) && after.is_none_or(is_sign);
            signs || before.is_some_and(is_shaped) || after.is_some_and(is_shaped)
        }
        // a mark alone puts nothing in its place
        '\u{200e}' | '\u{200f}' if before.is_none() && after.is_none_or(char::is_whitespace) => false,
        // beside a letter of that direction it says it once more
        '\u{200e}' => !before.is_some_and(is_from_left) && !after.is_some_and(is_from_left),
        '\u{200f}' => !before.is_some_and(is_from_left) || !after.is_some_and(is_from_left),
        // within a word of a script with more signs than are known
        c if is_private(c) => {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
            is_letter(before) && is_letter(after)
        }
        _ => true,
    }
}

/// Characters that mean what a font makes of them: icons, nearly always, which say nothing where the font is missing.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// White space collapsed to single spaces, none at the ends, and what no reader sees left out.
pub(crate) fn tidied(text: &str) -> String {
    if text.is_ascii() {
        return joined(text.split_whitespace(), text.len());
    }
    let has_marks = text.chars().any(is_from_right);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.trim().chars().peekable();
    let mut is_parted = true;
    while let Some(c) = characters.next() {
        if c.is_whitespace() {
            is_parted = true;
            continue;
        }
        let before = out.chars().next_back().filter(|_| !is_parted);
        let is_needless = matches!(c, '\u{200e}' | '\u{200f}') && !has_marks;
        if is_needless || !shows(before, c, characters.peek().copied()) {
            is_parted |= is_private(c);
            continue;
        }
        if is_parted && !out.is_empty() {
            out.push(' ');
        }
        is_parted = false;
        out.push(c);
    }
    out
}

/// Words with a space between each two; `room` is how long they are at most.
fn joined<'t>(words: impl Iterator<Item = &'t str>, room: usize) -> String {
    let mut out = String::with_capacity(room);
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Letters whose shape depends on their neighbours: Arabic and its kin, the scripts of India and beyond, Mongolian.
fn is_shaped(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1700}'..='\u{1c7f}' | '\u{1cd0}'..='\u{1cff}'
        | '\u{a800}'..='\u{a95f}' | '\u{a980}'..='\u{aaff}' | '\u{abc0}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}' | '\u{1e800}'..='\u{1e95f}')
}

/// Signs that are joined into one: emoji, their tones of skin, and what asks for the coloured form.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}')
}

/// Letters written from the right.
fn is_from_right(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}')
}

/// Letters written from the left.
fn is_from_left(c: char) -> bool {
    c.is_alphabetic() && !is_from_right(c)
}
