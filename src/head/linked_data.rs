//! JSON-LD scripts to values.

use serde_json::Value;

/// Longest script parsed, in bytes.
const MAX_SCRIPT: usize = 1 << 20;

/// The value of a script; `None` where it is no JSON.
pub(super) fn parse(text: &str) -> Option<Value> {
    if text.len() > MAX_SCRIPT {
        return None;
    }
    serde_json::from_str(text.trim().trim_end_matches(';')).ok()
}
