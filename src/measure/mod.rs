//! Blocks to measures: one column per quantity, in linear passes. Decides nothing.

mod hints;
mod kinds;
mod names;
mod neighbours;
mod odds;
mod own;
mod page;
mod repeats;
mod roots;
mod titles;
mod tree;
mod units;
mod words;

pub use hints::Hints;
pub(crate) use odds::{Built, places, words_of_bits};
pub use odds::{NameBytes, NameOdds, NameTable, PAGE_TYPES};
pub(crate) use own::is_unparted;

use crate::blocks::Blocks;
use crate::dom::Dom;
use crate::head::Head;

/// A numeric column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Column<'m> {
    /// A value for each block.
    Rows(&'m [f32]),
    /// What the page as a whole has.
    Page(f32),
}

/// What stands in rows that were not written, where such faults are looked for: far from any value.
const UNWRITTEN: f32 = f32::MAX;

/// What a column is kept in.
trait Quantity {
    /// Makes room for `n` rows, all of which are to be written: they hold what the page before had.
    fn reset(&mut self, n: usize);
    /// Makes all rows 0.
    fn zero(&mut self);
    fn column(&self) -> Column<'_>;
}

impl Quantity for Vec<f32> {
    fn reset(&mut self, n: usize) {
        self.resize(n, 0.0);
        if cfg!(debug_assertions) {
            self.fill(UNWRITTEN);
        }
    }

    fn zero(&mut self) {
        self.fill(0.0);
    }

    fn column(&self) -> Column<'_> {
        Column::Rows(self)
    }
}

impl Quantity for f32 {
    fn reset(&mut self, _: usize) {
        *self = 0.0;
    }

    fn zero(&mut self) {
        *self = 0.0;
    }

    fn column(&self) -> Column<'_> {
        Column::Page(*self)
    }
}

/// Columns by name, each cut to `n` rows: with one length known to all of them, a loop over `0..n` that fills them asks for
/// the bounds of none.
macro_rules! rows {
    ($m:ident, $n:expr; $($name:ident),+ $(,)?) => {
        $(let $name = &mut $m.$name[..$n];)+
    };
}
use rows;

macro_rules! columns {
    ($($(#[$doc:meta])+ $name:ident: $quantity:ty,)+) => {
        /// Columns of equal length, one row per block; what is the same in every row is one number.
        #[derive(Clone, Debug, Default)]
        pub struct Measures {
            $($(#[$doc])+ pub $name: $quantity,)+
            /// Hints of the element itself and its ancestors up to three steps.
            pub near: Vec<Hints>,
            /// Hints of all ancestors.
            pub all: Vec<Hints>,
            /// The outermost list, table or definition list, as its group's number; 0 for none.
            pub units: Vec<u32>,
            /// A number for each shape (own and parent's tag and first class); empty on pages without markup.
            pub shapes: Vec<u32>,
            /// The columns on names.
            names: names::Names,
            tree: tree::Tree,
        }

        impl Measures {
            /// Names of the numeric columns.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// Hands out the numeric columns in the order of [`Measures::NAMES`].
            pub fn each_column(&self, mut take: impl FnMut(Column<'_>)) {
                $(take(self.$name.column());)+
            }

            fn reset(&mut self, n: usize) {
                self.names.reset(n);
                self.shapes.clear();
                $(self.$name.reset(n);)+
                self.near.clear();
                self.near.resize(n, Hints::default());
                self.all.clear();
                self.all.resize(n, Hints::default());
            }

            fn zero(&mut self) {
                $(self.$name.zero();)+
            }
        }
    };
}

columns! {
    /// Words of the block; a run of CJK characters counts half its length.
    words: Vec<f32>,
    /// Characters per word.
    word_length: Vec<f32>,
    /// Share of its characters that are linked, 0 to 1.
    link_share: Vec<f32>,
    /// Links in it.
    links: Vec<f32>,
    /// Sentence ends (`.`, `!`, `?` and their like before white space or the end).
    sentences: Vec<f32>,
    /// Commas.
    commas: Vec<f32>,
    /// Share of words that begin with a capital.
    capitals: Vec<f32>,
    /// Share of characters that are digits.
    digits: Vec<f32>,
    /// Share of characters that are neither letters, digits nor spaces.
    symbols: Vec<f32>,
    /// 1 where it ends with a sentence end.
    ends_stop: Vec<f32>,
    /// 1 where it ends with a colon.
    ends_colon: Vec<f32>,
    /// 1 where it holds a currency sign beside digits.
    price: Vec<f32>,
    /// 1 where it holds a copyright sign.
    copyright: Vec<f32>,
    /// 1 to 6 for a heading, else 0.
    heading: Vec<f32>,
    /// 1 where it stands in a list.
    in_list: Vec<f32>,
    /// 1 where it stands in a table of data.
    in_table: Vec<f32>,
    /// 1 where it is code.
    code: Vec<f32>,
    /// 1 where it stands in a quotation.
    quote: Vec<f32>,
    /// 1 where it stands in a caption.
    caption: Vec<f32>,
    /// 1 where its own element is a paragraph.
    paragraph: Vec<f32>,
    /// Words before it, as a share of the page's.
    position: Vec<f32>,
    /// Steps up to the nearest `nav`, capped at 16 as all steps here are.
    to_nav: Vec<f32>,
    /// Steps up to the nearest `header`.
    to_header: Vec<f32>,
    /// Steps up to the nearest `footer`.
    to_footer: Vec<f32>,
    /// Steps up to the nearest `aside`.
    to_aside: Vec<f32>,
    /// Steps up to the nearest `main`.
    to_main: Vec<f32>,
    /// Steps up to the nearest `article`.
    to_article: Vec<f32>,
    /// Steps up to the nearest `form`.
    to_form: Vec<f32>,
    /// Steps up to the nearest `section`.
    to_section: Vec<f32>,
    /// Depth in the tree.
    depth: Vec<f32>,
    /// 1 where an ancestor is hidden by `hidden`, `aria-hidden` or an inline style.
    hidden: Vec<f32>,
    /// 1 where it stands in a `button` or `label`.
    control: Vec<f32>,
    /// Words of the smallest container that holds markedly more than the block.
    words1: Vec<f32>,
    /// Link share of that container.
    links1: Vec<f32>,
    /// Words of the next larger container.
    words2: Vec<f32>,
    /// Link share of it.
    links2: Vec<f32>,
    /// Words of the one after.
    words3: Vec<f32>,
    /// Link share of it.
    links3: Vec<f32>,
    /// Share of words in long, little linked blocks in the first container.
    good1: Vec<f32>,
    /// The same for the second.
    good2: Vec<f32>,
    /// The same for the third.
    good3: Vec<f32>,
    /// 1 inside the best-scored element (Readability's measure), 0 outside.
    in_best: Vec<f32>,
    /// Steps from the common ancestor down to the best-scored element, capped.
    best_down: Vec<f32>,
    /// Steps from the block up to that common ancestor, capped.
    best_up: Vec<f32>,
    /// 0 before, 1 inside or around, 2 after the best-scored element.
    best_side: Vec<f32>,
    /// 1 inside the smallest element that holds 60 % of the good words.
    in_most: Vec<f32>,
    /// Steps from the common ancestor down to that element, capped.
    most_down: Vec<f32>,
    /// Steps from the block up to that common ancestor, capped.
    most_up: Vec<f32>,
    /// 0 before, 1 inside or around, 2 after that element.
    most_side: Vec<f32>,
    /// 1 inside the smallest element that holds 85 % of the good words.
    in_nearly_all: Vec<f32>,
    /// Steps from the common ancestor down to that element, capped.
    nearly_all_down: Vec<f32>,
    /// Blocks with the same text earlier on the page.
    same_before: Vec<f32>,
    /// Blocks with the same text on the page, this one not counted.
    same: Vec<f32>,
    /// Siblings of its unit (ancestor chain of equal tag and class) that are alike.
    alike: Vec<f32>,
    /// Mean words of those siblings.
    alike_words: Vec<f32>,
    /// Link share of those siblings.
    alike_links: Vec<f32>,
    /// Blocks since the last heading, capped at 50.
    since_heading: Vec<f32>,
    /// Level of the last heading, 0 where none came.
    under_heading: Vec<f32>,
    /// Blocks since the last `h1`, capped at 100; 100 where none came.
    since_h1: Vec<f32>,
    /// Blocks until the next `h1`, capped at 100; 100 where none comes.
    until_h1: Vec<f32>,
    /// Words of the block before.
    words_before: Vec<f32>,
    /// Link share of the block before.
    links_before: Vec<f32>,
    /// Words of the block after.
    words_after: Vec<f32>,
    /// Link share of the block after.
    links_after: Vec<f32>,
    /// Good words within five blocks before and after.
    good_around: Vec<f32>,
    /// Share of linked words within five blocks before and after.
    links_around: Vec<f32>,
    /// Words of the page.
    page_words: f32,
    /// Link share of the page.
    page_links: f32,
    /// Share of the page's words that are good.
    page_good: f32,
    /// What its own element is: 0 `div` and any other, 1 `span`, 2 `p`, 3 `li`, 4 cell, 5 `a`, 6 heading, 7 control,
    /// 8 term or description.
    element: Vec<f32>,
    /// Steps up to the nearest `li`.
    to_item: Vec<f32>,
    /// Steps up to the nearest `table`.
    to_table: Vec<f32>,
    /// 1 where it names a year or a time of day.
    dated: Vec<f32>,
    /// Signs that part entries: `|`, `·`, `•`, `›`, `»`, `/`.
    separators: Vec<f32>,
    /// Blocks before it, as a share of the page's.
    blocks_before: Vec<f32>,
    /// Good words before it, as a share of the page's.
    good_before: Vec<f32>,
    /// The first container's share of the page's words.
    share1: Vec<f32>,
    /// The second's.
    share2: Vec<f32>,
    /// The third's.
    share3: Vec<f32>,
    /// Its number among the siblings that are alike.
    alike_index: Vec<f32>,
    /// Their share of the page's words.
    alike_share: Vec<f32>,
    /// Share of their words that are good.
    alike_good: Vec<f32>,
    /// Blocks of its shape (own and parent's tag and first class) anywhere on the page.
    shape_blocks: Vec<f32>,
    /// Words of each of them, on average.
    shape_words: Vec<f32>,
    /// Their link share.
    shape_links: Vec<f32>,
    /// Share of their words that are good.
    shape_good: Vec<f32>,
    /// Their share of the page's words.
    shape_share: Vec<f32>,
    /// Blocks whose parent is of the same shape as its own parent.
    parent_blocks: Vec<f32>,
    /// Words of each of them, on average.
    parent_words: Vec<f32>,
    /// Their link share.
    parent_links: Vec<f32>,
    /// Share of their words that are good.
    parent_good: Vec<f32>,
    /// Their share of the page's words.
    parent_share: Vec<f32>,
    /// Level of the block before where it is a heading, else 0.
    heading_before: Vec<f32>,
    /// Level of the block after where it is a heading, else 0.
    heading_after: Vec<f32>,
    /// Words of the block before that one.
    words_before2: Vec<f32>,
    /// Words of the block after that one.
    words_after2: Vec<f32>,
    /// Link share of the block before that one.
    links_before2: Vec<f32>,
    /// Link share of the block after that one.
    links_after2: Vec<f32>,
    /// 1 where the block before has the same parent element.
    beside_before: Vec<f32>,
    /// 1 where the block after has the same parent element.
    beside_after: Vec<f32>,
    /// Share of its words that stand in the page's `<title>`.
    in_title: Vec<f32>,
    /// Share of the title's words that stand in it.
    of_title: Vec<f32>,
    /// Share of its words that stand in the page's description.
    in_description: Vec<f32>,
    /// Words of the outermost list or table it stands in, its own where it stands in none.
    unit_words: Vec<f32>,
    /// Link share of that list or table.
    unit_links: Vec<f32>,
    /// Blocks of that list or table.
    unit_blocks: Vec<f32>,
    /// Blocks of the page.
    page_blocks: f32,
    /// Share of the page's blocks that stand in lists.
    page_items: f32,
    /// Share of the page's blocks that show a price.
    page_prices: f32,
    /// Share of the page's blocks that name a date.
    page_dates: f32,
    /// Share of the page's blocks that are headings.
    page_headings: f32,
    /// Share of the page's words under hints of posts, answers and reviews.
    page_posts: f32,
    /// Share of the page's words under hints of products.
    page_products: f32,
    /// Words per block of the first container.
    per_block1: Vec<f32>,
    /// Of the second.
    per_block2: Vec<f32>,
    /// Of the third.
    per_block3: Vec<f32>,
    /// Share of the first container's words in `<p>`.
    paragraphs1: Vec<f32>,
    /// Of the second's.
    paragraphs2: Vec<f32>,
    /// Of the third's.
    paragraphs3: Vec<f32>,
    /// Share of the first container's blocks that are headings.
    headings1: Vec<f32>,
    /// Of the second's.
    headings2: Vec<f32>,
    /// Images and inputs in the first container, per block.
    media1: Vec<f32>,
    /// In the second.
    media2: Vec<f32>,
    /// In the page.
    page_media: f32,
    /// Share of the page's words in `<p>`.
    page_paragraphs: f32,
    /// 1 where it or an element around it up to three steps has an `itemprop` of a text: `articleBody`, `description`, …
    itemprop_text: Vec<f32>,
    /// 1 where such an element has any other `itemprop`.
    itemprop_other: Vec<f32>,
    /// 1 where the page says of itself that it is an article (`og:type`, JSON-LD).
    says_article: f32,
    /// 1 where it says it is a product.
    says_product: f32,
    /// 1 where it says it is a thread or a question.
    says_thread: f32,
    /// 1 where it says it is a list of others.
    says_list: f32,
    /// 1 where it names the software of a shop.
    says_shop: f32,
    /// 1 where it names the software of a forum.
    says_forum: f32,
    /// 1 where it names the software of a manual.
    says_manual: f32,
}

/// Names of elements as a page has them, for learning their odds.
#[derive(Clone, Debug, Default)]
pub struct PageNames {
    /// For each element with blocks in it, in document order, the number of the one around it; 0 is the page.
    pub parents: Vec<u32>,
    /// The hashes of each one's names.
    pub of_element: Vec<Vec<u32>>,
    /// The element of each block.
    pub of_block: Vec<u32>,
    /// Hashes of what the page says of itself.
    pub of_page: Vec<u32>,
    /// Hashes of the words of its headings and short texts.
    pub of_words: Vec<u32>,
}

impl Measures {
    /// Names of the columns on names.
    pub const OF_NAMES: &'static [&'static str] = &names::COLUMNS;

    /// Hands out the columns on names, in the order of [`Measures::OF_NAMES`]: bytes, 128 where nothing is known.
    pub fn each_of_names(&self, take: impl FnMut(&[u8])) {
        self.names.columns.iter().map(Vec::as_slice).for_each(take);
    }

    /// What the page's names and words say of its type, for each type: 128 where nothing is known.
    pub fn names_of_types(&self) -> [u8; PAGE_TYPES] {
        self.names.types
    }

    /// Whether the block stands in a `<footer>` that is none of an article, a section or a quotation.
    pub fn is_in_foot(&self, block: usize) -> bool {
        let foot = self.to_footer[block];
        let is_around = |steps: f32| steps < 16.0 && steps > foot;
        let is_of_part = is_around(self.to_article[block]) || is_around(self.to_section[block]);
        foot < 16.0 && !is_of_part && self.quote[block] == 0.0
    }

    /// Whether an element around the block is hidden by `hidden` or an inline style and has no other attribute, the page has no
    /// scripts, and the element less than three quarters of its words: what holds more is shown by a style sheet.
    pub fn is_hidden_for_good(&self, block: usize) -> bool {
        self.tree.is_hidden_for_good(block)
    }

    /// Whether the block's element, or one of the boxes around it, has the same parent as the element of `other` or as the box
    /// around that. False on pages without markup.
    pub fn stands_beside(&self, block: usize, other: usize) -> bool {
        self.tree.stands_beside(block, other)
    }

    /// The page's names themselves.
    pub fn page_names(&self) -> PageNames {
        let tree = &self.tree;
        let rows = |range: (u32, u32)| &tree.names[range.0 as usize..range.1 as usize];
        let of = |b: &tree::Branch| [rows(tree.classes[b.classes as usize]), rows(b.names)].concat();
        PageNames {
            parents: tree.branches.iter().map(|b| b.parent).collect(),
            of_element: tree.branches.iter().map(of).collect(),
            of_block: tree.of_block.clone(),
            of_page: self.names.of_page.clone(),
            of_words: self.names.of_words.clone(),
        }
    }
}

/// Measures a page's blocks; `markup` is `None` on pages without any. `names` is what is known of names, `url` the page's
/// address.
pub fn measure(
    markup: Option<(&Dom, &Head<'_>)>,
    blocks: &Blocks,
    names: &NameTable,
    url: Option<&str>,
    out: &mut Measures,
) {
    out.reset(blocks.len());
    if markup.is_none() {
        // most columns are on the tree
        out.zero();
    }
    own::measure(blocks, out);
    neighbours::measure(blocks, out);
    repeats::measure_texts(blocks, out);
    units::measure(blocks, out);
    if let Some((dom, head)) = markup {
        let mut tree = std::mem::take(&mut out.tree);
        tree.gather(dom, blocks, out);
        tree::measure(dom, &tree, out);
        roots::measure(dom, &tree, out);
        repeats::measure_units(&tree, out);
        repeats::measure_shapes(&tree, out);
        let mut of_words = std::mem::take(&mut out.names.of_words);
        words::measure(head, blocks, out, &mut of_words);
        out.names.of_words = of_words;
        kinds::measure(dom, head, out);
        names::of_page(dom, head, url, &mut out.names.of_page);
        out.names.measure(&tree, &out.heading, names);
        out.tree = tree;
    }
    page::measure(out);
}

/// Whether a block reads as running text: 10 words or more, less than 40 % of it linked.
fn is_good(words: f32, link_share: f32) -> bool {
    words >= 10.0 && link_share < 0.4
}
