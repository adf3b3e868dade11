//! The tree construction stage of the HTML standard (section 13.2.6) over numbers and ranges of the page: names are not
//! compared but looked up once, nothing is copied. Left to html5ever are framesets, trees of which all attributes are kept,
//! and what doctypes that are not plain ask for. In: tokens. Out: the arena.

mod body;
mod foreign;
mod formatting;
mod head;
mod sets;
mod stack;
mod table;
mod template;
mod tokens;

pub(super) use sets::{LEAF, Rule, SPECIAL, Sets, asked};

use super::AttrRow;
use super::arena::{Arena, NIL, Rows, Source, Text};
use super::builder::{Body, Next, Run, StartTag};
use super::guard::Guard;
use super::names::{Name, ident, known, lower};
use super::tag::Tag;
use formatting::Entry;
use sets::FOSTERS;
use stack::{Open, Stack};

/// The standard's insertion modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    Text,
    InTable,
    InTableText,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    AfterAfterBody,
}

/// What a rule made of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// It is done with.
    Done(Next),
    /// It goes to the rules of the mode that is on now.
    Again,
}

/// Done, and markup follows.
const DONE: Flow = Flow::Done(Next::Markup);

/// Done, and a body follows that is no markup.
const fn body_of(body: Body) -> Flow {
    Flow::Done(Next::Body(body))
}

/// Where a node is to stand.
#[derive(Clone, Copy)]
enum Place {
    /// As the last child of a node.
    Last(u32),
    /// In front of a table.
    Before(u32),
}

/// Buffers that serve page after page.
#[derive(Default)]
pub(super) struct Room {
    open: Stack,
    formatting: Vec<Entry>,
    /// The modes of the open templates.
    template_modes: Vec<Mode>,
    /// Characters in a table, of which it is not known yet whether they are all white space.
    pending: Vec<Run>,
    decoded: String,
}

/// The builder of one page's tree.
pub(super) struct Tree<'a> {
    page: &'a str,
    guard: &'a Guard,
    arena: Arena,
    room: &'a mut Room,
    mode: Mode,
    /// The mode to go back to from [`Mode::Text`] and [`Mode::InTableText`].
    original: Mode,
    head: u32,
    form: u32,
    /// Bytes of the token at work.
    source: Source,
    /// The first row of the start tag's attributes.
    tag_from: u32,
    /// Whether all the start tag's attributes are kept.
    keeps_all: bool,
    /// Whether an element has the start tag's attributes.
    is_taken: bool,
    is_quirky: bool,
    /// Whether a frameset may still take the place of the body.
    may_be_frameset: bool,
    /// Whether a line end at the very start of what follows is left out.
    ignores_line_end: bool,
    /// Whether what has no place in a table goes in front of it.
    fosters: bool,
}

impl<'a> Tree<'a> {
    /// A builder of a page.
    pub(super) fn new(page: &'a str, guard: &'a Guard, room: &'a mut Room, mut arena: Arena) -> Self {
        arena.begin();
        room.open.clear();
        room.formatting.clear();
        room.template_modes.clear();
        room.pending.clear();
        Tree {
            page,
            guard,
            arena,
            room,
            mode: Mode::Initial,
            original: Mode::Initial,
            head: NIL,
            form: NIL,
            source: (0, 0),
            tag_from: 0,
            keeps_all: false,
            is_taken: false,
            is_quirky: false,
            may_be_frameset: true,
            ignores_line_end: false,
            fosters: false,
        }
    }

    /// The tree.
    pub(super) fn into_arena(self) -> Arena {
        self.arena
    }

    /// The attributes of the start tag at work, for the one element that has them. Those with character references are decoded
    /// now: most tags that make no element come in thousands.
    fn take_rows(&mut self) -> Rows {
        let rows = self.tag_rows();
        if !std::mem::replace(&mut self.is_taken, true) {
            for at in rows.0..rows.1 {
                self.arena.decode(self.page, at);
            }
        }
        rows
    }

    /// The rows of the start tag at work; values with character references are not decoded before [`Tree::take_rows`].
    fn tag_rows(&self) -> Rows {
        (self.tag_from, self.arena.attrs.len() as u32)
    }

    /// Where a new node stands.
    fn place(&self) -> Place {
        self.place_in(self.room.open.top())
    }

    /// Where a node stands that is to be the last child of `target` ("appropriate place for inserting a node").
    #[inline]
    fn place_in(&self, target: Open) -> Place {
        if self.fosters && target.is_in(FOSTERS) { self.foster_place() } else { Place::Last(target.node) }
    }

    fn foster_place(&self) -> Place {
        let open = self.room.open.all();
        match open.iter().rposition(|open| open.is(Tag::Table) || open.is(Tag::Template)) {
            Some(at) if open[at].is(Tag::Template) => Place::Last(open[at].node),
            Some(at) if self.arena.parent(open[at].node) != NIL => Place::Before(open[at].node),
            Some(at) => Place::Last(self.room.open.get(at.saturating_sub(1)).node),
            None => Place::Last(self.room.open.get(0).node),
        }
    }

    fn put(&mut self, place: Place, node: u32) {
        match place {
            Place::Last(parent) => {
                self.arena.link_last(parent, node);
            }
            Place::Before(sibling) => self.arena.link_before(sibling, node),
        }
    }

    /// Makes an element and puts it in its place.
    fn make(&mut self, tag: Tag, rows: Rows) -> u32 {
        let node = self.arena.element(tag, rows, self.source);
        let place = self.place();
        self.put(place, node);
        self.guard.count_nodes(self.arena.len());
        node
    }

    /// Makes the element of a start tag, and names it where [`Tag`] does not.
    fn element_of(&mut self, tag: &StartTag) -> u32 {
        let rows = self.take_rows();
        let node = self.make(tag.name.tag.unwrap_or(Tag::Other), rows);
        if tag.name.tag.is_none() {
            let name = lower(&self.page.as_bytes()[tag.spelled.clone()]);
            self.arena.set_name(node, &name);
        }
        node
    }

    /// Opens the element of a start tag.
    fn insert(&mut self, tag: &StartTag) -> Open {
        let node = self.element_of(tag);
        let open = Open::new(node, tag.name.ident, tag.name.sets);
        self.room.open.push(open);
        open
    }

    /// Opens an element that the page leaves out.
    fn insert_implied(&mut self, tag: Tag) -> u32 {
        let node = self.make(tag, (0, 0));
        self.room.open.push(Open::new(node, ident(tag), known(tag.name()).sets));
        node
    }

    /// Adds the attributes of a start tag that its element, which stands already, lacks.
    fn add_missing(&mut self, node: u32) {
        let (tag, held) = (self.tag_rows(), self.arena.rows(node));
        let is_held = |row: &AttrRow| self.arena.slice(held).iter().any(|other| self.arena.same_name(row, other));
        let missing: Vec<u32> = (tag.0..tag.1).filter(|&at| !is_held(&self.arena.attrs[at as usize])).collect();
        for &at in &missing {
            self.arena.decode(self.page, at);
        }
        let further: Vec<AttrRow> = missing.iter().map(|&at| self.arena.attrs[at as usize]).collect();
        self.arena.add_rows(node, &further);
    }

    /// Takes in a body that is no markup.
    fn insert_body(&mut self, tag: &StartTag, body: Body) -> Flow {
        self.insert(tag);
        self.original = self.mode;
        self.mode = Mode::Text;
        body_of(body)
    }

    /// Adds characters where they belong.
    fn append(&mut self, run: Run) {
        let place = self.place();
        let before = match place {
            Place::Last(parent) => self.arena.at(parent).last,
            Place::Before(sibling) => self.arena.at(sibling).prev,
        };
        let source = (run.from as u32, run.to as u32);
        let added = match run.decoded {
            None => self.arena.text(self.page, before, Text::Page(source.0, source.1), source),
            Some((first, second)) => {
                self.room.decoded.clear();
                self.room.decoded.push(first);
                self.room.decoded.extend(second);
                self.arena.text(self.page, before, Text::Other(&self.room.decoded), source)
            }
        };
        if let Some(node) = added {
            self.put(place, node);
            self.guard.count_nodes(self.arena.len());
        }
    }

    /// The rules of the mode that is on, for a start tag.
    fn start_in_mode(&mut self, tag: &StartTag) -> Flow {
        match self.mode {
            Mode::InBody => self.start_in_body(tag),
            Mode::InCell => self.start_in_cell(tag),
            Mode::InRow => self.start_in_row(tag),
            Mode::InTableBody => self.start_in_table_body(tag),
            Mode::InTable => self.start_in_table(tag),
            Mode::InTableText => self.end_table_text(),
            Mode::InCaption => self.start_in_caption(tag),
            Mode::InColumnGroup => self.start_in_column_group(tag),
            Mode::InTemplate => self.start_in_template(tag),
            Mode::Text => DONE,
            _ => self.start_around_body(tag),
        }
    }

    /// The same for an end tag.
    fn end_in_mode(&mut self, name: &Name) -> Flow {
        match self.mode {
            Mode::InBody => self.end_in_body(name),
            Mode::Text => {
                self.room.open.pop();
                self.mode = self.original;
                DONE
            }
            Mode::InCell => self.end_in_cell(name),
            Mode::InRow => self.end_in_row(name),
            Mode::InTableBody => self.end_in_table_body(name),
            Mode::InTable => self.end_in_table(name),
            Mode::InTableText => self.end_table_text(),
            Mode::InCaption => self.end_in_caption(name),
            Mode::InColumnGroup => self.end_in_column_group(name),
            Mode::InTemplate => self.end_in_template(name),
            _ => self.end_around_body(name),
        }
    }

    /// The same for characters.
    fn text_in_mode(&mut self, run: Run) {
        match self.mode {
            Mode::InBody | Mode::InCell | Mode::InCaption | Mode::InTemplate => self.text_in_body(run),
            Mode::Text => self.append(run),
            Mode::InTable | Mode::InTableBody | Mode::InRow => self.text_in_table(run),
            Mode::InTableText => self.room.pending.push(run),
            _ => self.text_around_body(run),
        }
    }

    /// Whether characters are all white space.
    fn is_space(&self, run: Run) -> bool {
        match run.decoded {
            Some((first, _)) => first.is_ascii_whitespace(),
            None => self.page.as_bytes()[run.from..run.to].iter().all(u8::is_ascii_whitespace),
        }
    }
}
