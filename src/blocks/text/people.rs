//! People's cards and words apart. In: chunks with lists of sources marked. Out: runs of name, role and bio marked, and
//! what stands under none of the headings before it. Never takes one name-like line alone for a person.

use super::{Page, Role};
use crate::blocks::{BlockId, BlockKind, Blocks};

/// A card read at a chunk.
struct Card {
    /// Chunks in it: name and role, or name, role and bio.
    length: usize,
    /// The role has a word that names an occupation.
    is_named: bool,
    /// The bio speaks of the person by name.
    has_bio: bool,
}

/// Marks runs of people.
pub(super) fn mark(page: &mut Page<'_>, out: &Blocks) {
    let mut at = 0;
    // A run can begin with a line too many, so the next lines are tried too; not all of them, which would be quadratic.
    const TRIES: usize = 3;
    let mut tries = 0;
    while at < page.roles.len() {
        let mut cards = Vec::new();
        let mut end = at;
        while let Some(card) = card_at(page, end, out) {
            end += card.length;
            cards.push(card);
        }
        let follows_sources = at.checked_sub(1).is_some_and(|p| matches!(page.roles[p], Role::Source(_)));
        if is_run(&cards, follows_sources) {
            let mut from = at;
            for card in &cards {
                page.roles[from] = Role::Name;
                for role in &mut page.roles[from + 1..from + card.length] {
                    *role = Role::Card;
                }
                from += card.length;
            }
            (at, tries) = (end, 0);
        } else if cards.is_empty() || tries < TRIES {
            tries = if cards.is_empty() { 0 } else { tries + 1 };
            at += 1;
        } else {
            (at, tries) = (end, 0);
        }
    }
}

/// Whether cards in a row are people. Two headings in a row look like one card, so it takes more: two cards, roles
/// that name occupations, and either a bio or sources just before.
fn is_run(cards: &[Card], follows_sources: bool) -> bool {
    let named = cards.iter().filter(|card| card.is_named).count();
    let told = cards.iter().any(|card| card.has_bio);
    match cards.len() {
        0 => false,
        1 => named == 1 && told && follows_sources,
        2 => named == 2 && (told || follows_sources),
        n => named * 2 >= n && (told || follows_sources || named == n),
    }
}

/// Reads a card whose name is the chunk `at`.
fn card_at(page: &Page<'_>, at: usize, out: &Blocks) -> Option<Card> {
    let line = |at: usize| {
        let is_body = page.roles.get(at) == Some(&Role::Body) && out.rows[at].kind == BlockKind::Paragraph;
        is_body.then(|| out.text_of(BlockId(at as u32)))
    };
    let name = line(at)?;
    let role = line(at + 1)?;
    if !is_name(name) || !is_role(role) {
        return None;
    }
    let has_bio = line(at + 2).is_some_and(|bio| is_bio(bio, name));
    Some(Card { length: if has_bio { 3 } else { 2 }, is_named: names_occupation(role), has_bio })
}

/// Whether a line can be a person's name: two to five words, all capitalised but for particles, no digit, no stop.
pub(super) fn is_name(text: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["de", "da", "di", "del", "la", "van", "von", "der", "den", "bin", "al", "el", "dos", "y"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        let first = word.chars().next();
        PARTICLES.contains(word) || first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    };
    let is_clean = !text.contains(|c: char| c.is_ascii_digit() || ",;:!?/|\"“”()&".contains(c));
    let ends_well = !text.ends_with('.') || text.ends_with("Jr.") || text.ends_with("Sr.");
    (2..=5).contains(&words.len())
        && text.chars().count() <= 45
        && is_clean
        && ends_well
        && words.iter().all(is_part)
        && !names_occupation(text)
}

/// Whether a line can be a role: short, no sentence.
fn is_role(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=12).contains(&words) && text.chars().count() <= 90 && !text.ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a paragraph speaks of the person: it is prose, and a part of the name or a pronoun stands at its beginning.
fn is_bio(text: &str, name: &str) -> bool {
    let is_prose = text.split_whitespace().count() >= 6 && text.ends_with(['.', '!', '?', '”', '"', '…', ')']);
    let opening: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    let is_named = name.split_whitespace().any(|part| part.len() > 2 && opening.contains(&part));
    let is_spoken_of = opening.first().is_some_and(|word| matches!(*word, "He" | "She" | "They" | "I"));
    is_prose && (is_named || is_spoken_of)
}

/// Whether a line has a word for an occupation.
fn names_occupation(text: &str) -> bool {
    const WORDS: [&str; 64] = [
        "adviser",
        "advisor",
        "analyst",
        "architect",
        "artist",
        "assistant",
        "associate",
        "attorney",
        "author",
        "ceo",
        "cfo",
        "chair",
        "chairman",
        "chairwoman",
        "chief",
        "cofounder",
        "columnist",
        "consultant",
        "contributor",
        "coordinator",
        "correspondent",
        "cto",
        "curator",
        "dean",
        "designer",
        "developer",
        "director",
        "doctor",
        "editor",
        "engineer",
        "fellow",
        "founder",
        "head",
        "historian",
        "intern",
        "journalist",
        "lawyer",
        "lead",
        "lecturer",
        "manager",
        "member",
        "officer",
        "owner",
        "partner",
        "photographer",
        "president",
        "producer",
        "professor",
        "reporter",
        "researcher",
        "scholar",
        "scientist",
        "secretary",
        "specialist",
        "strategist",
        "student",
        "teacher",
        "translator",
        "treasurer",
        "writer",
        "redakteur",
        "leiter",
        "directeur",
        "redactora",
    ];
    text.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// Marks what stands under none of the headings before it: thanks at the page's end, and text behind sources or cards.
pub(super) fn part(page: &mut Page<'_>, out: &Blocks) {
    let is_heading = |at: usize| matches!(out.rows[at].kind, BlockKind::Heading(_));
    let mut is_behind = false;
    for at in 0..page.roles.len() {
        match page.roles[at] {
            Role::Source(_) | Role::Name | Role::Card => is_behind = true,
            Role::Body if is_heading(at) => is_behind = false,
            Role::Body if is_behind => page.roles[at] = Role::Apart,
            _ => {}
        }
    }
    for at in (0..page.roles.len()).rev() {
        match page.roles[at] {
            Role::Source(_) | Role::Name | Role::Card | Role::Apart => {}
            Role::Body if is_heading(at) => {
                // A heading over sources alone is theirs; over anything else it ends the page's tail.
                if !matches!(page.roles.get(at + 1), Some(Role::Source(_) | Role::Name)) {
                    break;
                }
            }
            Role::Body => {
                let is_titled = at.checked_sub(1).is_none_or(is_heading);
                if is_titled || !gives_thanks(out.text_of(BlockId(at as u32))) {
                    break;
                }
                page.roles[at] = Role::Apart;
            }
            Role::Entry(_) | Role::Within | Role::Term | Role::Description | Role::Quote => break,
        }
    }
}

/// Whether a paragraph is an acknowledgement: it says so in a phrase of its own, and is no longer than such things are.
fn gives_thanks(text: &str) -> bool {
    const PHRASES: [&str; 18] = [
        "to acknowledge",
        "gratefully acknowledge",
        "acknowledgement",
        "acknowledgment",
        "like to thank",
        "wish to thank",
        "wishes to thank",
        "we thank ",
        "i thank ",
        "authors thank",
        "grateful to",
        "our gratitude",
        "bedanken uns",
        "gilt unser dank",
        "tient à remercier",
        "tiennent à remercier",
        "agradecer a",
        "выражает благодарность",
    ];
    let text = text.to_lowercase();
    text.chars().count() <= 1200 && PHRASES.iter().any(|phrase| text.contains(phrase))
}
