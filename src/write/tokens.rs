//! Text to the places where its tokens begin: what a budget counts. Words, or the tokens of a vocabulary file.

use crate::measure::is_unparted;
use std::ops::Range;

/// What is counted.
#[derive(Clone, Debug, Default)]
pub enum Tokens {
    /// Words between white space; of scripts that part no words two characters are one, as in a record's `words`.
    #[default]
    Words,
    /// Tokens of a vocabulary.
    #[cfg(feature = "tokenizers")]
    Vocabulary(std::sync::Arc<tokenizers::Tokenizer>),
}

impl Tokens {
    /// The tokens of a `tokenizer.json` of Hugging Face's `tokenizers`.
    ///
    /// # Errors
    /// Where the file cannot be read or is none.
    #[cfg(feature = "tokenizers")]
    pub fn of_file(path: &std::path::Path) -> Result<Tokens, crate::error::RunError> {
        let fail =
            |e: Box<dyn std::error::Error + Send + Sync>| crate::error::RunError::new(path.display().to_string(), e);
        let mut tokenizer = tokenizers::Tokenizer::from_file(path).map_err(fail)?;
        // a model's own bound on its input would hide what a text is long
        tokenizer.with_truncation(None).map_err(fail)?;
        tokenizer.with_padding(None);
        Ok(Tokens::Vocabulary(std::sync::Arc::new(tokenizer)))
    }

    /// Where tokens begin, in bytes, ascending; several at one character where it has several.
    fn starts(&self, text: &str) -> Vec<usize> {
        match self {
            Tokens::Words => words(text),
            #[cfg(feature = "tokenizers")]
            Tokens::Vocabulary(tokenizer) => {
                let mut starts = Vec::new();
                for piece in pieces(text) {
                    let first = starts.len();
                    match tokenizer.encode(text.get(piece.clone()).unwrap_or_default(), false) {
                        Ok(encoding) => {
                            starts.extend(encoding.get_offsets().iter().map(|&(start, _)| piece.start + start))
                        }
                        // a vocabulary without a token for the unknown: words are the next best
                        Err(_) => {
                            let words = words(text.get(piece.clone()).unwrap_or_default());
                            starts.extend(words.iter().map(|start| piece.start + start));
                        }
                    }
                    for start in starts.iter_mut().skip(first) {
                        // a token may be part of a character
                        while !text.is_char_boundary(*start) {
                            *start -= 1;
                        }
                    }
                }
                starts.sort_unstable();
                starts
            }
        }
    }

    /// Tokens of a text by itself; none where the places where they begin say it.
    #[cfg_attr(not(feature = "tokenizers"), allow(unused_variables, reason = "words are the same anywhere"))]
    fn count(&self, text: &str) -> Option<usize> {
        match self {
            Tokens::Words => None,
            #[cfg(feature = "tokenizers")]
            Tokens::Vocabulary(tokenizer) => tokenizer.encode_fast(text, false).ok().map(|encoding| encoding.len()),
        }
    }
}

/// A text whose tokens are counted, of any stretch of it; all places are in bytes.
pub(super) struct Counted<'a> {
    text: &'a str,
    starts: Vec<usize>,
    tokens: &'a Tokens,
}

impl<'a> Counted<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a Tokens) -> Self {
        Counted { text, starts: tokens.starts(text), tokens }
    }

    pub(super) fn get(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Tokens that a stretch has a part of.
    pub(super) fn planned(&self, range: Range<usize>) -> usize {
        self.starts.partition_point(|&start| start < range.end).saturating_sub(self.token_at(range.start))
    }

    /// Tokens of a stretch by itself. They may be others than where it stands: many vocabularies have one for a word
    /// after a space that they do not have for the word alone.
    pub(super) fn exact(&self, range: Range<usize>) -> usize {
        self.tokens.count(self.get(range.clone())).unwrap_or_else(|| self.planned(range))
    }

    /// Number of the first token that reaches over `at`.
    fn token_at(&self, at: usize) -> usize {
        let after = self.starts.partition_point(|&start| start < at);
        if self.starts.get(after) == Some(&at) { after } else { after.saturating_sub(1) }
    }

    /// Where so many tokens before `at` begin.
    pub(super) fn back(&self, at: usize, n: usize) -> usize {
        let before = self.starts.partition_point(|&start| start < at);
        self.starts.get(before.saturating_sub(n)).copied().unwrap_or(at)
    }

    /// Where so many tokens from `at` on end.
    pub(super) fn onward(&self, at: usize, n: usize) -> usize {
        self.starts.get(self.token_at(at).saturating_add(n)).copied().unwrap_or(self.text.len())
    }

    /// Where the next token that does not begin at `at` begins.
    pub(super) fn next(&self, at: usize) -> usize {
        self.starts.get(self.starts.partition_point(|&start| start <= at)).copied().unwrap_or(self.text.len())
    }

    /// The first place in a stretch that is no space.
    pub(super) fn skip_space(&self, range: Range<usize>) -> usize {
        let piece = self.get(range.clone());
        range.start + (piece.len() - piece.trim_start().len())
    }

    /// A stretch without the space around it.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let start = self.skip_space(range.clone());
        start..start + self.get(start..range.end).trim_end().len()
    }
}

/// Bytes of text that are given to a vocabulary at a time, about: what it says of a token takes a hundred.
#[cfg(feature = "tokenizers")]
const PIECE: usize = 1 << 16;

/// A text in pieces that end where a block does.
#[cfg(feature = "tokenizers")]
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n\n") {
        if at >= start + PIECE {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..text.len());
    out
}

fn words(text: &str) -> Vec<usize> {
    /// What the character before was.
    #[derive(PartialEq)]
    enum Before {
        Space,
        Parted,
        /// One that begins a word of two characters.
        First,
        /// One that ends it.
        Second,
    }
    let mut out = Vec::new();
    let mut before = Before::Space;
    for (at, c) in text.char_indices() {
        before = if c.is_whitespace() {
            Before::Space
        } else if is_unparted(c) {
            if before == Before::First {
                Before::Second
            } else {
                out.push(at);
                Before::First
            }
        } else {
            if before != Before::Parted {
                out.push(at);
            }
            Before::Parted
        };
    }
    out
}
