//! Cost grows no faster than a page: fifty-odd constructs, each repeated up to 32 times. Time is that on a core, which other
//! programs hardly disturb; the least of several runs counts. What is quadratic costs eight times as much per byte at the
//! end as where the comparison begins.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::cleaner::Workspace;
use pagesieve::write::Format;
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use rustix::time::{ClockId, clock_gettime};
use std::fmt::Write as _;

/// Bytes of a construct repeated once.
const UNIT: usize = 8 << 10;
/// From so many repetitions on the cost of the page as such is small.
const FROM: usize = 4;
const TO: usize = 32;
/// Cost per byte at [`TO`] over that at [`FROM`] that is still taken for linear: larger pages miss the caches more.
const MOST: f64 = 4.0;
/// Between these two and [`TO`] the JSON's growth is looked at.
const BETWEEN: usize = 8;
/// JSON per further byte of a page from [`BETWEEN`] to [`TO`] over that from [`FROM`] to [`BETWEEN`]. What all pages of a
/// construct have, or have not up to a bound on depth, counts for nothing in either.
const MOST_JSON: f64 = 1.5;
/// Bytes of JSON by which pages differ of which nothing is kept.
const SLACK: f64 = 512.0;
/// Runs of which the fastest counts.
const RUNS: usize = 4;

/// Makes a page of so many bytes.
type Make = Box<dyn Fn(usize) -> String>;
/// Makes the piece of this number.
type Piece = fn(usize) -> String;

/// A piece repeated until a page has so many bytes.
fn repeat(before: &'static str, piece: &'static str, after: &'static str) -> Make {
    Box::new(move |bytes| format!("{before}{}{after}", piece.repeat(bytes / piece.len())))
}

/// Two pieces, each repeated for half the bytes.
fn halves(before: &'static str, first: &'static str, second: &'static str, after: &'static str) -> Make {
    Box::new(move |bytes| {
        let half = |piece: &str| piece.repeat(bytes / 2 / piece.len());
        format!("{before}{}{}{after}", half(first), half(second))
    })
}

/// Pieces by number.
fn counted(piece: Piece) -> Make {
    Box::new(move |bytes| {
        let mut page = String::from("<title>Growth</title><main>");
        let mut i = 0;
        while page.len() < bytes {
            page += &piece(i);
            i += 1;
        }
        page
    })
}

/// Pages by name, of what pages are made of.
fn well_made() -> Vec<(&'static str, Make)> {
    vec![
        (
            "paragraphs",
            counted(|i| format!("<p>In the year {i} the mill ground no corn, as the stream had run dry by June.")),
        ),
        (
            "sections",
            counted(|i| format!("<h2>Chapter {i}</h2><p>What happened in the chapter is told in a sentence.")),
        ),
        ("levels", counted(|i| format!("<h{0}>Part {i}</h{0}><p>Some words of the part.", i % 6 + 1))),
        ("boxes in a row", repeat("", "<div class=card><h3>Card</h3><p>Text of the card.</p></div>", "")),
        ("links", counted(|i| format!("<a href=/page/{i}>page {i}</a> "))),
        ("a flat list", counted(|i| format!("<li>entry {i} of the list"))),
        ("a list of links", counted(|i| format!("<ul><li><a href=/{i}>Place {i}</a></ul>"))),
        ("definitions", counted(|i| format!("<dl><dt>term {i}<dd>what it means</dl>"))),
        ("table rows", counted(|i| format!("<table><tr><td>row {i}<td>cell<td>cell</table>"))),
        ("one table", repeat("<table>", "<tr><td>a<td>b<td>c", "</table>")),
        ("spans", repeat("<table>", "<tr><td colspan=3 rowspan=2>a<td>b", "</table>")),
        ("cells over all rows", repeat("<table>", "<tr><td rowspan=0>a<td>b", "</table>")),
        ("raised numbers", counted(|i| format!("<p>It was said<sup>{0}</sup> in {i}.<p>{0} She said so.", i + 1))),
        (
            "formulas before their source",
            repeat("<p>", "<span class=MathJax>x</span><script type=math/tex>x</script> ", ""),
        ),
        ("lines by inline style", repeat("<p>", "<span style='display:block;font-weight:bold'>x</span> ", "")),
        ("quotes", repeat("", "<blockquote><p>So it was said.</p><cite>Her</cite></blockquote>", "")),
        ("code", repeat("<pre><code>", "    let x = y;\n", "</code></pre>")),
        ("line breaks", repeat("<p>", "some words<br>", "")),
        (
            "images",
            counted(|i| {
                format!("<figure><img src={i}.jpg alt='picture {i}'><figcaption>caption</figcaption></figure>")
            }),
        ),
        ("forms", repeat("", "<form><label>Name<input name=a><select><option>one<option>two</select></form>", "")),
        ("character references", repeat("<p>", "&amp; &copy; &#8212; &nosuch; ", "")),
        ("drawings", repeat("<p>words<svg>", "<g><path d='M0 0h1'/><text>t</text></g>", "</svg>")),
        ("dummy text", repeat("", "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "")),
        ("variables", repeat("", "<p>Dear {{ name }}, your order %ORDER% is on its way.", "")),
        (
            "comments of readers",
            counted(|i| format!("<div class=comment><b>user{i}</b><p>I was there too, in {i}.</p></div>")),
        ),
        (
            "numbered posts of members",
            counted(|i| {
                format!(
                    "<div><a href=/users/{i}/u{i}>u{i}</a></div><div id=head-{i}></div><div class=a><div><h4>u{i}</h4>\
                     </div><div id=msg_{i}>Words of post {i}.</div></div>"
                )
            }),
        ),
        (
            "posts that link to members",
            counted(|i| format!("<table id=post{i}><tr><td><a href=/member.php?u={i}>u{i}</a><td>Post {i}.</table>")),
        ),
        ("a title of many parts", repeat("<title>", "part of it | ", "</title><p>words")),
        ("entries behind signs", counted(|i| format!("<a href=/{i}>entry {i}</a><br>• "))),
        ("one line", repeat("<p>", "word ", "")),
        ("one word", repeat("<p>", "word", "")),
    ]
}

/// Pages of markup that is deep, closed wrongly or in the wrong place.
fn wrongly_nested() -> Vec<(&'static str, Make)> {
    vec![
        ("nested boxes", repeat("", "<div>", "words at the bottom")),
        ("formatting never closed", counted(|i| format!("<p><b class=x{i}>x"))),
        ("formatting closed wrongly", repeat("", "<b><i>x</b></i>", "words")),
        ("stray end tags", repeat("<p>words", "</span></div>", "words")),
        ("blocks in formatting in blocks", repeat("", "<div><b><i><div></b><object></i></object>", "</ul>words")),
        ("elements in drawings", halves("<svg>", "<source>", "</g>", "</svg>words")),
        ("a second page", repeat("", "<html lang=a id=b>", "words")),
        ("names", counted(|i| format!("<x{i}>word {i}</x{i}>"))),
        ("links never closed", repeat("", "<a href=x><div>t", "")),
        ("images never closed", repeat("", "<amp-img src=a.jpg /><p>words", "")),
        ("nested lists", repeat("", "<ul><li>entry", "")),
        ("tables in tables", repeat("", "<table><tr><td>", "words")),
        ("values in tables", repeat("<table>words", "<tr id='&amp;'>y", "</table>")),
        ("characters in tables", repeat("<table>words", "<tr><td>&amp;</td></tr>y", "</table>")),
        ("dots before dots in boxes", halves("<p>", ".", "<span>.</span>", "")),
        ("buttons behind white space", halves("<pre>code</pre><div>", " ", "<button></button>", "</div>")),
        ("descriptions in descriptions", halves("", "<dl><dt>t<dd>", "<p>words", "")),
        ("values of tags left out", repeat("<p>words", "<td id=&amp;>y", "")),
        ("marks left in tables", halves("", "<table><td><object></table>", "<b></b>", "words")),
        ("text in tables", repeat("<table>", "<a>x", "</table>")),
        ("attributes", counted(|i| format!("<p id=p{i} class='a b c' data-x={i} title=t>word "))),
        ("one tag's attributes", counted(|i| format!("{} a{i}=1", if i == 0 { "<p" } else { "" }))),
        ("classes", repeat("<p class='", "name ", "'>words")),
    ]
}

/// Pages of scripts and what is said in the head.
fn unseen() -> Vec<(&'static str, Make)> {
    vec![
        ("scripts and comments", repeat("<p>words", "<script>if (a < b) { c(); }</script><!-- no -->", "words")),
        (
            "linked data",
            counted(|i| {
                format!("<script type='application/ld+json'>{{\"@type\":\"Article\",\"name\":\"{i}\"}}</script>")
            }),
        ),
        ("licences", repeat("<p>", "<a href=https://creativecommons.org/licenses/by/4.0/>licence</a> ", "")),
        (
            "links to tags",
            counted(|i| format!("{}<a href=/tag/{i}>{i}</a> ", if i == 0 { "<h1>Tags</h1><p>" } else { "" })),
        ),
        ("keywords", counted(|i| format!("{}{i},", if i == 0 { "<p>words<span itemprop=keywords>" } else { "" }))),
        ("metadata", counted(|i| format!("<meta name=author content='Ada B {i}'><meta name=date content=2020-01-01>"))),
        (
            "tags never closed in a script's text",
            repeat("<script id=__NEXT_DATA__ type=application/json>{\"a\":\"", "<a some words ", "\"}</script>"),
        ),
        ("calls that put nothing in place", repeat("<p>words<script>", "$af(1);", "</script>")),
        ("rows of text", repeat("<script>self.__next_f.push([1,\"", "1:T1,a", "\"])</script>")),
        (
            "rows that name the next",
            counted(|i| {
                let row = format!("{i:x}:[\\\"$\\\",\\\"p\\\",null,{{\\\"children\\\":\\\"${:x}\\\"}}]\\n", i + 1);
                format!("<script>self.__next_f.push([1,\"{row}\"])</script>")
            }),
        ),
        (
            "a name that stands for a text",
            repeat(
                "<script>window.__NUXT__=(function(a){return [",
                "a,",
                "]}(\"A text that is said again.\"))</script>",
            ),
        ),
        ("a function without an end", repeat("<script>window.__NUXT__=(function(a){", "{a:[(", "</script>")),
    ]
}

fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The least time that a page took, of so many runs, and the bytes of its record.
fn cost(cleaner: &Cleaner, space: &mut Workspace, page: &RawPage, runs: usize) -> (f64, f64) {
    let mut least = f64::INFINITY;
    let mut out = Vec::new();
    for _ in 0..runs {
        let start = seconds();
        let clean = cleaner
            .clean_with(space, page)
            .unwrap_or_else(|error| CleanPage::of_error(&error, None, cleaner.config().id_from));
        out.clear();
        Format::Jsonl.page(&clean, &mut out).unwrap();
        least = least.min(seconds() - start);
    }
    (least, out.len() as f64)
}

/// How many times the JSON grows per byte in the end as in the beginning, by the bytes of three pages and of their JSON.
fn growth(pages: [f64; 3], json: [f64; 3]) -> f64 {
    let first = (json[1] - json[0]).max(0.0) / (pages[1] - pages[0]);
    let bytes = pages[2] - pages[1];
    (json[2] - json[1]) / (first * bytes).max(SLACK)
}

/// Pages of a construct, by its name: repeated [`FROM`], [`BETWEEN`] and [`TO`] times.
type Sizes = (String, [RawPage; 3]);

fn sizes(name: &str, page: impl Fn(usize) -> RawPage) -> Sizes {
    (name.to_owned(), [FROM, BETWEEN, TO].map(|times| page(UNIT * times)))
}

fn faults(pages: &[Sizes]) -> Vec<String> {
    let mut config = Config::default();
    (config.sections.links, config.sections.images) = (true, true);
    let cleaner = Cleaner::new(config);
    let mut space = Workspace::default();
    let mut faults = Vec::new();
    for (name, pages) in pages {
        let [small, between, large] = pages;
        let bytes = [small, between, large].map(|page| page.bytes.len() as f64);
        // what looks too costly is looked at again: a fault stays one
        let mut ratio = f64::INFINITY;
        let mut json = [0.0, cost(&cleaner, &mut space, between, 1).1, 0.0];
        for _ in 0..3 {
            let few = cost(&cleaner, &mut space, small, RUNS);
            let many = cost(&cleaner, &mut space, large, RUNS);
            ratio = ratio.min(many.0 / few.0 / (bytes[2] / bytes[0]));
            (json[0], json[2]) = (few.1, many.1);
            if ratio <= MOST {
                break;
            }
        }
        let grown = growth(bytes, json);
        if ratio > MOST || grown > MOST_JSON {
            let mut fault = String::new();
            let _ = write!(fault, "{name}: {ratio:.1} times the time per byte, {grown:.1} times the JSON");
            faults.push(fault);
        }
    }
    faults
}

#[test]
fn json_that_grows_faster_is_seen() {
    let pages = [4.0, 8.0, 32.0].map(|x| x * UNIT as f64);
    let growth_of = |json: fn(f64) -> f64| growth(pages, pages.map(json));
    assert!(growth_of(|x| x * x / 4e5) > MOST_JSON, "quadratic, a sixth of its page at the end");
    assert!(
        growth_of(|x| 300.0 + x) < 1.1 && growth_of(|x| (x - 3e4) / 6.0) < 1.1 && growth_of(|x| 300.0 + x / 1e4) < 1.0
    );
}

#[test]
fn cost_grows_no_faster_than_markup() {
    let page = |make: &Make, bytes: usize| RawPage::html(make(bytes), Some("https://growth.example/"));
    let constructs = well_made().into_iter().chain(wrongly_nested()).chain(unseen());
    let pages: Vec<_> = constructs.map(|(name, make)| sizes(name, |bytes| page(&make, bytes))).collect();
    let faults = faults(&pages);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn cost_grows_no_faster_than_text() {
    let texts: [(&str, Piece); 7] = [
        ("paragraphs", |i| format!("In the year {i} the mill ground no corn, as the stream had run dry.\n\n")),
        ("lines", |i| format!("line {i} of many\n")),
        ("headings", |i| format!("CHAPTER {i}\n\nSome words that stand in the chapter, in one sentence.\n\n")),
        ("entries", |i| format!("- entry {i} of the list\n")),
        ("references", |i| format!("[{i}] Ada B., On the mill, 19{:02}.\n", i % 100)),
        ("printed pages", |i| format!("Of mills        {i}\n\nThe wheel {i} ran dry.\n\nA refrain\n\u{c}")),
        ("blank lines", |i| if i % 64 == 0 { "words\n".to_owned() } else { "\n".to_owned() }),
    ];
    let page = |piece: Piece, bytes: usize| {
        let mut text = String::new();
        let mut i = 0;
        while text.len() < bytes {
            text += &piece(i);
            i += 1;
        }
        RawPage::text(text)
    };
    let pages: Vec<_> = texts.iter().map(|(name, piece)| sizes(name, |bytes| page(*piece, bytes))).collect();
    let faults = faults(&pages);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
