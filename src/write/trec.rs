//! A page as TRECTEXT, which Anserini, PISA, Indri and Terrier read: `DOC`, `DOCNO`, `TITLE`, `TEXT`. Every document is
//! well-formed XML: `&`, `<` and `>` of the page are entities. Pages without text get nothing.

use super::document::{is_indexed, plain};
use super::text::laid_out;
use crate::cleaner::CleanPage;

pub(super) fn page(page: &CleanPage) -> String {
    if !is_indexed(page) {
        return String::new();
    }
    let mut out = format!("<DOC>\n<DOCNO>{}</DOCNO>\n", page.id);
    let fields = [("URL", &page.url), ("DATE", &page.published), ("TITLE", &page.title)];
    for (tag, value) in fields {
        if let Some(value) = value {
            element(tag, &value.replace(['\n', '\r'], " "), "", &mut out);
        }
    }
    element("TEXT", &laid_out(page).text, "\n", &mut out);
    out.push_str("</DOC>\n");
    out
}

fn element(tag: &str, text: &str, around: &str, out: &mut String) {
    out.push_str(&format!("<{tag}>{around}"));
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str(&format!("{around}</{tag}>\n"));
}
