//! The stages by name, for whoever measures them.

/// A stage of the cleaner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Bytes to text.
    Decode,
    /// Text to tree.
    Dom,
    /// Tree or text to blocks.
    Blocks,
    /// Blocks to measures.
    Measure,
    /// Leftovers found.
    Leftover,
    /// Blocks scored and judged.
    Judge,
    /// What the page says of itself.
    Meta,
    /// Blocks to sections.
    Sections,
    /// Words that stand only in scripts.
    Scripts,
    /// Sections to record.
    Record,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Stage; 10] = [
        Stage::Decode,
        Stage::Dom,
        Stage::Blocks,
        Stage::Measure,
        Stage::Leftover,
        Stage::Judge,
        Stage::Meta,
        Stage::Sections,
        Stage::Scripts,
        Stage::Record,
    ];

    /// Its name: mostly that of its room.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Decode => "decode",
            Stage::Dom => "dom",
            Stage::Blocks => "blocks",
            Stage::Measure => "measure",
            Stage::Leftover => "leftover",
            Stage::Judge => "judge",
            Stage::Meta => "meta",
            Stage::Sections => "sections",
            Stage::Scripts => "scripts",
            Stage::Record => "record",
        }
    }
}
