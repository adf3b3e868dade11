//! JSON-LD scripts to values.

use serde_json::Value;

/// Longest script parsed, in bytes.
const MAX_SCRIPT: usize = 1 << 20;

/// The value of a script; `None` where it is no JSON, even with the two faults mended that browsers' own readers and
/// search engines let pass: line ends and tabs inside strings, and comment signs around the whole.
pub(super) fn parse(text: &str) -> Option<Value> {
    if text.len() > MAX_SCRIPT {
        return None;
    }
    let text = text.trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let from = mended.find(['{', '['])?;
    let to = mended.rfind(['}', ']'])?;
    serde_json::from_str(mended.get(from..=to)?).ok()
}
