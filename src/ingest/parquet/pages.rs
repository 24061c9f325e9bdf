//! The pages of a column, held to limits before they are decoded: what a page says of itself is made room for at once,
//! and a few bytes can say anything.

use std::io::{BufReader, Error, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use super::delta::{delta_end, levels_end};
use super::thrift::{INTEGER, STRUCT, Thrift, Visit};
use crate::ingest::whole::Whole;

/// The most bytes that a page may unpack to; writers end a page at one or a few mebibytes.
pub(in crate::ingest) const PAGE_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// The most values of a page.
const PAGE_VALUES_MAX: u64 = 16 * 1024 * 1024;
/// The most values of lists in the rows that are read at once.
pub(super) const LIST_VALUES_MAX: u64 = 16 * 1024 * 1024;

fn refused(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}

/// The bytes of a file, from which the pages of one column are read.
pub(super) struct PageBytes {
    whole: Whole,
    compression: Compression,
    last: LastHeader,
}

/// The header that was read last: what is read next is its page.
type LastHeader = Arc<Mutex<Header>>;

/// What a page says of itself, as far as it matters here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Header {
    unpacked_bytes: i64,
    /// Bytes at its beginning that are not packed.
    levels_bytes: i64,
    is_unpacked: bool,
}

impl Header {
    /// Reads the header; none if it makes no sense.
    fn read(bytes: impl Read) -> Option<Self> {
        let mut header = Self::default();
        Thrift(bytes).fields(|thrift, field, kind| {
            match (field, kind) {
                (2, INTEGER) => header.unpacked_bytes = thrift.integer()?,
                // Of the second version: the levels stand before what is packed.
                (8, STRUCT) => thrift.fields(|thrift, field, kind| match (field, kind) {
                    (5 | 6, INTEGER) => {
                        header.levels_bytes = header.levels_bytes.checked_add(thrift.integer()?)?;
                        Some(Visit::Taken)
                    }
                    (7, _) => {
                        header.is_unpacked = kind == 2;
                        Some(Visit::Not)
                    }
                    _ => Some(Visit::Not),
                })?,
                _ => return Some(Visit::Not),
            }
            Some(Visit::Taken)
        })?;
        Some(header)
    }
}

impl PageBytes {
    pub(super) fn new(whole: &Whole, compression: Compression) -> Result<Self> {
        Ok(Self { whole: whole.at(0)?, compression, last: LastHeader::default() })
    }

    /// Refuses packed bytes that unpack to more than they say, where the decoder would believe them.
    fn check_unpacked(&self, page: &[u8]) -> Result<()> {
        let header = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if header.is_unpacked || !matches!(self.compression, Compression::GZIP(_)) {
            return Ok(());
        }
        let packed =
            usize::try_from(header.levels_bytes).ok().and_then(|levels| page.get(levels..)).unwrap_or_default();
        let room = u64::try_from(header.unpacked_bytes).unwrap_or_default();
        let unpacked = std::io::copy(&mut MultiGzDecoder::new(packed).take(room + 1), &mut std::io::sink())?;
        if unpacked > room { Err(refused("the page unpacks to more than it says")) } else { Ok(()) }
    }
}

impl Length for PageBytes {
    fn len(&self) -> u64 {
        self.whole.bytes_count()
    }
}

impl ChunkReader for PageBytes {
    type T = HeaderBytes;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let bytes = BufReader::new(self.whole.at(start)?);
        Ok(HeaderBytes { bytes, start, last: Arc::clone(&self.last), is_checked: false })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let is_there = start.checked_add(length as u64).is_some_and(|end| end <= self.len());
        if !is_there || length as u64 > PAGE_BYTES_MAX {
            return Err(refused("the page ends behind the file"));
        }
        let mut bytes = Vec::with_capacity(length);
        self.whole.at(start)?.take(length as u64).read_to_end(&mut bytes)?;
        self.check_unpacked(&bytes)?;
        Ok(bytes.into())
    }
}

/// Bytes that begin at the header of a page, if they are read at all.
pub(super) struct HeaderBytes {
    bytes: BufReader<Whole>,
    start: u64,
    last: LastHeader,
    is_checked: bool,
}

impl HeaderBytes {
    fn check(&mut self) -> std::io::Result<()> {
        let header = Header::read(&mut self.bytes).ok_or_else(|| Error::other("no page begins here"))?;
        if !u64::try_from(header.unpacked_bytes).is_ok_and(|bytes_count| bytes_count <= PAGE_BYTES_MAX) {
            return Err(Error::other("the page is too large"));
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = header;
        self.bytes.seek(SeekFrom::Start(self.start)).map(drop)
    }
}

impl Read for HeaderBytes {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        if !std::mem::replace(&mut self.is_checked, true) {
            self.check()?;
        }
        self.bytes.read(room)
    }
}

/// The pages of one column.
pub(super) struct Pages<P> {
    inner: P,
    /// The most levels that a value of the column has.
    levels: Levels,
    /// Values of lists that may still come before whoever reads them says that he has begun anew.
    values_left: Arc<AtomicU64>,
}

/// How deep the values of a column stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels {
    pub(super) definition: i16,
    pub(super) repetition: i16,
}

impl<P: PageReader> Pages<P> {
    pub(super) const fn new(inner: P, levels: Levels, values_left: Arc<AtomicU64>) -> Self {
        Self { inner, levels, values_left }
    }

    fn check(&self, page: &Page) -> Result<()> {
        let values_count = u64::from(page.num_values());
        if values_count > PAGE_VALUES_MAX {
            return Err(refused("the page has too many values"));
        }
        if matches!(page, Page::DictionaryPage { .. }) {
            // Each of them takes a byte at the least.
            let is_there = values_count <= page.buffer().len() as u64;
            return if is_there { Ok(()) } else { Err(refused("the dictionary has fewer values than it says")) };
        }
        if self.levels.repetition > 0 {
            let left = self.values_left.load(Ordering::Relaxed).checked_sub(values_count);
            let left = left.ok_or_else(|| refused("a list has too many values"))?;
            self.values_left.store(left, Ordering::Relaxed);
        }
        self.check_encoding(page, values_count).ok_or_else(|| refused("the page's values make no sense"))
    }

    /// None where the values say that they are more than there are.
    fn check_encoding(&self, page: &Page, values_count: u64) -> Option<()> {
        let values = || page.buffer().get(levels_end(page, self.levels)?..);
        match page.encoding() {
            Encoding::PLAIN
            | Encoding::PLAIN_DICTIONARY
            | Encoding::RLE_DICTIONARY
            | Encoding::RLE
            | Encoding::DELTA_BINARY_PACKED
            | Encoding::BYTE_STREAM_SPLIT => Some(()),
            Encoding::DELTA_LENGTH_BYTE_ARRAY => delta_end(values()?, values_count).map(drop),
            Encoding::DELTA_BYTE_ARRAY => {
                let values = values()?;
                let prefixes_end = delta_end(values, values_count)?;
                delta_end(values.get(prefixes_end..)?, values_count).map(drop)
            }
            // What is new may make room for whatever it is told.
            _ => None,
        }
    }
}

impl<P: PageReader> Iterator for Pages<P> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<P: PageReader> PageReader for Pages<P> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.inner.get_next_page()?;
        page.iter().try_for_each(|page| self.check(page))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.inner.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.inner.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_header_says_how_large_its_page_is() {
        // 1: the kind, 2: bytes unpacked, 3: bytes packed, 5: a structure of the first version.
        let first = [0x15, 0, 0x15, 20, 0x15, 10, 0x2c, 0x15, 4, 0, 0];
        assert_eq!(Header::read(&first[..]), Some(Header { unpacked_bytes: 10, ..Header::default() }));
        // 8: of the second version with 5 and 6: bytes of levels, 7: nothing is packed.
        let second = [0x15, 6, 0x15, 20, 0x15, 10, 0x5c, 0x55, 4, 0x15, 2, 0x12, 0, 0];
        assert_eq!(Header::read(&second[..]), Some(Header { unpacked_bytes: 10, levels_bytes: 3, is_unpacked: true }));
        assert_eq!(Header::read(&first[..6]), None);
    }

    #[test]
    fn gzip_that_unpacks_to_more_than_it_says_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t");
        std::fs::write(&path, b"").unwrap();
        let whole = Whole::of(std::fs::File::open(path).unwrap()).unwrap();
        let bytes = PageBytes::new(&whole, Compression::GZIP(parquet::basic::GzipLevel::default())).unwrap();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&[0; 1000]).unwrap();
        let packed = packed.finish().unwrap();
        let check = |unpacked_bytes| {
            *bytes.last.lock().unwrap() = Header { unpacked_bytes, ..Header::default() };
            bytes.check_unpacked(&packed).is_ok()
        };
        assert!(check(1000) && !check(999));
    }
}
