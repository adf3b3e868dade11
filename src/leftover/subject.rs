//! What a page is about. In: its blocks, as they are looked at. Out: findings lowered where the page speaks of the very
//! things that leftovers are made of. Never adds a finding.

use super::label::BRACKETED;
use super::{Finding, Kind, Seen, Strength, leak, unrendered};
use crate::blocks::BlockKind;
use memchr::memmem;

/// Signs that a page is about the very things that leftovers are made of.
#[derive(Default)]
pub(super) struct Subject {
    /// Sentences that speak of dummy text.
    dummy: u32,
    /// Names of the template marks that code and prose hold, each time they do.
    marks: Vec<&'static str>,
    /// Values of scripts that code and prose speak of.
    values: Vec<&'static str>,
    /// Prose about headings, cards and titles as parts of pages.
    parts: u32,
    /// Prose with blanks to fill in: a sample letter, a form.
    blanks: u32,
}

/// Mentions that make a subject.
const ENOUGH: u32 = 2;

/// Values by the names that pages about them use.
const VALUES: [&str; 5] = ["undefined", "NaN", "null", "Invalid Date", "[object "];

impl Subject {
    /// Notes what a block says of the subject.
    pub(super) fn note(&mut self, seen: &Seen<'_>, finding: Option<&Finding>) {
        let is_code = matches!(seen.kind, BlockKind::Code(_));
        let is_prose = seen.signs.words > 2 && finding.is_none_or(|f| f.strength == Strength::Possible);
        if !is_code && !is_prose {
            return;
        }
        let holds = |word: &str| memmem::find(seen.folded.as_bytes(), word.as_bytes()).is_some();
        let says = |words: &[&str]| words.iter().any(|word| holds(word));
        let signs = seen.signs;
        if is_prose && (signs.cues || signs.dummy) {
            let dummy = ["lorem ipsum", "dummy text", "placeholder text", "filler text", "blind text", "blindtext"];
            self.dummy += u32::from((holds("text") || holds("ipsum")) && says(&dummy));
            self.parts += u32::from(
                (holds("card") || holds("heading"))
                    && says(&["card title", "card-title", "card component", "heading level", "headings (h"]),
            );
        }
        if seen.signs.marks {
            let held = unrendered::openings().filter(|(open, _)| seen.text.contains(open));
            self.marks.extend(held.map(|(_, name)| name));
            let has_shortcode = seen.text.contains("[/") || seen.folded.contains("shortcode");
            self.marks.extend(has_shortcode.then_some("[shortcode]"));
            self.blanks += u32::from(seen.signs.words > 5 && has_blank(seen.text));
        }
        if signs.leaks && (is_code || signs.words > 4) {
            let held = VALUES.into_iter().filter(|value| leak::place_of(seen.text, value).is_some());
            self.values.extend(held.map(leak::name_of));
        }
    }

    /// The kinds of leftovers that the page is about as such.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        let held = [
            (Kind::Lorem, self.dummy >= ENOUGH),
            (Kind::Placeholder, self.parts >= ENOUGH || self.dummy > ENOUGH),
            (Kind::Unrendered, !self.values.is_empty() || self.marks.len() as u32 >= ENOUGH),
        ];
        held.into_iter().filter(|(_, is_subject)| *is_subject).map(|(kind, _)| kind).collect()
    }

    /// Lowers the findings that are of the page's own subject.
    pub(super) fn spare(&self, of_block: &mut [Option<Finding>]) {
        let count = |list: &[&str], name: &str| list.iter().filter(|held| **held == name).count() as u32;
        for finding in of_block.iter_mut().flatten() {
            let is_subject = match finding.kind {
                Kind::Lorem => self.dummy >= ENOUGH,
                Kind::Placeholder => {
                    self.parts >= ENOUGH || self.dummy > ENOUGH || (finding.wording == BRACKETED && self.blanks >= 1)
                }
                Kind::Unrendered => {
                    let values = count(&self.values, &finding.wording);
                    values >= 1 || count(&self.marks, &finding.wording) >= ENOUGH
                }
                Kind::Artefact => false,
            };
            if is_subject {
                finding.strength = Strength::Possible;
            }
        }
    }
}

/// Whether a text holds a blank of a form: `[Name of the tenant]`.
fn has_blank(text: &str) -> bool {
    text.split('[').skip(1).any(|rest| rest.starts_with(|c: char| c.is_alphabetic()) && rest.contains(']'))
}
