//! A record's fields as columns. A block is a struct of all that any kind of block has: Parquet knows no unions. Types that
//! hold themselves are unknown to Arrow, so that a list's entries stand flat, in reading order, each with its depth.

use super::column::{Column, Counts, Flag, Float64, Int32, Int64, List, Maybe, Text, columns};
use crate::cleaner::{CleanPage, Removed};
use crate::sections::{Content, LinkOut, ListItem, Section};

columns!(
    /// Where a page came from.
    SourceColumns {
        path: Text = "path",
        record: Int64 = "record",
        offset: Int64 = "offset",
        length: Int64 = "length",
    }
);

columns!(
    /// An author.
    AuthorColumns {
        name: Text = "name",
        role: Maybe<Text> = "role",
        bio: Maybe<Text> = "bio",
        url: Maybe<Text> = "url",
    }
);

columns!(
    /// A link.
    LinkColumns {
        text: Text = "text",
        url: Text = "url",
    }
);

columns!(
    /// An entry of a list; `depth` 0 is the list's own.
    ItemColumns {
        depth: Int32 = "depth",
        text: Text = "text",
        number: Maybe<Int32> = "number",
        checked: Maybe<Flag> = "checked",
        ordered: Flag = "ordered",
        start: Maybe<Int32> = "start",
        style: Maybe<Text> = "style",
        links: List<LinkColumns> = "links",
    }
);

columns!(
    /// A term and its description.
    DefinitionColumns {
        term: Text = "term",
        text: Text = "text",
    }
);

columns!(
    /// A block of any kind; what its kind does not have is null or an empty list.
    BlockColumns {
        kind: Text = "type",
        text: Maybe<Text> = "text",
        ordered: Maybe<Flag> = "ordered",
        start: Maybe<Int32> = "start",
        style: Maybe<Text> = "style",
        items: List<ItemColumns> = "items",
        caption: Maybe<Text> = "caption",
        header_columns: Maybe<Int32> = "header_columns",
        header: List<List<Text>> = "header",
        rows: List<List<Text>> = "rows",
        language: Maybe<Text> = "language",
        cite: Maybe<Text> = "cite",
        definitions: List<DefinitionColumns> = "definitions",
        src: Maybe<Text> = "src",
        alt: Maybe<Text> = "alt",
        links: List<LinkColumns> = "links",
    }
);

columns!(
    /// A section.
    SectionColumns {
        heading: Maybe<Text> = "heading",
        level: Int32 = "level",
        path: List<Text> = "path",
        author: Maybe<Text> = "author",
        published: Maybe<Text> = "published",
        accepted: Flag = "accepted",
        comment: Flag = "comment",
        blocks: List<BlockColumns> = "blocks",
    }
);

columns!(
    /// A source that the page lists.
    ReferenceColumns {
        number: Maybe<Int64> = "number",
        text: Text = "text",
    }
);

columns!(
    /// Bytes of the decoded page.
    SpanColumns {
        start: Int64 = "start",
        end: Int64 = "end",
    }
);

columns!(
    /// A block that was removed; `because` is JSON.
    RemovedColumns {
        text: Text = "text",
        rule: Text = "rule",
        because: Text = "because",
        span: SpanColumns = "span",
    }
);

columns!(
    /// A record.
    RecordColumns {
        schema: Text = "schema",
        id: Text = "id",
        source: SourceColumns = "source",
        status: Text = "status",
        reason: Maybe<Text> = "reason",
        repaired: Maybe<Text> = "repaired",
        url: Maybe<Text> = "url",
        canonical_url: Maybe<Text> = "canonical_url",
        site_name: Maybe<Text> = "site_name",
        page_type: Maybe<Text> = "page_type",
        confidence: Maybe<Float64> = "confidence",
        language: Maybe<Text> = "language",
        title: Maybe<Text> = "title",
        description: Maybe<Text> = "description",
        authors: List<AuthorColumns> = "authors",
        published: Maybe<Text> = "published",
        modified: Maybe<Text> = "modified",
        tags: List<Text> = "tags",
        license: Maybe<Text> = "license",
        image: Maybe<Text> = "image",
        sections: List<SectionColumns> = "sections",
        references: List<ReferenceColumns> = "references",
        removed: Counts = "removed",
        removed_blocks: List<RemovedColumns> = "removed_blocks",
        words: Int64 = "words",
    }
);

/// A count as Arrow has it; none comes near the bound.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl RecordColumns {
    pub(super) fn push(&mut self, page: &CleanPage) {
        self.schema.push(&page.schema);
        self.id.push(&page.id);
        self.source.path.push(&page.source.path);
        self.source.record.push(signed(page.source.record));
        self.source.offset.push(signed(page.source.offset));
        self.source.length.push(signed(page.source.length));
        self.status.push(page.status.name());
        self.reason.push(page.reason.as_deref());
        self.repaired.push(page.repaired.as_deref());
        self.url.push(page.url.as_deref());
        self.canonical_url.push(page.canonical_url.as_deref());
        self.site_name.push(page.site_name.as_deref());
        self.page_type.push(page.page_type.map(|kind| kind.name()));
        self.confidence.push(page.confidence);
        self.language.push(page.language.as_deref());
        self.title.push(page.title.as_deref());
        self.description.push(page.description.as_deref());
        self.push_authors(page);
        self.published.push(page.published.as_deref());
        self.modified.push(page.modified.as_deref());
        self.tags.push(&page.tags);
        self.license.push(page.license.as_deref());
        self.image.push(page.image.as_deref());
        page.sections.iter().for_each(|section| self.sections.values.push(section));
        self.sections.end_row();
        for reference in &page.references {
            self.references.values.number.push(reference.number.map(i64::from));
            self.references.values.text.push(&reference.text);
        }
        self.references.end_row();
        self.removed.push(&page.removed);
        page.removed_blocks.iter().for_each(|removed| self.removed_blocks.values.push(removed));
        self.removed_blocks.end_row();
        self.words.push(signed(page.words));
    }

    fn push_authors(&mut self, page: &CleanPage) {
        let columns = &mut self.authors.values;
        for author in &page.authors {
            columns.name.push(&author.name);
            columns.role.push(author.role.as_deref());
            columns.bio.push(author.bio.as_deref());
            columns.url.push(author.url.as_deref());
        }
        self.authors.end_row();
    }
}

impl RemovedColumns {
    fn push(&mut self, removed: &Removed) {
        self.text.push(&removed.text);
        self.rule.push(&removed.rule);
        self.because.push(serde_json::to_string(&removed.because).unwrap_or_default());
        self.span.start.push(i64::from(removed.span.0));
        self.span.end.push(i64::from(removed.span.1));
    }
}

impl SectionColumns {
    fn push(&mut self, section: &Section) {
        self.heading.push(section.heading.as_deref());
        self.level.push(i32::from(section.level));
        self.path.push(&section.path);
        self.author.push(section.author.as_deref());
        self.published.push(section.published.as_deref());
        self.accepted.push(section.accepted);
        self.comment.push(section.comment);
        section.blocks.iter().for_each(|block| self.blocks.values.push(block));
        self.blocks.end_row();
    }
}

/// What of a block stands in one column; the rest of the columns get nothing.
#[derive(Default)]
struct Block<'a> {
    text: Option<&'a str>,
    ordered: Option<bool>,
    start: Option<i32>,
    style: Option<&'a str>,
    caption: Option<&'a str>,
    header_columns: Option<u32>,
    language: Option<&'a str>,
    cite: Option<&'a str>,
    src: Option<&'a str>,
    alt: Option<&'a str>,
    links: &'a [LinkOut],
}

impl BlockColumns {
    fn push(&mut self, content: &Content) {
        self.kind.push(content.kind());
        let rest = match content {
            Content::Paragraph { text, links } => Block { text: Some(text), links, ..Block::default() },
            Content::List { ordered, start, style, items } => {
                self.items.values.push(items);
                Block { ordered: Some(*ordered), start: *start, style: style.as_deref(), ..Block::default() }
            }
            Content::Table { caption, header_columns, header, rows, links } => {
                header.iter().for_each(|row| self.header.values.push(row));
                rows.iter().for_each(|row| self.rows.values.push(row));
                Block { caption: caption.as_deref(), header_columns: *header_columns, links, ..Block::default() }
            }
            Content::Code { language, text } => {
                Block { text: Some(text), language: language.as_deref(), ..Block::default() }
            }
            Content::Quote { text, cite, links } => {
                Block { text: Some(text), cite: cite.as_deref(), links, ..Block::default() }
            }
            Content::Definitions { items } => {
                for item in items {
                    self.definitions.values.term.push(&item.term);
                    self.definitions.values.text.push(&item.text);
                }
                Block::default()
            }
            Content::Figure { src, alt, caption } => {
                let (src, alt, caption) = (src.as_deref(), alt.as_deref(), caption.as_deref());
                Block { src, alt, caption, ..Block::default() }
            }
        };
        self.push_rest(rest);
    }

    fn push_rest(&mut self, block: Block<'_>) {
        self.text.push(block.text);
        self.ordered.push(block.ordered);
        self.start.push(block.start);
        self.style.push(block.style);
        self.items.end_row();
        self.caption.push(block.caption);
        self.header_columns.push(block.header_columns.map(|n| i32::try_from(n).unwrap_or(i32::MAX)));
        self.header.end_row();
        self.rows.end_row();
        self.language.push(block.language);
        self.cite.push(block.cite);
        self.definitions.end_row();
        self.src.push(block.src);
        self.alt.push(block.alt);
        self.links.push(block.links);
    }
}

impl ItemColumns {
    /// The entries and those under them, without recursion.
    fn push(&mut self, items: &[ListItem]) {
        let mut open: Vec<(i32, &ListItem)> = items.iter().rev().map(|item| (0, item)).collect();
        while let Some((depth, item)) = open.pop() {
            self.depth.push(depth);
            self.text.push(&item.text);
            self.number.push(item.number);
            self.checked.push(item.checked);
            self.ordered.push(item.ordered);
            self.start.push(item.start);
            self.style.push(item.style.as_deref());
            self.links.push(&item.links);
            open.extend(item.items.iter().rev().map(|item| (depth + 1, item)));
        }
    }
}

impl List<LinkColumns> {
    fn push(&mut self, links: &[LinkOut]) {
        for link in links {
            self.values.text.push(&link.text);
            self.values.url.push(&link.url);
        }
        self.end_row();
    }
}
