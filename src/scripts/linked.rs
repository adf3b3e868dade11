//! JSON-LD that holds a page's words: articles' bodies, questions and answers, recipes, postings, descriptions.

use super::Shown;
use super::markup::{heading, list, of_string};
use super::prose::{Piece, is_prose};
use crate::dom::NodeId;
use serde_json::Value;

/// Objects looked at.
const MAX_OBJECTS: usize = 500;

/// The pieces of a page's JSON-LD; `None` where it holds no prose.
pub(super) fn pieces(shown: &Shown<'_, '_>) -> Option<Vec<Piece>> {
    let script = *shown.head.linked_scripts.first()?;
    let mut writer = Writer { pieces: Vec::new(), script, n: 0 };
    shown.head.linked_data.iter().for_each(|value| writer.value(value));
    writer.pieces.iter().any(|piece| piece.opening.is_some()).then_some(writer.pieces)
}

/// The description of a product, where the page keeps no prose of its own.
pub(super) fn description(shown: &Shown<'_, '_>) -> Option<Vec<Piece>> {
    let script = *shown.head.linked_scripts.first()?;
    let mut products = shown.head.linked_data.iter().filter(|value| types(value).contains(&"Product"));
    let text = products.next()?.get("description")?.as_str()?;
    let piece = of_string(text, script)?;
    let is_told = shown.kept.iter().any(|&id| is_prose(shown.blocks.text_of(id)));
    (!is_told).then(|| vec![piece])
}

struct Writer {
    pieces: Vec<Piece>,
    script: NodeId,
    n: usize,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        self.n += 1;
        if self.n > MAX_OBJECTS {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(_) => {
                self.object(value);
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                    if let Some(inner) = value.get(key) {
                        self.value(inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Value) {
        let is = |names: &[&str]| types(object).iter().any(|t| names.contains(t));
        if types(object).iter().any(|t| t.ends_with("Article") || t.ends_with("Posting")) {
            self.named(object, &["headline", "name", "title"], 1);
            if !self.text(object, "articleBody") && !self.text(object, "text") {
                self.text(object, "description");
            }
            self.answers(object.get("comment"));
        } else if is(&["Question"]) {
            self.named(object, &["name"], 2);
            self.text(object, "text");
            self.answers(object.get("acceptedAnswer"));
            self.answers(object.get("suggestedAnswer"));
        } else if is(&["Recipe", "HowTo"]) {
            self.named(object, &["name"], 1);
            self.text(object, "description");
            self.strings(object.get("recipeIngredient").or_else(|| object.get("supply")), false);
            self.steps(object.get("recipeInstructions").or_else(|| object.get("step")));
        } else if is(&["Product", "ProductGroup", "Course", "Event", "Book", "Movie", "SoftwareApplication"]) {
            self.named(object, &["name"], 1);
            self.text(object, "description");
        }
    }

    fn named(&mut self, object: &Value, keys: &[&str], level: u8) {
        let name = keys.iter().find_map(|key| object.get(*key)?.as_str());
        self.pieces.extend(name.and_then(|name| heading(name, level, self.script)));
    }

    /// Adds a text where it is prose, and says whether it was.
    fn text(&mut self, object: &Value, key: &str) -> bool {
        let piece = object.get(key).and_then(Value::as_str).and_then(|text| of_string(text, self.script));
        let is_there = piece.is_some();
        self.pieces.extend(piece);
        is_there
    }

    fn answers(&mut self, value: Option<&Value>) {
        let each: Vec<&Value> = match value {
            Some(Value::Array(all)) => all.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        for answer in each.into_iter().take(MAX_OBJECTS) {
            self.text(answer, "text");
        }
    }

    fn strings(&mut self, value: Option<&Value>, ordered: bool) {
        let Some(Value::Array(all)) = value else { return };
        let items: Vec<&str> = all.iter().filter_map(|v| v.as_str().or_else(|| v.get("name")?.as_str())).collect();
        self.pieces.extend(list(&items, ordered, self.script));
    }

    fn steps(&mut self, value: Option<&Value>) {
        match value {
            Some(Value::String(text)) => self.pieces.extend(of_string(text, self.script)),
            Some(Value::Array(all)) => {
                let mut items: Vec<&str> = Vec::new();
                for step in all {
                    match step.get("itemListElement") {
                        Some(Value::Array(inner)) => items.extend(inner.iter().filter_map(step_text)),
                        _ => items.extend(step_text(step)),
                    }
                }
                self.pieces.extend(list(&items, true, self.script));
            }
            _ => {}
        }
    }
}

fn step_text(step: &Value) -> Option<&str> {
    step.as_str().or_else(|| step.get("text")?.as_str()).or_else(|| step.get("name")?.as_str())
}

fn types(object: &Value) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
