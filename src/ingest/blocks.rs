//! Cuts a delimited file into blocks of whole records, so that several hands may take them apart at the same time.
//!
//! A line break inside quotes ends no record. In a stretch without any quote the last line break is the end of a
//! record; a stretch with one is taken apart by the reader of records itself, so that both agree on what a quote is.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::dialect::Dialect;
use super::guard::{Cut, Meter, RECORD_BYTES_MAX};

/// Bytes that are read at once: enough that the handing over costs nothing.
const BLOCK_BYTES: usize = 1 << 19;

/// A piece of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Some whole records.
    Block(Vec<u8>),
    /// The bytes could not be read on; the meter knows why, if it was us.
    Broken,
}

/// The blocks of a file.
pub(super) struct Blocks<R> {
    bytes: R,
    dialect: Dialect,
    meter: Meter,
    /// What was read and is no whole record yet.
    rest: Vec<u8>,
    at_end: bool,
}

impl<R: Read> Blocks<R> {
    /// The blocks of what a reader gives, after what was already read of it.
    pub(super) fn new(bytes: R, start: Vec<u8>, dialect: Dialect, meter: Meter) -> Self {
        // Whole records are measured here, not as the bytes come.
        meter.pass_over();
        Self { bytes, dialect, meter, rest: start, at_end: false }
    }

    /// Reads the next bytes after the rest; none if they cannot be read.
    fn read(&mut self) -> Option<()> {
        let room = BLOCK_BYTES as u64;
        match (&mut self.bytes).take(room).read_to_end(&mut self.rest) {
            Ok(0) => self.at_end = true,
            Ok(_) => {}
            Err(_) => return None,
        }
        Some(())
    }

    /// Where the last whole record of the rest ends; 0 if there is none.
    fn cut(&self) -> usize {
        if memchr::memchr(self.dialect.quote, &self.rest).is_none() {
            return memchr::memrchr2(b'\n', b'\r', &self.rest).map_or(0, |last| last + 1);
        }
        let mut records = Records::of(self.dialect);
        let (mut cut, mut seen) = (0, 0);
        while let Some(read) = records.next(self.rest.get(seen..).unwrap_or_default()) {
            seen += read.bytes_count;
            if read.is_whole {
                cut = seen;
            }
        }
        cut
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.at_end {
                let rest = std::mem::take(&mut self.rest);
                return (!rest.is_empty()).then_some(Piece::Block(rest));
            }
            if self.read().is_none() {
                self.at_end = true;
                self.rest.clear();
                return Some(Piece::Broken);
            }
            let cut = self.cut();
            if cut > 0 && !self.at_end {
                let rest = self.rest.split_off(cut);
                return Some(Piece::Block(std::mem::replace(&mut self.rest, rest)));
            }
            if self.rest.len() as u64 > RECORD_BYTES_MAX {
                self.meter.cut(Cut::LongRecord);
                self.at_end = true;
                self.rest.clear();
                return Some(Piece::Broken);
            }
        }
    }
}

/// Finds the ends of records, and keeps nothing of them.
struct Records {
    reader: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// What was read of the input.
struct Step {
    bytes_count: usize,
    is_whole: bool,
}

impl Records {
    fn of(dialect: Dialect) -> Self {
        let reader = ReaderBuilder::new().delimiter(dialect.delimiter).quote(dialect.quote).build();
        Self { reader, cells: vec![0; 1 << 12], ends: vec![0; 1 << 8] }
    }

    /// One step; none at the end of the input.
    fn next(&mut self, input: &[u8]) -> Option<Step> {
        if input.is_empty() {
            return None;
        }
        // Full room is emptied by beginning again at its front: nobody reads it.
        let (result, bytes_count, _, _) = self.reader.read_record(input, &mut self.cells, &mut self.ends);
        match result {
            ReadRecordResult::InputEmpty | ReadRecordResult::End if bytes_count == 0 => None,
            ReadRecordResult::Record => Some(Step { bytes_count, is_whole: true }),
            _ => Some(Step { bytes_count, is_whole: false }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMAS: Dialect = Dialect { delimiter: b',', quote: b'"' };

    /// The records of a text as the reader of records sees them.
    fn records(bytes: &[u8]) -> Vec<csv::ByteRecord> {
        COMMAS.reader().from_reader(bytes).into_byte_records().map(Result::unwrap).collect()
    }

    /// The blocks of a text that comes so many bytes at once.
    fn blocks(text: &[u8], step: usize) -> Vec<Vec<u8>> {
        struct Slow<'a>(&'a [u8], usize);
        impl Read for Slow<'_> {
            fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
                let count = self.1.min(room.len()).min(self.0.len());
                room[..count].copy_from_slice(&self.0[..count]);
                self.0 = &self.0[count..];
                Ok(count)
            }
        }
        // A block ends at every step, as if the room were no larger.
        let mut out = Vec::new();
        let mut rest = Vec::new();
        let mut slow = Slow(text, step);
        let mut buffer = vec![0; step];
        loop {
            let count = slow.read(&mut buffer).unwrap();
            rest.extend_from_slice(&buffer[..count]);
            let blocks = Blocks::new(std::io::empty(), rest.clone(), COMMAS, Meter::default());
            let cut = if count == 0 { rest.len() } else { blocks.cut() };
            let after = rest.split_off(cut);
            out.push(std::mem::replace(&mut rest, after));
            if count == 0 {
                return out;
            }
        }
    }

    proptest! {
        #[test]
        fn the_records_of_the_blocks_are_those_of_the_file(
            text in "([a-c]{0,3}|\"|\"\"|,|\n|\r\n|\r){0,40}", step in 1_usize..20
        ) {
            let apart: Vec<csv::ByteRecord> = blocks(text.as_bytes(), step).iter().flat_map(|block| records(block)).collect();
            prop_assert_eq!(apart, records(text.as_bytes()));
        }
    }

    #[test]
    fn a_record_longer_than_the_room_is_whole_and_one_without_end_is_refused() {
        let long = format!("a,\"{}\"\nb,1\n", "x\n".repeat(BLOCK_BYTES));
        let found: Vec<Piece> = Blocks::new(long.as_bytes(), Vec::new(), COMMAS, Meter::default()).collect();
        let whole: Vec<u8> = found
            .iter()
            .flat_map(|piece| match piece {
                Piece::Block(block) => block.clone(),
                Piece::Broken => panic!("broken"),
            })
            .collect();
        assert_eq!(whole, long.as_bytes());
        let endless = std::io::Read::chain(&b"a,\""[..], std::io::repeat(b'x'));
        let meter = Meter::default();
        let last = Blocks::new(endless, Vec::new(), COMMAS, meter.clone()).last();
        assert_eq!(last, Some(Piece::Broken));
        assert!(meter.stop("t.csv", 2).is_some());
    }
}
