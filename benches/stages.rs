//! Bytes per second of each stage on our own pages: `cargo bench`.

#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pagesieve::blocks::{Blocks, html};
use pagesieve::dom::{Attributes, Parser};
use pagesieve::head::Head;
use pagesieve::leftover::{self, Catalogue};
use pagesieve::limits::Limits;
use pagesieve::measure::{Measures, measure};
use pagesieve::score::{Columns, Model, Scores};
use pagesieve::write::Format;
use pagesieve::{Cleaner, Config, RawPage};
use std::hint::black_box;
use std::path::Path;

fn stages(c: &mut Criterion) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/site/harbour-archive.html");
    let page = std::fs::read_to_string(file).unwrap();
    let limits = Limits::default();
    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(page.len() as u64));
    let mut parser = Parser::new();
    group.bench_function("dom", |b| b.iter(|| parser.parse(black_box(&page), &limits, Attributes::Known).len()));
    let mut parser = Parser::new();
    let dom = parser.parse(&page, &limits, Attributes::Known);
    let mut blocks = Blocks::default();
    group.bench_function("blocks", |b| b.iter(|| html::segment(black_box(dom), &limits, &mut blocks)));
    let mut measures = Measures::default();
    group.bench_function("head", |b| b.iter(|| Head::gather(black_box(dom)).metas.len()));
    let head = Head::gather(dom);
    let model = Model::builtin().unwrap();
    group.bench_function("measure", |b| {
        b.iter(|| measure(Some((dom, &head)), black_box(&blocks), model.names(), None, &mut measures));
    });
    let (mut columns, mut scores) = (Columns::default(), Scores::default());
    group.bench_function("score", |b| {
        b.iter(|| {
            model.score(black_box(&measures), &mut columns, &mut scores);
        });
    });
    let catalogue = Catalogue::builtin();
    group.bench_function("leftover", |b| b.iter(|| leftover::find(black_box(&blocks), Some(dom), &catalogue, &[])));
    let cleaner = Cleaner::new(Config::default());
    let raw = RawPage::html(page.as_str(), None);
    group.bench_function("all", |b| {
        b.iter(|| {
            let mut out = Vec::new();
            Format::Jsonl.page(&cleaner.clean(black_box(&raw)).unwrap(), &mut out).unwrap();
            out.len()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
