#![doc = include_str!("../README.md")]

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod bench;
pub mod blocks;
pub mod cleaner;
pub mod cli;
pub mod decode;
pub mod dom;
mod eights;
pub mod error;
pub mod eval;
mod hashed;
pub mod head;
pub mod input;
pub mod journal;
pub mod judge;
pub mod leftover;
pub mod limits;
pub mod measure;
pub mod meta;
mod months;
pub mod output;
pub mod pipeline;
#[cfg(feature = "tantivy")]
pub mod search;
pub mod tally;
pub mod updates;
pub mod write;

pub use cleaner::{CleanPage, Cleaner, Config, Explained};
pub use input::RawPage;
pub mod place;
pub mod score;
pub mod scripts;
pub mod sections;
