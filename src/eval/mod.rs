//! Clean pages against labelled ones: word F1 per page and per page type, and snippets kept and left out. Reads a folder of
//! `gold.jsonl` and `html/<id>.html.gz`; prints nothing.

use crate::cleaner::CleanPage;
use crate::sections::{Content, ListItem};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// What a labelled page should give.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Name of its file without ending.
    pub id: String,
    /// The text a reader came for; `None` where the page is labelled by snippets alone.
    pub text: Option<String>,
    /// Passages of it.
    #[serde(default)]
    pub with: Vec<String>,
    /// Passages of what stands around it.
    #[serde(default)]
    pub without: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// What kind of page it is.
    pub page_type: Option<String>,
}

/// Precision, recall and F1 of words, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Share of the given words that are wanted.
    pub precision: f64,
    /// Share of the wanted words that are given.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Words as runs of letters, digits and underscores in small letters, counted.
fn bag(text: &str) -> HashMap<String, i64> {
    let lower = text.to_lowercase();
    let mut bag = HashMap::new();
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()) {
        *bag.entry(word.to_owned()).or_default() += 1;
    }
    bag
}

/// Words of `given` against words of `wanted`, each as often as it occurs. Two empty texts agree.
pub fn score(given: &str, wanted: &str) -> Score {
    let (given, wanted) = (bag(given), bag(wanted));
    let size = |bag: &HashMap<String, i64>| bag.values().sum::<i64>() as f64;
    let (n_given, n_wanted) = (size(&given), size(&wanted));
    if n_given == 0.0 || n_wanted == 0.0 {
        let agree = f64::from(u8::from(n_given == n_wanted));
        return Score { precision: agree, recall: agree, f1: agree };
    }
    let both: i64 = given.iter().map(|(word, n)| (*n).min(wanted.get(word).copied().unwrap_or(0))).sum();
    let (precision, recall) = (both as f64 / n_given, both as f64 / n_wanted);
    let f1 = if both == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    Score { precision, recall, f1 }
}

/// All text of a record, in reading order: headings, blocks, references, and people with words about them.
pub fn text_of(page: &CleanPage) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for section in &page.sections {
        lines.extend(section.heading.as_deref());
        for block in &section.blocks {
            content_lines(block, &mut lines);
        }
    }
    lines.extend(page.references.iter().map(|r| r.text.as_str()));
    for author in page.authors.iter().filter(|a| a.bio.is_some()) {
        lines.push(&author.name);
        lines.extend(author.role.as_deref());
        lines.extend(author.bio.as_deref());
    }
    lines.join("\n")
}

fn content_lines<'a>(content: &'a Content, lines: &mut Vec<&'a str>) {
    match content {
        Content::Paragraph { text, .. } | Content::Code { text, .. } => lines.push(text),
        Content::Quote { text, cite, .. } => {
            lines.push(text);
            lines.extend(cite.as_deref());
        }
        Content::List { items, .. } => {
            let mut open: Vec<&ListItem> = items.iter().rev().collect();
            while let Some(item) = open.pop() {
                lines.push(&item.text);
                open.extend(item.items.iter().rev());
            }
        }
        Content::Table { caption, header, rows, .. } => {
            lines.extend(caption.as_deref());
            lines.extend(header.iter().chain(rows).flatten().map(String::as_str));
        }
        Content::Definitions { items } => lines.extend(items.iter().flat_map(|d| [d.term.as_str(), d.text.as_str()])),
        Content::Figure { caption, .. } => lines.extend(caption.as_deref()),
    }
}

/// Labelled passages, and those of them found in what pagesieve gave; case and white space do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snippets {
    /// Passages a reader wants, and those found.
    pub wanted: (usize, usize),
    /// Passages a reader does not want, and those found.
    pub unwanted: (usize, usize),
}

impl Snippets {
    /// Looks a page's passages up in its text.
    pub fn of(given: &str, gold: &Gold) -> Snippets {
        let given = folded(given);
        let found = |all: &[String]| (all.len(), all.iter().filter(|one| given.contains(&folded(one))).count());
        Snippets { wanted: found(&gold.with), unwanted: found(&gold.without) }
    }

    fn add(&mut self, other: Snippets) {
        for (sum, one) in [(&mut self.wanted, other.wanted), (&mut self.unwanted, other.unwanted)] {
            *sum = (sum.0 + one.0, sum.1 + one.1);
        }
    }

    /// Share of the wanted ones found.
    pub fn kept(&self) -> f64 {
        self.wanted.1 as f64 / self.wanted.0.max(1) as f64
    }

    /// Share of the unwanted ones not found.
    pub fn left_out(&self) -> f64 {
        1.0 - self.unwanted.1 as f64 / self.unwanted.0.max(1) as f64
    }

    /// F1 over passages, as trafilatura's evaluation has it: a wanted one found is right, an unwanted one found and a wanted
    /// one not found are wrong.
    pub fn f1(&self) -> f64 {
        let ((n, right), (_, wrong)) = (self.wanted, self.unwanted);
        2.0 * right as f64 / (n + right + wrong).max(1) as f64
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Means by page type, how often the type was found, passages found, and how far confidence is off.
#[derive(Clone, Debug, Default)]
pub struct Table {
    sums: BTreeMap<String, Sum>,
    snippets: Snippets,
    /// Confidence and F1 of each page that has one.
    sure: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    n: usize,
    score: Score,
    types_found: usize,
}

/// Bins of equally many pages over which confidence is compared with F1.
const BINS: usize = 10;

impl Table {
    /// Adds one page: its labelled type, its record if there is one, and the score of its text.
    pub fn add(&mut self, page_type: &str, page: Option<&CleanPage>, score: Score) {
        let is_found = page.and_then(|p| p.page_type).is_some_and(|t| t.name() == page_type);
        for key in ["all", page_type] {
            let sum = self.sums.entry(key.to_owned()).or_default();
            sum.n += 1;
            sum.score.precision += score.precision;
            sum.score.recall += score.recall;
            sum.score.f1 += score.f1;
            sum.types_found += usize::from(is_found);
        }
        self.sure.extend(page.and_then(|p| p.confidence).map(|confidence| (confidence, score.f1)));
    }

    /// Adds the passages of one page.
    pub fn add_snippets(&mut self, snippets: Snippets) {
        self.snippets.add(snippets);
    }

    /// Pages and mean score of a type; `all` for all.
    pub fn mean(&self, page_type: &str) -> Option<(usize, Score)> {
        let Sum { n, score, .. } = *self.sums.get(page_type)?;
        let by = n as f64;
        Some((n, Score { precision: score.precision / by, recall: score.recall / by, f1: score.f1 / by }))
    }

    /// Mean distance between confidence and F1 over ten bins of about equally many pages, sorted by confidence.
    pub fn calibration_error(&self) -> Option<f64> {
        let mut sure = self.sure.clone();
        sure.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let bins: Vec<&[(f64, f64)]> = sure.chunks(sure.len().div_ceil(BINS).max(1)).collect();
        let off = |bin: &[(f64, f64)]| bin.iter().map(|(c, f1)| c - f1).sum::<f64>().abs() / bin.len() as f64;
        (!bins.is_empty()).then(|| bins.iter().map(|bin| off(bin)).sum::<f64>() / bins.len() as f64)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["pages", "word F1", "precision", "recall", "type found"];
        writeln!(f, "{:<16}{:>7}{:>9}{:>11}{:>9}{:>12}", "page type", head[0], head[1], head[2], head[3], head[4])?;
        for (page_type, sum) in &self.sums {
            if let Some((n, s)) = self.mean(page_type) {
                let found = sum.types_found as f64 / n as f64;
                writeln!(f, "{page_type:<16}{n:>7}{:>9.4}{:>11.4}{:>9.4}{found:>12.3}", s.f1, s.precision, s.recall)?;
            }
        }
        let Snippets { wanted: (wanted, _), unwanted: (unwanted, _) } = self.snippets;
        if wanted + unwanted > 0 {
            let (kept, left_out, f1) = (self.snippets.kept(), self.snippets.left_out(), self.snippets.f1());
            writeln!(
                f,
                "snippets: {wanted} wanted, {kept:.4} kept; {unwanted} unwanted, {left_out:.4} left out; F1 {f1:.4}"
            )?;
        }
        match self.calibration_error() {
            Some(error) => writeln!(f, "confidence is off by {error:.3} on average over {BINS} bins of pages"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_as_often_as_they_occur() {
        let s = score("the tide the Tide", "The tide rose");
        assert_eq!((s.precision, s.recall), (0.5, 2.0 / 3.0));
        assert_eq!(score("", "").f1, 1.0);
        assert_eq!(score("a", "").f1, 0.0);
    }

    #[test]
    fn a_passage_counts_as_found_whatever_its_case_and_white_space() {
        let gold: Gold = serde_json::from_str(
            r#"{"id": "a", "text": null, "with": ["The tide\nrose", "It fell"], "without": ["Share this", "Log in"]}"#,
        )
        .unwrap_or_else(|error| unreachable!("{error}"));
        let found = Snippets::of("the  TIDE rose. share this", &gold);
        assert_eq!((found.wanted, found.unwanted), ((2, 1), (2, 1)));
        assert_eq!((found.kept(), found.left_out(), found.f1()), (0.5, 0.5, 0.5));
    }
}
