//! pagesieve

#![allow(dead_code)]

pub mod blocks;
pub mod decode;
pub mod dom;
pub mod error;
pub mod input;
pub mod judge;
pub mod leftover;
pub mod limits;
pub mod measure;
pub mod meta;
pub mod place;
pub mod sections;
