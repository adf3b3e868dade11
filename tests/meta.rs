//! Laws of metadata and of words in scripts, over random pages and hostile input: nothing panics, and what is said stands
//! on the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::eval::text_of;
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use proptest::prelude::*;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(Config::default()));

fn clean(html: &str) -> Option<CleanPage> {
    CLEANER.clean(&RawPage::html(html, Some("https://review.example/2021/05/05/logs-of-the-sluice"))).ok()
}

/// Letters and digits alone, in small letters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const TITLES: [&str; 6] =
    ["The logs of Marrow Sluice", "Locks - weirs | Review", "水門の日誌｜川", "A", "| | |", "Ropes « » –"];
const LINES: [&str; 12] = [
    "By Ida Lund and Per Holm",
    "Posted on 5 May 2021 by Ida Lund",
    "Von Jonas Adler » 5. März 2023",
    "Published 05/04/2023",
    "Updated 31.12.2023",
    "Reviewed by Eva Dahl",
    "作者：李明 2020年11月8日",
    "by",
    "5 \u{e21}\u{e35}.\u{e04}. 2567",
    "٥ آذار ٢٠٢٤",
    "2024-13-45T99:99",
    "İstanbul, 5 Mayıs 2024",
];

fn page() -> impl Strategy<Value = String> {
    let line = prop_oneof![prop::sample::select(&LINES[..]).prop_map(str::to_owned), "\\PC{0,40}"];
    let title = prop_oneof![prop::sample::select(&TITLES[..]).prop_map(str::to_owned), "\\PC{0,30}"];
    (title.clone(), title, prop::collection::vec((line, 0..6usize), 0..8)).prop_map(|(title, heading, lines)| {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let mut html = format!("<title>{}</title><h1>{}</h1>", escape(&title), escape(&heading));
        for (line, kind) in &lines {
            let line = escape(line);
            html += &match kind {
                0 => format!("<p class=\"byline\">{line}</p>"),
                1 => format!("<a rel=\"author\" href=\"/author/x\">{line}</a>"),
                2 => format!("<time>{line}</time>"),
                3 => format!("<h2>{line}</h2>"),
                4 => format!("<meta name=\"author\" content=\"{}\">", line.replace('"', "&quot;")),
                _ => format!("<p>{line}</p>"),
            };
        }
        html
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_said_stands_on_the_page(html in page()) {
        let Some(record) = clean(&html) else { return Ok(()) };
        let all = plain(&html.replace("&amp;", "").replace("&lt;", "").replace("&quot;", ""));
        if let Some(title) = &record.title {
            prop_assert!(plain(title).is_empty() || all.contains(&plain(title)), "title {title}");
        }
        for author in &record.authors {
            prop_assert!(all.contains(&plain(&author.name)), "author {}", author.name);
        }
        for date in [&record.published, &record.modified].into_iter().flatten() {
            let digits = date.bytes().take_while(|b| *b != b'T').filter(u8::is_ascii_digit).count();
            prop_assert!(matches!(digits, 4 | 6 | 8), "date {date}");
        }
    }

    #[test]
    fn json_of_any_kind_stops_nothing(text in "[\\[\\]{}:,\"a-z0-9 \\\\u.<>/]{0,200}", kind in 0..4usize) {
        let html = match kind {
            0 => format!("<script type=\"application/ld+json\">{text}</script>"),
            1 => format!("<script type=\"application/json\">{text}</script>"),
            2 => format!("<script>window.__NUXT__={text}</script>"),
            _ => format!("<script>window.__STATE__=JSON.parse(\"{text}\")</script>"),
        };
        let _ = clean(&format!("<title>T</title><div id=root></div>{html}"));
    }

    #[test]
    fn words_from_scripts_stand_in_them(words in prop::collection::vec("[a-z]{2,9}", 12..60), at in 0..3usize) {
        let text = format!("{}.", words.join(" "));
        let json = serde_json::json!({"post": {"title": "The logs", "body": text}});
        let script = match at {
            0 => format!("<script type=\"application/json\">{json}</script>"),
            1 => format!("<script>window.__DATA__ = {json};</script>"),
            _ => format!("<script type=\"application/ld+json\">{}</script>",
                serde_json::json!({"@type": "Article", "headline": "The logs", "articleBody": text})),
        };
        let record = clean(&format!("<title>The logs</title><div id=root></div>{script}")).unwrap();
        let given = text_of(&record);
        for word in given.split_whitespace().map(plain).filter(|word| !word.is_empty()) {
            prop_assert!(plain(&script).contains(&word), "{word}");
        }
        prop_assert!(words.len() < 30 || given.contains(&text), "{given}");
    }
}
