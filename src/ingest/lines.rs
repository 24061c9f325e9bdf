//! NDJSON: an object a line. Blank lines are no rows.

use std::io::{BufRead, BufReader};

use super::delimited::broken;
use super::guard::Meter;
use super::json::strict_json;
use super::objects::Take;
use super::open::Opened;
use super::stream::text;
use crate::problem::Stop;

/// Bytes that are read at once.
const BUFFER_BYTES: usize = 1 << 17;

/// Hands on each row.
///
/// # Errors
/// A line that is not JSON or has a key twice, or what `take` refuses.
pub(super) fn each_row(opened: &Opened<'_>, take: &mut dyn Take) -> Result<(), Stop> {
    let meter = Meter::default();
    let name = opened.name.as_str();
    let stream = opened.bytes(&meter).and_then(|file| text(file, &meter)).map_err(|_| broken(name, 1, &meter))?;
    take.written(&stream.told);
    let mut lines = BufReader::with_capacity(BUFFER_BYTES, stream.bytes);
    let mut line = Vec::new();
    let mut rows_count = 0;
    loop {
        line.clear();
        meter.next_record();
        // The meter ends a line that is too long.
        let read = lines.read_until(b'\n', &mut line);
        let place = || format!("{name}:{}", rows_count + 1);
        if read.map_err(|_| broken(name, rows_count as u64 + 1, &meter))? == 0 {
            return Ok(());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let value = strict_json(&place(), &line).map_err(|mut problem| {
            // The line of a document of one line says nothing.
            problem.at = place();
            problem
        })?;
        take.row(rows_count, value)?;
        rows_count += 1;
    }
}
