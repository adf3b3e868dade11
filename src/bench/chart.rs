//! Figures as a small SVG: speed by number of threads with its spread, and where the time goes.

use super::figures::Figures;
use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 90.0;
const BAR: f64 = 18.0;
const STEP: f64 = 26.0;

/// The figures as an SVG document.
pub fn chart(figures: &Figures) -> String {
    let rows = figures.runs.len() + figures.stages.len();
    let height = STEP * (rows as f64 + 3.0);
    let mut body = String::new();
    let fastest = figures.runs.iter().map(|run| run.megabytes_per_second.max).fold(1e-9, f64::max);
    let mut y = STEP;
    text(&mut body, 8.0, y, "MB/s by number of threads");
    for run in &figures.runs {
        y += STEP;
        let speed = run.megabytes_per_second;
        text(&mut body, 8.0, y, &format!("{} threads", run.threads));
        bar(&mut body, y, speed.median / fastest, &format!("{:.1}", speed.median));
        let (from, to) = (x(speed.min / fastest), x(speed.max / fastest));
        let middle = y - BAR / 3.0;
        let _ = writeln!(
            body,
            r##"<path d="M{from:.1} {middle:.1}H{to:.1}M{from:.1} {:.1}v8M{to:.1} {:.1}v8" stroke="#222" fill="none"/>"##,
            middle - 4.0,
            middle - 4.0
        );
    }
    y += STEP;
    text(&mut body, 8.0, y, "share of the time on one thread");
    let largest = figures.stages.iter().map(|stage| stage.share).fold(1e-9, f64::max);
    for stage in &figures.stages {
        y += STEP;
        text(&mut body, 8.0, y, &stage.stage);
        bar(&mut body, y, stage.share / largest, &format!("{:.1} %", stage.share * 100.0));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{body}</svg>\n"
    )
}

fn x(share: f64) -> f64 {
    LEFT + share * (WIDTH - LEFT - RIGHT)
}

fn bar(body: &mut String, y: f64, share: f64, label: &str) {
    let (top, width) = (y - BAR * 0.75, x(share) - LEFT);
    let _ = writeln!(body, r##"<rect x="{LEFT}" y="{top:.1}" width="{width:.1}" height="{BAR}" fill="#7aa6c2"/>"##);
    text(body, WIDTH - RIGHT + 12.0, y, label);
}

fn text(body: &mut String, x: f64, y: f64, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(body, r#"<text x="{x}" y="{y}">{words}</text>"#);
}
