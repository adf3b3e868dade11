//! A page as chunks for retrieval, one JSON object each, with what a reader must know of the page and of the chunk's place
//! in it. A chunk's text is a stretch of the page's text, exactly. Pages without text get nothing.

use super::cuts::{Cut, cuts};
use super::document::{is_indexed, plain};
use super::text::laid_out;
use super::tokens::Tokens;
use crate::cleaner::{CleanPage, Status};
use crate::sections::Section;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// How pages are cut.
#[derive(Clone, Debug)]
pub struct Chunks {
    /// Tokens of a chunk at most, those of the overlap among them; at least 1.
    pub budget: usize,
    /// Tokens at a chunk's beginning that repeat the end of the one before, where a section is cut; fewer than the budget.
    pub overlap: usize,
    /// What is counted.
    pub tokens: Tokens,
}

impl Default for Chunks {
    /// 200 words, which are some 270 tokens of an English vocabulary and fit models that read 512; of them 20 of overlap.
    fn default() -> Self {
        Chunks { budget: 200, overlap: 20, tokens: Tokens::Words }
    }
}

/// A chunk as it is written.
#[derive(Serialize)]
struct Chunk<'a> {
    id: String,
    record: &'a str,
    chunk: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_section: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Cow<'a, str>>,
    path: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headings: Vec<Cow<'a, str>>,
    start: usize,
    end: usize,
    overlap: usize,
    tokens: usize,
    text: Cow<'a, str>,
}

/// Says that all chunks of a record are to go.
#[derive(Serialize)]
pub(super) struct Gone<'a> {
    record: &'a str,
    status: Status,
}

impl<'a> Gone<'a> {
    pub(super) fn new(record: &'a str) -> Self {
        Gone { record, status: Status::Gone }
    }
}

fn id(record: &str, number: usize) -> String {
    format!("{record}-{number:04}")
}

impl Chunks {
    /// Appends a page's chunks, one a line.
    pub(super) fn page(&self, page: &CleanPage, out: &mut Vec<u8>) -> io::Result<()> {
        if !is_indexed(page) {
            return Ok(());
        }
        let laid = laid_out(page);
        let cuts = cuts(&laid, &page.sections, self);
        let (mut starts, mut ends) = (Characters::default(), Characters::default());
        for (number, cut) in cuts.iter().enumerate() {
            let start = starts.before(&laid.text, cut.start);
            let end = ends.before(&laid.text, cut.end);
            let overlap = laid.text.get(cut.start..cut.fresh).unwrap_or_default().chars().count();
            let about = About::of(page, cut);
            let chunk = Chunk {
                id: id(&page.id, number),
                record: &page.id,
                chunk: number,
                section: cut.sections.map(|(first, _)| first),
                last_section: cut.sections.filter(|(first, last)| first != last).map(|(_, last)| last),
                previous: number.checked_sub(1).map(|n| id(&page.id, n)),
                next: (number + 1 < cuts.len()).then(|| id(&page.id, number + 1)),
                url: page.url.as_deref().map(plain),
                title: page.title.as_deref().map(plain),
                language: page.language.as_deref(),
                published: about.published.or(page.published.as_deref()),
                author: about.author.map(plain),
                path: about.path.iter().map(|heading| plain(heading)).collect(),
                headings: about.headings.into_iter().map(plain).collect(),
                start,
                end,
                overlap,
                tokens: cut.n_tokens,
                text: plain(laid.text.get(cut.start..cut.end).unwrap_or_default()),
            };
            serde_json::to_writer(&mut *out, &chunk)?;
            out.push(b'\n');
        }
        Ok(())
    }
}

/// What a chunk's sections say of it.
#[derive(Default)]
struct About<'a> {
    /// The headings that all its text stands under.
    path: &'a [String],
    /// Its sections' headings that are not among those.
    headings: Vec<&'a str>,
    /// Who wrote it, if it is one who did.
    author: Option<&'a str>,
    published: Option<&'a str>,
}

impl<'a> About<'a> {
    fn of(page: &'a CleanPage, cut: &Cut) -> About<'a> {
        let range = cut.sections.map_or(0..0, |(first, last)| first..last + 1);
        let sections = page.sections.get(range).unwrap_or_default();
        let mut filled = sections.iter().filter(|section| !section.blocks.is_empty());
        let Some(first) = filled.next().or(sections.last()) else { return About::default() };
        let mut about = About {
            path: &first.path,
            headings: Vec::new(),
            author: first.author.as_deref(),
            published: first.published.as_deref(),
        };
        for section in filled {
            let n = about.path.iter().zip(&section.path).take_while(|(a, b)| a == b).count();
            about.path = about.path.get(..n).unwrap_or_default();
            about.author = about.author.filter(|_| section.author == first.author);
            about.published = about.published.filter(|_| section.published == first.published);
        }
        let is_below = |section: &&Section| !about.path.starts_with(&section.path);
        about.headings = sections.iter().filter(is_below).filter_map(|section| section.heading.as_deref()).collect();
        about
    }
}

/// Counts characters of a text, forward only.
#[derive(Default)]
struct Characters {
    byte: usize,
    n: usize,
}

impl Characters {
    /// Characters before a byte, which is none before those asked for.
    fn before(&mut self, text: &str, byte: usize) -> usize {
        self.n += text.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.n
    }
}
