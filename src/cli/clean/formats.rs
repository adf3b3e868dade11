//! The flags that say what to write, as a format; those that do nothing with the format that is named are refused.

use crate::error::RunError;
use crate::write::{Bulk, BulkAction, Chunks, Encoder, Format, Tokens};
use clap::ValueEnum;
use std::path::PathBuf;

/// What to write.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// One JSON object per line
    Jsonl,
    /// One JSON array
    Json,
    /// CommonMark with tables
    Markdown,
    /// Plain text
    Text,
    /// Requests of Elasticsearch's and OpenSearch's _bulk
    Bulk,
    /// Chunks for retrieval, one JSON object per line
    Chunks,
    /// Vespa's feed
    Vespa,
    /// Documents for Meilisearch, one JSON object per line
    Meilisearch,
    /// Documents for Typesense, one JSON object per line
    Typesense,
    /// TRECTEXT
    Trec,
    /// A row per page
    #[cfg(feature = "parquet")]
    Parquet,
    /// A folder for pagesieve search
    Tantivy,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ActionName {
    /// Put a document over an earlier one of its id
    Index,
    /// Put it unless one of its id is there
    Create,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoutingName {
    /// By the host of the page's address
    Host,
}

/// The flags that belong to one format.
#[derive(clap::Args)]
pub(super) struct Flags {
    /// Of bulk: what to do with each document [default: index]
    #[arg(long, value_enum)]
    pub(super) action: Option<ActionName>,
    /// Of bulk: keep pages together on one shard of the index
    #[arg(long, value_enum)]
    pub(super) routing: Option<RoutingName>,
    /// Of chunks: tokens of a chunk at most [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) budget: Option<u32>,
    /// Of chunks: tokens at a chunk's beginning that repeat the end of the one before in its section, fewer than the
    /// budget [default: a tenth of it]
    #[arg(long, value_name = "N")]
    pub(super) overlap: Option<u32>,
    /// Of chunks: count the tokens of this tokenizer.json instead of words
    #[arg(long, value_name = "FILE")]
    pub(super) tokenizer: Option<PathBuf>,
}

impl Flags {
    /// The format of this name.
    pub(super) fn format(&self, name: FormatName) -> Result<Format, RunError> {
        self.refuse_useless(name)?;
        Ok(match name {
            FormatName::Jsonl => Format::Jsonl,
            FormatName::Json => Format::Json,
            FormatName::Markdown => Format::Markdown,
            FormatName::Text => Format::Text,
            FormatName::Bulk => {
                let is_create = self.action == Some(ActionName::Create);
                let action = if is_create { BulkAction::Create } else { BulkAction::Index };
                Format::Bulk(Bulk { action, is_routed: self.routing.is_some() })
            }
            FormatName::Chunks => Format::Chunks(self.chunks()?),
            FormatName::Vespa => Format::Vespa,
            FormatName::Meilisearch | FormatName::Typesense => Format::Documents,
            FormatName::Trec => Format::Trec,
            #[cfg(feature = "parquet")]
            FormatName::Parquet => Format::Parquet,
            #[cfg(feature = "tantivy")]
            FormatName::Tantivy => Format::Tantivy,
            #[cfg(not(feature = "tantivy"))]
            FormatName::Tantivy => return Err(super::super::without_index("--format")),
        })
    }

    fn refuse_useless(&self, name: FormatName) -> Result<(), RunError> {
        let (bulk, chunks) = (FormatName::Bulk, FormatName::Chunks);
        let flags = [
            ("--action", self.action.is_some(), bulk, "bulk"),
            ("--routing", self.routing.is_some(), bulk, "bulk"),
            ("--budget", self.budget.is_some(), chunks, "chunks"),
            ("--overlap", self.overlap.is_some(), chunks, "chunks"),
            ("--tokenizer", self.tokenizer.is_some(), chunks, "chunks"),
        ];
        match flags.into_iter().find(|&(_, is_given, of, _)| is_given && of != name) {
            Some((flag, _, _, of)) => Err(RunError::new(flag, format!("is only for --format {of}"))),
            None => Ok(()),
        }
    }

    fn chunks(&self) -> Result<Chunks, RunError> {
        let budget = self.budget.map_or(Chunks::default().budget, |n| n as usize);
        let overlap = self.overlap.map_or(budget / 10, |n| n as usize);
        if overlap >= budget {
            return Err(RunError::new("--overlap", format!("{overlap} is no less than the budget of {budget}")));
        }
        Ok(Chunks { budget, overlap, tokens: self.tokens()? })
    }

    #[cfg(feature = "tokenizers")]
    fn tokens(&self) -> Result<Tokens, RunError> {
        self.tokenizer.as_deref().map_or(Ok(Tokens::Words), Tokens::of_file)
    }

    #[cfg(not(feature = "tokenizers"))]
    fn tokens(&self) -> Result<Tokens, RunError> {
        match &self.tokenizer {
            None => Ok(Tokens::Words),
            Some(path) => Err(RunError::new(
                super::shown(path),
                "this pagesieve was built without tokenizers (cargo install --features tokenizers)",
            )),
        }
    }
}

/// No file of the format can be gone on with, split or compared as these flags ask.
pub(super) fn refuse_impossible(arguments: &super::Arguments, format: &Format) -> Result<(), RunError> {
    if format.is_folder() && arguments.output.is_none() {
        return Err(RunError::new("--format", "an index is a folder: name it with --output"));
    }
    if format.is_folder() && (arguments.shard_bytes.is_some() || arguments.resume) {
        return Err(RunError::new("--format", "an index is written whole: no --shard-bytes, no --resume"));
    }
    let least = Encoder::min_bytes(format);
    if arguments.shard_bytes.is_some_and(|bytes| bytes < least) {
        return Err(RunError::new("--shard-bytes", format!("files of this format have {least} bytes at least")));
    }
    if arguments.resume && !format.is_sequence() && arguments.shard_bytes.is_none() {
        let why = "one file of this format cannot be gone on with: with --shard-bytes whole shards are kept";
        return Err(RunError::new("--resume", why));
    }
    if arguments.since.is_some() && !format.knows_gone() {
        return Err(RunError::new("--since", "this format has no way to say that a page is gone"));
    }
    Ok(())
}
