//! Blocks to measures: one column per quantity, in linear passes. Decides nothing.

mod hints;
mod neighbours;
mod own;
mod repeats;
mod roots;
mod tree;

pub use hints::Hints;

use crate::blocks::Blocks;
use crate::dom::Dom;

macro_rules! columns {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        /// Columns of equal length, one row per block.
        #[derive(Clone, Debug, Default)]
        pub struct Measures {
            $($(#[$doc])+ pub $name: Vec<f32>,)+
            /// Hints of the element itself and its ancestors up to three steps.
            pub near: Vec<Hints>,
            /// Hints of all ancestors.
            pub all: Vec<Hints>,
            tree: tree::Tree,
        }

        impl Measures {
            /// Names of the numeric columns.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// A block's numeric row, in the order of [`Measures::NAMES`].
            pub fn row(&self, block: usize) -> Vec<f32> {
                vec![$(self.$name.get(block).copied().unwrap_or_default()),+]
            }

            fn reset(&mut self, n: usize) {
                $(self.$name.clear(); self.$name.resize(n, 0.0);)+
                self.near.clear();
                self.near.resize(n, Hints::default());
                self.all.clear();
                self.all.resize(n, Hints::default());
            }
        }
    };
}

columns! {
    /// Words of the block; a run of CJK characters counts half its length.
    words,
    /// Characters per word.
    word_length,
    /// Share of its characters that are linked, 0 to 1.
    link_share,
    /// Links in it.
    links,
    /// Sentence ends (`.`, `!`, `?` and their like before white space or the end).
    sentences,
    /// Commas.
    commas,
    /// Share of words that begin with a capital.
    capitals,
    /// Share of characters that are digits.
    digits,
    /// Share of characters that are neither letters, digits nor spaces.
    symbols,
    /// 1 where it ends with a sentence end.
    ends_stop,
    /// 1 where it ends with a colon.
    ends_colon,
    /// 1 where it holds a currency sign beside digits.
    price,
    /// 1 where it holds a copyright sign.
    copyright,
    /// 1 to 6 for a heading, else 0.
    heading,
    /// 1 where it stands in a list.
    in_list,
    /// 1 where it stands in a table of data.
    in_table,
    /// 1 where it is code.
    code,
    /// 1 where it stands in a quotation.
    quote,
    /// 1 where it stands in a caption.
    caption,
    /// 1 where its own element is a paragraph.
    paragraph,
    /// Words before it, as a share of the page's.
    position,
    /// Steps up to the nearest `nav`, capped at 16 as all steps here are.
    to_nav,
    /// Steps up to the nearest `header`.
    to_header,
    /// Steps up to the nearest `footer`.
    to_footer,
    /// Steps up to the nearest `aside`.
    to_aside,
    /// Steps up to the nearest `main`.
    to_main,
    /// Steps up to the nearest `article`.
    to_article,
    /// Steps up to the nearest `form`.
    to_form,
    /// Steps up to the nearest `section`.
    to_section,
    /// Depth in the tree.
    depth,
    /// 1 where an ancestor is hidden by `hidden`, `aria-hidden` or an inline style.
    hidden,
    /// 1 where it stands in a `button` or `label`.
    control,
    /// Words of the smallest container that holds markedly more than the block.
    words1,
    /// Link share of that container.
    links1,
    /// Words of the next larger container.
    words2,
    /// Link share of it.
    links2,
    /// Words of the one after.
    words3,
    /// Link share of it.
    links3,
    /// Share of words in long, little linked blocks in the first container.
    good1,
    /// The same for the second.
    good2,
    /// The same for the third.
    good3,
    /// 1 inside the best-scored element (Readability's measure), 0 outside.
    in_best,
    /// Steps from the common ancestor down to the best-scored element, capped.
    best_down,
    /// Steps from the block up to that common ancestor, capped.
    best_up,
    /// −1 before, 0 inside, 1 after the best-scored element.
    best_side,
    /// 1 inside the smallest element that holds 60 % of the good words.
    in_most,
    /// Steps from the common ancestor down to that element, capped.
    most_down,
    /// Steps from the block up to that common ancestor, capped.
    most_up,
    /// −1 before, 0 inside, 1 after that element.
    most_side,
    /// 1 inside the smallest element that holds 85 % of the good words.
    in_nearly_all,
    /// Steps from the common ancestor down to that element, capped.
    nearly_all_down,
    /// Blocks with the same text earlier on the page.
    same_before,
    /// Blocks with the same text on the page, this one not counted.
    same,
    /// Siblings of its unit (ancestor chain of equal tag and class) that are alike.
    alike,
    /// Mean words of those siblings.
    alike_words,
    /// Link share of those siblings.
    alike_links,
    /// Blocks since the last heading, capped at 50.
    since_heading,
    /// Level of the last heading, 0 where none came.
    under_heading,
    /// Blocks since the last `h1` (negative: until the next), capped at 100 either way; 100 where there is none.
    since_h1,
    /// Words of the block before.
    words_before,
    /// Link share of the block before.
    links_before,
    /// Words of the block after.
    words_after,
    /// Link share of the block after.
    links_after,
    /// Good words within five blocks before and after.
    good_around,
    /// Share of linked words within five blocks before and after.
    links_around,
    /// Words of the page.
    page_words,
    /// Link share of the page.
    page_links,
    /// Share of the page's words that are good.
    page_good,
}

/// Measures a page's blocks; `dom` is `None` on pages without markup.
pub fn measure(dom: Option<&Dom>, blocks: &Blocks, out: &mut Measures) {
    out.reset(blocks.len());
    own::measure(blocks, out);
    neighbours::measure(blocks, out);
    repeats::measure_texts(blocks, out);
    if let Some(dom) = dom {
        let mut tree = std::mem::take(&mut out.tree);
        tree.gather(dom, blocks, out);
        tree::measure(dom, &tree, out);
        roots::measure(dom, &tree, out);
        repeats::measure_units(dom, &tree, out);
        out.tree = tree;
    }
}

/// Whether a block reads as running text: 10 words or more, less than 40 % of it linked.
fn is_good(words: f32, link_share: f32) -> bool {
    words >= 10.0 && link_share < 0.4
}
