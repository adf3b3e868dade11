//! The insertion modes of tables (HTML standard, sections 13.2.6.4.9 to 13.2.6.4.15).

use super::sets::{BODY_CONTEXT, CELL, FOSTERS, ROW_CONTEXT, TABLE_SCOPE};
use super::{DONE, Flow, Mode, NIL, Open, Rule, Tree};
use crate::dom::builder::{Run, StartTag};
use crate::dom::names::{Name, ident};
use crate::dom::tag::Tag;

impl Tree<'_> {
    fn has_in_table(&self, tag: Tag) -> bool {
        self.room.open.has(ident(tag), TABLE_SCOPE)
    }

    pub(super) fn text_in_table(&mut self, run: Run) {
        if self.room.open.top().is_in(FOSTERS) {
            self.original = self.mode;
            self.mode = Mode::InTableText;
            self.room.pending.push(run);
        } else {
            self.foster(|tree| {
                tree.text_in_body(run);
                DONE
            });
        }
    }

    /// What characters in a table were: white space stays there, all else goes in front of it.
    pub(super) fn end_table_text(&mut self) -> Flow {
        let pending = std::mem::take(&mut self.room.pending);
        let is_space = pending.iter().all(|&run| self.is_space(run));
        for &run in &pending {
            if is_space {
                self.append(run);
            } else {
                self.foster(|tree| {
                    tree.text_in_body(run);
                    DONE
                });
            }
        }
        self.room.pending = pending;
        self.room.pending.clear();
        self.mode = self.original;
        Flow::Again
    }

    /// The rules of the body for what has no place in a table: it goes in front of it.
    fn foster(&mut self, rules: impl FnOnce(&mut Self) -> Flow) -> Flow {
        self.fosters = true;
        let flow = rules(self);
        self.fosters = false;
        flow
    }

    pub(super) fn start_in_table(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Caption => {
                self.room.open.clear_back_to(TABLE_SCOPE);
                self.push_marker();
                self.insert(tag);
                self.mode = Mode::InCaption;
                DONE
            }
            Rule::Colgroup => {
                self.room.open.clear_back_to(TABLE_SCOPE);
                self.insert(tag);
                self.mode = Mode::InColumnGroup;
                DONE
            }
            Rule::Col => self.imply_in_table(Tag::Colgroup, Mode::InColumnGroup),
            Rule::TableBody => {
                self.room.open.clear_back_to(TABLE_SCOPE);
                self.insert(tag);
                self.mode = Mode::InTableBody;
                DONE
            }
            Rule::Cell | Rule::Tr => self.imply_in_table(Tag::Tbody, Mode::InTableBody),
            Rule::Table => {
                if self.has_in_table(Tag::Table) {
                    self.end_table();
                    Flow::Again
                } else {
                    DONE
                }
            }
            Rule::Style | Rule::Script | Rule::Template => self.start_of_head(tag),
            Rule::Input if self.is_hidden_input() => {
                self.element_of(tag);
                DONE
            }
            Rule::Form => {
                if self.form == NIL && !self.room.open.has_template() {
                    self.form = self.element_of(tag);
                }
                DONE
            }
            _ => self.foster(|tree| tree.start_in_body(tag)),
        }
    }

    fn imply_in_table(&mut self, tag: Tag, mode: Mode) -> Flow {
        self.room.open.clear_back_to(TABLE_SCOPE);
        self.insert_implied(tag);
        self.mode = mode;
        Flow::Again
    }

    fn end_table(&mut self) {
        self.room.open.pop_until(ident(Tag::Table));
        self.mode = self.mode_of_stack();
    }

    /// The mode that the open elements ask for ("reset the insertion mode appropriately").
    pub(super) fn mode_of_stack(&self) -> Mode {
        for (at, open) in self.room.open.all().iter().enumerate().rev() {
            let mode = match Tag::ALL.get(open.name as usize) {
                Some(Tag::Td | Tag::Th) if at > 0 => Mode::InCell,
                Some(Tag::Tr) => Mode::InRow,
                Some(Tag::Tbody | Tag::Thead | Tag::Tfoot) => Mode::InTableBody,
                Some(Tag::Caption) => Mode::InCaption,
                Some(Tag::Colgroup) => Mode::InColumnGroup,
                Some(Tag::Table) => Mode::InTable,
                Some(Tag::Template) => self.room.template_modes.last().copied().unwrap_or(Mode::InTemplate),
                Some(Tag::Head) if at > 0 => Mode::InHead,
                Some(Tag::Body) => Mode::InBody,
                Some(Tag::Html) if self.head == NIL => Mode::BeforeHead,
                Some(Tag::Html) => Mode::AfterHead,
                _ => continue,
            };
            return mode;
        }
        Mode::InBody
    }

    pub(super) fn end_in_table(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Table => {
                if self.has_in_table(Tag::Table) {
                    self.end_table();
                }
                DONE
            }
            Rule::Body
            | Rule::Caption
            | Rule::Col
            | Rule::Colgroup
            | Rule::Html
            | Rule::TableBody
            | Rule::Cell
            | Rule::Tr => DONE,
            Rule::Template => self.end_template(),
            _ => self.foster(|tree| tree.end_in_body(name)),
        }
    }

    /// Closes the caption, if one is open.
    fn close_caption(&mut self) -> bool {
        let is_open = self.has_in_table(Tag::Caption);
        if is_open {
            self.room.open.imply_ends();
            self.room.open.pop_until(ident(Tag::Caption));
            self.clear_to_marker();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn start_in_caption(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Caption | Rule::Col | Rule::Colgroup | Rule::TableBody | Rule::Cell | Rule::Tr => {
                if self.close_caption() { Flow::Again } else { DONE }
            }
            _ => self.start_in_body(tag),
        }
    }

    pub(super) fn end_in_caption(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Caption => {
                self.close_caption();
                DONE
            }
            Rule::Table if self.close_caption() => Flow::Again,
            Rule::Body
            | Rule::Col
            | Rule::Colgroup
            | Rule::Html
            | Rule::Table
            | Rule::TableBody
            | Rule::Cell
            | Rule::Tr => DONE,
            _ => self.end_in_body(name),
        }
    }

    pub(super) fn start_in_column_group(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Html => self.start_in_body(tag),
            Rule::Col => {
                self.element_of(tag);
                DONE
            }
            Rule::Template => self.start_of_head(tag),
            _ => self.leave_column_group(),
        }
    }

    pub(super) fn end_in_column_group(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Colgroup => {
                self.leave_column_group();
                DONE
            }
            Rule::Col => DONE,
            Rule::Template => self.end_template(),
            _ => self.leave_column_group(),
        }
    }

    /// What has no place in a column group ends it.
    pub(super) fn leave_column_group(&mut self) -> Flow {
        if !self.room.open.top().is(Tag::Colgroup) {
            return DONE;
        }
        self.room.open.pop();
        self.mode = Mode::InTable;
        Flow::Again
    }

    pub(super) fn start_in_table_body(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Tr => {
                self.room.open.clear_back_to(BODY_CONTEXT);
                self.insert(tag);
                self.mode = Mode::InRow;
                DONE
            }
            Rule::Cell => {
                self.room.open.clear_back_to(BODY_CONTEXT);
                self.insert_implied(Tag::Tr);
                self.mode = Mode::InRow;
                Flow::Again
            }
            Rule::Caption | Rule::Col | Rule::Colgroup | Rule::TableBody => self.leave_table_body(),
            _ => self.start_in_table(tag),
        }
    }

    fn leave_table_body(&mut self) -> Flow {
        let is_table = |open: &Open| open.is(Tag::Table) || open.is(Tag::Tbody) || open.is(Tag::Tfoot);
        if !self.room.open.holds(TABLE_SCOPE, is_table) {
            return DONE;
        }
        self.close_table_body();
        Flow::Again
    }

    fn close_table_body(&mut self) {
        self.room.open.clear_back_to(BODY_CONTEXT);
        self.room.open.pop();
        self.mode = Mode::InTable;
    }

    pub(super) fn end_in_table_body(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::TableBody => {
                if self.room.open.has(name.ident, TABLE_SCOPE) {
                    self.close_table_body();
                }
                DONE
            }
            Rule::Table => self.leave_table_body(),
            Rule::Body | Rule::Caption | Rule::Col | Rule::Colgroup | Rule::Html | Rule::Cell | Rule::Tr => DONE,
            _ => self.end_in_table(name),
        }
    }

    pub(super) fn start_in_row(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Cell => {
                self.room.open.clear_back_to(ROW_CONTEXT);
                self.insert(tag);
                self.mode = Mode::InCell;
                self.push_marker();
                DONE
            }
            Rule::Caption | Rule::Col | Rule::Colgroup | Rule::TableBody | Rule::Tr => {
                if self.close_row() {
                    Flow::Again
                } else {
                    DONE
                }
            }
            _ => self.start_in_table(tag),
        }
    }

    /// Closes the row, if one is open.
    fn close_row(&mut self) -> bool {
        let is_open = self.has_in_table(Tag::Tr);
        if is_open {
            self.room.open.clear_back_to(ROW_CONTEXT);
            self.room.open.pop();
            self.mode = Mode::InTableBody;
        }
        is_open
    }

    pub(super) fn end_in_row(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Tr => {
                self.close_row();
                DONE
            }
            Rule::Table if self.close_row() => Flow::Again,
            Rule::TableBody if self.room.open.has(name.ident, TABLE_SCOPE) && self.close_row() => Flow::Again,
            Rule::Body
            | Rule::Caption
            | Rule::Col
            | Rule::Colgroup
            | Rule::Html
            | Rule::Cell
            | Rule::Table
            | Rule::TableBody => DONE,
            _ => self.end_in_table(name),
        }
    }

    pub(super) fn start_in_cell(&mut self, tag: &StartTag) -> Flow {
        match tag.name.rule {
            Rule::Caption | Rule::Col | Rule::Colgroup | Rule::TableBody | Rule::Cell | Rule::Tr => {
                if !self.room.open.holds(TABLE_SCOPE, |open| open.is_in(CELL)) {
                    return DONE;
                }
                self.close_cell();
                Flow::Again
            }
            _ => self.start_in_body(tag),
        }
    }

    pub(super) fn end_in_cell(&mut self, name: &Name) -> Flow {
        match name.rule {
            Rule::Cell => {
                if self.room.open.has(name.ident, TABLE_SCOPE) {
                    self.room.open.imply_ends();
                    self.room.open.pop_until(name.ident);
                    self.clear_to_marker();
                    self.mode = Mode::InRow;
                }
                DONE
            }
            Rule::Body | Rule::Caption | Rule::Col | Rule::Colgroup | Rule::Html => DONE,
            Rule::Table | Rule::TableBody | Rule::Tr => {
                if !self.room.open.has(name.ident, TABLE_SCOPE) {
                    return DONE;
                }
                self.close_cell();
                Flow::Again
            }
            _ => self.end_in_body(name),
        }
    }
}
