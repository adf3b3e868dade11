//! `pagesieve schema`: the schema of a record, or of an engine's index for our documents.

use crate::error::RunError;
use crate::write::Engine;
use clap::ValueEnum;

/// Flags of `schema`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print an index mapping (elasticsearch), index settings (meilisearch), a collection (typesense) or page.sd (vespa)
    #[arg(long = "for", value_name = "ENGINE", value_enum)]
    engine: Option<EngineName>,
}

#[derive(Clone, Copy, ValueEnum)]
enum EngineName {
    #[value(alias = "opensearch")]
    Elasticsearch,
    Meilisearch,
    Typesense,
    Vespa,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let engine = match arguments.engine {
        None => return super::print(&format!("{:#}\n", crate::cleaner::schema())),
        Some(EngineName::Elasticsearch) => Engine::Elasticsearch,
        Some(EngineName::Meilisearch) => Engine::Meilisearch,
        Some(EngineName::Typesense) => Engine::Typesense,
        Some(EngineName::Vespa) => Engine::Vespa,
    };
    super::print(engine.schema())
}
