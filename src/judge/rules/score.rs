//! The learned score.

use super::{Rule, drop};
use crate::measure::Hints;

/// Drops a block that the choice by expected F1 leaves out, under the name of what it most looks like. Pages without
/// markup are spared: all that the model knows comes from markup.
pub const SCORE: Rule = Rule {
    name: "boilerplate",
    judge: |page, block| {
        let i = block.index();
        if !page.has_markup || page.chosen.keep.get(i).copied().unwrap_or(true) {
            return None;
        }
        let m = page.measures;
        let near = |steps: f32| steps < 16.0;
        drop(kind(page.hints(block), m.link_share[i], near(m.to_nav[i]), near(m.to_footer[i]), near(m.to_aside[i])))
    },
};

/// What a dropped block most looks like.
fn kind(hints: Hints, link_share: f32, in_nav: bool, in_footer: bool, in_aside: bool) -> &'static str {
    let by_hint = [
        (Hints::BREADCRUMB, "boilerplate.breadcrumb"),
        (Hints::PAGINATION, "boilerplate.pagination"),
        (Hints::SHARE, "boilerplate.share"),
        (Hints::SUBSCRIBE, "boilerplate.subscribe"),
        (Hints::RELATED, "boilerplate.related"),
        (Hints::ADVERT, "boilerplate.advert"),
        (Hints::POPUP, "boilerplate.popup"),
    ];
    if in_nav {
        return "boilerplate.navigation";
    }
    if in_footer {
        return "boilerplate.footer";
    }
    if let Some((_, name)) = by_hint.iter().find(|(hint, _)| hints.any(*hint)) {
        return name;
    }
    if in_aside || hints.any(Hints::SIDEBAR) {
        return "boilerplate.sidebar";
    }
    if hints.any(Hints::NAVIGATION) {
        return "boilerplate.navigation";
    }
    if hints.any(Hints::FOOTER) {
        return "boilerplate.footer";
    }
    if link_share > 0.6 { "boilerplate.links" } else { "boilerplate.other" }
}
