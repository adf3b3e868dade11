//! A tally in words, for a reader at a terminal.

use crate::tally::Tally;

/// Wordings of leftovers that the summary names.
const TOP_WORDINGS: usize = 5;

/// What the run did, for a reader.
pub(super) fn summary(tally: &Tally) -> String {
    let list = |map: &std::collections::BTreeMap<String, u64>| {
        map.iter().map(|(key, n)| format!("{n} {key}")).collect::<Vec<_>>().join(", ")
    };
    let mb = |bytes: u64| bytes as f64 / 1e6;
    let statuses = if tally.pages > 0 { format!(": {}", list(&tally.by_status)) } else { String::new() };
    let mut out = format!("{} pages{statuses}\n", tally.pages);
    for (name, map) in [("not ok", &tally.by_reason), ("passed over", &tally.passed_over), ("removed", &tally.removed)]
    {
        if !map.is_empty() {
            out += &format!("{name}: {}\n", list(map));
        }
    }
    if tally.unchanged + tally.gone > 0 {
        out += &format!("since the run before: {} unchanged, {} gone\n", tally.unchanged, tally.gone);
    }
    if tally.unmet > 0 {
        out += &format!("not met and kept, since not all could be read: {}\n", tally.unmet);
    }
    let mut wordings: Vec<(&String, &u64)> = tally.leftover_wordings.iter().collect();
    wordings.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (wording, n) in wordings.iter().take(TOP_WORDINGS) {
        out += &format!("leftover: {n} × {}\n", super::super::harmless(wording));
    }
    for damage in tally.damage.iter().take(5) {
        out += &format!("damaged: {}\n", super::super::harmless(damage));
    }
    if tally.n_damaged > 5 {
        out += &format!("damaged: {} more places\n", tally.n_damaged - 5);
    }
    out += &format!(
        "{:.1} MB of pages in, {:.1} MB out, {:.1} s, {:.1} MB/s\n",
        mb(tally.page_bytes),
        mb(tally.output_bytes),
        tally.seconds,
        mb(tally.page_bytes) / tally.seconds.max(1e-9)
    );
    out
}
