//! The first words of lists of phrases, told by their length and three of their letters: a look that spares nearly all texts
//! the comparison.

/// For each first letter which kinds of words there are, and which second letters.
pub(super) struct FirstWords {
    kinds: [u64; 128],
    seconds: [u32; 128],
}

/// The bit of a word by its length, its second and its last letter, of whichever case.
const fn kind(word: &[u8]) -> u64 {
    let second = if word.len() > 1 { word[1] & 31 } else { 0 };
    let last = word[word.len() - 1] & 31;
    1 << ((word.len() + 5 * second as usize + 11 * last as usize) & 63)
}

impl FirstWords {
    /// Those of all phrases in the lists, which are in small letters.
    pub(super) const fn of(lists: &[&[&str]]) -> FirstWords {
        let mut firsts = FirstWords { kinds: [0; 128], seconds: [0; 128] };
        let mut list = 0;
        while list < lists.len() {
            let mut at = 0;
            while at < lists[list].len() {
                firsts.add(lists[list][at].as_bytes());
                at += 1;
            }
            list += 1;
        }
        firsts
    }

    const fn add(&mut self, phrase: &[u8]) {
        let mut length = 0;
        while length < phrase.len() && !matches!(phrase[length], b' ' | b'/') {
            length += 1;
        }
        if phrase[0] < 128 {
            self.kinds[phrase[0] as usize] |= kind(phrase.split_at(length).0);
            if length > 1 {
                self.seconds[phrase[0] as usize] |= 1 << (phrase[1] & 31);
            }
        }
    }

    /// Whether a text may begin with one of them, by two letters: it need not be cut into words to tell so.
    #[inline]
    pub(super) fn may_begin(&self, text: &str) -> bool {
        match *text.as_bytes() {
            [first @ ..0x80, second, ..] if second.is_ascii_alphabetic() => {
                self.seconds[usize::from(first.to_ascii_lowercase())] >> (second & 31) & 1 == 1
            }
            _ => true,
        }
    }

    /// Whether the word may be one of them: sure to say no of most, and always yes beyond ASCII.
    #[inline]
    pub(super) fn may_hold(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else { return false };
        let Some(&kinds) = self.kinds.get(usize::from(first.to_ascii_lowercase())) else { return true };
        kinds & kind(word) != 0 || !word.is_ascii()
    }
}
