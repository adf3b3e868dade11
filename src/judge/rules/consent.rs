//! Cookie and consent notices.

use super::{Rule, drop};
use crate::measure::Hints;

/// Drops what stands in a container whose class or id speaks of cookies or consent, unless that container is the page's
/// main matter: a privacy policy names its content so, and holds most of the page's words.
pub const CONSENT: Rule = Rule {
    name: "boilerplate.consent",
    judge: |page, block| {
        let i = block.index();
        let m = page.measures;
        let hinted = page.hints(block).any(Hints::CONSENT);
        if hinted && m.in_most[i] == 0.0 && m.in_best[i] == 0.0 { drop("boilerplate.consent") } else { None }
    },
};
