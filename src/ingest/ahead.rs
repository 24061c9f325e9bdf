//! Splits a delimited file into records on a thread of its own, while the caller checks the ones before.
//!
//! Reading and splitting are about a quarter of the work on a long file and need nothing of the rest. Records come in
//! the file's order whatever the threads do, and where no thread is to be had they are read in turn.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};

use csv::{ByteRecord, Reader};

use super::guard::Meter;

/// Records handed over at once: enough that the handing over costs nothing.
const BATCH_RECORDS_COUNT: usize = 512;
/// Bytes that end a batch early.
const BATCH_BYTES_MAX: usize = 1 << 22;
/// Batches that may wait, so that a slow caller does not fill the memory.
const WAITING_BATCHES_COUNT: usize = 4;

/// How the reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At the end of the file.
    Whole,
    /// Before it: the bytes could not be read on.
    Broken,
}

/// Some records, whose room is used again.
#[derive(Debug, Default)]
struct Batch {
    records: Vec<ByteRecord>,
    filled_count: usize,
    bytes_count: usize,
    end: Option<End>,
}

impl Batch {
    /// Reads the next records.
    fn fill<R: Read>(&mut self, reader: &mut Reader<R>, meter: &Meter) {
        self.records.resize_with(BATCH_RECORDS_COUNT, ByteRecord::new);
        self.filled_count = 0;
        self.bytes_count = 0;
        for record in &mut self.records {
            match reader.read_byte_record(record) {
                Ok(true) => {
                    meter.next_record();
                    self.filled_count += 1;
                    self.bytes_count += record.as_slice().len();
                }
                Ok(false) => self.end = Some(End::Whole),
                Err(_) => self.end = Some(End::Broken),
            }
            if self.end.is_some() || self.bytes_count > BATCH_BYTES_MAX {
                break;
            }
        }
    }

    /// Whether the records take so much memory that no more are to join them, nor their room to be kept.
    fn is_heavy(&self) -> bool {
        self.bytes_count > BATCH_BYTES_MAX
    }

    /// Hands the records on.
    fn drain<E>(&self, take: &mut impl FnMut(&ByteRecord) -> Result<(), E>) -> Result<Option<End>, E> {
        self.records.iter().take(self.filled_count).try_for_each(take)?;
        Ok(self.end)
    }
}

/// Hands on every record that is left, in order, and tells how it ended.
pub(super) fn each_record<R: Read + Send, E>(
    mut reader: Reader<R>,
    meter: &Meter,
    mut take: impl FnMut(&ByteRecord) -> Result<(), E>,
) -> Result<End, E> {
    // A short file is read before a thread would have started.
    let mut batch = Batch::default();
    batch.fill(&mut reader, meter);
    if let Some(end) = batch.drain(&mut take)? {
        return Ok(end);
    }
    let reader = &Mutex::new(reader);
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel(WAITING_BATCHES_COUNT);
        let (empty, used) = channel();
        let ahead = std::thread::Builder::new().spawn_scoped(scope, move || read_ahead(reader, meter, &full, &used));
        if ahead.is_err() {
            return read_in_turn(reader, meter, batch, &mut take);
        }
        take_batches(&batches, &empty, &mut take)
    })
}

/// The thread's part: fills batches until the file ends or nobody takes them any more.
fn read_ahead<R: Read>(reader: &Mutex<Reader<R>>, meter: &Meter, full: &SyncSender<Batch>, used: &Receiver<Batch>) {
    let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let mut batch = used.try_recv().unwrap_or_default();
        batch.fill(&mut reader, meter);
        let is_last = batch.end.is_some();
        if full.send(batch).is_err() || is_last {
            return;
        }
    }
}

/// The caller's part.
fn take_batches<E>(
    batches: &Receiver<Batch>,
    empty: &Sender<Batch>,
    take: &mut impl FnMut(&ByteRecord) -> Result<(), E>,
) -> Result<End, E> {
    for batch in batches {
        if let Some(end) = batch.drain(take)? {
            return Ok(end);
        }
        if !batch.is_heavy() {
            // If the thread is done, the room is simply dropped.
            let _ = empty.send(batch);
        }
    }
    // The thread sends an end before it stops; without one it could not go on.
    Ok(End::Broken)
}

/// Both parts, one after the other.
fn read_in_turn<R: Read, E>(
    reader: &Mutex<Reader<R>>,
    meter: &Meter,
    mut batch: Batch,
    take: &mut impl FnMut(&ByteRecord) -> Result<(), E>,
) -> Result<End, E> {
    let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        batch.fill(&mut reader, meter);
        if let Some(end) = batch.drain(take)? {
            return Ok(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader<R: Read>(bytes: R) -> Reader<R> {
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes)
    }

    fn table(rows_count: usize) -> String {
        let rows: Vec<String> = (0..rows_count).map(|row| format!("{row},\"a\nb\"\n")).collect();
        rows.concat()
    }

    #[test]
    fn records_come_whole_and_in_order_whatever_the_length() {
        for rows_count in [0, 1, 511, 512, 513, 1024, 5000] {
            let mut seen = 0_usize;
            let end = each_record(reader(table(rows_count).as_bytes()), &Meter::default(), |record| {
                assert_eq!(record.get(0), Some(seen.to_string().as_bytes()));
                assert_eq!(record.get(1), Some(&b"a\nb"[..]));
                seen += 1;
                Ok::<(), ()>(())
            });
            assert_eq!((end, seen), (Ok(End::Whole), rows_count));
        }
    }

    #[test]
    fn a_caller_that_stops_is_not_kept_waiting() {
        let mut seen = 0;
        let stopped = each_record(reader(table(50_000).as_bytes()), &Meter::default(), |_| {
            seen += 1;
            if seen == 700 { Err("enough") } else { Ok(()) }
        });
        assert_eq!((stopped, seen), (Err("enough"), 700));
    }

    #[test]
    fn bytes_that_cannot_be_read_on_are_told() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::Other.into())
            }
        }
        for rows_count in [0, 3, 5000] {
            let text = table(rows_count);
            let end = each_record(reader(text.as_bytes().chain(Broken)), &Meter::default(), |_| Ok::<(), ()>(()));
            assert_eq!(end, Ok(End::Broken));
        }
    }
}
