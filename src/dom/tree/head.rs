//! The insertion modes before and after the body (HTML standard, sections 13.2.6.4.1 to 13.2.6.4.6, 13.2.6.4.19 and
//! 13.2.6.4.22).

use super::{DONE, Flow, Mode, Rule, Tree};
use crate::dom::builder::{Body, Next, Run, StartTag};
use crate::dom::names::{Name, ident, known};
use crate::dom::tag::Tag;

impl Tree<'_> {
    /// What any token does in these modes that has no rule there: it opens or closes what is left out.
    fn move_on(&mut self) -> Flow {
        self.mode = match self.mode {
            Mode::Initial => {
                self.is_quirky = true;
                Mode::BeforeHtml
            }
            Mode::BeforeHtml => {
                self.insert_implied(Tag::Html);
                Mode::BeforeHead
            }
            Mode::BeforeHead => {
                self.head = self.insert_implied(Tag::Head);
                Mode::InHead
            }
            Mode::InHead => {
                self.room.open.pop();
                Mode::AfterHead
            }
            Mode::InHeadNoscript => {
                self.room.open.pop();
                Mode::InHead
            }
            Mode::AfterHead => {
                self.insert_implied(Tag::Body);
                Mode::InBody
            }
            _ => Mode::InBody,
        };
        Flow::Again
    }

    pub(super) fn start_around_body(&mut self, tag: &StartTag) -> Flow {
        match (self.mode, tag.name.rule) {
            (Mode::Initial, _) => self.move_on(),
            (Mode::BeforeHtml, Rule::Html) => {
                self.insert(tag);
                self.mode = Mode::BeforeHead;
                DONE
            }
            (Mode::BeforeHtml, _) => self.move_on(),
            (_, Rule::Html) => self.start_in_body(tag),
            (Mode::BeforeHead, Rule::Head) => {
                self.head = self.insert(tag).node;
                self.mode = Mode::InHead;
                DONE
            }
            (Mode::InHead, Rule::Noscript) => {
                self.insert(tag);
                self.mode = Mode::InHeadNoscript;
                DONE
            }
            (Mode::InHead, rule) if is_of_head(rule) => self.start_of_head(tag),
            (Mode::InHeadNoscript, Rule::HeadVoid) if tag.name.ident != ident(Tag::Base) => self.start_of_head(tag),
            (Mode::InHeadNoscript, Rule::Noframes | Rule::Style) => self.start_of_head(tag),
            (Mode::InHeadNoscript, Rule::Noscript) => DONE,
            (Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead, Rule::Head) => DONE,
            (Mode::AfterHead, Rule::Body) => {
                self.insert(tag);
                self.may_be_frameset = false;
                self.mode = Mode::InBody;
                DONE
            }
            (Mode::AfterHead, Rule::Frameset) => Flow::Done(Next::Other),
            (Mode::AfterHead, rule) if is_of_head(rule) => self.start_of_head_behind_it(tag),
            _ => self.move_on(),
        }
    }

    /// What belongs in the head stands behind it: it goes there all the same.
    fn start_of_head_behind_it(&mut self, tag: &StartTag) -> Flow {
        let head = super::Open::new(self.head, ident(Tag::Head), known("head").sets);
        self.room.open.push(head);
        let flow = self.start_of_head(tag);
        self.room.open.remove_node(self.head);
        flow
    }

    /// Elements of the head, wherever they stand.
    pub(super) fn start_of_head(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Title => self.insert_body(tag, Body::Rcdata),
            Rule::Noframes | Rule::Style => self.insert_body(tag, Body::Rawtext),
            Rule::Script => self.insert_body(tag, Body::Script),
            Rule::Template => self.start_template(tag),
            _ => {
                self.element_of(tag);
                DONE
            }
        }
    }

    pub(super) fn end_around_body(&mut self, name: &Name) -> Flow {
        match (self.mode, name.rule) {
            (Mode::Initial | Mode::AfterAfterBody, _) => self.move_on(),
            (Mode::InHead, Rule::Head) => {
                self.room.open.pop();
                self.mode = Mode::AfterHead;
                DONE
            }
            (Mode::InHeadNoscript, Rule::Noscript) => {
                self.room.open.pop();
                self.mode = Mode::InHead;
                DONE
            }
            (Mode::AfterBody, Rule::Html) => {
                self.mode = Mode::AfterAfterBody;
                DONE
            }
            (Mode::AfterBody, _) | (Mode::InHeadNoscript, Rule::Br) => self.move_on(),
            (Mode::BeforeHtml | Mode::BeforeHead, Rule::Head) => self.move_on(),
            (Mode::InHeadNoscript, _) => DONE,
            (Mode::InHead | Mode::AfterHead, Rule::Template) => self.end_template(),
            (_, Rule::Body | Rule::Html | Rule::Br) => self.move_on(),
            _ => DONE,
        }
    }

    /// Characters there: white space at the start goes by itself, what follows may open the body.
    pub(super) fn text_around_body(&mut self, mut run: Run) {
        while run.from < run.to {
            let piece = self.first_piece(run);
            if self.is_space(piece) {
                self.space_around_body(piece);
            } else if self.mode == Mode::InColumnGroup {
                if self.leave_column_group() == DONE {
                    // what has no place here is left out
                    run.from = piece.to;
                    continue;
                }
                return self.text_in_mode(run);
            } else {
                while self.mode != Mode::InBody {
                    self.move_on();
                }
                return self.text_in_mode(run);
            }
            run.from = piece.to;
        }
    }

    fn space_around_body(&mut self, run: Run) {
        match self.mode {
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => {}
            Mode::AfterBody | Mode::AfterAfterBody => self.text_in_body(run),
            _ => self.append(run),
        }
    }

    /// The white space that characters begin with, or what they begin with that is none.
    fn first_piece(&self, run: Run) -> Run {
        if run.decoded.is_some() {
            return run;
        }
        let bytes = &self.page.as_bytes()[run.from..run.to];
        let is_space = bytes.first().is_some_and(u8::is_ascii_whitespace);
        let n = bytes.iter().position(|byte| byte.is_ascii_whitespace() != is_space).unwrap_or(bytes.len());
        Run { to: run.from + n, ..run }
    }

    /// The page's end: what every page has is there then.
    pub(super) fn end_of_page(&mut self) {
        if self.mode == Mode::InTableText {
            self.end_table_text();
        }
        loop {
            match self.mode {
                Mode::Text => {
                    self.room.open.pop();
                    self.mode = self.original;
                }
                Mode::Initial
                | Mode::BeforeHtml
                | Mode::BeforeHead
                | Mode::InHead
                | Mode::InHeadNoscript
                | Mode::AfterHead => {
                    self.move_on();
                }
                Mode::AfterBody | Mode::AfterAfterBody => return,
                _ if self.room.open.has_template() => self.close_template(),
                _ => return,
            }
        }
    }
}

/// Whether a start tag belongs in the head.
pub(super) fn is_of_head(rule: Rule) -> bool {
    matches!(rule, Rule::HeadVoid | Rule::Noframes | Rule::Script | Rule::Style | Rule::Template | Rule::Title)
}
