//! The bytes of a file as text: unpacked, within the limits, and UTF-8 where they were UTF-16.

use std::io::{Cursor, Error, Read, Result};

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use super::UNPACKED_BYTES_MAX;
use super::guard::{Cut, Meter};

/// Bytes that tell how a file is packed and written.
const START_BYTES: u64 = 1 << 12;
/// Bytes of the longest mark.
const MARK_BYTES: u64 = 4;
/// The marks that packed bytes begin with (RFC 1952, RFC 8878).
const GZIP_MARK: &[u8] = &[0x1f, 0x8b];
const ZSTD_MARK: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Bytes that are read from a file, and what was found of its writing.
pub(super) struct Stream<'h> {
    pub(super) bytes: Box<dyn Read + Send + 'h>,
    /// What packs it, and its characters where they are not plain UTF-8.
    pub(super) told: Vec<&'static str>,
}

/// The text of a file, whatever packs it.
pub(super) fn text<'h>(file: impl Read + Send + 'h, meter: &Meter) -> Result<Stream<'h>> {
    let Stream { bytes: mut unpacked, mut told } = unpack(file, meter)?;
    let start = read_start(&mut unpacked, START_BYTES)?;
    let written = Written::of(&start);
    told.extend(written.charset);
    // UTF-8 passes untouched and is checked cell by cell.
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.utf8_passthru(true).strip_bom(true).encoding(written.without_mark);
    let bytes = Box::new(builder.build(Cursor::new(start).chain(unpacked)));
    Ok(Stream { bytes, told })
}

/// The bytes of a file, unpacked if it is packed.
pub(super) fn unpack<'h>(mut file: impl Read + Send + 'h, meter: &Meter) -> Result<Stream<'h>> {
    let start = read_start(&mut file, MARK_BYTES)?;
    let is_gzip = start.starts_with(GZIP_MARK);
    let is_zstd = start.starts_with(ZSTD_MARK);
    let packed = Cursor::new(start).chain(file);
    let (unpacked, told): (Box<dyn Read + Send>, _) = if is_gzip {
        (Box::new(MultiGzDecoder::new(packed)), "packed with gzip")
    } else if is_zstd {
        (Box::new(zstd::Decoder::new(packed)?), "packed with zstd")
    } else {
        return Ok(Stream { bytes: Box::new(Metered::new(packed, meter)), told: Vec::new() });
    };
    let bytes = Box::new(Metered { is_packed: true, ..Metered::new(unpacked, meter) });
    Ok(Stream { bytes, told: vec![told] })
}

fn read_start(bytes: &mut impl Read, bytes_count: u64) -> Result<Vec<u8>> {
    let mut start = Vec::new();
    bytes.take(bytes_count).read_to_end(&mut start)?;
    Ok(start)
}

/// How text is written, told from its first bytes.
struct Written {
    charset: Option<&'static str>,
    /// The characters that no mark tells.
    without_mark: Option<&'static encoding_rs::Encoding>,
}

impl Written {
    fn of(start: &[u8]) -> Self {
        let told = |charset| Self { charset: Some(charset), without_mark: None };
        match start {
            [0xef, 0xbb, 0xbf, ..] => told("UTF-8 with a byte-order mark"),
            [0xff, 0xfe, ..] => told("UTF-16, little-endian"),
            [0xfe, 0xff, ..] => told("UTF-16, big-endian"),
            // Headers are mostly ASCII, of which UTF-16 makes every other byte nothing.
            [first, 0, _, 0, ..] if *first != 0 => {
                Self { without_mark: Some(encoding_rs::UTF_16LE), ..told("UTF-16, little-endian, without a mark") }
            }
            [0, first, 0, _, ..] if *first != 0 => {
                Self { without_mark: Some(encoding_rs::UTF_16BE), ..told("UTF-16, big-endian, without a mark") }
            }
            _ => Self { charset: None, without_mark: None },
        }
    }
}

/// Bytes as they come out of a file, as many as are read at the most.
struct Metered<R> {
    bytes: R,
    is_packed: bool,
    left: u64,
    meter: Meter,
}

impl<R> Metered<R> {
    fn new(bytes: R, meter: &Meter) -> Self {
        Self { bytes, is_packed: false, left: UNPACKED_BYTES_MAX, meter: meter.clone() }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        let read = self.bytes.read(room);
        if read.is_err() && self.is_packed {
            // Where we ended the packed bytes, that reason came first and stays.
            self.meter.cut(Cut::Unpacking);
        }
        let count = read? as u64;
        self.left = self.left.checked_sub(count).ok_or_else(|| self.meter.cut(Cut::LongUnpacked))?;
        self.meter.count(count)?;
        usize::try_from(count).map_err(Error::other)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> (String, String) {
        let mut stream = text(Cursor::new(bytes.to_vec()), &Meter::default()).unwrap();
        let mut out = String::new();
        stream.bytes.read_to_string(&mut out).unwrap();
        (out, stream.told.join(", "))
    }

    fn told(text: &str, told: &str) -> (String, String) {
        (text.to_owned(), told.to_owned())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn utf_16(text: &str, is_little: bool, mark: bool) -> Vec<u8> {
        let unit = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let mark = mark.then_some('\u{feff}');
        mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn marks_are_taken_off_and_told() {
        assert_eq!(read(b"id,arr\n"), told("id,arr\n", ""));
        assert_eq!(read("\u{feff}id\n".as_bytes()), told("id\n", "UTF-8 with a byte-order mark"));
        assert_eq!(read(&utf_16("id,é\n", true, true)), told("id,é\n", "UTF-16, little-endian"));
        assert_eq!(read(&utf_16("id,é\n", false, true)), told("id,é\n", "UTF-16, big-endian"));
        assert_eq!(read(b"i"), told("i", ""));
    }

    #[test]
    fn utf_16_without_a_mark_is_told_by_its_zeros() {
        for is_little in [true, false] {
            let (text, charset) = read(&utf_16("id,name\na,é\n", is_little, false));
            assert_eq!(text, "id,name\na,é\n");
            assert!(charset.ends_with("without a mark"));
        }
    }

    #[test]
    fn packed_text_is_unpacked_in_all_its_parts() {
        let two = [gzip(b"id\n"), gzip(b"a\n")].concat();
        assert_eq!(read(&two).0, "id\na\n");
        let zstd = zstd::encode_all(&utf_16("id\n", true, true)[..], 1).unwrap();
        assert_eq!(read(&zstd), told("id\n", "packed with zstd, UTF-16, little-endian"));
    }

    #[test]
    fn what_unpacks_without_end_or_not_at_all_is_refused() {
        let meter = Meter::default();
        let mut bomb = Metered { left: 10, ..Metered::new(std::io::repeat(0), &meter) };
        assert!(bomb.read_to_end(&mut Vec::new()).is_err());
        assert!(meter.stop("t.csv.gz", 1).is_some());
        let meter = Meter::default();
        let mut cut = gzip(&b"x".repeat(100_000));
        cut.truncate(60);
        let read = text(Cursor::new(cut), &meter).and_then(|mut stream| stream.bytes.read_to_end(&mut Vec::new()));
        assert!(read.is_err() && meter.stop("t.csv.gz", 1).is_some());
    }
}
