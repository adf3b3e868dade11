//! The members of a packed file as one stream, with the places where members start and where they are damaged. A broken
//! member ends at the next one that can be read. Never fails: damage is an event among the bytes.

use super::packed::{self, Broken, Coding, Unpacker};
use super::stream::Stream;
use crate::error::InputError;
use crate::limits::Limits;
use crate::place::Place;
use std::collections::VecDeque;
use std::io::{self, Read};

/// Bytes at a file's start within which a member is looked for where the file does not begin with one: the first may be
/// damaged in its own head.
const BROKEN_HEAD: usize = 1 << 20;
/// First plain bytes of a member by which a record's start is known: an ARC record's line holds its address.
const FIRST: usize = 4 << 10;
/// Zero bytes at a file's end that are padding; as many as a member has at least may have been one.
const PADDING: u64 = 18;
/// Beginnings that may be tried in any file, and one for each [`Coding::spacing`] of its bytes: what only looks like
/// members, one next to the other, is no archive.
const TRIALS: u64 = 4 << 10;
/// Bombs of a file that are left one by one; with more of them the file is no archive.
const BOMBS: u64 = 16;
/// Bytes read a second time, above those read once, before broken members are no longer looked into.
const AGAIN: u64 = 64 << 20;

/// What happens at an offset of the unpacked stream.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Offset in the unpacked stream.
    pub(super) at: u64,
    /// Offset in the file.
    pub(super) raw: u64,
    /// What happens there.
    pub(super) what: What,
}

/// What happens between two bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A member starts.
    Start,
    /// Bytes of the file up to `to` are broken; what was read of the member before is not to be trusted.
    Corrupt { to: u64, why: String },
    /// Bytes between members, up to `to`, that belong to none.
    Gap { to: u64 },
    /// The file ends within a member, at `to`.
    Cut { to: u64 },
}

impl Event {
    /// What it means for the bytes of the file, where bytes are lost.
    pub(super) fn damage(&self, path: &str, record: u64) -> Option<InputError> {
        let (to, why) = match &self.what {
            What::Start => return None,
            What::Cut { to } => (*to, "the file ends within a member".to_owned()),
            What::Gap { to } => (*to, "bytes between members".to_owned()),
            What::Corrupt { to, why } => (*to, format!("broken member: {why}")),
        };
        let place = Place { path: path.to_owned(), record, offset: self.raw, length: to - self.raw };
        Some(InputError { place, is_unpacked: false, why })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Plain,
    Between,
    In,
    Done,
}

/// Members of a file, or the file as it is where it is not packed.
pub(super) struct Members<R: Read> {
    from: Stream<R>,
    coding: Coding,
    unpacker: Option<Unpacker>,
    state: State,
    /// Whether a member's first bytes are such as a member of this file starts with, once known.
    starts: fn(&[u8]) -> bool,
    /// Whether each member starts a record.
    is_aligned: bool,
    n_members: u64,
    made: u64,
    /// Bytes made before the member began.
    made_before: u64,
    raw: u64,
    start: u64,
    again: u64,
    /// Beginnings that were tried and were none.
    n_tried: u64,
    /// Bytes of plain data to one of packed data, above which a member is a bomb, and bytes that any may hold.
    bound: (u64, u64),
    /// What happens further on, in order.
    pub(super) events: VecDeque<Event>,
}

impl<R: Read> Members<R> {
    /// Looks at the first bytes, and where the name promises a coding that they don't show, at those after them.
    pub(super) fn new(mut from: Stream<R>, name: &str, starts: fn(&[u8]) -> bool, limits: &Limits) -> Self {
        let first = from.ahead(32);
        let named = Coding::of_name(name).filter(|_| !starts(first) && !first.is_empty());
        let found = Coding::of(first);
        let coding = found.or_else(|| named.filter(|&coding| goes_on_packed(coding, from.ahead(BROKEN_HEAD), starts)));
        Members {
            from,
            coding: coding.unwrap_or(Coding::Gzip),
            unpacker: None,
            state: if coding.is_some() { State::Between } else { State::Plain },
            starts,
            is_aligned: true,
            n_members: 0,
            made: 0,
            made_before: 0,
            raw: 0,
            start: 0,
            again: 0,
            n_tried: 0,
            bound: (limits.unpacked_ratio, limits.page_bytes as u64),
            events: VecDeque::new(),
        }
    }

    /// What a member of this file starts with, found out after its beginning was looked at.
    pub(super) fn set_starts(&mut self, starts: fn(&[u8]) -> bool) {
        self.starts = starts;
    }

    /// Whether the file is packed.
    pub(super) fn is_packed(&self) -> bool {
        self.state != State::Plain
    }

    /// How it is packed.
    pub(super) fn coding(&self) -> Coding {
        self.coding
    }

    /// Gives an unpacker that knows the file's dictionary, where it begins after that.
    pub(super) fn set_unpacker(&mut self, unpacker: Option<Unpacker>) {
        self.unpacker = unpacker;
    }

    /// Offset in the file at which the stream ended.
    pub(super) fn raw_end(&self) -> u64 {
        self.raw
    }

    fn event(&mut self, raw: u64, what: What) {
        self.events.push_back(Event { at: self.made, raw, what });
    }

    /// Opens the next member, if there is one.
    fn open(&mut self) {
        let at = self.from.offset();
        self.raw = at;
        if !self.coding.is_start(self.from.ahead(32)) {
            self.gap(at);
            return;
        }
        self.start = at;
        if packed::starts_skippable(self.coding, self.from.ahead(8)) {
            match packed::skip_frame(&mut self.from) {
                Ok(None) => {}
                Ok(known) => self.unpacker = known,
                Err(broken) => self.broken(&broken),
            }
            return;
        }
        self.n_members += 1;
        self.made_before = self.made;
        self.from.set_mark();
        if self.n_members == 2 {
            let first = self.trial();
            self.is_aligned = first.is_empty() || (self.starts)(&first);
        }
        self.event(at, What::Start);
        if self.unpacker.is_none() {
            self.unpacker = Unpacker::new(self.coding).ok();
        }
        self.state = State::In;
        if let Some(unpacker) = &mut self.unpacker
            && let Err(broken) = unpacker.open(&mut self.from)
        {
            self.broken(&broken);
        }
    }

    /// Passes over bytes that start no member.
    fn gap(&mut self, at: u64) {
        let mut zeros_alone = true;
        let found = self.find_member(&mut zeros_alone);
        let to = self.from.offset();
        self.raw = to;
        if to > at && (!zeros_alone || found || to - at >= PADDING) {
            self.event(at, What::Gap { to });
        }
        self.state = if found { State::Between } else { State::Done };
    }

    fn broken(&mut self, broken: &Broken) {
        // damage can make a member swallow those after it, down to the end of the file: look behind its start either way
        let end = self.from.offset();
        let is_bounded = self.again <= AGAIN + 4 * end;
        let is_kept = is_bounded && self.from.go_back();
        self.again += end.saturating_sub(self.from.offset());
        self.from.ahead(1);
        self.from.skip(1);
        let is_cut = matches!(broken, Broken::Cut);
        let found = (is_kept || !is_cut) && self.find_member(&mut false);
        if is_cut && !found {
            self.raw = end;
            // where it gave bytes, they tell themselves what they lack
            let from = if self.made > self.made_before { end } else { self.start };
            self.event(from, What::Cut { to: end });
            self.state = State::Done;
            return;
        }
        self.raw = self.from.offset();
        let why = match broken {
            Broken::Cut => format!("{} data goes on past the member", self.coding.name()),
            Broken::Corrupt(why) => why.clone(),
        };
        self.event(self.start, What::Corrupt { to: self.raw, why });
        self.state = if found { State::Between } else { State::Done };
    }

    /// Whether `made` bytes out of `from` are far more than any text packs down from, and more than `free`.
    fn is_bomb(&self, made: u64, from: u64, free: u64) -> bool {
        made > free && made > from.saturating_mul(self.bound.0)
    }

    /// Leaves the member where it is a bomb, and the file where its members together are one.
    fn defuse(&mut self) {
        let (at, free) = (self.from.offset(), self.bound.1);
        let is_file = self.is_bomb(self.made, at, free.saturating_mul(BOMBS));
        if !is_file && !self.is_bomb(self.made - self.made_before, at.saturating_sub(self.start), free) {
            return;
        }
        if is_file {
            self.from.pass(u64::MAX);
        }
        let found = self.find_member(&mut false);
        self.raw = self.from.offset();
        let why = format!("{} bytes unpack to over {} times as many", self.coding.name(), self.bound.0);
        self.event(self.start, What::Corrupt { to: self.raw, why });
        self.state = if found { State::Between } else { State::Done };
    }

    /// Moves to the next member that can be read, or to the end; whether there is one.
    fn find_member(&mut self, zeros_alone: &mut bool) -> bool {
        let (magic, want) = (self.coding.magic(), self.coding.trial());
        loop {
            let ahead = self.from.ahead(want);
            let at = memchr::memmem::find(ahead, magic);
            // the last bytes may be the beginning of what is looked for
            let none = if ahead.len() < want { ahead.len() } else { ahead.len() + 1 - magic.len() };
            let n = at.unwrap_or(none);
            *zeros_alone &= ahead.iter().take(n).all(|&b| b == 0);
            self.from.skip(n);
            if at.is_some() {
                if self.is_member() {
                    return true;
                }
                *zeros_alone = false;
                self.from.skip(1);
            } else if self.from.ahead(magic.len()).len() < magic.len() {
                self.from.skip(magic.len());
                return false;
            }
        }
    }

    /// Whether a member that is worth reading starts where the file stands.
    fn is_member(&mut self) -> bool {
        let may_try = self.n_tried <= TRIALS + self.from.offset() / self.coding.spacing();
        if !may_try || !self.coding.is_start(self.from.ahead(32)) {
            return false;
        }
        let first = self.trial();
        let is_member = if self.is_aligned { (self.starts)(&first) } else { !first.is_empty() };
        self.n_tried += u64::from(!is_member);
        is_member
    }

    /// The first bytes of the member that starts here.
    fn trial(&mut self) -> Vec<u8> {
        let want = self.coding.trial();
        if self.unpacker.is_none() {
            self.unpacker = Unpacker::new(self.coding).ok();
        }
        let packed = self.from.ahead(want);
        let packed = packed.get(..want).unwrap_or(packed);
        self.unpacker.as_mut().map(|unpacker| packed::first_bytes_by(unpacker, packed, FIRST)).unwrap_or_default()
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Done => return Ok(0),
                State::Plain => {
                    let got = self.from.read(out)?;
                    self.raw = self.from.offset();
                    return Ok(got);
                }
                State::Between => self.open(),
                State::In => {
                    let Some(unpacker) = &mut self.unpacker else { return Ok(0) };
                    match unpacker.read(&mut self.from, out) {
                        Ok(0) => self.state = State::Between,
                        Ok(n) => {
                            self.made += n as u64;
                            self.defuse();
                            return Ok(n);
                        }
                        Err(broken) => self.broken(&broken),
                    }
                }
            }
        }
    }
}

/// What was read of a line.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Bytes it has in the stream, with its end; 0 at the end of the stream.
    pub(super) n: u64,
    /// Whether it has more than were wanted.
    pub(super) over: bool,
    /// Whether it ends since the bytes after it are broken.
    pub(super) broken: bool,
    /// Whether it has an end.
    pub(super) ended: bool,
}

impl<R: Read> Stream<Members<R>> {
    /// The error that ended the file, if one did.
    pub(super) fn read_error(&mut self) -> Option<io::Error> {
        self.take_error().or_else(|| self.get_mut().from.take_error())
    }

    /// Whether the bytes before the place the stream stands at, and after what was taken note of, are broken.
    pub(super) fn is_broken_here(&self) -> bool {
        let at = self.offset();
        let is_broken = |event: &Event| event.at <= at && matches!(event.what, What::Corrupt { .. });
        self.get_ref().events.iter().take_while(|event| event.at <= at).any(is_broken)
    }

    /// Whether a member starts at the place the stream stands at.
    pub(super) fn is_member_start(&self) -> bool {
        let at = self.offset();
        let events = &self.get_ref().events;
        let here = events.range(events.partition_point(|event| event.at < at)..);
        here.take_while(|event| event.at == at).any(|event| event.what == What::Start)
    }

    /// Reads a line without its end into `line`, no more than `most` bytes of it. It ends where bytes are broken, too.
    pub(super) fn line(&mut self, line: &mut Vec<u8>, most: usize) -> Line {
        let mut read = Line::default();
        loop {
            let have = self.ahead(1).len();
            let event =
                self.event_within(have).filter(|(_, event)| !matches!(event.what, What::Start | What::Cut { .. }));
            let broken = event.map(|(distance, _)| distance);
            let ahead = self.ahead(1).get(..broken.unwrap_or(have)).unwrap_or_default();
            if ahead.is_empty() {
                return read;
            }
            let end = memchr::memchr(b'\n', ahead);
            let part = ahead.get(..end.unwrap_or(ahead.len())).unwrap_or_default();
            let room = most.saturating_sub(line.len()).min(part.len());
            read.over |= room < part.len();
            line.extend_from_slice(part.get(..room).unwrap_or_default());
            let taken = part.len() + usize::from(end.is_some());
            self.skip(taken);
            read.n += taken as u64;
            if end.is_some() || broken.is_some() {
                read.ended = end.is_some();
                read.broken = !read.ended;
                return read;
            }
        }
    }

    /// Takes what has been lost up to where the stream stands.
    pub(super) fn losses(&mut self, path: &str, record: u64) -> Vec<InputError> {
        let at = self.offset();
        let mut lost = Vec::new();
        while self.get_ref().events.front().is_some_and(|event| event.at <= at) {
            let Some(event) = self.get_mut().events.pop_front() else { break };
            lost.extend(event.damage(path, record));
        }
        lost
    }

    /// The first thing that happens after the place the stream stands at, if it lies within `n` bytes.
    pub(super) fn event_within(&self, n: usize) -> Option<(usize, &Event)> {
        let at = self.offset();
        let events = &self.get_ref().events;
        let event = events.get(events.partition_point(|event| event.at <= at))?;
        let distance = usize::try_from(event.at - at).ok()?;
        (distance <= n).then_some((distance, event))
    }
}

/// Whether bytes that begin as nothing known hold a member that can be read.
fn goes_on_packed(coding: Coding, head: &[u8], starts: fn(&[u8]) -> bool) -> bool {
    let Ok(mut unpacker) = Unpacker::new(coding) else { return false };
    let members = memchr::memmem::find_iter(head, coding.magic()).filter_map(|at| head.get(at..));
    members.filter(|member| coding.is_start(member)).take(TRIALS as usize).any(|member| {
        let member = member.get(..coding.trial()).unwrap_or(member);
        let first = packed::first_bytes_by(&mut unpacker, member, FIRST);
        !first.is_empty() && starts(&first)
    })
}
