//! JSON-LD: what schema.org objects say of the page.

use super::Found;
use crate::blocks::unseen::tidied;
use crate::dom::unescaped;
use crate::head::Head;
use serde_json::Value;
use std::collections::HashMap;

type Object = serde_json::Map<String, Value>;

/// Keywords taken.
const MAX_KEYWORDS: usize = 100;
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

/// What JSON-LD says an author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    /// `Person`.
    Person,
    /// Nothing is said.
    Unsaid,
}

/// What was found, under names of our own.
#[derive(Default)]
pub(super) struct LinkedData {
    texts: Vec<(&'static str, String)>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// Names and addresses of authors, and what they are; firms are left out.
    pub authors: Vec<(String, Option<String>, Party)>,
    /// Names of those whom it calls organisations, as publishers and authors.
    pub firms: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Whether it is a page of questions and answers of its own making.
    is_faq: bool,
    /// Whether it speaks of a product, …
    pub is_product: bool,
    /// … or of an article.
    pub has_article: bool,
}

impl LinkedData {
    /// Looks through all JSON-LD of a page.
    pub(super) fn gather(head: &Head<'_>) -> LinkedData {
        let mut data = LinkedData::default();
        let objects: Vec<&Object> = head.linked_data.iter().flat_map(objects).collect();
        let named: HashMap<&str, &Object> = objects.iter().filter_map(|o| Some((name_of(o)?, *o))).collect();
        objects.iter().for_each(|object| data.object(object, &named));
        data
    }

    /// The keywords, where there are any.
    pub(super) fn keywords(&self) -> Option<Found<Vec<String>>> {
        (!self.keywords.is_empty()).then(|| Found { value: self.keywords.clone(), from: "json-ld" })
    }

    /// The first text under this name.
    pub(super) fn text(&self, name: &str) -> Option<Found<String>> {
        let (_, value) = self.texts.iter().find(|(n, _)| *n == name)?;
        Some(Found { value: value.clone(), from: "json-ld" })
    }

    fn object(&mut self, object: &Object, named: &HashMap<&str, &Object>) {
        let types = types_of(object);
        if types.contains(&"WebSite") {
            self.take("site", object.get("name"));
        }
        self.has_article |= types.iter().any(|t| t.ends_with("Article") || *t == "BlogPosting");
        self.is_product |= types.iter().any(|t| matches!(*t, "Product" | "ProductGroup"));
        self.is_faq |= types.contains(&"FAQPage");
        // the questions that a page answers are no titles of it
        if self.is_faq && types.contains(&"Question") {
            return;
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
        self.firms.extend(["publisher", "author"].iter().filter_map(|key| firm(object.get(*key)?, named)));
        self.take("license", object.get("license"));
        if is_page {
            self.take("title", object.get("headline").or_else(|| object.get("name")));
            self.take("description", object.get("description"));
            if self.keywords.is_empty() {
                self.keywords = words_of(object.get("keywords"));
            }
            self.take("image", object.get("image"));
            if self.authors.is_empty() {
                self.authors = people(object.get("author").or_else(|| object.get("creator")), named);
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
        if let Some(text) = text.map(|t| tidied(&unescaped(t))).filter(|t| !t.is_empty()) {
            self.texts.push((name, text));
        }
    }
}

/// The objects of a script that speak of its page, in order.
fn objects(root: &Value) -> Vec<&Object> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(object) if found.len() < MAX_OBJECTS => {
                found.push(object);
                open.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|k| object.get(*k)));
            }
            _ => {}
        }
    }
    found
}

/// The `@id` of an object that says what it is, by which others point to it.
fn name_of(object: &Object) -> Option<&str> {
    object.get("@id").and_then(Value::as_str).filter(|_| object.contains_key("name"))
}

fn people(value: Option<&Value>, named: &HashMap<&str, &Object>) -> Vec<(String, Option<String>, Party)> {
    let one = |value: &Value| match value {
        Value::String(name) => Some((tidied(name), None, Party::Unsaid)),
        Value::Object(person) => {
            let pointed_at = person.get("@id").and_then(Value::as_str).and_then(|id| named.get(id));
            let person = if person.contains_key("name") { person } else { pointed_at.copied().unwrap_or(person) };
            let types = types_of(person);
            // organisations sign pages too, but they are no authors
            if !types.is_empty() && !types.contains(&"Person") && !types.contains(&"Thing") {
                return None;
            }
            let name = person.get("name").map(|n| n.get(0).unwrap_or(n)).and_then(Value::as_str)?;
            let url = person.get("url").and_then(Value::as_str).map(str::to_owned);
            Some((tidied(name), url, if types.is_empty() { Party::Unsaid } else { Party::Person }))
        }
        _ => None,
    };
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The name of an organisation that is no person as well.
fn firm(value: &Value, named: &HashMap<&str, &Object>) -> Option<String> {
    let firm = value.get(0).unwrap_or(value).as_object()?;
    let pointed_at = || firm.get("@id").and_then(Value::as_str).and_then(|id| named.get(id).copied());
    let firm = if firm.contains_key("name") { firm } else { pointed_at()? };
    let types = types_of(firm);
    let is_firm = types.iter().any(|t| t.ends_with("Organization")) && !types.contains(&"Person");
    firm.get("name").and_then(Value::as_str).filter(|_| is_firm).map(tidied)
}

/// Keywords as a list, or in one text with commas between.
fn words_of(value: Option<&Value>) -> Vec<String> {
    let texts: Vec<String> = match value {
        Some(Value::String(text)) => unescaped(text).split([',', ';']).map(str::to_owned).collect(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(|t| unescaped(t).into_owned()).collect(),
        _ => Vec::new(),
    };
    let mut words: Vec<String> = Vec::new();
    for text in texts {
        let word = tidied(&text);
        if !word.is_empty() && !words.contains(&word) && words.len() < MAX_KEYWORDS {
            words.push(word);
        }
    }
    words
}

fn types_of(object: &Object) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
