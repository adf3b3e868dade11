//! Text to words: runs of letters and digits; of scripts that part no words, each character. No language's endings are cut,
//! since an archive has pages in many.

use crate::measure::is_unparted;
use std::iter::Peekable;
use std::str::CharIndices;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The tokenizer.
#[derive(Clone, Default)]
pub(super) struct Words {
    token: Token,
}

/// The words of one text.
pub(super) struct Stream<'a> {
    text: &'a str,
    characters: Peekable<CharIndices<'a>>,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { text, characters: text.char_indices().peekable(), token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((from, first)) = self.characters.find(|(_, c)| c.is_alphanumeric()) else { return false };
        let mut to = from + first.len_utf8();
        if !is_unparted(first) {
            while let Some((at, c)) = self.characters.next_if(|(_, c)| c.is_alphanumeric() && !is_unparted(*c)) {
                to = at + c.len_utf8();
            }
        }
        self.token.text.clear();
        self.token.text.push_str(self.text.get(from..to).unwrap_or_default());
        (self.token.offset_from, self.token.offset_to) = (from, to);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
