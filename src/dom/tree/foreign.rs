//! Content of SVG and MathML (HTML standard, section 13.2.6.5).

use super::sets::{
    ANNOTATION, BREAKS_OUT, FOREIGN, MATHML, MATHML_POINT, STAYS_MATHML, SVG, SVG_POINT, Sets, foreign_sets,
};
use super::{DONE, Flow, Open, Rule, Tree};
use crate::dom::arena::is_html;
use crate::dom::builder::{Run, StartTag};
use crate::dom::names::{Name, lower};
use crate::dom::tag::{Attr, Tag};

/// Letters of the shortest of SVG's names with capitals.
const SHORTEST_CAPITALS: usize = 6;

/// SVG's names with capitals.
const CAPITALS: [&str; 37] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
];

impl Tree<'_> {
    /// Whether a start tag is one of foreign content, where an element of SVG or MathML is open.
    pub(super) fn is_foreign_start(&self, tag: &StartTag) -> bool {
        let top = self.room.open.top();
        if top.is_in(MATHML_POINT) {
            return tag.name.sets & STAYS_MATHML != 0;
        }
        if top.is_in(ANNOTATION) {
            return tag.name.rule != Rule::Svg && !self.is_html_annotation(top);
        }
        !top.is_in(SVG_POINT)
    }

    /// The same for characters.
    pub(super) fn is_foreign_text(&self) -> bool {
        let top = self.room.open.top();
        let is_point = top.is_in(MATHML_POINT | SVG_POINT) || top.is_in(ANNOTATION) && self.is_html_annotation(top);
        !is_point
    }

    fn is_html_annotation(&self, open: Open) -> bool {
        self.arena.value(self.page, self.arena.rows(open.node), Attr::Encoding).is_some_and(is_html)
    }

    pub(super) fn text_in_foreign(&mut self, run: Run) {
        self.may_be_frameset &= self.is_space(run);
        self.append(run);
    }

    pub(super) fn start_in_foreign(&mut self, tag: &StartTag) -> Flow {
        let is_drawn =
            || [Attr::Color, Attr::Face, Attr::Size].iter().any(|&name| self.arena.has(self.tag_rows(), name, ""));
        let is_font = tag.name.tag == Some(Tag::Font);
        if tag.name.sets & BREAKS_OUT != 0 || is_font && is_drawn() {
            self.leave_foreign();
            return self.start_in_mode(tag);
        }
        let space = self.room.open.top().sets & FOREIGN;
        self.insert_foreign(tag, space);
        DONE
    }

    /// Closes elements up to one that holds HTML.
    fn leave_foreign(&mut self) {
        while self.room.open.top().is_in(FOREIGN) && !self.room.open.top().is_in(MATHML_POINT | SVG_POINT) {
            self.room.open.pop();
        }
    }

    /// Makes an element of SVG or MathML.
    fn insert_foreign(&mut self, tag: &StartTag, space: Sets) {
        let kind = match tag.name.rule {
            Rule::Svg => Tag::Svg,
            Rule::Math => Tag::Math,
            _ => Tag::Foreign,
        };
        let rows = self.take_rows();
        let node = self.make(kind, rows);
        if kind == Tag::Foreign {
            let name = lower(&self.page.as_bytes()[tag.spelled.clone()]);
            // none is as short as most names are
            let may_be = space == SVG && name.len() >= SHORTEST_CAPITALS;
            let spelled = CAPITALS.iter().find(|capital| may_be && capital.eq_ignore_ascii_case(&name));
            self.arena.set_name(node, spelled.map_or(&*name, |capitals| capitals));
        }
        if !tag.closes_itself {
            self.room.open.push(Open::new(node, tag.name.ident, foreign_sets(space, tag.name.sets)));
        }
    }

    pub(super) fn end_in_foreign(&mut self, name: &Name) -> Flow {
        if matches!(name.rule, Rule::Br | Rule::P) {
            self.leave_foreign();
            return self.end_in_mode(name);
        }
        let top = self.room.open.len() - 1;
        for at in (1..=top).rev() {
            let open = self.room.open.get(at);
            if at < top && !open.is_in(FOREIGN) {
                return self.end_in_mode(name);
            }
            if open.is_named(name.ident) {
                self.room.open.truncate(at);
                return DONE;
            }
        }
        DONE
    }

    /// `<svg>` and `<math>`, where they stand in HTML.
    pub(super) fn enter_foreign(&mut self, tag: &StartTag) -> Flow {
        self.reconstruct();
        self.insert_foreign(tag, if tag.name.rule == Rule::Svg { SVG } else { MATHML });
        DONE
    }
}
