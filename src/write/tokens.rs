//! Text to the places where its tokens begin: what a budget counts. Words, or the tokens of a vocabulary file.

use crate::measure::is_unparted;

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

    /// Where tokens begin, in bytes, ascending.
    pub(super) fn starts(&self, text: &str) -> Vec<usize> {
        match self {
            Tokens::Words => words(text),
            #[cfg(feature = "tokenizers")]
            Tokens::Vocabulary(tokenizer) => match tokenizer.encode(text, false) {
                Ok(encoding) => {
                    let mut starts: Vec<usize> = encoding.get_offsets().iter().map(|&(start, _)| start).collect();
                    starts.retain(|&at| text.is_char_boundary(at));
                    starts.sort_unstable();
                    starts
                }
                // a vocabulary without a token for the unknown: words are the next best
                Err(_) => words(text),
            },
        }
    }
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
