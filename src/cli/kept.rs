//! `--keep-leftovers`, which `clean` and `eval` have alike: names in, kinds of leftovers out.

use crate::leftover;
use clap::ValueEnum;

/// What stays on the page.
#[derive(clap::Args)]
pub(super) struct Kept {
    /// Leave leftovers of these kinds on the page
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub(super) keep_leftovers: Vec<KindName>,
}

impl Kept {
    /// The kinds that were named.
    pub(super) fn kinds(&self) -> Vec<leftover::Kind> {
        self.keep_leftovers.iter().map(|&name| name.into()).collect()
    }
}

/// A kind's name on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum KindName {
    Lorem,
    Placeholder,
    Unrendered,
    Artefact,
}

impl From<KindName> for leftover::Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Lorem => leftover::Kind::Lorem,
            KindName::Placeholder => leftover::Kind::Placeholder,
            KindName::Unrendered => leftover::Kind::Unrendered,
            KindName::Artefact => leftover::Kind::Artefact,
        }
    }
}
