//! Clean pages against labelled ones: word F1 per page and per page type. Reads a folder of `gold.jsonl` and
//! `html/<id>.html.gz`; prints nothing.

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
    /// The text a reader came for.
    pub text: Option<String>,
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

/// Means by page type, how often the type was found, and how far confidence is off.
#[derive(Clone, Debug, Default)]
pub struct Table {
    sums: BTreeMap<String, Sum>,
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
}
