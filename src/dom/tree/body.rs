//! The insertion mode of the body, where nearly all of a page is (HTML standard, section 13.2.6.4.7).

use super::head::is_of_head;
use super::sets::{CELL, ENDS_ITEMS, HEADING, LIST_SCOPE, SCOPE, SPECIAL};
use super::{DONE, Flow, Mode, Next, Open, Rule, Tree};
use crate::dom::builder::{Body, Run, StartTag};
use crate::dom::names::{Ident, Name, ident};
use crate::dom::tag::{Attr, Tag};

impl Tree<'_> {
    #[inline]
    pub(super) fn text_in_body(&mut self, run: Run) {
        self.reconstruct();
        if self.may_be_frameset {
            self.may_be_frameset = self.is_space(run);
        }
        self.append(run);
    }

    pub(super) fn start_in_body(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Block | Rule::P => {
                self.room.open.close_paragraph();
                self.insert(tag);
                DONE
            }
            Rule::Other | Rule::Noscript => {
                self.reconstruct();
                self.insert(tag);
                DONE
            }
            Rule::A => {
                self.end_open_link();
                self.reconstruct();
                self.open_formatting(tag);
                DONE
            }
            Rule::Formatting => {
                self.reconstruct();
                self.open_formatting(tag);
                DONE
            }
            Rule::Item | Rule::Definition => self.start_item(tag),
            Rule::Br | Rule::Void => {
                self.reconstruct();
                self.element_of(tag);
                self.may_be_frameset = false;
                DONE
            }
            Rule::Svg | Rule::Math => self.enter_foreign(tag),
            rule if is_of_head(rule) => self.start_of_head(tag),
            Rule::Heading | Rule::Hr | Rule::Plaintext | Rule::Pre | Rule::Table | Rule::Xmp => self.start_block(tag),
            Rule::Button | Rule::Input | Rule::Option | Rule::Optgroup | Rule::Select | Rule::Form => {
                self.start_control(tag)
            }
            Rule::Iframe | Rule::Noembed | Rule::Textarea => self.start_body(tag),
            Rule::Html | Rule::Body | Rule::Frameset => self.start_of_page(tag),
            Rule::Caption
            | Rule::Col
            | Rule::Colgroup
            | Rule::Frame
            | Rule::Head
            | Rule::TableBody
            | Rule::Cell
            | Rule::Tr => DONE,
            _ => self.start_rare(tag),
        }
    }

    fn start_item(&mut self, tag: &StartTag) -> Flow {
        self.may_be_frameset = false;
        let is_definition = tag.name.rule == Rule::Definition;
        let is_same = |open: &Open| {
            if is_definition { open.is(Tag::Dd) || open.is(Tag::Dt) } else { open.is(Tag::Li) }
        };
        let last = self.room.open.all().iter().rev().find(|open| is_same(open) || open.is_in(ENDS_ITEMS)).copied();
        if let Some(item) = last.filter(is_same) {
            self.close(item.name);
        }
        self.room.open.close_paragraph();
        self.insert(tag);
        DONE
    }

    /// Closes what is implied and then up to an element of the name.
    fn close(&mut self, name: Ident) {
        self.room.open.imply_ends_except(name);
        self.room.open.pop_until(name);
    }

    fn start_block(&mut self, tag: &StartTag) -> Flow {
        if tag.name.rule != Rule::Table || !self.is_quirky {
            self.room.open.close_paragraph();
        }
        match tag.name.rule {
            Rule::Heading => {
                if self.room.open.top().is_in(HEADING) {
                    self.room.open.pop();
                }
                self.insert(tag);
                return DONE;
            }
            Rule::Plaintext => {
                self.insert(tag);
                return Flow::Done(Next::Plaintext);
            }
            _ => {}
        }
        self.may_be_frameset = false;
        match tag.name.rule {
            Rule::Hr => {
                if self.room.open.has_tag(Tag::Select) {
                    self.room.open.imply_ends();
                }
                self.element_of(tag);
            }
            Rule::Table => {
                self.insert(tag);
                self.mode = Mode::InTable;
            }
            Rule::Xmp => {
                self.reconstruct();
                return self.insert_body(tag, Body::Rawtext);
            }
            _ => {
                self.insert(tag);
                self.ignores_line_end = true;
            }
        }
        DONE
    }

    fn start_control(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Button => {
                if self.room.open.has_tag(Tag::Button) {
                    self.room.open.imply_ends();
                    self.room.open.pop_until(ident(Tag::Button));
                }
                self.reconstruct();
                self.insert(tag);
                self.may_be_frameset = false;
            }
            Rule::Input => {
                if self.room.open.has_tag(Tag::Select) {
                    self.room.open.pop_until(ident(Tag::Select));
                }
                self.reconstruct();
                self.may_be_frameset &= self.is_hidden_input();
                self.element_of(tag);
            }
            Rule::Select if self.room.open.has_tag(Tag::Select) => self.room.open.pop_until(ident(Tag::Select)),
            Rule::Select => {
                self.reconstruct();
                self.insert(tag);
                self.may_be_frameset = false;
            }
            Rule::Form => {
                let is_in_template = self.room.open.has_template();
                if is_in_template || self.form == super::NIL {
                    self.room.open.close_paragraph();
                    let open = self.insert(tag);
                    self.form = if is_in_template { self.form } else { open.node };
                }
            }
            _ => {
                if self.room.open.has_tag(Tag::Select) {
                    let stays = if tag.name.rule == Rule::Option { ident(Tag::Optgroup) } else { Ident::MAX };
                    self.room.open.imply_ends_except(stays);
                } else if self.room.open.top().is(Tag::Option) {
                    self.room.open.pop();
                }
                self.reconstruct();
                self.insert(tag);
            }
        }
        DONE
    }

    pub(super) fn is_hidden_input(&self) -> bool {
        let value = self.tag_value(Attr::Type);
        value.is_some_and(|value| value.eq_ignore_ascii_case("hidden"))
    }

    fn start_body(&mut self, tag: &StartTag) -> Flow {
        self.may_be_frameset &= tag.name.rule == Rule::Noembed;
        if tag.name.rule != Rule::Textarea {
            return self.insert_body(tag, Body::Rawtext);
        }
        self.ignores_line_end = true;
        self.insert_body(tag, Body::Rcdata)
    }

    /// A second `<html>` or `<body>` adds its attributes to the first.
    fn start_of_page(&mut self, tag: &StartTag) -> Flow {
        if self.room.open.has_template() {
            return DONE;
        }
        if tag.name.rule == Rule::Html {
            self.add_missing(self.room.open.get(0).node);
            return DONE;
        }
        let second = self.room.open.get(1);
        if !second.is(Tag::Body) {
            return DONE;
        }
        if tag.name.rule == Rule::Body {
            self.may_be_frameset = false;
            self.add_missing(second.node);
        } else if self.may_be_frameset {
            return Flow::Done(Next::Other);
        }
        DONE
    }

    fn start_rare(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Nobr => {
                self.reconstruct();
                if self.room.open.has(tag.name.ident, SCOPE) {
                    self.adopt(tag.name.ident);
                    self.reconstruct();
                }
                self.open_formatting(tag);
            }
            Rule::Marker => {
                self.reconstruct();
                self.insert(tag);
                self.push_marker();
                self.may_be_frameset = false;
            }
            Rule::Source => {
                self.element_of(tag);
            }
            Rule::Image => {
                self.reconstruct();
                let rows = self.take_rows();
                self.make(Tag::Img, rows);
                self.may_be_frameset = false;
            }
            Rule::RubyBase | Rule::RubyText => {
                if self.room.open.has_tag(Tag::Ruby) {
                    let stays = if tag.name.rule == Rule::RubyText { ident(Tag::Rtc) } else { Ident::MAX };
                    self.room.open.imply_ends_except(stays);
                }
                self.insert(tag);
            }
            _ => {}
        }
        DONE
    }

    pub(super) fn end_in_body(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Block | Rule::Button | Rule::Marker | Rule::Pre | Rule::Select => {
                if self.room.open.has(name.ident, SCOPE) {
                    self.room.open.imply_ends();
                    self.room.open.pop_until(name.ident);
                    if name.rule == Rule::Marker {
                        self.clear_to_marker();
                    }
                }
            }
            Rule::A | Rule::Formatting | Rule::Nobr => self.adopt(name.ident),
            Rule::P => {
                if !self.room.open.has(name.ident, super::sets::BUTTON_SCOPE) {
                    self.insert_implied(Tag::P);
                }
                self.room.open.end_paragraph();
            }
            Rule::Item | Rule::Definition => {
                let scope = if name.rule == Rule::Item { LIST_SCOPE } else { SCOPE };
                if self.room.open.has(name.ident, scope) {
                    self.close(name.ident);
                }
            }
            Rule::Heading => {
                if self.room.open.holds(SCOPE, |open| open.is_in(HEADING)) {
                    self.room.open.imply_ends();
                    self.room.open.pop_until_in(HEADING);
                }
            }
            Rule::Form => self.end_form(),
            Rule::Br => {
                self.reconstruct();
                self.make(Tag::Br, (0, 0));
                self.may_be_frameset = false;
            }
            Rule::Body | Rule::Html => {
                if self.room.open.has_tag(Tag::Body) {
                    self.mode = Mode::AfterBody;
                    return if name.rule == Rule::Html { Flow::Again } else { DONE };
                }
            }
            Rule::Template => return self.end_template(),
            _ => self.end_any(name.ident),
        }
        DONE
    }

    fn end_form(&mut self) {
        if self.room.open.has_template() {
            if self.room.open.has_tag(Tag::Form) {
                self.room.open.imply_ends();
                self.room.open.pop_until(ident(Tag::Form));
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, super::NIL);
        if form != super::NIL && self.room.open.holds(SCOPE, |open| open.node == form) {
            self.room.open.imply_ends();
            self.room.open.remove_node(form);
        }
    }

    /// The end of an element without a rule of its own.
    pub(super) fn end_any(&mut self, name: Ident) {
        let last = self.room.open.all().iter().rposition(|open| open.name == name || open.is_in(SPECIAL));
        let Some(at) = last.filter(|&at| self.room.open.get(at).name == name) else { return };
        self.room.open.imply_ends_except(name);
        self.room.open.truncate(at);
    }

    /// Closes the cell that is open.
    pub(super) fn close_cell(&mut self) {
        self.room.open.imply_ends();
        self.room.open.pop_until_in(CELL);
        self.clear_to_marker();
        self.mode = Mode::InRow;
    }
}
