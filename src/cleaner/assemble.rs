//! What the stages found, as a record.

use super::record::{AuthorOut, CleanPage, IdFrom, Removed, SCHEMA, Source, Status};
use super::{Config, Stages, Trouble};
use crate::blocks::BlockKind;
use crate::error::PageError;
use crate::input::RawPage;
use crate::leftover::{Finding, Kind};
use crate::limits::Excess;
use crate::measure::is_unparted;
use crate::meta::{Found, Meta};
use crate::place::Place;
use crate::sections::{Content, ListItem, Person, Section};
use serde::Deserialize as _;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_128;

/// Share of replaced characters (of the page's bytes) from which on a page is `degraded`: at 1 % most sentences still
/// read, above it words are lost.
const REPLACED_SHARE: f64 = 0.01;

/// Bytes that the reasons for removing a block take, about.
const BECAUSE_BYTES: usize = 300;

/// The id of a record: a hash of what it is to be made from. Its content takes no part, so that a page that has changed has
/// the id that it had.
fn id(from: IdFrom, place: &Place, url: Option<&str>, given: Option<&str>) -> String {
    let key = match from {
        IdFrom::Source => None,
        // from `#` on it is a place in the page
        IdFrom::Url => url.map(|url| format!("url\0{}", url.split('#').next().unwrap_or(url))),
        IdFrom::Given => given.map(|id| format!("given\0{id}")),
    };
    let of_source = || format!("{}\0{}\0{}", place.path, place.record, given.unwrap_or_default());
    format!("{:032x}", xxh3_128(key.unwrap_or_else(of_source).as_bytes()))
}

impl CleanPage {
    /// The record that a line of JSON is.
    ///
    /// # Errors
    /// Where the line is none.
    pub fn of_line(line: &[u8]) -> serde_json::Result<CleanPage> {
        let mut json = serde_json::Deserializer::from_slice(line);
        // lists may be as deep as the limits allow
        json.disable_recursion_limit();
        CleanPage::deserialize(&mut json)
    }

    /// The record of a page that an earlier run had and that is not there any more.
    pub fn gone(id: String) -> CleanPage {
        let reason = Some("gone: the page is not in the input any more".to_owned());
        CleanPage { schema: SCHEMA.to_owned(), id, status: Status::Gone, reason, ..CleanPage::default() }
    }

    /// The record of a page that could not be cleaned.
    pub fn of_error(error: &PageError, given_id: Option<&str>, id_from: IdFrom) -> CleanPage {
        CleanPage {
            schema: SCHEMA.to_owned(),
            id: id(id_from, &error.place, error.url.as_deref(), given_id),
            source: Source::from(&error.place),
            status: if error.kind.is_skip() { Status::Skipped } else { Status::Failed },
            reason: Some(error.kind.to_string()),
            url: error.url.clone(),
            ..CleanPage::default()
        }
    }
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|f| f.value)
}

/// The record of a page.
pub(super) fn page(raw: &RawPage, stages: Stages<'_>, config: &Config) -> CleanPage {
    let removed_blocks = if config.explain { removed_blocks(&stages) } else { Vec::new() };
    let mut removed: BTreeMap<&str, u32> = BTreeMap::new();
    for (block, verdict) in stages.blocks.rows.iter().zip(&stages.verdicts.of_block) {
        if !verdict.keep && block.kind != BlockKind::Image {
            *removed.entry(verdict.rule).or_default() += 1;
        }
    }
    for (finding, n) in cut_pieces(&stages) {
        *removed.entry(finding.kind.rule()).or_default() += n;
    }
    let removed: BTreeMap<String, u32> = removed.into_iter().map(|(rule, n)| (rule.to_owned(), n)).collect();
    let leftover_wordings = leftover_wordings(&stages);
    let (model, _, scores) = stages.scored;
    // two digits are all that ten bins of a few hundred pages can show
    let confidence = (model.confidence(stages.verdicts.expected_f1) * 100.0).round() / 100.0;
    let page_type = scores.page_type;
    let Stages { meta, sections, mut trouble, budget, .. } = stages;
    trouble.excess = trouble.excess.or(budget.is_over().then_some(Excess::OutputBytes));
    let words = sections.sections.iter().map(words_of).sum::<u64>()
        + sections.references.iter().map(|r| words(&r.text)).sum::<u64>();
    let (status, reason) = status(&trouble, raw, words, !leftover_wordings.is_empty());
    let Meta { title, description, canonical_url, site_name, language, authors, .. } = meta;
    CleanPage {
        schema: SCHEMA.to_owned(),
        id: id(config.id_from, &raw.place, raw.url.as_deref(), raw.given_id.as_deref()),
        source: Source::from(&raw.place),
        status,
        reason,
        repaired: trouble.repaired,
        url: raw.url.clone(),
        canonical_url: value(canonical_url),
        site_name: value(site_name),
        page_type,
        confidence: page_type.is_some().then_some(confidence),
        language: value(language),
        title: value(title),
        description: value(description),
        authors: joined(value(authors).unwrap_or_default(), sections.people),
        published: value(meta.published),
        modified: value(meta.modified),
        tags: value(meta.tags).unwrap_or_default(),
        license: value(meta.license),
        image: value(meta.image),
        sections: sections.sections,
        references: sections.references,
        removed,
        removed_blocks,
        leftover_wordings,
        words,
    }
}

fn status(trouble: &Trouble, raw: &RawPage, words: u64, has_leftovers: bool) -> (Status, Option<String>) {
    if let Some(excess) = trouble.excess {
        return (Status::Degraded, Some(format!("limit: the page goes over the limit on {}", excess.name())));
    }
    if let Some(why) = &raw.damage {
        return (Status::Degraded, Some(format!("damaged: {why}")));
    }
    if raw.bytes_missing > 0 {
        let reason = format!("truncated: {} bytes of the page are missing", raw.bytes_missing);
        return (Status::Degraded, Some(reason));
    }
    if trouble.n_replaced as f64 > trouble.n_chars as f64 * REPLACED_SHARE {
        let reason = format!("encoding: {} characters could not be decoded", trouble.n_replaced);
        return (Status::Degraded, Some(reason));
    }
    if words == 0 && has_leftovers {
        return (Status::Skipped, Some("only leftovers: nobody's words are left on the page".to_owned()));
    }
    if words == 0 {
        return (Status::Skipped, Some("no-text: no words are left on the page".to_owned()));
    }
    (Status::Ok, None)
}

/// Authors named by metadata, then people whose cards stand on the page; the same name is one author.
fn joined(authors: Vec<crate::meta::Author>, people: Vec<Person>) -> Vec<AuthorOut> {
    let mut out: Vec<AuthorOut> =
        authors.into_iter().map(|a| AuthorOut { name: a.name, url: a.url, ..AuthorOut::default() }).collect();
    for person in people {
        match out.iter_mut().find(|a| a.name.to_lowercase() == person.name.to_lowercase()) {
            Some(author) => (author.role, author.bio) = (person.role, person.bio),
            None => out.push(AuthorOut { name: person.name, role: person.role, bio: person.bio, url: None }),
        }
    }
    out
}

/// Findings of which pieces were cut, out of blocks that are kept and out of the head, each with their number.
fn cut_pieces<'s>(stages: &'s Stages<'_>) -> impl Iterator<Item = (&'s Finding, u32)> {
    let of_blocks = stages.verdicts.of_block.iter().zip(&stages.leftovers.of_block).filter(|(verdict, _)| verdict.keep);
    let of_blocks = of_blocks.filter_map(|(_, finding)| finding.as_ref()).filter(|finding| !finding.pieces.is_empty());
    let of_head = stages.cuts.iter().map(|cut| (&cut.finding, 1));
    of_blocks.map(|finding| (finding, finding.pieces.len() as u32)).chain(of_head)
}

/// The wordings and measures that gave removed leftovers away, counted. Artefacts are real words said twice and lone
/// signs: they speak of no system and are left out.
fn leftover_wordings(stages: &Stages<'_>) -> BTreeMap<String, u32> {
    let whole = stages.verdicts.of_block.iter().zip(&stages.leftovers.of_block).filter_map(|(verdict, finding)| {
        let finding = finding.as_ref()?;
        (!verdict.keep && verdict.rule == finding.kind.rule()).then_some((finding, 1))
    });
    let mut out = BTreeMap::new();
    for (finding, n) in whole.chain(cut_pieces(stages)).filter(|(finding, _)| finding.kind != Kind::Artefact) {
        *out.entry(format!("{} ({})", finding.wording, finding.system)).or_default() += n;
    }
    out
}

/// What was removed and why, in the order of the page: what was cut out of the head, then blocks, and pieces of blocks that
/// are kept. Head pieces have no place among the page's bytes: their span is empty.
fn removed_blocks(stages: &Stages<'_>) -> Vec<Removed> {
    let mut out = Vec::new();
    for cut in &stages.cuts {
        let mut because = cut.finding.because();
        because.insert("unit".into(), cut.key.into());
        let rule = cut.finding.kind.rule().to_owned();
        out.push(Removed { text: cut.text.clone(), rule, because, span: (0, 0) });
    }
    for id in stages.blocks.ids() {
        let block = &stages.blocks.rows[id.index()];
        if block.kind == BlockKind::Image {
            continue;
        }
        let (text, span) = (stages.blocks.text_of(id), (block.source.start, block.source.end));
        if !stages.verdicts.keeps(id) {
            if !stages.budget.spend(text.len() + BECAUSE_BYTES) {
                break;
            }
            let rule = stages.verdicts.of_block[id.index()].rule.to_owned();
            out.push(Removed { text: text.to_owned(), rule, because: stages.because(id), span });
            continue;
        }
        let Some(Some(finding)) = stages.leftovers.of_block.get(id.index()) else { continue };
        for piece in &finding.pieces {
            if !stages.budget.spend(piece.len() + BECAUSE_BYTES) {
                return out;
            }
            let text = text.get(piece.start as usize..piece.end as usize).unwrap_or_default().trim().to_owned();
            out.push(Removed {
                text,
                rule: finding.kind.rule().to_owned(),
                because: stages.because_leftover(id),
                span,
            });
        }
    }
    out
}

/// Words between white space; of scripts that part no words two characters are one, as the measures count them.
fn words(text: &str) -> u64 {
    if text.is_ascii() {
        return ascii_words(text.as_bytes());
    }
    let of_run = |run: &str| {
        let wide = run.chars().filter(|&c| is_unparted(c)).count() as u64;
        let other = run.chars().any(|c| c.is_alphanumeric() && !is_unparted(c));
        if wide == 0 { 2 } else { wide + 2 * u64::from(other) }
    };
    let mut halves = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.bytes().position(is_ascii_space).unwrap_or(rest.len());
        let run = &rest[..end];
        // between ASCII spaces there may be others
        halves += if run.is_ascii() { 2 * u64::from(end > 0) } else { run.split_whitespace().map(of_run).sum() };
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    halves.div_ceil(2)
}

/// Of ASCII what `char::is_whitespace` knows.
fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Words that end before a space, counted in strips whose counts fit a byte, so that the machine takes many bytes at a time;
/// and the last one.
fn ascii_words(bytes: &[u8]) -> u64 {
    let Some((last, before)) = bytes.split_last() else { return 0 };
    let strips = before.chunks(255).zip(bytes[1..].chunks(255));
    let ends = |(bytes, next): (&[u8], &[u8])| -> u8 {
        let pairs = bytes.iter().zip(next);
        pairs.map(|(&byte, &next)| u8::from(!is_ascii_space(byte)) & u8::from(is_ascii_space(next))).sum()
    };
    strips.map(|strip| u64::from(ends(strip))).sum::<u64>() + u64::from(!is_ascii_space(*last))
}

fn words_of(section: &Section) -> u64 {
    section.heading.as_deref().map_or(0, words) + section.blocks.iter().map(words_in).sum::<u64>()
}

fn words_in(content: &Content) -> u64 {
    match content {
        Content::Paragraph { text, .. } | Content::Code { text, .. } | Content::Quote { text, .. } => words(text),
        Content::List { items, .. } => {
            let mut open: Vec<&ListItem> = items.iter().collect();
            let mut sum = 0;
            while let Some(item) = open.pop() {
                sum += words(&item.text);
                open.extend(&item.items);
            }
            sum
        }
        Content::Table { caption, header, rows, .. } => {
            caption.as_deref().map_or(0, words)
                + header.iter().chain(rows).flatten().map(|cell| words(cell)).sum::<u64>()
        }
        Content::Definitions { items } => items.iter().map(|d| words(&d.term) + words(&d.text)).sum(),
        Content::Figure { caption, .. } => caption.as_deref().map_or(0, words),
    }
}
