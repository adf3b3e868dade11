//! Bounds on what one page may cost. All are counts, so that the same page meets the same bound on every machine.

/// Bounds for one page. A page over a bound comes out `degraded` with what was read and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page after transfer and content coding are undone; the rest is not read. Default 64 MiB.
    pub page_bytes: usize,
    /// Nodes of a page's tree. Default 1,000,000: the largest of 2,071 labelled real pages has under 60,000.
    pub nodes: usize,
    /// Depth of the tree in elements. Default 512, the depth at which Chromium and WebKit stop nesting.
    pub depth: usize,
    /// Open formatting elements (`b`, `a`, `font`, …): each is opened anew in every following block. Default 64,
    /// which leaves the trees of 300 real pages unchanged.
    pub formatting: usize,
    /// Attributes kept of one tag. Default 256.
    pub attributes: usize,
    /// Columns or rows that one table cell may span. Default 1,000, the HTML standard's own bound on `colspan`.
    pub table_span: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { page_bytes: 64 << 20, nodes: 1_000_000, depth: 512, formatting: 64, attributes: 256, table_span: 1000 }
    }
}

/// A bound that a page went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excess {
    /// [`Limits::page_bytes`].
    PageBytes,
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::formatting`].
    Formatting,
    /// [`Limits::attributes`].
    Attributes,
}

impl Excess {
    /// The bound's name as it stands in a record's `reason`.
    pub fn name(self) -> &'static str {
        match self {
            Excess::PageBytes => "page-bytes",
            Excess::Nodes => "nodes",
            Excess::Depth => "depth",
            Excess::Formatting => "formatting-elements",
            Excess::Attributes => "attributes",
        }
    }
}
