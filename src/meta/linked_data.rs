//! JSON-LD: what schema.org objects say of the page.

use super::Found;
use crate::head::Head;
use serde_json::Value;

/// Objects looked at in one page.
const MAX_OBJECTS: usize = 2000;

/// Types whose name is a page's title, and whose author and dates are the page's.
const PAGE_TYPES: &[&str] = &[
    "AdvertiserContentArticle",
    "AnalysisNewsArticle",
    "Article",
    "BlogPosting",
    "Book",
    "Course",
    "DiscussionForumPosting",
    "Event",
    "HowTo",
    "JobPosting",
    "LiveBlogPosting",
    "MedicalWebPage",
    "NewsArticle",
    "OpinionNewsArticle",
    "Product",
    "QAPage",
    "Question",
    "Recipe",
    "Report",
    "ReportageNewsArticle",
    "Review",
    "ReviewNewsArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
    "VideoObject",
];

/// Types of things that are older or younger than the page about them.
const UNDATED: &[&str] = &["Book", "Course", "Event", "JobPosting", "Product", "VideoObject"];

/// What was found, under names of our own.
#[derive(Default)]
pub(super) struct LinkedData {
    texts: Vec<(&'static str, String)>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// Names and addresses of authors.
    pub authors: Vec<(String, Option<String>)>,
}

impl LinkedData {
    /// Looks through all JSON-LD of a page.
    pub(super) fn gather(head: &Head<'_>) -> LinkedData {
        let mut data = LinkedData::default();
        head.linked_data.iter().for_each(|value| data.walk(value));
        data
    }

    /// The first text under this name.
    pub(super) fn text(&self, name: &str) -> Option<Found<String>> {
        let (_, value) = self.texts.iter().find(|(n, _)| *n == name)?;
        Some(Found { value: value.clone(), from: "json-ld" })
    }

    fn walk(&mut self, root: &Value) {
        let mut open = vec![root];
        let mut n = 0;
        while let Some(value) = open.pop() {
            n += 1;
            if n > MAX_OBJECTS {
                return;
            }
            match value {
                Value::Array(items) => open.extend(items.iter().rev()),
                Value::Object(object) => {
                    self.object(object);
                    open.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|k| object.get(*k)));
                }
                _ => {}
            }
        }
    }

    fn object(&mut self, object: &serde_json::Map<String, Value>) {
        let types: Vec<&str> = match object.get("@type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        if types.contains(&"WebSite") {
            self.take("site", object.get("name"));
        }
        let is_page = types.iter().any(|t| PAGE_TYPES.contains(t));
        if !is_page && !types.iter().any(|t| t.ends_with("Page")) {
            return;
        }
        let is_dated = types.iter().any(|t| !UNDATED.contains(t) && PAGE_TYPES.contains(t));
        let published = object.get("datePublished").or_else(|| object.get("dateCreated"));
        self.take(if is_dated { "published" } else { "page published" }, published);
        self.take(if is_dated { "modified" } else { "page modified" }, object.get("dateModified"));
        if self.publisher.is_none() {
            self.publisher =
                object.get("publisher").and_then(|p| p.get("name")).and_then(Value::as_str).map(str::to_owned);
        }
        if is_page {
            self.take("title", object.get("headline").or_else(|| object.get("name")));
            self.take("license", object.get("license"));
            self.take("image", object.get("image"));
            if self.authors.is_empty() {
                self.authors = people(object.get("author").or_else(|| object.get("creator")));
            }
        }
    }

    fn take(&mut self, name: &'static str, value: Option<&Value>) {
        let text = match value {
            Some(Value::String(text)) => Some(text.as_str()),
            Some(Value::Array(items)) => items.first().and_then(Value::as_str),
            Some(Value::Object(object)) => object.get("url").and_then(Value::as_str),
            _ => None,
        };
        if let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) {
            self.texts.push((name, crate::dom::unescaped(text).into_owned()));
        }
    }
}

fn people(value: Option<&Value>) -> Vec<(String, Option<String>)> {
    let one = |value: &Value| match value {
        Value::String(name) => Some((name.clone(), None)),
        Value::Object(person) => {
            // organisations sign pages too, but they are no authors
            if person.get("@type").and_then(Value::as_str) == Some("Organization") {
                return None;
            }
            let name = person.get("name").and_then(Value::as_str)?;
            let url = person.get("url").and_then(Value::as_str).map(str::to_owned);
            Some((name.to_owned(), url))
        }
        _ => None,
    };
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}
