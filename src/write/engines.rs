//! What an engine must be told before it takes our documents: mappings and schemas of its own, as text.

/// The engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Elasticsearch and OpenSearch: the body of the request that makes the index.
    Elasticsearch,
    /// Meilisearch: the body of the request that sets the index up.
    Meilisearch,
    /// Typesense: the body of the request that makes the collection.
    Typesense,
    /// Vespa: the schema file `page.sd`.
    Vespa,
}

impl Engine {
    /// What it must be told.
    pub fn schema(self) -> &'static str {
        match self {
            Engine::Elasticsearch => include_str!("engines/elasticsearch.json"),
            Engine::Meilisearch => include_str!("engines/meilisearch.json"),
            Engine::Typesense => include_str!("engines/typesense.json"),
            Engine::Vespa => include_str!("engines/page.sd"),
        }
    }
}
