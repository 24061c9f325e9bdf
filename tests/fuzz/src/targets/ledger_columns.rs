//! The rows of a ledger, as columns of a Parquet file.

use serde_json::json;

use super::answers;

pub(super) fn run(bytes: &[u8]) -> bool {
    answers("retention_decompose", "t.parquet", bytes, json!({"rows": "ledger", "cadence": "mrr", "window_months": 2, "detail": "full"}))
}
