//! Instructions that builders put where the owner's words should go. In: a block. Out: a finding by the shape of its
//! sentences, so that wordings nobody listed are found. Never looks beyond the block.

use super::catalogue::Catalogue;
use super::lexicon::{Lexicon, class};
use super::{Finding, Kind, Seen, Strength, fold};
use crate::blocks::GroupKind;

/// Words of a sentence that are looked at.
const MOST_WORDS: usize = 40;

/// Finds instructions.
pub(super) fn find(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    if matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut best = Strength::Possible;
    let mut folded = String::new();
    for sentence in fold::sentences(seen.text) {
        let text = seen.text.get(sentence.clone()).unwrap_or_default();
        let signs = if sentence.len() == seen.text.len() { seen.signs } else { catalogue.signs(text) };
        if !signs.cues && !signs.labels {
            continue;
        }
        fold::fold(text, &mut folded);
        let Some(strength) = strength_of(text, &folded, catalogue.lexicon()) else { continue };
        if strength == Strength::Sure || seen.signs.words as usize <= MOST_WORDS {
            best = best.max(strength);
            pieces.push((sentence.start as u32..sentence.end as u32, strength));
        }
    }
    // weaker sentences go along with surer ones, and stand for a block only if they make up all of it
    let whole = Finding::whole(Kind::Placeholder, best, "an instruction to the site's owner");
    let covered: u32 = pieces.iter().map(|(piece, _)| piece.end - piece.start).sum();
    // out of somebody's words nothing is cut; a quotation that is nothing else goes
    let is_whole = covered as usize >= seen.text.trim_end().len();
    if matches!(seen.group, GroupKind::Quote { .. }) && !is_whole {
        return None;
    }
    match best {
        Strength::Sure => Some(Finding { pieces: pieces.into_iter().map(|(piece, _)| piece).collect(), ..whole }),
        Strength::Likely if is_whole => Some(whole),
        _ => None,
    }
}

/// A sentence as words and what they can be.
struct Sentence<'a> {
    words: Vec<&'a str>,
    classes: Vec<u32>,
}

impl Sentence<'_> {
    /// Whether a word of these classes stands in it.
    fn has(&self, classes: u32) -> bool {
        self.classes.iter().any(|c| c & classes != 0)
    }

    /// Whether one of these words does.
    fn says(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(word))
    }

    /// Whether it opens with these words.
    fn opens(&self, words: &[&str]) -> bool {
        self.words.starts_with(words)
    }

    /// Classes of the word at this place.
    fn at(&self, place: usize) -> u32 {
        self.classes.get(place).copied().unwrap_or(0)
    }

    /// Whether these words stand side by side in it.
    fn joins(&self, words: &[&str]) -> bool {
        self.words.windows(words.len()).any(|window| window == words)
    }
}

/// How much a folded sentence looks like an instruction to the owner; nothing where it does not.
fn strength_of(text: &str, folded: &str, lexicon: &Lexicon) -> Option<Strength> {
    let (words, classes): (Vec<&str>, Vec<u32>) = lexicon.read(folded).take(MOST_WORDS).unzip();
    let sentence = Sentence { words, classes };
    if sentence.words.len() < 2 {
        return None;
    }
    let sure = [goes_here, filled_here, edits, swaps, names_itself, speaks_as_element, first_post, uses_space];
    if sure.iter().any(|is_one| is_one(&sentence)) || todo(text, &sentence) {
        return Some(Strength::Sure);
    }
    let likely = [asks_reader_too, addresses_owner];
    likely.iter().any(|is_one| is_one(&sentence)).then_some(Strength::Likely)
}

/// `Your bio goes here`, `The content of this tab will appear here`.
fn goes_here(s: &Sentence<'_>) -> bool {
    let n = s.words.len();
    if n > 12 || s.words.last() != Some(&"here") || !s.has(class::NOUN | class::THING) {
        return false;
    }
    let verb = ["goes", "go", "appear", "appears", "belongs", "comes"];
    let stands = n >= 3 && s.words[n - 1] == "here" && verb.contains(&s.words[n - 2]);
    let set = ["goes", "would", "will", "should", "can"];
    stands && (n <= 5 || s.says(&set) || s.at(0) & class::OWN != 0)
}

/// `Add your section title here`, `Ihr Text hier`, `Wpisz tutaj swój tekst`: no word but of such instructions, the place
/// among them.
fn filled_here(s: &Sentence<'_>) -> bool {
    let n = s.words.len();
    let parts = class::NOUN | class::THING | class::PART | class::VERB | class::HERE | class::OWN | class::SIGNAL;
    let is_known = |c: &u32| c & (parts | class::STOP | class::ROLE | class::OWNER) != 0;
    if n > 10 || !s.has(class::HERE) {
        return false;
    }
    let telling = s.classes.iter().filter(|c| *c & parts != 0).count();
    (2..=10).contains(&n)
        && s.has(class::NOUN)
        && s.has(class::HERE)
        && s.classes.iter().all(is_known)
        && telling * 2 >= n
        && (n <= 2 || s.has(class::VERB | class::OWN | class::SIGNAL | class::PART) || names_a_field(s))
}

/// `Heading text here`: nouns side by side and the place, without the small words that tie a sentence together.
fn names_a_field(s: &Sentence<'_>) -> bool {
    let nouns = s.classes.iter().filter(|c| *c & class::NOUN != 0).count();
    nouns >= 2 && s.classes.iter().all(|c| c & class::STOP == 0 || c & (class::NOUN | class::HERE) != 0)
}

/// `Click here to add your own text`, `Double-click me and make me your own`, `Select this paragraph to edit it`.
fn edits(s: &Sentence<'_>) -> bool {
    const OPENS: [&str; 9] =
        ["click", "double", "tap", "doubleclick", "select", "just", "simply", "highlight", "press"];
    const CHANGES: [&str; 10] =
        ["edit", "add", "change", "replace", "modify", "editing", "customize", "customise", "delete", "start"];
    let n = s.words.len();
    if n > 24 || !s.words.first().is_some_and(|word| OPENS.contains(word)) || !s.says(&CHANGES) {
        return false;
    }
    let touches = s.says(&["click", "double", "tap", "select", "highlight", "doubleclick"]);
    let own = s.says(&["own", "me", "placeholder"]);
    let names = own
        || (n <= 9 && (s.says(&["element", "text"]) || s.joins(&["this", "paragraph"]) || s.joins(&["this", "title"])));
    let is_bare = n <= 5 && s.says(&["here", "me", "text"]) && s.says(&["edit", "add"]);
    touches && ((names && s.has(class::NOUN)) || (is_bare && (s.has(class::NOUN) || s.says(&["me"]))))
}

/// `Replace this text with your own`, `Edit this paragraph`, `Change me`.
fn swaps(s: &Sentence<'_>) -> bool {
    let n = s.words.len();
    let verb = ["edit", "replace", "change", "delete", "remove", "customize", "customise", "swap", "update", "modify"];
    if !s.words.first().is_some_and(|w| verb.contains(w)) {
        return false;
    }
    let this = s.words.get(1).is_some_and(|w| matches!(*w, "this" | "these" | "the"))
        && (2..6).any(|i| s.at(i) & class::SIGNAL != 0 || (s.at(i) & class::NOUN != 0 && s.words[1] != "the"));
    let own = s.says(&["own", "placeholder"]) || s.joins(&["with", "your"]);
    let is_bare = n <= 3 && s.words.get(1) == Some(&"this") && s.at(2) & class::NOUN != 0;
    is_bare
        || (this && own && n <= 20)
        || (n == 2 && s.words[1] == "me")
        || s.opens(&["edit", "or", "delete", "it"])
        || s.opens(&["edit", "or", "remove", "this"])
}

/// `This is a sample paragraph`, `Here is some placeholder text`, `Lorem placeholder text for the card`.
fn names_itself(s: &Sentence<'_>) -> bool {
    const OPENINGS: [&[&str]; 6] =
        [&["this", "is"], &["here", "is"], &["these", "are"], &["just", "some"], &["some"], &["it", "is"]];
    let n = s.words.len();
    if n > 20 || !OPENINGS.iter().any(|opening| s.opens(opening)) {
        return false;
    }
    let signal = (1..n).find(|&i| s.at(i) & class::SIGNAL != 0 || s.words[i] == "test");
    let Some(signal) = signal else { return names_a_part(s) };
    let named = (signal + 1..(signal + 3).min(n)).any(|i| s.at(i) & class::NOUN != 0);
    named && signal <= 6 && (n <= 5 || s.says(&["just", "some", "a", "an", "the", "your", "only"]))
}

/// `This is a heading`, `This is the page title`, `This is your text`.
fn names_a_part(s: &Sentence<'_>) -> bool {
    const ALSO_REAL: [&str; 8] = ["comment", "cta", "description", "text", "content", "image", "photo", "picture"];
    let Some((last, &class)) = s.words.last().zip(s.classes.last()) else { return false };
    let is_name = |c: &u32| c & (class::NOUN | class::PART | class::STOP | class::OWN) != 0;
    let is_part = s.words.len() <= 6 && s.classes.iter().all(is_name) && !ALSO_REAL.contains(last);
    let is_yours = s.words.len() <= 5 && s.words.get(2) == Some(&"your");
    class & class::NOUN != 0 && s.opens(&["this", "is"]) && (is_yours || (is_part && !s.says(&["my", "our", "all"])))
}

/// `I'm a paragraph`, `I am a promo box`, `I'm a great place for you to …`.
fn speaks_as_element(s: &Sentence<'_>) -> bool {
    let after = match s.words[..] {
        ["i", "m", "a" | "an" | "the" | "your", ..] | ["i", "am", "a" | "an" | "the" | "your", ..] => 3,
        ["i", "m" | "am", ..] => 2,
        _ => return false,
    };
    let rest = s.classes.get(after..).unwrap_or_default();
    let element = class::NOUN | class::PART | class::THING;
    let all = (1..=4).contains(&rest.len())
        && rest.iter().all(|c| c & element != 0)
        && rest.iter().any(|c| c & class::NOUN != 0);
    let great =
        s.words.get(after) == Some(&"great") && matches!(s.words.get(after + 1), Some(&"place" | &"space" | &"spot"));
    all || great
}

/// `This is your first post`, `Welcome to your new blog`.
fn first_post(s: &Sentence<'_>) -> bool {
    const THINGS: [&str; 10] =
        ["post", "page", "article", "entry", "blog", "product", "story", "newsletter", "site", "website"];
    let opens = s.opens(&["this", "is", "your"]) || s.opens(&["welcome", "to", "your"]);
    opens && s.words.len() <= 9 && s.says(&["first", "new", "very"]) && s.says(&THINGS)
}

/// `Use this space to tell visitors about your business`.
fn uses_space(s: &Sentence<'_>) -> bool {
    const SPACES: [&str; 19] = [
        "space",
        "section",
        "area",
        "text",
        "block",
        "paragraph",
        "column",
        "field",
        "slide",
        "box",
        "page",
        "card",
        "tab",
        "panel",
        "element",
        "widget",
        "place",
        "spot",
        "opportunity",
    ];
    const TELLS: [&str; 20] = [
        "tell",
        "describe",
        "description",
        "share",
        "introduce",
        "highlight",
        "explain",
        "showcase",
        "promote",
        "summarize",
        "summarise",
        "give",
        "write",
        "add",
        "talk",
        "let",
        "provide",
        "inform",
        "display",
        "welcome",
    ];
    const OPENINGS: [&[&str]; 4] = [&["use", "this"], &["this"], &["you", "can", "use", "this"], &["use", "the"]];
    OPENINGS.iter().any(|opening| s.opens(opening))
        && s.words.iter().take(7).any(|word| SPACES.contains(word))
        && s.says(&["your", "yourself", "you"])
        && (s.has(class::OWNER) || s.says(&["yourself", "own"]))
        && s.says(&["use", "place", "opportunity", "perfect", "great", "ideal", "good"])
        && s.says(&TELLS)
}

/// `TODO: add description`, `FIXME replace this text`.
fn todo(text: &str, s: &Sentence<'_>) -> bool {
    let shouts = text.trim_start().chars().take(2).all(char::is_uppercase);
    let opens =
        shouts && s.words.first().is_some_and(|w| matches!(*w, "todo" | "fixme" | "tbd" | "tbc" | "tk" | "xxx"));
    let verb = s.at(1) & (class::VERB | class::EDIT) != 0 || s.says(&["come", "write", "needs", "need", "coming"]);
    let noun = s.has(class::NOUN | class::THING);
    opens && verb && s.words.len() <= 7 && (noun || s.says(&["this", "me"]))
}

/// `Enter your name here`: readers fill such things in, too.
fn asks_reader_too(s: &Sentence<'_>) -> bool {
    let parts =
        class::NOUN | class::THING | class::PART | class::VERB | class::HERE | class::OWN | class::SIGNAL | class::STOP;
    let n = s.words.len();
    (2..=7).contains(&n)
        && s.has(class::HERE)
        && s.has(class::THING)
        && (s.at(n - 1) & class::HERE != 0 || s.at(0) & class::HERE != 0)
        && s.classes.iter().all(|c| c & parts != 0)
}

/// `Tell your visitors what makes you special`, `Describe your service here`, `Add a short description of your business`.
fn addresses_owner(s: &Sentence<'_>) -> bool {
    const VERBS: [&str; 17] = [
        "tell",
        "describe",
        "let",
        "share",
        "add",
        "write",
        "introduce",
        "showcase",
        "explain",
        "highlight",
        "provide",
        "include",
        "give",
        "use",
        "help",
        "say",
        "briefly",
    ];
    const PEOPLE: [&str; 5] = ["visitors", "customers", "readers", "audience", "clients"];
    const ASKED: [&str; 10] =
        ["about", "what", "who", "why", "describe", "description", "sentence", "sentences", "here", "details"];
    let n = s.words.len();
    if s.opens(&["this"]) {
        let edited = ["edited", "replaced", "changed", "customized", "customised", "editable"];
        return n <= 14 && s.has(class::NOUN) && s.says(&edited) && s.says(&["can", "be", "is", "fully", "easily"]);
    }
    let opens = n <= 24 && s.words.first().is_some_and(|word| VERBS.contains(word));
    opens
        && s.says(&["your"])
        && (PEOPLE.iter().any(|people| s.joins(&["your", people])) || (s.has(class::OWNER) && s.says(&ASKED)))
}
