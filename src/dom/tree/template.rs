//! Templates (HTML standard, sections 13.2.6.4.4 and 13.2.6.4.16). What one holds are its children here, and no tree of
//! their own: nothing of ours runs them.

use super::sets::IMPLIED_END_THOROUGH;
use super::{DONE, Flow, Mode, Rule, Tree};
use crate::dom::builder::StartTag;
use crate::dom::names::{Name, ident};
use crate::dom::tag::Tag;

impl Tree<'_> {
    pub(super) fn start_template(&mut self, tag: &StartTag) -> Flow {
        self.push_marker();
        self.may_be_frameset = false;
        self.mode = Mode::InTemplate;
        self.room.template_modes.push(Mode::InTemplate);
        self.insert(tag);
        DONE
    }

    pub(super) fn end_template(&mut self) -> Flow {
        if self.room.open.has_template() {
            self.room.open.imply_ends_in(IMPLIED_END_THOROUGH);
            self.close_template();
        }
        DONE
    }

    /// Closes the last template.
    pub(super) fn close_template(&mut self) {
        self.room.open.pop_until(ident(Tag::Template));
        self.clear_to_marker();
        self.room.template_modes.pop();
        self.mode = self.mode_of_stack();
    }

    pub(super) fn start_in_template(&mut self, tag: &StartTag) -> Flow {
        let mode = match tag.name.rule {
            Rule::HeadVoid | Rule::Noframes | Rule::Script | Rule::Style | Rule::Template | Rule::Title => {
                return self.start_of_head(tag);
            }
            Rule::Caption | Rule::Colgroup | Rule::TableBody => Mode::InTable,
            Rule::Col => Mode::InColumnGroup,
            Rule::Tr => Mode::InTableBody,
            Rule::Cell => Mode::InRow,
            _ => Mode::InBody,
        };
        self.room.template_modes.pop();
        self.room.template_modes.push(mode);
        self.mode = mode;
        Flow::Again
    }

    pub(super) fn end_in_template(&mut self, name: &Name) -> Flow {
        if name.rule == Rule::Template { self.end_template() } else { DONE }
    }
}
