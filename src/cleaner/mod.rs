//! A raw page to a clean one: calls the stages in turn. Writes nothing and keeps no state between pages but buffers.

mod assemble;
mod columns;
mod explain;
mod head;
mod record;
mod rules;
mod scripted;
mod stage;

pub use columns::PageColumns;
pub use explain::{Explained, ExplainedBlock};
pub use record::{AuthorOut, CleanPage, IdFrom, Removed, SCHEMA, Source, Status, schema};
pub use rules::{SiteRules, SiteRulesError};
pub use stage::Stage;

use crate::blocks::{self, BlockId, Blocks};
use crate::decode;
use crate::dom::{Attributes, Dom, Parser};
use crate::error::{PageError, PageErrorKind};
use crate::head::Head;
use crate::input::{PageKind, RawPage};
use crate::judge::{self, Choice, Verdicts};
use crate::leftover::{self, Catalogue, Leftovers};
use crate::limits::{Budget, Excess, Limits};
use crate::measure::{self, Measures};
use crate::meta::{self, Meta};
use crate::score::{Columns, Model, Scores};
use crate::sections::{self, Sections};
use scripted::Scripted;
use serde_json::{Map, Value};
use url::Url;

/// All settings.
#[derive(Debug, Default)]
pub struct Config {
    /// Bounds on what a page may cost.
    pub limits: Limits,
    /// Which leftovers stay, and wordings of the user's own.
    pub leftover: leftover::Settings,
    /// What to keep.
    pub judge: judge::Settings,
    /// What to write.
    pub sections: sections::Settings,
    /// Per-site selectors. Default: none.
    pub rules: SiteRules,
    /// Write the removed blocks with their reasons. Default: no.
    pub explain: bool,
    /// What ids are made from. Default: where the page came from.
    pub id_from: IdFrom,
}

/// Buffers that serve page after page; one per thread.
#[derive(Default)]
pub struct Workspace {
    parser: Parser,
    blocks: Blocks,
    measures: Measures,
    columns: Columns,
    scores: Scores,
}

/// Cleans pages. Immutable and `Sync`: one serves all threads.
///
/// ```
/// use pagesieve::{Cleaner, Config, RawPage};
///
/// let cleaner = Cleaner::new(Config::default());
/// let page = RawPage::html(
///     "<title>Tides</title><nav><a href=/>Home</a></nav><main><h1>Tides</h1>\
///      <p>The sea rises twice a day at Kettle Point, and the older boats are beached for it.</p></main>",
///     None,
/// );
/// let clean = cleaner.clean(&page).unwrap();
/// assert_eq!(clean.title.as_deref(), Some("Tides"));
/// assert_eq!(clean.sections[0].blocks.len(), 1);
/// assert_eq!(clean.removed["boilerplate.navigation"], 1);
/// ```
pub struct Cleaner {
    config: Config,
    catalogue: Catalogue,
    model: Model,
}

/// What makes records of pages: [`Cleaner`], or what stands in for it where a run itself is tested.
pub trait Clean: Sync {
    /// The record of one page, made with buffers of the caller's.
    ///
    /// # Errors
    /// Where the page holds nothing to clean.
    fn page(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError>;

    /// What the ids of pages that give no content are made from.
    fn id_from(&self) -> IdFrom {
        IdFrom::default()
    }
}

impl Clean for Cleaner {
    fn page(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError> {
        self.clean_with(workspace, raw)
    }

    fn id_from(&self) -> IdFrom {
        self.config.id_from
    }
}

/// Everything the stages found, before it is written down.
struct Stages<'w> {
    dom: Option<&'w Dom>,
    blocks: &'w Blocks,
    measures: &'w Measures,
    scored: (&'w Model, &'w Columns, &'w Scores),
    leftovers: Leftovers,
    verdicts: Verdicts,
    scripted: Option<Scripted>,
    meta: Meta,
    cuts: Vec<head::Cut>,
    sections: Sections,
    trouble: Trouble,
    budget: Budget,
}

impl Stages<'_> {
    /// The values that a block's verdict rests on.
    fn because(&self, block: BlockId) -> Map<String, Value> {
        let is_leftover = self.verdicts.of_block.get(block.index()).is_some_and(|v| v.rule.starts_with("leftover."));
        if is_leftover {
            return self.because_leftover(block);
        }
        judge::because(self.blocks, self.measures, self.scored, &self.verdicts, block)
    }

    /// The wording that gave a block or a piece of it away, its system, the unit it stands in, and the wording beside it
    /// that made the evidence enough.
    fn because_leftover(&self, block: BlockId) -> Map<String, Value> {
        let Some(Some(finding)) = self.leftovers.of_block.get(block.index()) else { return Map::new() };
        let mut because = finding.because();
        because.insert("unit".into(), leftover::unit_of(self.blocks, self.dom, block).into());
        because
    }
}

/// How a page was read, and what of it could not be.
struct Trouble {
    excess: Option<Excess>,
    n_replaced: usize,
    charset: &'static str,
    evidence: decode::Evidence,
    repaired: Option<String>,
    n_chars: usize,
}

impl Cleaner {
    /// A cleaner with these settings.
    pub fn new(config: Config) -> Self {
        let catalogue = Catalogue::with(&config.leftover.wordings);
        Cleaner { config, catalogue, model: Model::builtin().unwrap_or_default() }
    }

    /// The cleaner with another model than the one that ships.
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Cleans one page.
    ///
    /// # Errors
    /// Where the page holds nothing to clean; [`CleanPage::of_error`] makes a record of that.
    pub fn clean(&self, raw: &RawPage) -> Result<CleanPage, PageError> {
        self.clean_with(&mut Workspace::default(), raw)
    }

    /// Cleans one page with buffers of the caller's.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn clean_with(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError> {
        self.clean_in_laps(workspace, raw, &mut |_| {})
    }

    /// Cleans one page and tells when each stage is done, for whoever measures them.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn clean_in_laps(
        &self,
        workspace: &mut Workspace,
        raw: &RawPage,
        lap: &mut dyn FnMut(Stage),
    ) -> Result<CleanPage, PageError> {
        let stages = self.stages(workspace, raw, lap)?;
        let page = assemble::page(raw, stages, &self.config);
        lap(Stage::Record);
        Ok(page)
    }

    /// Every block with its verdict and reason, and where each piece of metadata was found.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn explain(&self, raw: &RawPage) -> Result<Explained, PageError> {
        let mut workspace = Workspace::default();
        let stages = self.stages(&mut workspace, raw, &mut |_| {})?;
        Ok(explain::explained(raw, stages))
    }

    fn score<'w>(&self, dom: Option<&Dom>, m: &Measures, columns: &mut Columns, scores: &'w mut Scores) -> &'w Scores {
        scores.clear();
        if dom.is_some() {
            self.model.score(m, columns, scores);
        }
        scores
    }

    fn stages<'w>(
        &'w self,
        workspace: &'w mut Workspace,
        raw: &RawPage,
        lap: &mut dyn FnMut(Stage),
    ) -> Result<Stages<'w>, PageError> {
        self.stages_of(workspace, raw, |_| {}, lap)
    }

    /// All stages; `edit` sees the blocks before they are measured.
    fn stages_of<'w>(
        &'w self,
        workspace: &'w mut Workspace,
        raw: &RawPage,
        edit: impl FnOnce(&mut Blocks),
        lap: &mut dyn FnMut(Stage),
    ) -> Result<Stages<'w>, PageError> {
        let Workspace { parser, blocks, measures, columns, scores } = workspace;
        let limits = &self.config.limits;
        let error = |kind| PageError { place: raw.place.clone(), url: raw.url.clone(), kind };
        // every stage is linear in a bounded number of nodes: to look at the clock between them is to stop in time
        let deadline = limits.deadline();
        let mut done = |stage| {
            lap(stage);
            if deadline.is_over() { Err(error(PageErrorKind::Time(limits.seconds))) } else { Ok(()) }
        };
        let text = decode::decode(raw, limits.page_bytes);
        if text.text.trim().is_empty() {
            return Err(error(PageErrorKind::Empty));
        }
        done(Stage::Decode)?;
        let host = raw.url.as_deref().and_then(|u| Url::parse(u).ok()).and_then(|u| u.host_str().map(str::to_owned));
        let rules = host.as_deref().map(|h| self.config.rules.of_host(h)).unwrap_or_default();
        let lines = (raw.kind == PageKind::Text).then(|| first_lines(&text.text, limits.nodes)).flatten();
        let dom = match raw.kind {
            PageKind::Html => {
                let attributes = if rules.is_empty() { Attributes::Known } else { Attributes::All };
                let dom = parser.parse(&text.text, limits, attributes);
                done(Stage::Dom)?;
                blocks::html::segment(dom, limits, blocks);
                Some(dom)
            }
            PageKind::Text => {
                blocks::text::segment(lines.unwrap_or(&text.text), blocks);
                None
            }
        };
        edit(blocks);
        done(Stage::Blocks)?;
        let head = dom.map(Head::gather);
        let markup = dom.zip(head.as_ref());
        measure::measure(markup, blocks, self.model.names(), raw.url.as_deref(), measures);
        done(Stage::Measure)?;
        let leftovers = leftover::find(blocks, dom, &self.catalogue, &self.config.leftover.keep);
        done(Stage::Leftover)?;
        let choices: Vec<Option<Choice>> = dom.map(|dom| rules::choices(dom, blocks, &rules)).unwrap_or_default();
        let scores = self.score(dom, measures, columns, scores);
        let of_markup = dom.map(|_| scores);
        let mut verdicts = judge::judge(blocks, measures, &leftovers, of_markup, &choices, &self.config.judge);
        done(Stage::Judge)?;
        let scripted = markup.and_then(|markup| scripted::find(self, markup, blocks, &verdicts));
        if let (Some(_), Some(dom)) = (&scripted, dom) {
            scripted::drop_notices(dom, blocks, &mut verdicts);
        }
        done(Stage::Scripts)?;
        let mut meta = meta::read(markup, blocks, raw.url.as_deref(), scores.page_type);
        let cuts = head::clean(&mut meta, blocks, &verdicts, &leftovers, &self.catalogue, &self.config.leftover.keep);
        done(Stage::Meta)?;
        let base = meta.base_url.as_deref().or(raw.url.as_deref()).and_then(|u| Url::parse(u).ok());
        let title = meta.title.as_ref().map(|t| t.value.as_str());
        let budget = Budget::new(limits.output_bytes);
        let settings = &self.config.sections;
        let mut sections = sections::build(blocks, &verdicts, &leftovers, title, base.as_ref(), settings, &budget);
        let language = meta.language.as_ref().map(|l| l.value.as_str());
        meta::dates_of_posts(&mut sections.sections, blocks, language);
        if let Some(scripted) = &scripted {
            scripted.join(&mut sections, title, base.as_ref(), settings, &budget);
        }
        meta::date_of_thread(&mut meta, &sections.sections, scores.page_type);
        done(Stage::Sections)?;
        let is_too_long = raw.bytes.len() as u64 + raw.bytes_missing > limits.page_bytes as u64;
        let too_long = is_too_long.then_some(Excess::PageBytes).filter(|_| raw.bytes.len() >= limits.page_bytes);
        let trouble = Trouble {
            excess: too_long.or(dom.and_then(Dom::excess)).or(lines.map(|_| Excess::Nodes)),
            n_replaced: text.n_replaced,
            charset: text.charset,
            evidence: text.evidence,
            repaired: text.repaired,
            n_chars: text.text.len(),
        };
        let scored = (&self.model, &*columns, scores);
        Ok(Stages {
            dom,
            blocks,
            measures,
            scored,
            leftovers,
            verdicts,
            scripted,
            meta,
            cuts,
            sections,
            trouble,
            budget,
        })
    }
}

/// The first `n` lines of a text that has more; CRLF ends one line.
fn first_lines(text: &str, n: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
    let end = ends.nth(n.saturating_sub(1))?;
    text.get(..end).filter(|_| end + 1 < text.len())
}
