//! What the tree construction stage asks of an element's name: sets of names as bits, and the rule that its tags follow.
//! Source: HTML standard, sections 13.2.4.2, 13.2.4.3, 13.2.6.2 and 13.2.6.4.7.

use std::collections::HashMap;

/// Sets of names, a bit each.
pub(in crate::dom) type Sets = u32;

/// "Special" elements.
pub(in crate::dom) const SPECIAL: Sets = 1;
/// What ends the search for an element in scope.
pub(super) const SCOPE: Sets = 1 << 1;
/// The same for list items.
pub(super) const LIST_SCOPE: Sets = 1 << 2;
/// The same for what a button parts.
pub(super) const BUTTON_SCOPE: Sets = 1 << 3;
/// The same for parts of tables; what a table's contents are cleared back to.
pub(super) const TABLE_SCOPE: Sets = 1 << 4;
/// What table bodies are cleared back to.
pub(super) const BODY_CONTEXT: Sets = 1 << 5;
/// What rows are cleared back to.
pub(super) const ROW_CONTEXT: Sets = 1 << 6;
/// Elements whose end tags are implied.
pub(super) const IMPLIED_END: Sets = 1 << 7;
/// The same at the end of a template.
pub(super) const IMPLIED_END_THOROUGH: Sets = 1 << 18;
/// Headings.
pub(super) const HEADING: Sets = 1 << 8;
/// Cells.
pub(super) const CELL: Sets = 1 << 9;
/// Where characters and other elements have no place and go before the table.
pub(super) const FOSTERS: Sets = 1 << 10;
/// What ends the search for a list item to close.
pub(super) const ENDS_ITEMS: Sets = 1 << 11;
/// Start tags that end SVG and MathML.
pub(super) const BREAKS_OUT: Sets = 1 << 12;
/// Elements that hold no elements: they nest nothing, and the bodies of some are not markup.
pub(in crate::dom) const LEAF: Sets = 1 << 13;
/// Names of MathML's text integration points.
const MATHML_POINT_NAME: Sets = 1 << 14;
/// Names of SVG's HTML integration points.
const SVG_POINT_NAME: Sets = 1 << 15;
/// `annotation-xml`, a point if its encoding says so.
const ANNOTATION_NAME: Sets = 1 << 16;
/// Of MathML: what stays MathML at its text integration points.
pub(super) const STAYS_MATHML: Sets = 1 << 17;

// The following are of elements, not of names.
/// An element of SVG.
pub(super) const SVG: Sets = 1 << 24;
/// An element of MathML.
pub(super) const MATHML: Sets = 1 << 25;
/// One of either.
pub(super) const FOREIGN: Sets = SVG | MATHML;
/// MathML's text integration points.
pub(super) const MATHML_POINT: Sets = 1 << 26;
/// SVG's HTML integration points.
pub(super) const SVG_POINT: Sets = 1 << 27;
/// MathML's `<annotation-xml>`.
pub(super) const ANNOTATION: Sets = 1 << 28;

const NAMES: [(Sets, &str); 18] = [
    (
        SPECIAL,
        "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd \
         details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header \
         hgroup hr html iframe img input isindex li link listing main marquee menu meta nav noembed noframes noscript object \
         ol p param plaintext pre script section select source style summary table tbody td template textarea tfoot th thead \
         title tr track ul wbr xmp",
    ),
    (SCOPE, "applet caption html table td th marquee object select template"),
    (LIST_SCOPE, "applet caption html table td th marquee object select template ol ul"),
    (BUTTON_SCOPE, "applet caption html table td th marquee object select template button"),
    (TABLE_SCOPE, "html table template"),
    (BODY_CONTEXT, "tbody tfoot thead template html"),
    (ROW_CONTEXT, "tr template html"),
    (IMPLIED_END, "dd dt li option optgroup p rb rp rt rtc"),
    (IMPLIED_END_THOROUGH, "dd dt li option optgroup p rb rp rt rtc caption colgroup tbody td tfoot th thead tr"),
    (HEADING, "h1 h2 h3 h4 h5 h6"),
    (CELL, "td th"),
    (FOSTERS, "table tbody tfoot thead tr"),
    (
        BREAKS_OUT,
        "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta \
         nobr ol p pre ruby s small span strong strike sub sup table tt u ul var",
    ),
    (
        LEAF,
        "script style title textarea xmp iframe noembed noframes plaintext br img hr input wbr meta link area base col embed \
         param source track",
    ),
    (MATHML_POINT_NAME, "mi mo mn ms mtext"),
    (SVG_POINT_NAME, "foreignobject desc title"),
    (ANNOTATION_NAME, "annotation-xml"),
    (STAYS_MATHML, "mglyph malignmark"),
];

/// Every name that follows a rule or is in a set, with both.
pub(in crate::dom) fn asked() -> impl Iterator<Item = (&'static str, Rule, Sets)> {
    let mut asked: HashMap<&str, (Rule, Sets)> = HashMap::new();
    for (rule, names) in RULES {
        asked.extend(names.split(' ').map(|name| (name, (rule, 0))));
    }
    for (set, names) in NAMES {
        for name in names.split(' ') {
            asked.entry(name).or_insert((Rule::Other, 0)).1 |= set;
        }
    }
    asked.into_iter().map(|(name, (rule, sets))| {
        let ends_items = sets & SPECIAL != 0 && !matches!(name, "address" | "div" | "p");
        (name, rule, sets | if ends_items { ENDS_ITEMS } else { 0 })
    })
}

/// What an element of SVG or MathML is, by its name's sets.
pub(super) fn foreign_sets(space: Sets, name: Sets) -> Sets {
    const SCOPES: Sets = SCOPE | LIST_SCOPE | BUTTON_SCOPE;
    let kind = if space == MATHML && name & MATHML_POINT_NAME != 0 {
        MATHML_POINT | SCOPES
    } else if space == SVG && name & SVG_POINT_NAME != 0 {
        SVG_POINT | SCOPES
    } else if space == MATHML && name & ANNOTATION_NAME != 0 {
        ANNOTATION
    } else {
        0
    };
    space | kind
}

/// The rule that tags of a name follow in a page's body, and in most other places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dom) enum Rule {
    /// No rule of its own.
    Other,
    A,
    /// What holds other blocks.
    Block,
    Body,
    Br,
    Button,
    Caption,
    Cell,
    Col,
    Colgroup,
    /// `<dd>` and `<dt>`.
    Definition,
    Form,
    /// Formatting elements but `<a>` and `<nobr>`.
    Formatting,
    Frame,
    Frameset,
    Head,
    Heading,
    /// Empty elements of the head.
    HeadVoid,
    Hr,
    Html,
    Iframe,
    Image,
    Input,
    Item,
    /// What keeps formatting to itself.
    Marker,
    Math,
    Nobr,
    Noembed,
    Noframes,
    Noscript,
    Optgroup,
    Option,
    P,
    Plaintext,
    Pre,
    /// `<rb>` and `<rtc>`.
    RubyBase,
    /// `<rp>` and `<rt>`.
    RubyText,
    Script,
    Select,
    /// `<param>`, `<source>` and `<track>`.
    Source,
    Style,
    Svg,
    Table,
    /// Groups of rows.
    TableBody,
    Template,
    Textarea,
    Title,
    Tr,
    /// Empty elements.
    Void,
    Xmp,
}

/// The names of each rule.
const RULES: [(Rule, &str); 49] = [
    (Rule::A, "a"),
    (
        Rule::Block,
        "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer \
         header hgroup main menu nav ol search section summary ul",
    ),
    (Rule::Marker, "applet marquee object"),
    (Rule::Void, "area embed img keygen wbr"),
    (Rule::Formatting, "b big code em font i s small strike strong tt u"),
    (Rule::HeadVoid, "base basefont bgsound link meta"),
    (Rule::Body, "body"),
    (Rule::Br, "br"),
    (Rule::Button, "button"),
    (Rule::Caption, "caption"),
    (Rule::Col, "col"),
    (Rule::Colgroup, "colgroup"),
    (Rule::Definition, "dd dt"),
    (Rule::Form, "form"),
    (Rule::Frame, "frame"),
    (Rule::Frameset, "frameset"),
    (Rule::Heading, "h1 h2 h3 h4 h5 h6"),
    (Rule::Head, "head"),
    (Rule::Hr, "hr"),
    (Rule::Html, "html"),
    (Rule::Iframe, "iframe"),
    (Rule::Image, "image"),
    (Rule::Input, "input"),
    (Rule::Item, "li"),
    (Rule::Pre, "listing pre"),
    (Rule::Math, "math"),
    (Rule::Nobr, "nobr"),
    (Rule::Noembed, "noembed"),
    (Rule::Noframes, "noframes"),
    (Rule::Noscript, "noscript"),
    (Rule::Optgroup, "optgroup"),
    (Rule::Option, "option"),
    (Rule::P, "p"),
    (Rule::Source, "param source track"),
    (Rule::Plaintext, "plaintext"),
    (Rule::RubyBase, "rb rtc"),
    (Rule::RubyText, "rp rt"),
    (Rule::Script, "script"),
    (Rule::Select, "select"),
    (Rule::Style, "style"),
    (Rule::Svg, "svg"),
    (Rule::Table, "table"),
    (Rule::TableBody, "tbody tfoot thead"),
    (Rule::Cell, "td th"),
    (Rule::Template, "template"),
    (Rule::Textarea, "textarea"),
    (Rule::Title, "title"),
    (Rule::Tr, "tr"),
    (Rule::Xmp, "xmp"),
];
