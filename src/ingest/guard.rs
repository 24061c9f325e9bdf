//! Watches over the bytes of a file: none beyond the limits, and none for a caller who is gone.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::{FILE_BYTES_MAX, UNPACKED_BYTES_MAX, Watch};
use crate::problem::{Code, Problem, Stop};

/// The most that one record may hold: it is in memory as a whole, and an unclosed quote makes a record of all the rest.
pub(super) const RECORD_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Why no more bytes come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Cancelled,
    LongRecord,
    LongFile,
    /// More came out of a packed file than is read.
    LongUnpacked,
    /// The packing is broken or cut off.
    Unpacking,
}

/// How much of the record at hand was read; whoever takes the records tells where the next one begins.
#[derive(Debug, Clone)]
pub(super) struct Meter(Arc<State>);

#[derive(Debug)]
struct State {
    bytes_left: AtomicU64,
    cut: OnceLock<Cut>,
}

impl Default for Meter {
    fn default() -> Self {
        Self(Arc::new(State { bytes_left: AtomicU64::new(RECORD_BYTES_MAX), cut: OnceLock::new() }))
    }
}

impl Meter {
    /// The next record begins.
    pub(super) fn next_record(&self) {
        self.0.bytes_left.store(RECORD_BYTES_MAX, Ordering::Relaxed);
    }

    /// What comes until the next record is not kept, and so may be long.
    pub(super) fn pass_over(&self) {
        self.0.bytes_left.store(u64::MAX, Ordering::Relaxed);
    }

    /// Why the bytes ended before their time, if they did, in the row that was being read.
    pub(super) fn stop(&self, name: &str, row: u64) -> Option<Stop> {
        let at_row = |message: String, help: &str| Problem::new(Code::BadRow, format!("{name}:{row}"), message, help);
        self.0.cut.get().map(|cut| match cut {
            Cut::Cancelled => Stop::Cancelled,
            Cut::LongFile => too_large(name, "grew while it was read").into(),
            Cut::LongUnpacked => Problem::new(
                Code::FileTooLarge,
                "file",
                format!("{name} unpacks to more than {UNPACKED_BYTES_MAX} bytes"),
                "Split the table, or aggregate it first.",
            )
            .into(),
            Cut::Unpacking => at_row(
                "the packed bytes end early or are broken".to_owned(),
                "Pack the file again, or send it unpacked.",
            )
            .into(),
            Cut::LongRecord => at_row(too_long(), SHORTEN).into(),
        })
    }

    /// More bytes of the record at hand; an error where it is too long.
    pub(super) fn count(&self, bytes_count: u64) -> Result<()> {
        // Only the reading side counts down, so nothing is lost between the two steps but a record's end.
        let left = self.0.bytes_left.load(Ordering::Relaxed).checked_sub(bytes_count);
        let left = left.ok_or_else(|| self.cut(Cut::LongRecord))?;
        self.0.bytes_left.store(left, Ordering::Relaxed);
        Ok(())
    }

    /// Ends the bytes; the first reason stays.
    pub(super) fn cut(&self, why: Cut) -> Error {
        let _ = self.0.cut.set(why);
        ErrorKind::Other.into()
    }
}

/// What is said of a record that is longer than any may be.
pub(super) fn too_long() -> String {
    format!("the row is longer than {RECORD_BYTES_MAX} bytes")
}

/// What to do about it.
pub(super) const SHORTEN: &str = "Close the quote that opens in this row, or shorten its cells.";

/// A file of more bytes than are read.
pub(super) fn too_large(name: &str, why: &str) -> Problem {
    Problem::new(
        Code::FileTooLarge,
        "file",
        format!("{name} {why}; at most {FILE_BYTES_MAX} bytes are read"),
        "Split the table, or aggregate it first.",
    )
}

/// A file's bytes under watch.
pub(super) struct Guarded<'h> {
    file: File,
    bytes_left: u64,
    watch: &'h dyn Watch,
    meter: Meter,
}

impl<'h> Guarded<'h> {
    /// Watches over an opened file.
    pub(super) fn new(file: File, watch: &'h dyn Watch, meter: Meter) -> Self {
        Self { file, bytes_left: FILE_BYTES_MAX, watch, meter }
    }
}

impl Read for Guarded<'_> {
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        if self.watch.is_cancelled() {
            return Err(self.meter.cut(Cut::Cancelled));
        }
        let bytes_count = self.file.read(room)?;
        self.bytes_left =
            self.bytes_left.checked_sub(bytes_count as u64).ok_or_else(|| self.meter.cut(Cut::LongFile))?;
        Ok(bytes_count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Unwatched;

    struct Gone;
    impl Watch for Gone {
        fn progress(&self, _: u64) {}
        fn is_cancelled(&self) -> bool {
            true
        }
    }

    /// How reading a file of ten bytes ends, where so many are allowed.
    fn ended(bytes_left: u64, watch: &dyn Watch, meter: &Meter) -> Option<Stop> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, [b'x'; 10]).unwrap();
        let mut guarded = Guarded { bytes_left, ..Guarded::new(File::open(path).unwrap(), watch, meter.clone()) };
        let read = guarded.read_to_end(&mut Vec::new());
        let stop = meter.stop("t.csv", 7);
        assert_eq!(read.is_err(), stop.is_some());
        stop
    }

    fn refused(stop: Option<Stop>) -> (Code, String) {
        match stop {
            Some(Stop::Refused(problems)) => (problems.list()[0].code, problems.list()[0].at.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_that_grows_is_refused_not_cut() {
        assert!(ended(10, &Unwatched, &Meter::default()).is_none());
        assert_eq!(refused(ended(9, &Unwatched, &Meter::default())), (Code::FileTooLarge, "file".to_owned()));
    }

    #[test]
    fn a_long_record_is_refused_at_its_row() {
        let meter = Meter::default();
        assert!(meter.count(RECORD_BYTES_MAX).is_ok());
        assert!(meter.count(1).is_err());
        assert_eq!(refused(meter.stop("t.csv", 7)), (Code::BadRow, "t.csv:7".to_owned()));
        let meter = Meter::default();
        meter.pass_over();
        assert!(meter.count(RECORD_BYTES_MAX + 1).is_ok());
    }

    #[test]
    fn a_caller_who_is_gone_ends_the_read() {
        assert!(matches!(ended(10, &Gone, &Meter::default()), Some(Stop::Cancelled)));
    }
}
