//! Batches of records say what the records say: every value of every record is found again in the batch, and the batch
//! holds nothing else; so do Parquet files.

#![cfg(feature = "arrow")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_schema::{DataType, Fields};
use common::records;
use pagesieve::CleanPage;
use pagesieve::arrow::{Rows, schema};
use serde_json::{Map, Value, json};
use std::path::Path;

/// A cell as JSON, by nothing but its type.
fn cell(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::List(_) => {
            let values = array.as_list::<i32>().value(row);
            (0..values.len()).map(|i| cell(&values, i)).collect()
        }
        DataType::Struct(fields) => object(fields, array.as_struct(), row),
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let key = |i| entries.column(0).as_string::<i32>().value(i).to_owned();
            Value::Object((0..entries.len()).map(|i| (key(i), cell(entries.column(1), i))).collect())
        }
        other => panic!("a column of type {other}"),
    }
}

fn object(fields: &Fields, columns: &StructArray, row: usize) -> Value {
    let cells = fields.iter().zip(columns.columns()).map(|(f, column)| (f.name().clone(), cell(column, row)));
    Value::Object(cells.collect())
}

fn rows(batch: RecordBatch) -> Vec<Value> {
    let fields = batch.schema().fields().clone();
    let columns = StructArray::from(batch);
    (0..columns.len()).map(|row| object(&fields, &columns, row)).collect()
}

/// What a row must hold for a value of a record: what the record leaves out is null, an empty list or no.
fn expected(value: &Value, kind: &DataType) -> Value {
    match kind {
        DataType::List(field) => {
            value.as_array().into_iter().flatten().map(|v| expected(v, field.data_type())).collect()
        }
        DataType::Struct(fields) => {
            let value = reshaped(value);
            Value::Object(
                fields.iter().map(|f| (f.name().clone(), expected(&value[f.name()], f.data_type()))).collect(),
            )
        }
        DataType::Map(..) if value.is_null() => json!({}),
        // a flag that is left out is no where it cannot be null
        _ => value.clone(),
    }
}

/// The three places where a row's shape is another than a record's.
fn reshaped(value: &Value) -> Value {
    let mut value = value.clone();
    match value["type"].as_str() {
        Some("list") => value["items"] = flat(&value["items"], 0).into(),
        Some("definitions") => value["definitions"] = value["items"].take(),
        _ => {}
    }
    if value["because"].is_object() {
        value["because"] = value["because"].to_string().into();
        value["span"] = json!({"start": value["span"][0], "end": value["span"][1]});
    }
    for (flag, others) in [("accepted", "blocks"), ("comment", "blocks"), ("ordered", "depth")] {
        if value[flag].is_null() && !value[others].is_null() {
            value[flag] = false.into();
        }
    }
    value
}

fn flat(items: &Value, depth: u64) -> Vec<Value> {
    let mut out = Vec::new();
    for item in items.as_array().into_iter().flatten() {
        let mut own = item.as_object().unwrap().clone();
        let below = own.remove("items").unwrap_or_default();
        own.insert("depth".into(), depth.into());
        out.push(Value::Object(own));
        out.extend(flat(&below, depth + 1));
    }
    out
}

/// The records of our own pages with all that can be asked for.
fn all_records() -> Vec<Value> {
    let at =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name).to_str().unwrap().to_owned();
    let (site, broken, pages) = (at("site"), at("broken"), at("pages"));
    let arguments =
        ["clean", "-q", &site, &broken, &pages, "--links", "--images", "--comments", "--explain", "--strip-tracking"];
    records(&common::run(&arguments).stdout)
}

#[test]
fn a_record_read_back_is_the_record_that_was_written() {
    let records = all_records();
    assert!(records.len() > 80);
    for record in records {
        let page: CleanPage = serde_json::from_value(record.clone()).unwrap();
        assert_eq!(serde_json::to_value(page).unwrap(), record);
    }
}

#[test]
fn a_row_holds_what_its_record_holds() {
    let records = all_records();
    let mut batch = Rows::default();
    for record in &records {
        batch.push(&serde_json::from_value(record.clone()).unwrap()).unwrap();
    }
    assert_eq!(batch.len(), records.len());
    let found = rows(batch.finish().unwrap());
    assert!(batch.is_empty());
    let kind = DataType::Struct(schema().fields().clone());
    let mut kinds = Map::new();
    for (found, record) in found.iter().zip(&records) {
        assert_eq!(*found, expected(record, &kind), "{}", record["source"]);
        for block in found["sections"].as_array().unwrap().iter().flat_map(|s| s["blocks"].as_array().unwrap()) {
            kinds.insert(block["type"].as_str().unwrap().to_owned(), true.into());
        }
    }
    let all = ["code", "definitions", "figure", "list", "paragraph", "quote", "table"];
    assert_eq!(kinds.keys().map(String::as_str).collect::<Vec<_>>(), all);
}

#[test]
fn the_schema_has_every_key_of_a_record() {
    let of_json = pagesieve::cleaner::schema();
    let keys: Vec<&String> = of_json["properties"].as_object().unwrap().keys().collect();
    let schema = schema();
    let mut columns: Vec<&String> = schema.fields().iter().map(|f| f.name()).collect();
    columns.sort();
    assert_eq!(columns, keys);
}

#[test]
fn a_record_that_fits_into_no_batch_is_refused_and_costs_no_other() {
    let mut batch = Rows::default();
    batch.push(&CleanPage::default()).unwrap();
    assert!(batch.push_of_length(&CleanPage::default(), pagesieve::arrow::MAX_BYTES).is_err());
    batch.push(&CleanPage::default()).unwrap();
    assert_eq!(batch.finish().unwrap().num_rows(), 2);
}

#[cfg(feature = "parquet")]
mod written {
    //! Parquet files, read by the crate's own reader.

    use super::*;
    use common::{listing, page, run, scratch, words};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::file::metadata::ParquetMetaData;
    use std::fs::File;
    use std::path::PathBuf;

    /// The rows of a file, and what its footer says.
    fn read(path: &Path) -> (Vec<Value>, ParquetMetaData) {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
        let meta = reader.metadata().as_ref().clone();
        (reader.build().unwrap().flat_map(|batch| rows(batch.unwrap())).collect(), meta)
    }

    /// Pages of some KiB, so many that they make several row groups and files.
    fn archive(dir: &Path, n: usize) -> PathBuf {
        let lines: Vec<String> = (0..n)
            .map(|i| json!({"url": format!("http://tides.example/{i}"), "html": page(i, 30)}).to_string())
            .collect();
        let path = dir.join("in.jsonl");
        std::fs::write(&path, lines.join("\n") + "\nno JSON at all\n").unwrap();
        path
    }

    fn clean(input: &Path, out: &Path, more: &[&str]) -> std::process::Output {
        let (input, out) = (input.to_str().unwrap(), out.to_str().unwrap());
        run(&[&["clean", "-q", input, "--format", "parquet", "-o", out], more].concat())
    }

    fn expected_rows(input: &Path) -> Vec<Value> {
        let kind = DataType::Struct(schema().fields().clone());
        let records = records(&run(&["clean", "-q", input.to_str().unwrap()]).stdout);
        records.iter().map(|record| expected(record, &kind)).collect()
    }

    #[test]
    fn a_file_has_a_row_for_every_page_ok_or_not() {
        let dir = scratch("parquet-one");
        let (input, out) = (archive(&dir, 20), dir.join("out.parquet"));
        assert_eq!(clean(&input, &out, &[]).status.code(), Some(1));
        let (found, meta) = read(&out);
        assert_eq!(found, expected_rows(&input));
        assert_eq!(found.last().unwrap()["status"], "failed");
        let column = meta.row_group(0).column(0);
        assert!(matches!(column.compression(), parquet::basic::Compression::ZSTD(_)));
        let stdout = run(&["clean", "-q", input.to_str().unwrap(), "--format", "parquet", "--threads", "2"]).stdout;
        assert!(stdout == std::fs::read(&out).unwrap(), "other bytes with other threads");
    }

    #[test]
    fn no_page_makes_a_file_without_rows() {
        let dir = scratch("parquet-none");
        let (input, out) = (dir.join("in.jsonl"), dir.join("out.parquet"));
        std::fs::write(&input, "").unwrap();
        let _ = clean(&input, &out, &[]);
        assert_eq!(read(&out).0.len(), expected_rows(&input).len());
    }

    #[test]
    fn a_list_as_deep_as_a_page_may_have_it_is_written() {
        let dir = scratch("parquet-deep");
        let (input, out) = (dir.join("page.html"), dir.join("out.parquet"));
        let deep = "<ul><li>One more step down to the water".repeat(240);
        std::fs::write(&input, format!("<title>Steps</title><main><p>The steps of the old lock.</p>{deep}</main>"))
            .unwrap();
        assert!(clean(&input, &out, &[]).status.success());
        let (found, _) = read(&out);
        assert_eq!(found, expected_rows_deep(&input));
    }

    /// As `expected_rows`, of JSON that is deeper than serde reads unasked.
    fn expected_rows_deep(input: &Path) -> Vec<Value> {
        let line = run(&["clean", "-q", input.to_str().unwrap()]).stdout;
        let mut json = serde_json::Deserializer::from_slice(&line);
        json.disable_recursion_limit();
        let record = <Value as serde::Deserialize>::deserialize(&mut json).unwrap();
        vec![expected(&record, &DataType::Struct(schema().fields().clone()))]
    }

    #[test]
    fn files_are_bounded_and_a_run_goes_on_at_the_next() {
        let dir = scratch("parquet-shards");
        let input = archive(&dir, 700);
        let (whole, cut) = (dir.join("whole"), dir.join("cut"));
        std::fs::create_dir(&whole).unwrap();
        std::fs::create_dir(&cut).unwrap();
        let bound = ["--shard-bytes", "1048576"];
        assert_eq!(clean(&input, &whole.join("out.parquet"), &bound).status.code(), Some(1));
        let files: Vec<String> = listing(&whole).into_iter().filter(|name| name.ends_with(".parquet")).collect();
        assert!(files.len() > 1, "{files:?}");
        let mut found = Vec::new();
        for file in &files {
            assert!(std::fs::metadata(whole.join(file)).unwrap().len() <= 1 << 20);
            let (rows, meta) = read(&whole.join(file));
            assert!(meta.num_row_groups() > 1);
            found.extend(rows);
        }
        assert_eq!(found, expected_rows(&input));
        // ended in the middle by a failure, and gone on with
        let lines = std::fs::read_to_string(&input).unwrap();
        let bad = lines.replacen("\n", "\nno JSON at all\n", 1);
        std::fs::write(&input, bad).unwrap();
        let out = cut.join("out.parquet");
        assert_eq!(clean(&input, &out, &[&bound[..], &["--fail-fast"]].concat()).status.code(), Some(2));
        let again = clean(&input, &out, &[&bound[..], &["--resume"]].concat());
        assert_eq!(again.status.code(), Some(1), "{}", words(&again));
        std::fs::remove_dir_all(&whole).unwrap();
        std::fs::create_dir(&whole).unwrap();
        assert_eq!(clean(&input, &whole.join("out.parquet"), &bound).status.code(), Some(1));
        assert_eq!(listing(&cut), listing(&whole));
        for name in listing(&whole) {
            assert!(std::fs::read(whole.join(&name)).unwrap() == std::fs::read(cut.join(&name)).unwrap(), "{name}");
        }
    }
}
