//! What a page of React's server components hands to the browser piece by piece (`self.__next_f.push([1,"…"])`): rows of
//! JSON and of text, which stand in each other by their numbers. Pieces in, one value with each row once out, in which
//! elements are the text that they hold. Never resolves a row twice, so that what comes out is no longer than what went in.

use super::json::{self, Json};
use std::collections::HashMap;

/// What a piece of the stream begins with, behind the call.
const TEXT: &str = "[1,";
/// Bytes at a script's beginning in which the call stands.
const CALL: usize = 80;
/// Rows and values in one another.
const DEPTH: usize = 200;
/// Elements that hold no words of the page, or lead away from it.
const NOT_READ: [&str; 16] = [
    "aside", "button", "footer", "form", "head", "header", "link", "meta", "nav", "noscript", "script", "select",
    "style", "svg", "template", "title",
];
/// Elements whose text is a block.
const BLOCKS: [&str; 10] = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "pre"];
/// Elements that stand in a line of text.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u",
];

/// What an element or an object is given.
type Fields = Vec<(String, Json)>;

/// The piece of the stream that a script hands over.
pub(super) fn piece(script: &str) -> Option<String> {
    let call = script.find("__next_f").filter(|at| *at < CALL)?;
    let call = &script[call..];
    let argument = call.find(".push(").filter(|at| *at < CALL).map(|at| &call[at + ".push(".len()..])?;
    match json::parse(argument.trim_start().strip_prefix(TEXT)?)? {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

/// The rows of a stream, each where another first names it; those that none names stand at the end.
pub(super) fn value(stream: &str) -> Json {
    let mut rows = Rows::default();
    rows.read(stream);
    let all = (0..rows.values.len()).map(|at| rows.take(at, 0)).collect();
    Json::List(all)
}

/// Rows that nobody took yet, by their order and their number.
#[derive(Default)]
struct Rows<'s> {
    values: Vec<Option<Json>>,
    by_number: HashMap<&'s str, usize>,
}

impl<'s> Rows<'s> {
    /// Reads `NUMBER:JSON` up to a line's end and `NUMBER:TLENGTH,TEXT`, numbers in base 16; other rows are no words.
    fn read(&mut self, stream: &'s str) {
        let mut rest = stream;
        while !rest.is_empty() {
            let number = rest.bytes().take(9).position(|b| b == b':').map(|end| &rest[..end]).filter(|n| is_number(n));
            // rows of text have no line's end, and the next may be far
            if let Some((number, (text, after))) = number.and_then(|n| Some((n, text_row(&rest[n.len() + 1..])?))) {
                self.add(number, escaped(text));
                rest = after;
                continue;
            }
            let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let row = number.and_then(|n| Some((n, rest.get(n.len() + 1..end)?)));
            if let Some((number, row)) = row.filter(|(_, row)| row.starts_with(['[', '{', '"'])) {
                json::parse(row).into_iter().for_each(|value| self.add(number, value));
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    fn add(&mut self, number: &'s str, value: Json) {
        self.by_number.insert(number, self.values.len());
        self.values.push(Some(value));
    }

    fn take(&mut self, at: usize, depth: usize) -> Json {
        let row = self.values.get_mut(at).and_then(Option::take);
        row.map_or(Json::Other, |row| self.resolved(row, depth))
    }

    /// A value with rows in the place of their numbers.
    fn resolved(&mut self, value: Json, depth: usize) -> Json {
        if depth > DEPTH {
            return Json::Other;
        }
        match value {
            Json::Text(text) => self.named(text, depth),
            Json::List(items) => match element(items) {
                Ok((tag, fields)) => {
                    let fields = self.fields(fields, depth);
                    of_element(&tag, fields)
                }
                Err(items) => Json::List(items.into_iter().map(|item| self.resolved(item, depth + 1)).collect()),
            },
            Json::Object(fields) => Json::Object(self.fields(fields, depth)),
            Json::Other => Json::Other,
        }
    }

    fn fields(&mut self, fields: Fields, depth: usize) -> Fields {
        fields.into_iter().map(|(key, value)| (key, self.resolved(value, depth + 1))).collect()
    }

    /// A text, or the row that it names: `$7`, and `$L7` and `$@7` where that comes later. `$$` is a dollar sign.
    fn named(&mut self, text: String, depth: usize) -> Json {
        let Some(name) = text.strip_prefix('$') else { return Json::Text(text) };
        if name.starts_with('$') {
            return Json::Text(name.to_owned());
        }
        let number = name.strip_prefix(['L', '@']).unwrap_or(name);
        self.by_number.get(number).copied().map_or(Json::Other, |at| self.take(at, depth + 1))
    }
}

fn is_number(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The text of a row that says how many bytes it has, and what comes after it.
fn text_row(row: &str) -> Option<(&str, &str)> {
    let row = row.strip_prefix('T')?;
    let length = &row[..row.bytes().take(9).position(|b| b == b',')?];
    let text = &row[length.len() + 1..];
    text.split_at_checked(usize::from_str_radix(length, 16).ok()?)
}

/// A text that names no row, as it stands in JSON.
fn escaped(text: &str) -> Json {
    Json::Text(if text.starts_with('$') { format!("${text}") } else { text.to_owned() })
}

/// The name and the properties of an element (`["$", NAME, KEY, PROPERTIES, …]`); what is none is given back.
fn element(items: Vec<Json>) -> Result<(String, Fields), Vec<Json>> {
    let is_element = matches!(&items[..], [Json::Text(mark), Json::Text(_), _, Json::Object(_), ..] if mark == "$");
    if !is_element {
        return Err(items);
    }
    let mut items = items.into_iter();
    match (items.nth(1), items.nth(1)) {
        (Some(Json::Text(name)), Some(Json::Object(fields))) => Ok((name, fields)),
        _ => Ok(Default::default()),
    }
}

/// What an element holds: one of HTML its text, a component what it is given.
fn of_element(name: &str, mut fields: Fields) -> Json {
    let at = |fields: &[(String, Json)], name: &str| fields.iter().position(|(key, _)| key == name);
    if NOT_READ.contains(&name) {
        return Json::Other;
    }
    if let Some(at) = at(&fields, "dangerouslySetInnerHTML") {
        let html = fields.swap_remove(at).1;
        return html.field("__html").cloned().unwrap_or(Json::Other);
    }
    let children = at(&fields, "children");
    if let Some((_, Json::List(items))) = children.and_then(|at| fields.get_mut(at)) {
        *items = joined(std::mem::take(items));
    }
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Json::Object(fields);
    }
    let children = children.map_or(Json::Other, |at| fields.swap_remove(at).1);
    if BLOCKS.contains(&name) {
        let mut text = String::new();
        flatten(&children, &mut text);
        return Json::Object(vec![
            ("type".to_owned(), Json::Text(name.to_owned())),
            ("text".to_owned(), Json::Text(text)),
        ]);
    }
    match (name, children) {
        ("br", _) => Json::Text("\n".to_owned()),
        (_, Json::List(mut items)) if INLINE.contains(&name) && matches!(items[..], [Json::Text(_)]) => {
            items.pop().unwrap_or(Json::Other)
        }
        (_, Json::Text(text)) if !INLINE.contains(&name) => Json::List(vec![Json::Text(text)]),
        (_, children) => children,
    }
}

/// Children with the texts that follow each other as one: what stands in one line.
fn joined(items: Vec<Json>) -> Vec<Json> {
    let mut out: Vec<Json> = Vec::with_capacity(items.len());
    for item in items {
        match (out.last_mut(), item) {
            (Some(Json::Text(line)), Json::Text(more)) => line.push_str(&more),
            (_, Json::Other) => {}
            (_, item) => out.push(item),
        }
    }
    out
}

/// The texts of a value, those of blocks parted by spaces.
fn flatten(value: &Json, out: &mut String) {
    match value {
        Json::Text(text) => out.push_str(text),
        Json::List(items) => {
            part(out);
            items.iter().for_each(|item| flatten(item, out));
        }
        Json::Object(fields) => {
            for (_, value) in fields.iter().filter(|(key, _)| key == "text" || key == "children") {
                part(out);
                flatten(value, out);
            }
        }
        Json::Other => {}
    }
}

/// Ends the last word of a text.
fn part(text: &mut String) {
    if !text.is_empty() && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}
