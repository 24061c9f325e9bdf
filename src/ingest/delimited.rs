//! CSV: rows are records, not lines, and the header is row 1.

use serde::de::DeserializeOwned;

use super::ahead::{End, each_record};
use super::columns::{Slot, Target, map_columns, slots};
use super::guard::Meter;
use super::open::Opened;
use super::row::{Cell, Cells, Long, Node, Origin, tree, typed_row};
use super::table::{Feed, PROGRESS_ROWS_COUNT};
use crate::problem::{Code, Collector, Problem, Stop};
use crate::shape::{Fault, Leaf, Scalar, is_percent_text, is_tiny_percent};

/// The headers of a CSV file; none for an empty one.
pub(super) fn header(opened: Opened<'_>) -> Result<Vec<String>, Stop> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(opened.bytes);
    let mut record = csv::ByteRecord::new();
    let first = reader.read_byte_record(&mut record).map_err(|_| broken(&opened.name, 1, &opened.meter))?;
    if first { headers(&record, &opened.name) } else { Ok(Vec::new()) }
}

/// Reads the rows of a CSV file and hands each on.
pub(super) fn read<R: DeserializeOwned>(opened: Opened<'_>, feed: &mut Feed<'_, R>) -> Result<(), Stop> {
    let Opened { name, bytes, meter, .. } = opened;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 17).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let first = reader.read_byte_record(&mut record).map_err(|_| broken(&name, 1, &meter))?;
    meter.next_record();
    let headers = if first { headers(&record, &name)? } else { Vec::new() };
    if headers.iter().all(String::is_empty) {
        // Nothing stands in the file, so it has no row either.
        return Ok(());
    }
    let slots = slots(feed.record);
    let mut problems = Collector::default();
    let mapping = map_columns(&name, &headers, &slots, feed.columns, &mut problems);
    problems.finish()?;
    feed.ignored = mapping.ignored;
    let nodes = tree(&slots, &mapping.columns);
    let plan = Plan { name: &name, slots: &slots, columns: &mapping.columns, nodes: &nodes };
    let mut cells = Cells::of(slots.len());
    let mut row: u64 = 1;
    let end = each_record(reader, &meter, |record| {
        row += 1;
        if row.is_multiple_of(PROGRESS_ROWS_COUNT) {
            feed.pause(row - 1)?;
        }
        if record.len() != headers.len() {
            // A blank line is no row: it is not counted, as the reader itself counts no line without a byte, so that a
            // row's number follows from its index.
            if record.iter().all(<[u8]>::is_empty) && record.len() <= 1 {
                row -= 1;
                return Ok(());
            }
            return feed.fault(Problem::new(
                Code::BadRow,
                format!("{name}:{row}"),
                format!("expected {} cells as in the header, got {}", headers.len(), record.len()),
                "Quote cells that hold a comma, and give every row the same number of cells.",
            ));
        }
        if plan.check(record, row, &mut cells, feed)? {
            match typed_row::<R>(plan.nodes, &mut cells, plan.origin(record)) {
                Ok(typed) => feed.accept(typed),
                Err(error) => feed.fault(unfit(&name, row, &error.to_string()))?,
            }
        }
        Ok(())
    })?;
    match end {
        End::Whole => Ok(()),
        End::Broken => Err(broken(&name, row + 1, &meter)),
    }
}

/// A row whose cells are right and that still makes no row.
pub(super) fn unfit(name: &str, row: u64, why: &str) -> Problem {
    // A nested record of which no cell is filled: serde alone knows that the row needs it.
    if let Some(field) = why.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Problem::new(
            Code::Missing,
            format!("{name}:{row}:{field}"),
            "none of its columns is filled",
            "This field is required in every row.",
        );
    }
    Problem::new(
        Code::BadRow,
        format!("{name}:{row}"),
        format!("the row does not fit: {}", crate::units::clean_text(why)),
        "Compare the row with the tool's schema.",
    )
}

struct Plan<'a, 'r> {
    name: &'a str,
    slots: &'a [Slot<'r>],
    columns: &'a [Option<usize>],
    nodes: &'a [Node<'r>],
}

impl<'r> Plan<'_, 'r> {
    fn origin<'a>(&'a self, record: &'a csv::ByteRecord) -> Origin<'a> {
        Origin { record, columns: self.columns }
    }

    /// Checks the cells of a record; false if one of them is refused.
    fn check<R>(
        &self,
        record: &csv::ByteRecord,
        row: u64,
        cells: &mut Cells<'r>,
        feed: &mut Feed<'_, R>,
    ) -> Result<bool, Stop> {
        let mut sound = true;
        cells.begin();
        for (index, (slot, column)) in self.slots.iter().zip(self.columns).enumerate() {
            let Some(column) = column else { continue };
            let bytes = record.get(*column).unwrap_or_default();
            if let Target::One(leaf) = slot.target
                && let Some(plain) = leaf.read_plain(bytes)
            {
                cells.set(index, Cell::Plain(plain));
            } else {
                cells.set(index, Cell::Unknown);
                sound &= self.check_cell((index, slot), bytes, row, cells, feed)?;
            }
        }
        Ok(sound)
    }

    /// Checks a cell that is not plain, as every cell may be checked; false if it is refused.
    fn check_cell<R>(
        &self,
        (index, slot): (usize, &Slot<'r>),
        bytes: &[u8],
        row: u64,
        cells: &mut Cells<'r>,
        feed: &mut Feed<'_, R>,
    ) -> Result<bool, Stop> {
        let at = || format!("{}:{row}:{}", self.name, slot.name);
        let Ok(text) = std::str::from_utf8(bytes) else {
            feed.fault(not_text(at()))?;
            return Ok(false);
        };
        if text.trim_ascii().is_empty() {
            if slot.required {
                feed.fault(Problem::new(
                    Code::Missing,
                    at(),
                    "the cell is empty",
                    "This field is required in every row.",
                ))?;
            }
            return Ok(!slot.required);
        }
        let mut tiny_percent = false;
        let mut read_text = |leaf: &Leaf, text: &str| {
            let scalar = leaf.read_text(text)?;
            tiny_percent |= is_tiny_percent(leaf, &scalar) && !is_percent_text(text);
            Ok::<_, Fault>(scalar)
        };
        let read = match slot.target {
            Target::One(leaf) => read_text(leaf, text).map(Long::One),
            Target::List(leaf) => text
                .split(';')
                .filter(|part| !part.trim().is_empty())
                .map(|part| read_text(leaf, part))
                .collect::<Result<Vec<Scalar>, _>>()
                .map(Long::List),
        };
        match read {
            Ok(value) => {
                if tiny_percent {
                    feed.tiny_percent(at());
                }
                cells.set_long(index, value);
                Ok(true)
            }
            Err(fault) => {
                feed.fault(Problem::new(fault.code, at(), fault.message, fault.help))?;
                Ok(false)
            }
        }
    }
}

fn headers(record: &csv::ByteRecord, name: &str) -> Result<Vec<String>, Stop> {
    record
        .iter()
        .map(|bytes| {
            std::str::from_utf8(bytes)
                .map(|text| text.trim().to_owned())
                .map_err(|_| Stop::from(not_text(format!("{name}:1"))))
        })
        .collect()
}

/// A file that cannot be read to its end.
fn broken(name: &str, row: u64, meter: &Meter) -> Stop {
    meter.stop(name, row).unwrap_or_else(|| {
        let message = "the file could not be read on from here";
        let help = "Check that the file is whole and not being written.";
        Problem::new(Code::BadRow, format!("{name}:{row}"), message, help).into()
    })
}

/// Bytes that are no UTF-8, nor UTF-16 with a byte-order mark.
pub(super) fn not_text(at: String) -> Problem {
    Problem::new(Code::Encoding, at, "the bytes are neither UTF-8 nor UTF-16", "Save the file as UTF-8.")
}
