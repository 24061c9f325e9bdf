//! A JSON document.

use serde_json::json;

use super::answers;

pub(super) fn run(bytes: &[u8]) -> bool {
    answers("segment_customers", "t.json", bytes, json!({"as_of": "2026-09-30"}))
}
