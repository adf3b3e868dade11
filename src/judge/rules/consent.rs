//! Cookie and consent notices.

use super::{Rule, drop};
use crate::measure::Hints;

/// Drops what stands in a container whose class or id speaks of cookies or consent, unless that container is the page's
/// main matter: a privacy policy names its content so, and holds most of the page's words. A container that is called a
/// banner, a notice or a dialog as well goes even so: on a short page the notice holds most of the words.
pub const CONSENT: Rule = Rule {
    name: "boilerplate.consent",
    judge: |page, block| {
        let i = block.index();
        let m = page.measures;
        let is_main = m.in_most[i] != 0.0 || m.in_best[i] != 0.0;
        let near = m.near[i];
        let is_notice = near.any(Hints::CONSENT) && near.any(Hints::POPUP.with(Hints::HEADER));
        let goes = page.hints(block).any(Hints::CONSENT) && (is_notice || !is_main);
        if goes { drop("boilerplate.consent") } else { None }
    },
};
