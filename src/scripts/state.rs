//! The state that a single-page application is started with: the object that holds most of its prose, in reading order.
//! Rich text kept as a tree of nodes is put together again.

use super::json::{self, Json};
use super::markup::{escaped, heading, is_markup, list, of_string};
use super::prose::{Piece, is_prose, opening, words_of};
use crate::dom::NodeId;
use std::collections::HashMap;

/// Share of the prose that the page's own object must hold: what else there is are excerpts of other pages.
const MOST: f64 = 0.7;

/// Fields that hold the program's words, not the page's.
const NOT_PROSE: [&str; 24] = [
    "translations",
    "i18n",
    "locale",
    "locales",
    "messages",
    "dictionary",
    "labels",
    "config",
    "runtimeConfig",
    "settings",
    "env",
    "seo",
    "tracking",
    "analytics",
    "navigation",
    "menu",
    "menus",
    "footer",
    "header",
    "cookie",
    "cookies",
    "consent",
    "styles",
    "query",
];

/// Fields that name what stands beside them, the surest first.
const HEADINGS: [&str; 6] = ["title", "headline", "heading", "name", "question", "subtitle"];

/// Fields whose short strings are a list.
const LISTS: [&str; 9] =
    ["ingredients", "features", "highlights", "steps", "items", "bullets", "bulletPoints", "points", "instructions"];

/// From so many texts on an object is a table of messages.
const TABLE: usize = 40;

/// Levels of JSON written as text in JSON that are read.
const MOST_WRITTEN: u8 = 3;

/// The pieces of a state.
pub(super) fn pieces(state: Json, script: NodeId) -> Vec<Piece> {
    let state = &unfolded(state, MOST_WRITTEN);
    let mut weights = Weights::default();
    let all = weights.weigh(state);
    if all == 0 {
        return Vec::new();
    }
    let mut own = state;
    // down to the innermost object that holds most of the prose
    while let Some(inner) = inside(own).into_iter().find(|inner| weights.of(inner) as f64 >= all as f64 * MOST) {
        let holds_title = matches!(inner, Json::Text(_)) || matches!(inner, Json::List(_));
        if holds_title && matches!(own, Json::Object(_)) && title_of(own).is_some() {
            break;
        }
        own = inner;
    }
    let mut writer = Writer { pieces: Vec::new(), script, weights: &weights };
    writer.value(own, "", 0);
    writer.pieces
}

/// A value with the JSON in its texts read: stores and fetched answers keep theirs so. What is cut off, or another notation,
/// is no text to read either.
fn unfolded(value: Json, levels: u8) -> Json {
    match value {
        Json::Text(text) if opens_json(&text) => match json::whole(&text) {
            Some(inner) if levels > 0 => unfolded(inner, levels - 1),
            _ => Json::Other,
        },
        Json::List(items) => Json::List(items.into_iter().map(|item| unfolded(item, levels)).collect()),
        // what a page shows as code is not read
        value if kind_of(&value) == Some("pre") => value,
        Json::Object(fields) => {
            Json::Object(fields.into_iter().map(|(key, value)| (key, unfolded(value, levels))).collect())
        }
        value => value,
    }
}

/// Whether a text begins as a JSON object does, or a list of them.
fn opens_json(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.strip_prefix('[').map_or(text, str::trim_start);
    inner.strip_prefix('{').is_some_and(|inside| inside.trim_start().starts_with('"'))
}

/// Whether a field is the program's.
fn is_skipped(key: &str) -> bool {
    NOT_PROSE.iter().any(|name| name.eq_ignore_ascii_case(key))
}

/// What a value holds that may be read.
fn inside(value: &Json) -> Vec<&Json> {
    match value {
        Json::List(items) => items.iter().collect(),
        Json::Object(fields) if !is_table(fields) => {
            fields.iter().filter(|(key, _)| !is_skipped(key)).map(|(_, value)| value).collect()
        }
        _ => Vec::new(),
    }
}

/// Many short texts side by side: what a program says in its buttons and notices.
fn is_table(fields: &[(String, Json)]) -> bool {
    let texts = fields.iter().filter(|(_, value)| matches!(value, Json::Text(_))).count();
    texts >= TABLE && texts * 10 >= fields.len() * 9
}

/// Words of prose below each list and object, by its address.
#[derive(Default)]
struct Weights(HashMap<usize, usize>);

impl Weights {
    /// Weighs a value and all below it, once.
    fn weigh(&mut self, value: &Json) -> usize {
        if let Json::Text(text) = value {
            return if is_text(text) { words_of(text) } else { 0 };
        }
        let sum = match rich_text(value) {
            Some(inline) => words_of(&inline),
            None => inside(value).into_iter().map(|inner| self.weigh(inner)).sum(),
        };
        if sum > 0 {
            self.0.insert(address(value), sum);
        }
        sum
    }

    /// The weight of a value that was weighed.
    fn of(&self, value: &Json) -> usize {
        match value {
            Json::Text(text) if is_text(text) => words_of(text),
            _ => self.0.get(&address(value)).copied().unwrap_or_default(),
        }
    }
}

fn address(value: &Json) -> usize {
    std::ptr::from_ref(value) as usize
}

fn is_text(text: &str) -> bool {
    is_prose(&super::markup::without_tags(text))
}

fn title_of(value: &Json) -> Option<&str> {
    HEADINGS
        .iter()
        .find_map(|key| value.field(key)?.text())
        .filter(|text| words_of(text) <= 24 && !text.contains("://") && element(text).is_none())
}

struct Writer<'w> {
    pieces: Vec<Piece>,
    script: NodeId,
    weights: &'w Weights,
}

impl Writer<'_> {
    fn value(&mut self, value: &Json, key: &str, depth: u8) {
        match value {
            Json::Text(text) => self.pieces.extend(of_string(text, self.script)),
            Json::List(items) => self.items(items, key, depth),
            Json::Object(fields) if !is_table(fields) => {
                if let Some(text) = rich_text(value) {
                    self.rich(value, &text);
                    return;
                }
                if self.weights.of(value) == 0 {
                    return;
                }
                let title = title_of(value);
                self.pieces.extend(title.and_then(|t| heading(t, (depth + 1).min(4), self.script)));
                for (key, inner) in fields.iter().filter(|(key, _)| !is_skipped(key)) {
                    if inner.text().is_none() || inner.text() != title {
                        self.value(inner, key, depth + u8::from(title.is_some()));
                    }
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, items: &[Json], key: &str, depth: u8) {
        let texts: Vec<&str> = items.iter().filter_map(Json::text).collect();
        let is_list = LISTS.iter().any(|name| name.eq_ignore_ascii_case(key)) && texts.len() >= 2;
        if is_list && texts.len() == items.len() {
            self.pieces.extend(list(&texts, false, self.script));
            return;
        }
        // entries of rich text are one list
        let entries: Vec<String> = items.iter().filter(|i| kind_of(i) == Some("li")).filter_map(rich_text).collect();
        if entries.len() >= 2 && entries.len() == items.len() {
            let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
            self.pieces.extend(list(&entries, false, self.script));
            return;
        }
        items.iter().for_each(|item| self.value(item, key, depth));
    }

    /// A node of rich text.
    fn rich(&mut self, node: &Json, text: &str) {
        let tag = kind_of(node).unwrap_or("p");
        let words = words_of(text);
        if words > 0 {
            let opening = if tag.starts_with('h') { None } else { opening(text) };
            let html = if tag == "pre" {
                format!("<pre>{}</pre>", escaped(text))
            } else if tag == "li" {
                format!("<ul><li>{}</li></ul>", escaped(text))
            } else {
                format!("<{tag}>{}</{tag}>", escaped(text))
            };
            self.pieces.push(Piece { html, words, opening, script: self.script });
        }
    }
}

/// The element that a node of rich text stands for, in the words of the editors that write such trees (ProseMirror,
/// Slate, Lexical, Contentful, Portable Text). A name counts where it is an element's.
fn kind_of(node: &Json) -> Option<&'static str> {
    let field = |key: &&str| node.field(key).and_then(Json::text);
    let said = ["style", "nodeType", "type", "_type", "tag"];
    let tag = said.iter().filter_map(field).find_map(tag_of).or_else(|| field(&"name").and_then(element))?;
    let is_deep = tag == "h2"
        && said.iter().filter_map(field).any(|name| name.eq_ignore_ascii_case("heading"))
        && node.field("attrs").is_some_and(|attrs| attrs.field("level").is_some());
    Some(if is_deep { "h3" } else { tag })
}

/// The element that editors call so.
fn tag_of(name: &str) -> Option<&'static str> {
    const LONGEST: usize = 19;
    let name = Some(name).filter(|name| name.len() <= LONGEST)?.to_ascii_lowercase();
    Some(match name.as_str() {
        "h1" | "h2" | "heading" | "heading-1" | "heading-2" | "heading-one" | "heading-two" => "h2",
        "header-one" | "header-two" => "h2",
        "h3" | "heading-3" | "heading-three" | "header-three" => "h3",
        "h4" | "heading-4" => "h4",
        "paragraph" | "p" | "normal" | "unstyled" => "p",
        "blockquote" | "quote" | "block-quote" => "blockquote",
        "list-item" | "listitem" | "list_item" | "li" | "unordered-list-item" | "ordered-list-item" => "li",
        "code" | "code-block" | "codeblock" | "code_block" | "pre" => "pre",
        _ => return None,
    })
}

/// The element that is called so in HTML.
fn element(name: &str) -> Option<&'static str> {
    let names = ["p", "h2", "h3", "h4", "blockquote", "li", "pre"];
    names.into_iter().find(|tag| *tag == name).or_else(|| (name == "h1").then_some("h2"))
}

/// The text of a node of rich text: one that is called so and whose children are pieces of a line. What is markup or
/// several lines is none.
fn rich_text(node: &Json) -> Option<String> {
    let tag = kind_of(node)?;
    let values = || node.field("value").filter(|value| matches!(value, Json::List(_)));
    let children = ["content", "children", "nodes"].iter().find_map(|key| node.field(key)).or_else(values);
    let mut out = String::new();
    match (children, node.field("text")) {
        (Some(Json::Text(text)), _) if tag != "pre" && (is_markup(text) || text.contains('\n')) => return None,
        (Some(children), _) => inline(children, &mut out),
        (None, Some(Json::Text(text))) => out.push_str(text),
        _ => return None,
    }
    Some(out)
}

/// The texts below nodes of a line, run together.
fn inline(value: &Json, out: &mut String) {
    match value {
        Json::Text(text) => out.push_str(text),
        Json::List(items) => items.iter().for_each(|item| inline(item, out)),
        Json::Object(_) => {
            if let Some(text) = ["text", "value"].iter().find_map(|key| value.field(key)?.text()) {
                out.push_str(text);
            }
            for key in ["content", "children", "nodes", "leaves"] {
                if let Some(inner) = value.field(key) {
                    if kind_of(value).is_some() && !out.is_empty() {
                        out.push(' ');
                    }
                    inline(inner, out);
                }
            }
        }
        _ => {}
    }
}
