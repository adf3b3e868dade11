//! Bounds on what one page may cost. They are counts, so that the same page meets the same bound on every machine; the
//! clock is only the backstop against a fault of pagesieve's own. Measures nothing by itself.

use std::cell::Cell;
use std::fmt;
use std::time::{Duration, Instant};

/// Bounds for one page, each with its name in [`BOUNDS`]. A page over one of the counts comes out `degraded` with what was read and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page after transfer and content coding are undone; the rest is not read. Default 64 MiB.
    pub page_bytes: usize,
    /// Bytes that a packed member may unpack to for each of its own, once it has given more than `page_bytes`; over that it
    /// is a bomb and is not read on, nor is a file of more than a few of them. Default 300: pages pack 4- to 30-fold, deflate
    /// cannot pass 1,032.
    pub unpacked_ratio: u64,
    /// Nodes of a page's tree, or lines of a page without markup. Default 500,000: the largest of 2,071 labelled real
    /// pages has under 60,000, and a page of nothing but list entries takes about 600 bytes of memory for each.
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
    /// Bytes of text and addresses in a page's record, before they are written as JSON; what comes after is left out.
    /// Default 64 MiB, which no page reaches but by saying one thing many times: a base that all its links are resolved
    /// against, a heading that stands in the path of all sections.
    pub output_bytes: usize,
    /// Seconds of wall-clock time. A page that takes longer comes out `failed`. Looked at between the stages and within the
    /// parse; only in a process of its own is a page stopped within any other stage. Default 60: no page within the other
    /// bounds takes a tenth of it.
    pub seconds: u64,
    /// Bytes of address space of a worker that is a process of its own. Default 4 GiB: the costliest page within the other
    /// bounds takes a tenth of it.
    pub memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            page_bytes: 64 << 20,
            unpacked_ratio: 300,
            nodes: 500_000,
            depth: 512,
            formatting: 64,
            attributes: 256,
            table_span: 1000,
            output_bytes: 64 << 20,
            seconds: 60,
            memory_bytes: 4 << 30,
        }
    }
}

/// A bound by the name it is set by.
pub struct Bound {
    /// The name, as it stands in a record's `reason`.
    pub name: &'static str,
    /// What it bounds, in words.
    pub meaning: &'static str,
    set: fn(&mut Limits, u64),
    get: fn(&Limits) -> u64,
}

impl Bound {
    /// Its value.
    pub fn value(&self, limits: &Limits) -> u64 {
        (self.get)(limits)
    }
}

/// More than there is room for is no bound.
fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// All bounds.
pub const BOUNDS: [Bound; 10] = [
    Bound {
        name: "page-bytes",
        meaning: "bytes of a page, unpacked",
        set: |limits, n| limits.page_bytes = count(n),
        get: |limits| limits.page_bytes as u64,
    },
    Bound {
        name: "unpacked-ratio",
        meaning: "bytes that one packed byte may give",
        set: |limits, n| limits.unpacked_ratio = n,
        get: |limits| limits.unpacked_ratio,
    },
    Bound {
        name: "nodes",
        meaning: "nodes of a page's tree, lines of a text",
        set: |limits, n| limits.nodes = count(n),
        get: |limits| limits.nodes as u64,
    },
    Bound {
        name: "depth",
        meaning: "elements in one another",
        set: |limits, n| limits.depth = count(n),
        get: |limits| limits.depth as u64,
    },
    Bound {
        name: "formatting-elements",
        meaning: "open formatting elements",
        set: |limits, n| limits.formatting = count(n),
        get: |limits| limits.formatting as u64,
    },
    Bound {
        name: "attributes",
        meaning: "attributes of a tag",
        set: |limits, n| limits.attributes = count(n),
        get: |limits| limits.attributes as u64,
    },
    Bound {
        name: "table-span",
        meaning: "rows or columns of a table's cell",
        set: |limits, n| limits.table_span = count(n),
        get: |limits| limits.table_span as u64,
    },
    Bound {
        name: "output-bytes",
        meaning: "bytes of text and addresses in a record",
        set: |limits, n| limits.output_bytes = count(n),
        get: |limits| limits.output_bytes as u64,
    },
    Bound {
        name: "seconds",
        meaning: "seconds that a page may take",
        set: |limits, n| limits.seconds = n,
        get: |limits| limits.seconds,
    },
    Bound {
        name: "memory-bytes",
        meaning: "bytes of memory of a process of --isolate",
        set: |limits, n| limits.memory_bytes = n,
        get: |limits| limits.memory_bytes,
    },
];

/// A bound that there is none of, or that cannot be set to this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitError(String);

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LimitError {}

impl Limits {
    /// Sets the bound that `NAME=N` names; names are those in a record's `reason`.
    ///
    /// # Errors
    /// Where there is no such bound or the number is none.
    pub fn set(&mut self, setting: &str) -> Result<(), LimitError> {
        let (name, number) =
            setting.split_once('=').ok_or_else(|| LimitError("is not of the form NAME=N".to_owned()))?;
        let number: u64 = number.trim().parse().map_err(|_| LimitError(format!("`{number}` is no number")))?;
        let Some(bound) = BOUNDS.iter().find(|bound| bound.name == name.trim()) else {
            let names = BOUNDS.map(|bound| bound.name).join(", ");
            return Err(LimitError(format!("no limit is called `{name}`; there are {names}")));
        };
        (bound.set)(self, number);
        Ok(())
    }

    /// When a page that is begun now must be done.
    pub fn deadline(&self) -> Deadline {
        Deadline(Instant::now().checked_add(Duration::from_secs(self.seconds)))
    }
}

/// A point in time; none where it lies too far off to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// Whether it is over.
    pub fn is_over(self) -> bool {
        self.0.is_some_and(|at| Instant::now() >= at)
    }
}

/// What is left of a bound on bytes. Once one demand on it was too high, all are.
#[derive(Clone, Debug)]
pub struct Budget {
    left: Cell<Option<usize>>,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: usize) -> Budget {
        Budget { left: Cell::new(Some(bytes)) }
    }

    /// Takes bytes off the budget; `false` where there are not so many left.
    pub fn spend(&self, bytes: usize) -> bool {
        self.left.set(self.left.get().and_then(|left| left.checked_sub(bytes)));
        !self.is_over()
    }

    /// Whether more was demanded than there was.
    pub fn is_over(&self) -> bool {
        self.left.get().is_none()
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
    /// [`Limits::output_bytes`].
    OutputBytes,
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
            Excess::OutputBytes => "output-bytes",
        }
    }
}
