//! When posts were written. In: the nodes of a post. Out: the date, as the page has it. Never takes the day on which its
//! writer joined for it.

use super::authors::ends_with;
use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag, trimmed};

/// When a post was written: as its metadata has it, else the first short text that is a date with a time, else what a class
/// or a title says is a date. What is told of its writer, or of changes, is passed over.
pub(super) fn date_of(dom: &Dom, own: &[NodeId], told: &mut PerClass<bool>) -> Option<String> {
    let (mut with_time, mut without_time) = (None, None);
    let mut past = NodeId(0);
    let mut label = "";
    for &n in own {
        let is_told = n < past;
        if !is_told
            && (dom.tag(n) == Tag::Dl || leads_to_changes(dom, n) || told.get(dom, n, || tells_of_writer(dom, n)))
        {
            past = dom.end(n);
            continue;
        }
        let is_dated = dom.attr(n, Attr::Itemprop).is_some_and(|prop| prop.starts_with("date"));
        if (!is_told || is_dated)
            && let Some(date) = said(dom, n).filter(|_| !says_joined(label))
        {
            return Some(date);
        }
        if let Some((date, has_time)) = shown(dom, n).filter(|_| !is_told && !says_joined(label)) {
            let date = || Some(iso(date).unwrap_or_else(|| tidied(date)));
            if has_time {
                with_time = with_time.or_else(date);
            } else {
                without_time = without_time.or_else(date);
            }
        }
        let text = trimmed(dom.text(n));
        label = if text.is_empty() { label } else { text };
    }
    with_time.or(without_time)
}

/// Whether an element is a link to what was changed since, as the addresses of boards have it (`/posts/811/history`): its date
/// is that of a change. `/history/811` is a board on history.
pub(super) fn leads_to_changes(dom: &Dom, n: NodeId) -> bool {
    let href = if dom.tag(n) == Tag::A { dom.attr(n, Attr::Href).unwrap_or_default() } else { "" };
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit_once('/').is_some_and(|(post, last)| {
        let is_numbered = || post.rsplit('/').next().is_some_and(|id| id.contains(|c: char| c.is_ascii_digit()));
        matches!(last, "revisions" | "history" | "edits") && is_numbered()
    })
}

/// Whether an element's class is one of what is told of a writer, beside the name: when they joined, how much they wrote.
fn tells_of_writer(dom: &Dom, n: NodeId) -> bool {
    const PARTS: [&str; 5] = ["join", "regist", "member", "since", "profile"];
    let Some(class) = dom.attr(n, Attr::Class) else { return false };
    let holds =
        |name: &str, part: &str| name.as_bytes().windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()));
    // `has-profile` is the post itself
    class.split_ascii_whitespace().any(|name| !name.starts_with("has-") && PARTS.iter().any(|part| holds(name, part)))
}

/// Bytes of the longest label.
const LONGEST_LABEL: usize = 60;

/// Whether a short text says that somebody joined.
fn says_joined(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "join",
        "regist",
        "rejestr",
        "member since",
        "mitglied seit",
        "dabei seit",
        "beigetreten",
        "inscri",
        "iscri",
        "lid sinds",
        "medlem",
        "dołącz",
        "зарегистр",
        "регистрац",
        "rekisteröi",
        "liittyn",
        "üyelik",
        "katılım",
        "注册",
        "登録",
        "加入",
        "가입",
    ];
    if text.is_empty() || text.len() > LONGEST_LABEL {
        return false;
    }
    let small = text.to_lowercase();
    WORDS.iter().any(|word| small.contains(word))
}

/// A date that an element's attributes say it has.
fn said(dom: &Dom, n: NodeId) -> Option<String> {
    // a post that was changed, or a thread that went on, was published before
    let prop = dom.attr(n, Attr::Itemprop).unwrap_or_default();
    let is_change = prop == "dateModified";
    let is_dated = !is_change && (dom.tag(n) == Tag::Time || prop.starts_with("date"));
    let values = [Attr::Datetime, Attr::Content].into_iter().filter(|_| is_dated);
    values.chain(may_be_titled(dom, n)).find_map(|attr| dom.attr(n, attr).and_then(iso))
}

/// The short text of a node that is a date, and whether it has a time: without one a class or a title must say that it is.
fn shown(dom: &Dom, n: NodeId) -> Option<(&str, bool)> {
    let title = may_be_titled(dom, n).and_then(|attr| dom.attr(n, attr));
    let text = if dom.tag(n) == Tag::Text { Some(dom.text(n)) } else { title };
    let text = text.map(str::trim).filter(|text| names_day(text) && !says_joined(text))?;
    if has_time(text) {
        return Some((text, true));
    }
    let around = dom.ancestors(n).take(1).chain([n]).filter_map(|a| dom.attr(a, Attr::Class));
    let is_date = title.is_some() || around.flat_map(str::split_ascii_whitespace).any(is_date_class);
    is_date.then_some((text, false))
}

/// `title`, where an element is one that shows a date in short and has the whole of it there.
fn may_be_titled(dom: &Dom, n: NodeId) -> Option<Attr> {
    matches!(dom.tag(n), Tag::Span | Tag::A | Tag::Time | Tag::Abbr).then_some(Attr::Title)
}

/// Bytes of the longest text that is a date, and the words in it.
const LONGEST_DATE: usize = 60;
const WORDS_OF_DATE: usize = 5;

/// Whether a class is that of a date.
fn is_date_class(class: &str) -> bool {
    ["date", "time", "posted", "timestamp", "permalink"].iter().any(|end| ends_with(class, end))
}

/// Whether a short text has a year and the number of a day.
pub(super) fn names_day(text: &str) -> bool {
    if text.len() > LONGEST_DATE || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let is_year = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let n_words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
    numbers().any(is_year) && numbers().any(|digits| digits.len() <= 2) && n_words <= WORDS_OF_DATE
}

/// Whether a text has a time of the day.
fn has_time(text: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let mut colons = bytes.iter().enumerate().filter(|(_, byte)| **byte == b':');
    colons.any(|(at, _)| is_digit(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_digit(bytes.get(at + 1)))
}

/// A date as ISO 8601 where it is spelled so: `2024-05-01`, with a time behind `T` or a space.
fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |text: &str, form: &str| {
        text.len() >= form.len()
            && text.bytes().zip(form.bytes()).all(|(b, f)| if f == b'0' { b.is_ascii_digit() } else { b == f })
    };
    if !fits(text, "0000-00-00") {
        return None;
    }
    let (day, rest) = text.split_at(10);
    let rest = rest.trim_start_matches(['T', ' ']);
    if !fits(rest, "00:00") {
        return Some(day.to_owned());
    }
    let time: String = rest.split_whitespace().next().unwrap_or_default().to_owned();
    let is_time = time.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b));
    Some(if is_time { format!("{day}T{time}") } else { day.to_owned() })
}
