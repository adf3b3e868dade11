//! html5ever's tree builder: for framesets, which our own leaves out, and for trees of which all attributes are kept.

mod sink;

use super::arena::Arena;
use super::builder::{Body, Builder, Next, Run, StartTag, Value};
use super::char_ref::unescaped;
use super::guard::Guard;
use super::names::{Ident, Name, Names, lower};
use super::tag::Attr;
use super::tree::Rule;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use sink::{Handle, Sink};
use std::collections::HashMap;
use std::ops::Range;

/// Feeds html5ever.
pub(super) struct Stock<'a> {
    page: &'a StrTendril,
    guard: &'a Guard,
    builder: TreeBuilder<Handle, Sink<'a>>,
    all_attributes: bool,
    /// Whether all attributes of the start tag are kept.
    keeps_all: bool,
    /// Attributes of the start tag.
    attrs: Vec<Attribute>,
    /// Formatting elements opened and not closed by end tags, by name: others do not make room.
    formatting: HashMap<Ident, usize>,
}

/// Whether html5ever takes a doctype for one of the old browsers'.
pub(super) fn is_quirky(doctype: Doctype, guard: &Guard) -> bool {
    let page = StrTendril::new();
    let builder = TreeBuilder::new(Sink::new(&page, guard, Arena::default()), TreeBuilderOpts::default());
    let _ = builder.process_token(Token::DoctypeToken(doctype), 1);
    builder.sink.is_quirky()
}

impl<'a> Stock<'a> {
    /// A builder of a page.
    pub(super) fn new(page: &'a StrTendril, guard: &'a Guard, arena: Arena, all_attributes: bool) -> Self {
        let sink = Sink::new(page, guard, arena);
        // with scripting on, the contents of <noscript> would be one raw text
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let builder = TreeBuilder::new(sink, options);
        Stock { page, guard, builder, all_attributes, keeps_all: false, attrs: Vec::new(), formatting: HashMap::new() }
    }

    /// The tree.
    pub(super) fn into_arena(self) -> Arena {
        self.builder.sink.finish().into_arena()
    }

    fn emit(&self, token: Token) -> TokenSinkResult<Handle> {
        self.builder.process_token(token, 1)
    }

    fn atom(&self, name: &Name, spelled: &Range<usize>) -> LocalName {
        name.atom(&self.page.as_bytes()[spelled.clone()])
    }

    /// A piece of the page, shared. `from` and `to` are character borders: both stand beside ASCII bytes or at the ends.
    fn piece(&self, from: usize, to: usize) -> StrTendril {
        self.page.subtendril(from as u32, (to - from) as u32)
    }
}

impl Builder for Stock<'_> {
    fn begin_tag(&mut self, name: &Name) {
        // of formatting elements the tree builder compares them all
        self.keeps_all = self.all_attributes || matches!(name.rule, Rule::Formatting | Rule::Nobr);
    }

    fn attribute(&mut self, names: &mut Names, name: Range<usize>, value: Value) {
        let known = names.attr_at(self.page.as_bytes(), name.clone());
        let atom = match known {
            Attr::Other if !self.keeps_all => return,
            Attr::Other => LocalName::from(lower(&self.page.as_bytes()[name])),
            known => LocalName::from(known.name()),
        };
        if !self.guard.admits_attribute(self.attrs.len()) || self.attrs.iter().any(|a| a.name.local == atom) {
            return;
        }
        let value = if value.has_references {
            StrTendril::from(&*unescaped(self.page.get(value.from..value.to).unwrap_or_default()))
        } else {
            self.piece(value.from, value.to)
        };
        self.attrs.push(Attribute { name: QualName::new(None, ns!(), atom), value });
    }

    fn start(&mut self, tag: &StartTag) -> Next {
        if tag.name.rule == Rule::Formatting {
            *self.formatting.entry(tag.name.ident).or_default() += 1;
        }
        let (kind, name) = (TagKind::StartTag, self.atom(&tag.name, &tag.spelled));
        let attrs = std::mem::take(&mut self.attrs);
        let tag = Tag { kind, name, self_closing: tag.closes_itself, attrs, had_duplicate_attributes: false };
        match self.emit(Token::TagToken(tag)) {
            TokenSinkResult::RawData(RawKind::Rcdata) => Next::Body(Body::Rcdata),
            TokenSinkResult::RawData(RawKind::Rawtext) => Next::Body(Body::Rawtext),
            TokenSinkResult::RawData(_) => Next::Body(Body::Script),
            TokenSinkResult::Plaintext => Next::Plaintext,
            _ => Next::Markup,
        }
    }

    fn leave_out_tag(&mut self) {
        self.attrs.clear();
    }

    fn end(&mut self, name: &Name, spelled: &Range<usize>) {
        if let Some(open) = self.formatting.get_mut(&name.ident) {
            *open = open.saturating_sub(1);
        }
        let (kind, name, attrs) = (TagKind::EndTag, self.atom(name, spelled), Vec::new());
        let tag = Tag { kind, name, self_closing: false, attrs, had_duplicate_attributes: false };
        let _ = self.emit(Token::TagToken(tag));
    }

    fn text(&mut self, run: Run) {
        let text = match run.decoded {
            Some((first, second)) => {
                let mut text = StrTendril::from_char(first);
                if let Some(second) = second {
                    text.push_char(second);
                }
                text
            }
            None => self.piece(run.from, run.to),
        };
        let _ = self.emit(Token::CharacterTokens(text));
    }

    fn comment(&mut self) {
        let _ = self.emit(Token::CommentToken(StrTendril::new()));
    }

    fn doctype(&mut self, doctype: Doctype) {
        let _ = self.emit(Token::DoctypeToken(doctype));
    }

    fn is_in_foreign_content(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn depth(&self) -> usize {
        self.builder.sink.depth()
    }

    fn n_formatting(&self) -> usize {
        self.formatting.values().sum()
    }

    fn finish(&mut self) {
        let _ = self.emit(Token::EOFToken);
        self.builder.end();
    }
}
