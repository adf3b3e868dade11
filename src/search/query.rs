//! Queries on an index: the best sections, each with the stretch of its text that answers best.

use super::{Fields, META, schema, with_words};
use crate::error::RunError;
use serde::Serialize;
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, Value as _};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, Searcher, TantivyDocument};

/// How much more a word of a title or heading weighs than one of the text: the order that BM25F settings in the literature
/// have, title over headings over body.
const BOOSTS: [f32; 3] = [2.0, 3.0, 1.0];
/// Characters of a snippet at most.
const SNIPPET: usize = 240;
/// Parentheses within each other that a query may have: each takes stack to read.
const DEEPEST: usize = 100;

/// An open index.
pub struct Search {
    index: Index,
    searcher: Searcher,
    fields: Fields,
}

/// A section that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// BM25 over title, headings and text.
    pub score: f32,
    /// The record's id.
    pub id: String,
    /// Number of the section in its record; none for references.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<u64>,
    /// The page's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The page's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The headings down to the section's own, parted by ` › `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The stretch of its text that has most of the query.
    pub snippet: String,
    /// The words of the query in it, in bytes.
    pub highlights: Vec<Range<usize>>,
}

impl Search {
    /// Opens the index at `folder`.
    ///
    /// # Errors
    /// Where there is none of ours.
    pub fn open(folder: &Path) -> Result<Search, RunError> {
        let name = folder.display().to_string();
        let fail = |e: &dyn Display| RunError::new(&name, e);
        if !folder.join(META).is_file() {
            return Err(fail(&"is no index: clean --format tantivy writes one"));
        }
        let index = Index::open_in_dir(folder).map_err(|e| fail(&e))?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(fail(&"is an index with other fields than this pagesieve writes"));
        }
        with_words(&index);
        let searcher = index.reader().map_err(|e| fail(&e))?.searcher();
        Ok(Search { index, searcher, fields })
    }

    /// The best sections, best first. All words of a query must be there, unless it says otherwise (`OR`, `-word`,
    /// `"a phrase"`, `host:example.org`).
    ///
    /// # Errors
    /// Where the query cannot be read; what of it is said.
    pub fn find(&self, query: &str, limit: usize) -> Result<Vec<Hit>, RunError> {
        let fail = |e: &dyn Display| RunError::new(format!("query {query:?}"), e);
        let Fields { title, heading, text, .. } = self.fields;
        let mut parser = QueryParser::for_index(&self.index, vec![title, heading, text]);
        parser.set_conjunction_by_default();
        for (field, boost) in [title, heading, text].into_iter().zip(BOOSTS) {
            parser.set_field_boost(field, boost);
        }
        if depth(query) > DEEPEST {
            return Err(fail(&format!("has parentheses more than {DEEPEST} deep")));
        }
        let query = parser.parse_query(&readable(query)).map_err(|e| fail(&e))?;
        let found = self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score()).map_err(|e| fail(&e))?;
        let mut snippets = SnippetGenerator::create(&self.searcher, &*query, text).map_err(|e| fail(&e))?;
        snippets.set_max_num_chars(SNIPPET);
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let document: TantivyDocument = self.searcher.doc(address).map_err(|e| fail(&e))?;
            hits.push(self.hit(score, &document, &snippets));
        }
        Ok(hits)
    }

    fn hit(&self, score: f32, document: &TantivyDocument, snippets: &SnippetGenerator) -> Hit {
        let value = |field: Field| document.get_first(field).and_then(|v| v.as_str()).map(str::to_owned);
        let text = value(self.fields.text).unwrap_or_default();
        let found = snippets.snippet(&text);
        // where the words stand in title and headings alone, the beginning says best what it is about
        let (snippet, highlights) = if found.is_empty() {
            (text.chars().take(SNIPPET).collect(), Vec::new())
        } else {
            (found.fragment().to_owned(), found.highlighted().to_vec())
        };
        Hit {
            score,
            id: value(self.fields.id).unwrap_or_default(),
            section: document.get_first(self.fields.section).and_then(|v| v.as_u64()),
            url: value(self.fields.url),
            title: value(self.fields.title),
            heading: value(self.fields.heading),
            snippet,
            highlights,
        }
    }

    /// Sections in the index.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How deep the parentheses of a query go.
fn depth(query: &str) -> usize {
    let (mut now, mut most) = (0usize, 0);
    for c in query.chars() {
        match c {
            '(' => now += 1,
            ')' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// The query with what people write and the parser takes for signs of its own made plain: an apostrophe within a word, and
/// an address, which is asked for as the phrase of its words.
fn readable(query: &str) -> String {
    let word = |word: &str| {
        let is_address = word.contains("://") && !word.contains(['"', '(', ')', '[', ']', '{', '}']);
        if is_address { format!("\"{word}\"") } else { word.to_owned() }
    };
    let mut out = String::with_capacity(query.len());
    let mut before = ' ';
    let mut characters = query.chars().peekable();
    while let Some(c) = characters.next() {
        let is_within = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        out.push(if c == '\'' && is_within { '’' } else { c });
        before = c;
    }
    out.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
