//! What indexers take: each format against the rules of those who read it, and a run that writes only what has changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{listing, page, records, run, scratch, words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Our own pages, good and broken.
fn inputs() -> Vec<String> {
    let at =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name).to_str().unwrap().to_owned();
    vec![at("site"), at("broken"), at("pages")]
}

/// What a run over our own pages writes.
fn written(flags: &[&str]) -> Vec<u8> {
    let mut arguments = vec!["clean".to_owned(), "-q".to_owned()];
    arguments.extend(inputs());
    arguments.extend(flags.iter().map(|flag| (*flag).to_owned()));
    let output = run(&arguments);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", words(&output));
    output.stdout
}

/// The records of our own pages that hold text.
fn with_text() -> Vec<Value> {
    let all = records(&written(&[]));
    let kept: Vec<Value> = all.iter().filter(|r| r["status"] == "ok" || r["status"] == "degraded").cloned().collect();
    assert!(kept.len() > 60 && kept.len() < all.len());
    kept
}

fn ids(records: &[Value]) -> Vec<String> {
    records.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

/// What a bulk endpoint does with a body: the actions in order with their documents. Refuses what it would refuse.
fn bulk(body: &[u8]) -> Vec<(String, Value, Option<Value>)> {
    assert!(body.is_empty() || body.ends_with(b"\n"), "the bulk request must be terminated by a newline");
    let mut lines = body.split(|&b| b == b'\n').collect::<Vec<_>>();
    assert_eq!(lines.pop(), Some(&b""[..]));
    let mut lines = lines.into_iter();
    let mut out = Vec::new();
    while let Some(line) = lines.next() {
        let action: BTreeMap<String, Value> = serde_json::from_slice(line).expect("an action");
        assert_eq!(action.len(), 1, "an action line holds one action");
        let (name, target) = action.into_iter().next().unwrap();
        for key in target.as_object().unwrap().keys() {
            assert!(["_index", "_id", "routing"].contains(&key.as_str()), "unknown parameter {key}");
        }
        let id = target["_id"].as_str().unwrap();
        assert!(!id.is_empty() && id.len() <= 512);
        let document = match name.as_str() {
            "index" | "create" => Some(serde_json::from_slice::<Value>(lines.next().expect("a source")).unwrap()),
            "delete" => None,
            other => panic!("unknown action {other}"),
        };
        assert!(document.as_ref().is_none_or(Value::is_object));
        out.push((name, target, document));
    }
    out
}

fn schema_for(engine: &str) -> Value {
    let output = run(&["schema", "--for", engine]);
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn bulk_requests_keep_to_the_rules_and_the_mapping() {
    let records = with_text();
    let requests = bulk(&written(&["--format", "bulk"]));
    let found: Vec<String> = requests.iter().map(|(_, to, _)| to["_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, ids(&records));
    let mapping = &schema_for("elasticsearch")["mappings"];
    assert_eq!(mapping["dynamic"], "strict");
    for ((action, target, document), record) in requests.iter().zip(&records) {
        assert_eq!((action.as_str(), &target["routing"]), ("index", &Value::Null));
        for (key, value) in document.as_ref().unwrap().as_object().unwrap() {
            let kind = mapping["properties"][key]["type"].as_str().unwrap_or_else(|| panic!("{key} is not mapped"));
            let fits = |v: &Value| match kind {
                "text" | "keyword" | "date" => v.is_string(),
                "integer" => v.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
                "half_float" => v.is_f64(),
                other => panic!("a mapping of type {other}"),
            };
            assert!(value.as_array().map_or_else(|| fits(value), |all| all.iter().all(fits)), "{key}: {value}");
        }
        assert_eq!(document.as_ref().unwrap()["title"], record["title"]);
    }
}

#[test]
fn bulk_creates_and_routes_when_asked_to() {
    let requests = bulk(&written(&["--format", "bulk", "--action", "create", "--routing", "host"]));
    let mut n_routed = 0;
    for (action, target, document) in requests {
        assert_eq!(action, "create");
        let document = document.unwrap();
        assert_eq!(target["routing"], document["host"]);
        n_routed += usize::from(target["routing"].is_string());
    }
    assert!(n_routed > 0);
}

#[test]
fn bulk_parts_are_bounded_whole_and_resumable() {
    let dir = scratch("index-parts");
    let out = dir.join("out.ndjson");
    let mut arguments = vec!["clean", "-q", "--format", "bulk", "--shard-bytes", "20000", "-o", out.to_str().unwrap()];
    let inputs = inputs();
    arguments.extend(inputs.iter().map(String::as_str));
    assert!(run(&arguments).status.code().unwrap() < 2);
    let mut all = Vec::new();
    let parts: Vec<String> = listing(&dir).into_iter().filter(|name| name.ends_with(".ndjson")).collect();
    assert!(parts.len() > 3);
    for part in &parts {
        let body = std::fs::read(dir.join(part)).unwrap();
        assert!(body.len() <= 20000 || bulk(&body).len() == 1, "{part} has {} bytes", body.len());
        assert!(!bulk(&body).is_empty());
        all.extend(body);
    }
    assert_eq!(all, written(&["--format", "bulk"]));
}

#[test]
fn documents_have_the_fields_that_the_engines_are_told_of() {
    let found = records(&written(&["--format", "typesense"]));
    assert_eq!(ids(&found), ids(&with_text()));
    assert_eq!(found, records(&written(&["--format", "meilisearch"])));
    let typesense = schema_for("typesense");
    let of_field: BTreeMap<&str, &Value> =
        typesense["fields"].as_array().unwrap().iter().map(|f| (f["name"].as_str().unwrap(), f)).collect();
    for document in &found {
        let document = document.as_object().unwrap();
        for (key, value) in document.iter().filter(|(key, _)| *key != "id") {
            let kind = of_field[key.as_str()]["type"].as_str().unwrap();
            let fits = match kind {
                "string" => value.is_string(),
                "string[]" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
                "int32" => value.is_u64(),
                "float" => value.is_number(),
                other => panic!("a field of type {other}"),
            };
            assert!(fits, "{key}: {value}");
        }
        for (name, field) in &of_field {
            assert!(field["optional"] == true || document.contains_key(*name), "{name} is missing");
        }
    }
    let meilisearch = schema_for("meilisearch");
    let known: BTreeSet<&str> = of_field.keys().copied().collect();
    for key in ["searchableAttributes", "filterableAttributes", "sortableAttributes"] {
        for name in meilisearch[key].as_array().unwrap() {
            assert!(known.contains(name.as_str().unwrap()), "{key}: {name}");
        }
    }
}

#[test]
fn vespa_operations_name_their_documents_and_hold_no_forbidden_character() {
    let found = records(&written(&["--format", "vespa"]));
    let records = with_text();
    assert_eq!(found.len(), records.len());
    let schema = String::from_utf8(run(&["schema", "--for", "vespa"]).stdout).unwrap();
    for (operation, record) in found.iter().zip(&records) {
        let id = record["id"].as_str().unwrap();
        assert_eq!(operation["put"], format!("id:pagesieve:page::{id}"));
        for (key, value) in operation["fields"].as_object().unwrap() {
            assert!(schema.contains(&format!("        field {key} type ")), "{key} is not in page.sd");
            let text = value.to_string();
            assert!(!text.contains("\\u00") && !text.contains('\u{7f}'), "{text}");
        }
    }
}

/// The documents of TRECTEXT, read as the XML that it is to be: tags in their order, no other sign of markup.
fn trec(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut rest = text;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (document, after) = rest.strip_prefix("<DOC>\n").unwrap().split_once("</DOC>\n").unwrap();
        let (mut document, mut fields) = (document, BTreeMap::new());
        while !document.is_empty() {
            let (tag, more) = document.strip_prefix('<').unwrap().split_once('>').unwrap();
            let (value, more) = more.split_once(&format!("</{tag}>\n")).unwrap();
            assert!(!value.contains(['<', '>']), "{value}");
            for entity in value.split('&').skip(1) {
                assert!(["amp;", "lt;", "gt;"].iter().any(|e| entity.starts_with(e)), "&{entity}");
            }
            assert!(!value.contains(|c: char| c.is_control() && !"\n\t\r".contains(c)));
            let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert!(fields.insert(tag.to_owned(), value).is_none());
            document = more;
        }
        out.push(fields);
        rest = after;
    }
    out
}

#[test]
fn trec_documents_are_well_formed_and_whole() {
    let found = trec(&String::from_utf8(written(&["--format", "trec"])).unwrap());
    let documents = records(&written(&["--format", "meilisearch"]));
    assert_eq!(found.len(), documents.len());
    for (found, document) in found.iter().zip(&documents) {
        assert_eq!(found["DOCNO"], document["id"].as_str().unwrap());
        assert_eq!(found["TEXT"].trim_matches('\n'), document["text"].as_str().unwrap().trim_matches('\n'));
        let title = document["title"].as_str().map(|t| t.replace('\n', " "));
        assert_eq!(found.get("TITLE").cloned(), title);
    }
    assert!(found.iter().any(|f| f["TEXT"].contains('<')), "no page has anything to escape");
}

/// Checks all chunks of a record against its text, and gives the most tokens of one.
fn check_chunks(chunks: &[&Value], text: &str, budget: u64, overlap: u64) {
    let characters: Vec<char> = text.chars().collect();
    let number = |chunk: &Value, key: &str| usize::try_from(chunk[key].as_u64().unwrap()).unwrap();
    let mut is_covered = vec![false; characters.len()];
    for (n, chunk) in chunks.iter().enumerate() {
        let (start, end) = (number(chunk, "start"), number(chunk, "end"));
        let piece: String = characters[start..end].iter().collect();
        assert_eq!(chunk["text"].as_str().unwrap(), piece);
        assert_eq!(piece.trim(), piece);
        is_covered[start..end].fill(true);
        assert!(chunk["tokens"].as_u64().unwrap() <= budget);
        let before = n.checked_sub(1).map(|n| chunks[n]);
        assert_eq!(chunk["previous"], before.map_or(Value::Null, |b| b["id"].clone()));
        assert_eq!(chunk["next"], chunks.get(n + 1).map_or(Value::Null, |next| next["id"].clone()));
        let again: String = characters[start..start + number(chunk, "overlap")].iter().collect();
        let n_again = again.split_whitespace().count() as u64;
        let last = |chunk: &Value| {
            if chunk["last_section"].is_null() { &chunk["section"] } else { &chunk["last_section"] }.clone()
        };
        match before.filter(|before| last(before) == chunk["section"]) {
            Some(before) if budget > 1 && text.is_ascii() => {
                // as much as asked for, unless the section has no more before it
                let is_all = before["start"].as_u64().unwrap() as usize == start;
                assert!(n_again == overlap || (is_all && n_again < overlap), "{n_again} words of overlap: {chunk}");
            }
            Some(_) => assert!(n_again <= overlap),
            None => assert_eq!(again, ""),
        }
    }
    for (at, c) in characters.iter().enumerate() {
        assert!(is_covered[at] || c.is_whitespace(), "{c:?} at {at} is in no chunk");
    }
}

/// Checks that a chunk's path is that of all its sections with blocks, and that its other headings are named.
fn check_headings(chunk: &Value, record: &Value, budget: u64) {
    let Some(first) = chunk["section"].as_u64().map(|n| n as usize) else {
        assert_eq!(
            (&chunk["path"], &chunk["last_section"], &chunk["headings"]),
            (&json!([]), &Value::Null, &Value::Null)
        );
        return;
    };
    let last = chunk["last_section"].as_u64().map_or(first, |n| n as usize);
    let sections = &record["sections"].as_array().unwrap()[first..=last];
    let path = chunk["path"].as_array().unwrap();
    let path_of = |section: &'_ Value| section["path"].as_array().unwrap().clone();
    let is_filled = |section: &&Value| !section["blocks"].as_array().unwrap().is_empty();
    let mut paths: Vec<Vec<Value>> = sections.iter().filter(is_filled).map(path_of).collect();
    if paths.is_empty() {
        paths.extend(sections.last().map(path_of));
    }
    assert!(paths.iter().all(|of_section| of_section.starts_with(path)));
    let is_longer_in_all = paths.iter().all(|p| p.len() > path.len() && p[path.len()] == paths[0][path.len()]);
    assert!(!is_longer_in_all, "{path:?} of {paths:?}");
    let text = chunk["text"].as_str().unwrap();
    let mut others = Vec::new();
    for section in sections.iter().filter(|section| !path.starts_with(section["path"].as_array().unwrap())) {
        others.extend(section.get("heading").cloned());
        // the headings that stand above a section are in the path or in the text
        for heading in path_of(section).iter().skip(path.len()).filter(|_| budget >= 200) {
            assert!(text.contains(heading.as_str().unwrap()), "{heading} in {chunk}");
        }
    }
    assert_eq!(chunk.get("headings").cloned().unwrap_or(json!([])), Value::Array(others));
}

#[test]
fn chunks_are_exact_stretches_of_the_text_and_cover_it() {
    let documents = records(&written(&["--format", "meilisearch"]));
    let sections: BTreeMap<String, Value> =
        with_text().into_iter().map(|r| (r["id"].as_str().unwrap().to_owned(), r)).collect();
    for (budget, overlap) in [(1, 0), (7, 3), (40, 10), (200, 20), (100_000, 50)] {
        let flags = ["--format", "chunks", "--budget", &budget.to_string(), "--overlap", &overlap.to_string()];
        let chunks = records(&written(&flags));
        let mut of_record: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for chunk in &chunks {
            of_record.entry(chunk["record"].as_str().unwrap()).or_default().push(chunk);
            check_headings(chunk, &sections[chunk["record"].as_str().unwrap()], budget);
        }
        assert_eq!(of_record.len(), documents.len());
        let n_ids = chunks.iter().map(|c| c["id"].as_str().unwrap()).collect::<BTreeSet<_>>().len();
        assert_eq!(n_ids, chunks.len());
        for document in &documents {
            let text = document["text"].as_str().unwrap();
            check_chunks(&of_record[document["id"].as_str().unwrap()], text, budget, overlap);
        }
    }
}

#[test]
fn chunks_end_where_blocks_end_and_headings_stay_with_what_they_head() {
    let dir = scratch("index-blocks");
    let sentence = "The pilot boats of the harbour go out before the tide turns and come back with it.";
    let paragraphs = |from: usize| -> String {
        (from..from + 6).map(|n| format!("<p>Number {n}. {sentence} {sentence}</p>")).collect()
    };
    let page = format!(
        "<title>Pilots</title><main><h1>Pilots</h1><h2>Boats</h2><h3>In summer</h3>{}<h3>In winter</h3>{}</main>",
        paragraphs(0),
        paragraphs(6)
    );
    std::fs::write(dir.join("page.html"), page).unwrap();
    let flags = ["clean", "-q", dir.to_str().unwrap(), "--format", "chunks", "--budget", "80", "--overlap", "0"];
    let chunks = records(&run(&flags).stdout);
    let texts: Vec<&str> = chunks.iter().map(|c| c["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 6, "{texts:#?}");
    assert!(texts[0].starts_with("Boats\n\nIn summer\n\nNumber 0."));
    assert!(texts[1].starts_with("Number 2.") && texts[2].starts_with("Number 4."));
    assert!(texts[3].starts_with("In winter\n\nNumber 6."));
    assert_eq!(chunks[0]["path"], json!(["Boats", "In summer"]));
    let long = ["clean", "-q", dir.to_str().unwrap(), "--format", "chunks", "--budget", "25", "--overlap", "0"];
    for chunk in records(&run(&long).stdout) {
        assert!(chunk["text"].as_str().unwrap().ends_with('.'), "not cut at a sentence: {}", chunk["text"]);
    }
}

#[test]
fn sections_that_have_room_together_are_one_chunk() {
    let dir = scratch("index-joined");
    let one = "<p>Number # of the boats goes out before the tide turns and comes back with it.</p>";
    let long = one.repeat(9);
    let page = format!(
        "<title>Boats</title><main><h1>Boats</h1><h2>Pilots</h2>{one}<h3>Summer</h3>{one}<h3>Winter</h3>{one}\
         <h2>Lighters</h2>{one}<h3>Steam</h3>{one}<h3>Sail</h3>{one}<h2>Ferries</h2>{one}<h2>Tugs</h2>{long}<h3>Old</h3>{one}\
         <h3>New</h3>{one}<h2>Others</h2>{one}</main>"
    );
    let numbered =
        page.split('#').enumerate().map(|(n, piece)| if n > 0 { format!("{n}{piece}") } else { piece.into() });
    std::fs::write(dir.join("page.html"), numbered.collect::<String>()).unwrap();
    let chunks = |budget: &str| {
        let flags = ["clean", "-q", dir.to_str().unwrap(), "--format", "chunks", "--budget", budget, "--overlap", "0"];
        let of = |chunk: &Value| json!([chunk["path"], chunk.get("headings").cloned().unwrap_or(json!([]))]);
        records(&run(&flags).stdout).iter().map(of).collect::<Vec<Value>>()
    };
    // 16 words a paragraph, one a heading: what stands under a heading stays with it where it has room
    assert_eq!(
        chunks("80"),
        [
            json!([["Pilots"], ["Summer", "Winter"]]),
            json!([[], ["Lighters", "Steam", "Sail", "Ferries"]]),
            json!([["Tugs"], []]),
            json!([["Tugs"], []]),
            // and what stands under another is not joined where that would not be told
            json!([["Tugs"], ["Old", "New"]]),
            json!([["Others"], []]),
        ]
    );
    assert_eq!(chunks("1000").len(), 1);
    assert_eq!(chunks("17").iter().filter(|chunk| chunk[0] == json!(["Pilots", "Winter"])).count(), 1);
}

#[test]
fn no_string_has_a_character_that_engines_refuse() {
    let dir = scratch("index-characters");
    let input = dir.join("in.jsonl");
    let linked = r#"{"@type":"Article","headline":"The\u0000 tide\u0001","keywords":["a\u0000b"],"description":"Of\u0002 tides",
        "author":{"@type":"Person","name":"Ada\u0000 Moor"},"image":"https://tides.example/\u0001.png"}"#;
    let html = page(1, 2)
        .replace("<title>", &format!("<script type=application/ld+json>{linked}</script><title>\u{1}"))
        .replace("<main>", "<main><h2>He\u{2}ad \u{fffe}</h2><p>The boats \u{7f}\u{85} of the basin go out \u{ffff} with the tide.</p>");
    let line = json!({"url": "https://tides.example/\u{0}\u{1}\r\nx", "html": html}).to_string();
    std::fs::write(&input, line).unwrap();
    let is_refused = |c: char| (c.is_control() && !"\t\n\r".contains(c)) || "\u{fffe}\u{ffff}".contains(c);
    fn strings(value: &Value) -> Vec<&str> {
        match value {
            Value::String(text) => vec![text],
            Value::Array(all) => all.iter().flat_map(strings).collect(),
            Value::Object(all) => all.values().flat_map(strings).collect(),
            _ => Vec::new(),
        }
    }
    for format in ["bulk", "chunks", "vespa", "meilisearch", "typesense"] {
        let found = records(&run(&["clean", "-q", input.to_str().unwrap(), "--format", format]).stdout);
        assert!(!found.is_empty());
        for text in found.iter().flat_map(strings) {
            assert!(!text.contains(is_refused), "{format}: {text:?}");
        }
    }
    let found = run(&["clean", "-q", input.to_str().unwrap(), "--format", "trec"]).stdout;
    assert_eq!(trec(&String::from_utf8(found).unwrap())[0]["URL"], "https://tides.example/    x");
}

#[test]
fn the_same_bytes_come_out_whatever_the_number_of_threads() {
    for format in ["bulk", "chunks", "vespa", "meilisearch", "trec"] {
        let one = written(&["--format", format, "--threads", "1"]);
        assert!(!one.is_empty() && one == written(&["--format", format, "--threads", "4"]), "{format}");
        assert!(one == written(&["--format", format, "--isolate"]), "{format} --isolate");
    }
}

#[test]
fn flags_that_cannot_be_followed_end_the_run_before_it_starts() {
    let dir = scratch("index-flags");
    std::fs::write(dir.join("page.html"), page(1, 1)).unwrap();
    let out = dir.join("out");
    let refused = |flags: &[&str], what: &str| {
        let page = dir.join("page.html");
        let mut arguments = vec!["clean", page.to_str().unwrap(), "-o", out.to_str().unwrap()];
        arguments.extend(flags);
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(words(&output).contains(what), "{}", words(&output));
        assert_eq!(listing(&dir), ["page.html"]);
    };
    refused(&["--routing", "host"], "--routing: is only for --format bulk");
    refused(&["--format", "bulk", "--budget", "9"], "--budget: is only for --format chunks");
    refused(&["--format", "chunks", "--budget", "9", "--overlap", "9"], "--overlap: 9 is no less than the budget");
    refused(&["--format", "chunks", "--budget", "0"], "--budget");
    refused(&["--format", "chunks", "--tokenizer", "/no/such/file"], "/no/such/file");
    refused(&["--format", "trec", "--since", "/no/such/file"], "no way to say that a page is gone");
    refused(&["--since", "/no/such/file"], "/no/such/file");
    #[cfg(feature = "parquet")]
    {
        refused(&["--format", "parquet", "--resume"], "with --shard-bytes whole shards are kept");
        refused(&["--format", "parquet", "--shard-bytes", "1000"], "1048576 bytes at least");
    }
}

/// A folder of pages and a JSONL file, and runs over it that each compare with the one before.
struct Archive {
    dir: PathBuf,
    format: &'static str,
}

impl Archive {
    fn new(name: &str, format: &'static str) -> Archive {
        let dir = scratch(name);
        std::fs::create_dir(dir.join("in")).unwrap();
        let archive = Archive { dir, format };
        for n in 0..5 {
            archive.put(n, n);
        }
        archive
    }

    fn path(&self, n: usize) -> PathBuf {
        self.dir.join("in").join(format!("{n}.html"))
    }

    fn put(&self, n: usize, content: usize) {
        std::fs::write(self.path(n), page(content, 2)).unwrap();
    }

    fn run(&self, since: bool) -> Vec<u8> {
        let at = |name: &str| self.dir.join(name).to_str().unwrap().to_owned();
        let (input, pages) = (at("in"), at("pages"));
        let mut arguments =
            vec!["clean", "-q", &input, "--format", self.format, "--pages", &pages, "--routing", "host"];
        if self.format != "bulk" {
            arguments.truncate(arguments.len() - 2);
        }
        if since {
            arguments.extend(["--since", &pages]);
        }
        let output = run(&arguments);
        assert!(output.status.success(), "{}", words(&output));
        output.stdout
    }
}

#[test]
fn a_run_since_another_writes_what_is_new_what_has_changed_and_what_is_gone() {
    let archive = Archive::new("index-since", "jsonl");
    let first = records(&archive.run(false));
    assert_eq!(first.len(), 5);
    assert_eq!(records(&archive.run(true)), Vec::<Value>::new());
    archive.put(2, 77);
    let changed = records(&archive.run(true));
    assert_eq!(ids(&changed), [first[2]["id"].as_str().unwrap()]);
    assert_eq!(changed[0]["title"], "Tide table 77");
    archive.put(9, 9);
    std::fs::remove_file(archive.path(0)).unwrap();
    let both = records(&archive.run(true));
    assert_eq!((both.len(), &both[0]["title"]), (2, &json!("Tide table 9")));
    assert_eq!((&both[1]["id"], &both[1]["status"]), (&first[0]["id"], &json!("gone")));
    let schema = jsonschema::validator_for(&pagesieve::cleaner::schema()).unwrap();
    assert!(schema.is_valid(&both[1]));
    assert_eq!(records(&archive.run(true)), Vec::<Value>::new());
    archive.put(0, 0);
    assert_eq!(records(&archive.run(true)), [first[0].clone()]);
}

#[test]
fn each_format_says_in_its_own_words_that_a_page_is_gone() {
    for format in ["bulk", "vespa", "chunks"] {
        let archive = Archive::new(&format!("index-gone-{format}"), format);
        archive.run(false);
        assert!(archive.run(true).is_empty(), "{format}");
        std::fs::remove_file(archive.path(3)).unwrap();
        archive.put(1, 50);
        let update = archive.run(true);
        match format {
            "bulk" => {
                let requests = bulk(&update);
                let actions: Vec<&str> = requests.iter().map(|(action, ..)| action.as_str()).collect();
                assert_eq!(actions, ["index", "delete"]);
            }
            "vespa" => {
                let operations = records(&update);
                assert_eq!(operations.len(), 2);
                assert!(operations[0]["put"].is_string());
                assert!(operations[1]["remove"].as_str().unwrap().starts_with("id:pagesieve:page::"));
            }
            _ => {
                let lines = records(&update);
                // chunks are added under ids of their own: those of a changed page are to go first
                assert_eq!((&lines[0]["status"], &lines[0]["record"]), (&json!("gone"), &lines[1]["record"]));
                assert_eq!(lines.iter().filter(|line| line["status"] == "gone").count(), 2);
                assert_eq!(lines.last().unwrap()["status"], "gone");
            }
        }
    }
}

#[test]
fn a_document_that_is_routed_elsewhere_is_taken_from_where_it_was() {
    let dir = scratch("index-rerouted");
    let (input, pages) = (dir.join("in.jsonl"), dir.join("pages"));
    let go = |host: &str, more: &[&str]| {
        std::fs::write(&input, json!({"url": format!("http://{host}/"), "html": page(1, 2)}).to_string()).unwrap();
        let (input, pages) = (input.to_str().unwrap(), pages.to_str().unwrap());
        let flags = ["clean", "-q", input, "--format", "bulk", "--routing", "host", "--pages", pages];
        let requests = bulk(&run(&[&flags[..], more].concat()).stdout);
        requests.iter().map(|(action, to, _)| json!([action, to["routing"]])).collect::<Vec<Value>>()
    };
    let since = ["--since", pages.to_str().unwrap()];
    assert_eq!(go("old.example", &[]), [json!(["index", "old.example"])]);
    assert_eq!(go("new.example", &since), [json!(["delete", "old.example"]), json!(["index", "new.example"])]);
    assert_eq!(go("new.example", &since), Vec::<Value>::new());
}

#[test]
fn ids_made_from_addresses_are_those_of_another_crawl() {
    let dir = scratch("index-crawls");
    let pages = dir.join("pages");
    let crawl = |name: &str, lines: &[(&str, usize)]| {
        let line =
            |&(url, content): &(&str, usize)| json!({"url": url, "html": page(content, 2), "id": name}).to_string();
        std::fs::write(dir.join(name), lines.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    };
    let go = |name: &str, format: &str, since: bool| {
        let (input, pages) = (dir.join(name).to_str().unwrap().to_owned(), pages.to_str().unwrap());
        let mut flags = vec!["clean", "-q", &input, "--id-from", "url", "--format", format, "--pages", pages];
        if since {
            flags.extend(["--since", pages]);
        }
        records(&run(&flags).stdout)
    };
    crawl("may.jsonl", &[("http://a.example/1", 1), ("http://a.example/2#top", 2), ("http://a.example/3", 3)]);
    crawl("june.jsonl", &[("http://a.example/2", 2), ("http://a.example/1", 7), ("http://a.example/1", 8)]);
    let first = go("may.jsonl", "jsonl", false);
    let update = go("june.jsonl", "jsonl", true);
    let of = |n: usize, title: &str| (first[n]["id"].clone(), json!(title));
    let found: Vec<_> =
        update.iter().map(|r| (r["id"].clone(), r.get("title").unwrap_or(&r["status"]).clone())).collect();
    // of the second page only what is asked for from `#` on is another, which is in its record
    assert_eq!(found, [of(1, "Tide table 2"), of(0, "Tide table 7"), of(0, "Tide table 8"), of(2, "gone")]);
    // the later of two counts from then on, and the other comes before it again
    let again = go("june.jsonl", "jsonl", true);
    assert_eq!(again.last().unwrap()["title"], "Tide table 8");
    // chunks of the earlier are to go where nothing writes over them
    crawl("july.jsonl", &[("http://a.example/1", 30), ("http://a.example/1", 31)]);
    let july = dir.join("july.jsonl");
    let flags = ["clean", "-q", july.to_str().unwrap(), "--id-from", "url", "--format", "chunks"];
    let chunks = records(&run(&flags).stdout);
    let gone = chunks.iter().position(|chunk| chunk["status"] == "gone").unwrap();
    assert!(gone > 0 && chunks[gone]["record"] == first[0]["id"]);
    assert_eq!(
        (&chunks[gone - 1]["title"], &chunks[gone + 1]["title"]),
        (&json!("Tide table 30"), &json!("Tide table 31"))
    );
    // ids of the input's own, wherever the line stands
    let given =
        |name: &str| records(&run(&["clean", "-q", dir.join(name).to_str().unwrap(), "--id-from", "given"]).stdout);
    std::fs::write(dir.join("given.jsonl"), json!({"id": "may.jsonl", "html": page(9, 2)}).to_string()).unwrap();
    assert_eq!(given("given.jsonl")[0]["id"], given("may.jsonl")[2]["id"]);
    assert_ne!(given("june.jsonl")[0]["id"], given("may.jsonl")[0]["id"]);
}

#[test]
fn nothing_is_gone_because_the_archive_could_not_be_read_to_its_end() {
    let dir = scratch("index-cut");
    let (input, pages) = (dir.join("in.jsonl.gz"), dir.join("pages"));
    let line = |n: usize| format!("{}\n", json!({"html": page(n, 2)}));
    let packed = |n: usize| {
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        member.write_all(line(n).as_bytes()).unwrap();
        member.finish().unwrap()
    };
    let whole = (0..4).flat_map(packed).collect::<Vec<u8>>();
    let go = |bytes: &[u8], since: bool| {
        std::fs::write(&input, bytes).unwrap();
        let (input, pages) = (input.to_str().unwrap(), pages.to_str().unwrap());
        let flags = ["clean", input, "--format", "bulk", "--pages", pages, "--since", pages];
        run(&flags[..if since { 8 } else { 6 }])
    };
    assert_eq!(bulk(&go(&whole, false).stdout).len(), 4);
    let cut = go(&whole[..whole.len() * 5 / 8], true);
    assert_eq!(cut.status.code(), Some(1));
    assert!(bulk(&cut.stdout).iter().all(|(action, _, _)| action != "delete"), "{}", words(&cut));
    assert!(words(&cut).contains("not met and kept, since not all could be read: 2"), "{}", words(&cut));
    // the next run that reads all of them knows them still
    assert!(go(&whole, true).stdout.is_empty());
}

#[test]
fn where_in_its_file_a_page_stands_is_no_change_to_it() {
    let dir = scratch("index-moved");
    let (input, pages) = (dir.join("in.jsonl"), dir.join("pages"));
    let write = |first: &str| {
        let lines = [json!({"id": "a", "html": first}), json!({"id": "b", "html": page(2, 2)})];
        std::fs::write(&input, lines.map(|l| l.to_string()).join("\n")).unwrap();
    };
    let go = |more: &[&str]| {
        let mut arguments = vec!["clean", "-q", input.to_str().unwrap(), "--pages", pages.to_str().unwrap()];
        arguments.extend(more);
        records(&run(&arguments).stdout)
    };
    write(&page(1, 2));
    assert_eq!(go(&[]).len(), 2);
    write(&page(1, 9));
    let changed = go(&["--since", pages.to_str().unwrap()]);
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["source"]["record"], 0);
}

#[test]
fn a_file_of_pages_that_is_none_is_refused_by_its_line() {
    let dir = scratch("index-since-bad");
    let pages = dir.join("pages");
    std::fs::write(dir.join("page.html"), page(1, 1)).unwrap();
    let line = |n: u128| format!("{n:032x} {n:032x}\n");
    for (text, what) in [
        ("hello\n".to_owned(), "its first line is not"),
        ("pagesieve-pages/1\nxyz\n".to_owned(), "line 2"),
        (format!("pagesieve-pages/1\n{}{}", line(2), line(1)), "line 3"),
    ] {
        std::fs::write(&pages, text).unwrap();
        let output = run(&["clean", dir.join("page.html").to_str().unwrap(), "--since", pages.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output).contains(what), "{}", words(&output));
    }
}

#[cfg(feature = "tokenizers")]
mod vocabulary {
    //! Budgets in the tokens of a file.

    use super::*;

    /// The sign that byte-level vocabularies have for a byte.
    fn sign(byte: u8) -> char {
        let is_plain = |b: u8| matches!(b, 33..=126 | 161..=172 | 174..=255);
        let n_before = (0..byte).filter(|b| !is_plain(*b)).count() as u32;
        char::from_u32(if is_plain(byte) { byte.into() } else { 256 + n_before }).unwrap()
    }

    /// A vocabulary of bytes that has a token for ` the`, ` th` and ` t`, but none for `the`, `th` and `t` alone; its model
    /// reads 8 tokens at most and is padded.
    fn bytes(dir: &Path) -> PathBuf {
        let mut vocab: BTreeMap<String, usize> =
            (0..=255).map(|byte| (sign(byte).to_string(), usize::from(byte))).collect();
        for token in ["Ġt", "Ġth", "Ġthe"] {
            vocab.insert(token.to_owned(), vocab.len());
        }
        let path = dir.join("tokenizer.json");
        let file = json!({
            "version": "1.0", "added_tokens": [], "normalizer": null, "post_processor": null,
            "truncation": {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0},
            "padding": {"strategy": {"Fixed": 64}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
                        "pad_type_id": 0, "pad_token": "!"},
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
            "decoder": null,
            "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                      "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
                      "vocab": vocab, "merges": [["Ġ", "t"], ["Ġt", "h"], ["Ġth", "e"]]}
        });
        std::fs::write(&path, file.to_string()).unwrap();
        path
    }

    /// The tokens of a text in that vocabulary.
    fn count(text: &str) -> u64 {
        let mut rest = text.as_bytes();
        let mut n = 0;
        while !rest.is_empty() {
            let token = [&b" the"[..], b" th", b" t"].into_iter().find(|token| rest.starts_with(token));
            rest = &rest[token.map_or(1, <[u8]>::len)..];
            n += 1;
        }
        n
    }

    #[test]
    fn a_chunk_has_no_more_tokens_by_itself_than_the_budget() {
        let path = bytes(&scratch("index-bytes"));
        let documents = records(&written(&["--format", "meilisearch"]));
        let texts: BTreeMap<&str, Vec<char>> = documents
            .iter()
            .map(|d| (d["id"].as_str().unwrap(), d["text"].as_str().unwrap().chars().collect()))
            .collect();
        for (budget, overlap) in [(4, 0), (9, 3), (60, 20), (1200, 100)] {
            let flags = ["--format", "chunks", "--tokenizer", path.to_str().unwrap()];
            let more = ["--budget", &budget.to_string(), "--overlap", &overlap.to_string()];
            let chunks = records(&written(&[&flags[..], &more].concat()));
            let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
            for chunk in &chunks {
                let number = |key: &str| chunk[key].as_u64().unwrap() as usize;
                let (start, end) = (number("start"), number("end"));
                let text = &texts[chunk["record"].as_str().unwrap()];
                let piece: String = text[start..end].iter().collect();
                assert_eq!(chunk["text"], piece);
                assert!(count(&piece) <= budget, "{} tokens of {budget}: {piece:?}", count(&piece));
                assert_eq!(chunk["tokens"], count(&piece), "{piece:?}");
                let done = ends.insert(chunk["record"].as_str().unwrap(), end).unwrap_or_default();
                assert!(text[done..start + number("overlap")].iter().all(|c| c.is_whitespace()));
                let again: String = text[start..start + number("overlap")].iter().collect();
                assert!(count(again.trim()) <= overlap + 3, "{again:?}");
            }
            for (id, text) in &texts {
                assert!(text[ends[id]..].iter().all(|c| c.is_whitespace()), "{id} ends early");
            }
        }
    }

    #[test]
    fn a_file_that_is_no_vocabulary_is_named() {
        let dir = scratch("index-no-vocabulary");
        let path = dir.join("words.json");
        std::fs::write(&path, "{\"words\": 7}").unwrap();
        let output =
            run(&["clean", dir.to_str().unwrap(), "--format", "chunks", "--tokenizer", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output).contains("words.json"), "{}", words(&output));
    }
}
