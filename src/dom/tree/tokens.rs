//! Tokens as they come: to the rules of the mode that is on, or to those of SVG and MathML.

use super::sets::FOREIGN;
use super::{Flow, Mode, Rule, Tree};
use crate::dom::AttrRow;
use crate::dom::builder::{Builder, Next, Run, StartTag, Value};
use crate::dom::names::{Name, Names, lower};
use crate::dom::stock;
use crate::dom::tag::Attr;
use html5ever::tokenizer::Doctype;
use std::borrow::Cow;
use std::ops::Range;

impl Builder for Tree<'_> {
    fn begin_tag(&mut self, name: &Name) {
        self.tag_from = self.arena.attrs.len() as u32;
        self.keeps_all = matches!(name.rule, Rule::Formatting | Rule::Nobr);
        self.is_taken = false;
    }

    fn attribute(&mut self, names: &mut Names, name: Range<usize>, value: Value) {
        let bytes = self.page.as_bytes();
        let known = names.attr_at(bytes, name.clone());
        let (n, is_other) = (self.arena.attrs.len() - self.tag_from as usize, known == Attr::Other);
        if is_other && !self.keeps_all || !self.guard.admits_attribute(n) {
            return;
        }
        let spelled = if is_other { lower(&bytes[name]) } else { Cow::Borrowed("") };
        if self.arena.has(self.tag_rows(), known, &spelled) {
            return;
        }
        let other = if is_other { self.arena.name(&spelled) } else { 0 };
        let (from, to) = (value.from as u32, value.to as u32);
        self.arena.attrs.push(AttrRow { name: known, in_side: value.has_references, other, from, to });
    }

    fn start(&mut self, tag: &StartTag) -> Next {
        self.ignores_line_end = false;
        self.source = self.guard.place();
        let rows = self.tag_rows();
        loop {
            let is_foreign = self.room.open.top().is_in(FOREIGN) && self.is_foreign_start(tag);
            let flow = if is_foreign { self.start_in_foreign(tag) } else { self.start_in_mode(tag) };
            if let Flow::Done(next) = flow {
                if !self.is_taken && rows == self.tag_rows() {
                    self.arena.attrs.truncate(rows.0 as usize);
                }
                return next;
            }
        }
    }

    fn leave_out_tag(&mut self) {
        self.arena.attrs.truncate(self.tag_from as usize);
    }

    fn end(&mut self, name: &Name, _: &Range<usize>) {
        self.ignores_line_end = false;
        self.source = self.guard.place();
        // an end tag has no attributes, nor has what it makes
        self.tag_from = self.arena.attrs.len() as u32;
        loop {
            let is_foreign = self.room.open.top().is_in(FOREIGN);
            let flow = if is_foreign { self.end_in_foreign(name) } else { self.end_in_mode(name) };
            if flow != Flow::Again {
                return;
            }
        }
    }

    fn text(&mut self, mut run: Run) {
        self.source = (run.from as u32, run.to as u32);
        if std::mem::take(&mut self.ignores_line_end) {
            match run.decoded {
                None => run.from += usize::from(self.page.as_bytes()[run.from] == b'\n'),
                Some(('\n', _)) => return,
                Some(_) => {}
            }
            if run.from == run.to {
                return;
            }
        }
        if self.room.open.top().is_in(FOREIGN) && self.is_foreign_text() {
            self.text_in_foreign(run);
        } else {
            self.text_in_mode(run);
        }
    }

    fn comment(&mut self) {
        self.ignores_line_end = false;
        if self.mode == Mode::InTableText {
            self.end_table_text();
        }
    }

    fn doctype(&mut self, doctype: Doctype) {
        self.ignores_line_end = false;
        if self.mode == Mode::Initial {
            let has_ids = doctype.public_id.is_some() || doctype.system_id.is_some();
            let is_plain = doctype.name.as_deref() == Some("html") && !has_ids && !doctype.force_quirks;
            self.is_quirky = !is_plain && stock::is_quirky(doctype, self.guard);
            self.mode = Mode::BeforeHtml;
        }
    }

    fn is_in_foreign_content(&self) -> bool {
        self.room.open.top().is_in(FOREIGN)
    }

    fn depth(&self) -> usize {
        // blocks moved into copies of formatting elements may stand deeper than is noted of them
        self.arena.depth(self.room.open.top().node).max(self.room.open.len())
    }

    fn n_formatting(&self) -> usize {
        self.n_since_marker()
    }

    fn finish(&mut self) {
        self.end_of_page();
    }
}
