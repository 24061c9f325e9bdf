//! The parts of a workbook, measured before they are read: a few kilobytes can hold as many blanks as one likes, and
//! what their reader keeps of them can be many times what they unpack to.

use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::broken;
use crate::ingest::WORKBOOK_BYTES_MAX;
use crate::ingest::guard::RECORD_BYTES_MAX;
use crate::ingest::open::Opened;
use crate::ingest::whole::Whole;
use crate::problem::{Code, Problem, Stop};

/// Bytes that are looked at at once.
const BUFFER_BYTES: usize = 1 << 16;
/// The most that texts and styles may take when they were read.
pub(in crate::ingest) const KEPT_BYTES_MAX: u64 = 400 * 1024 * 1024;
/// What is kept of a text beside its bytes, at each of the tags around it.
const TAG_BYTES: u64 = 16;
/// What is kept of a style beside its words.
const STYLE_BYTES: u64 = 512;
/// The attribute that says how many texts there are; room is made for as many.
const COUNT_NAME: &[u8] = b"uniqueCount";
/// Bytes in which such an attribute must end: its name, signs and digits.
const COUNT_BYTES: usize = 64;

/// Refuses a workbook whose parts are larger than is read.
pub(super) fn check_parts(opened: &Opened<'_>, whole: Whole) -> Result<(), Stop> {
    let unreadable = || Stop::from(broken(&opened.name));
    let mut archive = ZipArchive::new(BufReader::new(whole)).map_err(|_| unreadable())?;
    let mut left = WORKBOOK_BYTES_MAX;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| unreadable())?;
        let mut part = Part::of(&entry.name().map_err(|_| unreadable())?);
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            if opened.is_cancelled() {
                return Err(Stop::Cancelled);
            }
            let read = entry.read(&mut buffer).map_err(|_| unreadable())?;
            if read == 0 {
                break;
            }
            // What an entry says of its size proves nothing: its bytes are counted.
            left = left.checked_sub(read as u64).ok_or_else(|| too_large(&opened.name))?;
            part.see(buffer.get(..read).unwrap_or_default()).ok_or_else(unreadable)?;
        }
        part.end().map_err(|fault| match fault {
            Fault::Large => too_large(&opened.name).into(),
            Fault::Odd => unreadable(),
        })?;
    }
    Ok(())
}

fn too_large(name: &str) -> Problem {
    Problem::new(
        Code::FileTooLarge,
        "file",
        format!("{name} unpacks to more than {WORKBOOK_BYTES_MAX} bytes, or to texts and styles that take as much"),
        "Save the sheet as CSV: that may be longer.",
    )
}

/// What a part holds, as far as that matters for its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The texts of all sheets.
    Texts,
    /// The styles of cells, each with copies of the words it refers to.
    Styles,
    /// Other markup, which is read piece by piece.
    Markup,
    /// Pictures and the like, which are not read.
    Other,
}

/// What is wrong with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Large,
    Odd,
}

/// A part, as far as it was seen.
#[derive(Debug)]
struct Part {
    kind: Kind,
    bytes_count: u64,
    tags_count: u64,
    /// Where the last tag begins.
    last_tag: u64,
    /// The longest stretch from the beginning of a tag to the next one.
    longest: u64,
    /// How many texts it says it has.
    texts_count: u64,
    /// The last bytes that were seen, and whether they begin within a tag.
    tail: Vec<u8>,
    is_tail_in_tag: bool,
}

impl Part {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_markup = matches!(name.rsplit_once('.'), Some((_, "xml" | "rels")));
        let kind = if name.ends_with("sharedstrings.xml") {
            Kind::Texts
        } else if name.ends_with("styles.xml") {
            Kind::Styles
        } else if is_markup {
            Kind::Markup
        } else {
            Kind::Other
        };
        Self {
            kind,
            bytes_count: 0,
            tags_count: 0,
            last_tag: 0,
            longest: 0,
            texts_count: 0,
            tail: Vec::new(),
            is_tail_in_tag: false,
        }
    }

    /// Sees the next bytes; none if they are odd.
    fn see(&mut self, bytes: &[u8]) -> Option<()> {
        if self.kind != Kind::Other {
            // In UTF-16 nothing of what is looked for would be found.
            if self.bytes_count == 0 && (bytes.contains(&0) || bytes.starts_with(&[0xff]) || bytes.starts_with(&[0xfe]))
            {
                return None;
            }
            for place in memchr::memchr_iter(b'<', bytes) {
                let place = self.bytes_count + place as u64;
                self.tags_count += 1;
                self.longest = self.longest.max(place - self.last_tag);
                self.last_tag = place;
            }
        }
        if self.kind == Kind::Texts {
            self.see_counts(bytes)?;
        }
        self.bytes_count += bytes.len() as u64;
        Some(())
    }

    /// Sees how many texts the part says it has, but for what may go on behind the end.
    fn see_counts(&mut self, bytes: &[u8]) -> Option<()> {
        self.tail.extend_from_slice(bytes);
        let is_whole = |place: usize| place + COUNT_BYTES <= self.tail.len();
        self.texts_count = self.texts_count.max(self.counts(is_whole)?);
        let cut = self.tail.len().saturating_sub(COUNT_BYTES - 1);
        self.is_tail_in_tag = self.is_in_tag(cut);
        self.tail.drain(..cut);
        Some(())
    }

    /// The largest number of texts that the tail says, at the places wanted; none if one of them is no number.
    fn counts(&self, is_wanted: impl Fn(usize) -> bool) -> Option<u64> {
        let mut largest = 0;
        for place in memchr::memmem::find_iter(&self.tail, COUNT_NAME) {
            // A text may hold the word as well.
            if is_wanted(place) && self.is_in_tag(place) {
                largest = largest.max(count(self.tail.get(place + COUNT_NAME.len()..)?)?);
            }
        }
        Some(largest)
    }

    /// Whether a place of the tail lies between the signs of a tag.
    fn is_in_tag(&self, place: usize) -> bool {
        let before = self.tail.get(..place).unwrap_or_default();
        memchr::memrchr2(b'<', b'>', before).map_or(self.is_tail_in_tag, |last| before.get(last) == Some(&b'<'))
    }

    /// What the whole of it comes to.
    fn end(&self) -> Result<(), Fault> {
        let longest = self.longest.max(self.bytes_count - self.last_tag);
        let kept_bytes = match self.kind {
            Kind::Texts => self.bytes_count + self.tags_count * TAG_BYTES,
            // Each style may refer to the longest words.
            Kind::Styles => self.tags_count.saturating_mul(longest + STYLE_BYTES),
            Kind::Markup | Kind::Other => 0,
        };
        let is_long = self.kind != Kind::Other && longest > RECORD_BYTES_MAX;
        if kept_bytes > KEPT_BYTES_MAX || is_long {
            return Err(Fault::Large);
        }
        let texts_count = self.counts(|_| true).ok_or(Fault::Odd)?.max(self.texts_count);
        // A text has a tag.
        if texts_count > self.tags_count { Err(Fault::Odd) } else { Ok(()) }
    }
}

/// The number of an attribute after its name; none if it does not follow at once.
fn count(rest: &[u8]) -> Option<u64> {
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    let end = rest.iter().position(|byte| byte == quote)?;
    std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a part of such a name comes to, seen so many bytes at once.
    fn ended(name: &str, text: &str, step: usize) -> Result<(), Fault> {
        let mut part = Part::of(name);
        for bytes in text.as_bytes().chunks(step) {
            part.see(bytes).ok_or(Fault::Odd)?;
        }
        part.end()
    }

    #[test]
    fn texts_say_how_many_they_are_and_are_not_believed() {
        let texts = |count: &str| {
            format!("<?xml version=\"1.0\"?><sst {count} xmlns=\"x\"><si><t>a</t></si><si><t>b</t></si></sst>")
        };
        for step in [1, 7, 1 << 16] {
            let ended = |count| ended("xl/sharedStrings.xml", &texts(count), step);
            assert_eq!(ended("uniqueCount=\"2\""), Ok(()));
            assert_eq!(ended("count='9' uniqueCount = '2'"), Ok(()));
            assert_eq!(ended(""), Ok(()));
            assert_eq!(ended("uniqueCount=\"99999999999\""), Err(Fault::Odd));
            assert_eq!(ended(&format!("uniqueCount{}=\"99999999999\"", " ".repeat(100))), Err(Fault::Odd));
        }
        let said = format!("<sst><si><t>{}uniqueCount</t></si></sst>", "x".repeat(100));
        for step in [1, 7, 1 << 16] {
            assert_eq!(ended("xl/sharedStrings.xml", &said, step), Ok(()));
            assert_eq!(ended("xl/sharedStrings.xml", "<sst uniqueCount=\"9\"/>", step), Err(Fault::Odd));
        }
    }

    #[test]
    fn parts_that_would_fill_the_memory_are_refused() {
        let texts = "<si/>".repeat(22_000_000);
        assert_eq!(ended("xl/SharedStrings.xml", &texts, 1 << 16), Err(Fault::Large));
        assert_eq!(ended("xl/worksheets/sheet1.xml", &texts, 1 << 16), Ok(()));
        let styles = format!("<font><name val=\"{}\"/></font>{}", "x".repeat(30_000), "<xf/>".repeat(20_000));
        assert_eq!(ended("xl/styles.xml", &styles, 1 << 16), Err(Fault::Large));
        assert_eq!(ended("xl/styles.xml", &"<xf/>".repeat(20_000), 1 << 16), Ok(()));
        let cell = format!("<c><is><t>{}</t></is></c>", "x".repeat(17 << 20));
        assert_eq!(ended("xl/worksheets/sheet1.xml", &cell, 1 << 16), Err(Fault::Large));
        assert_eq!(ended("xl/media/image1.png", &cell, 1 << 16), Ok(()));
    }

    #[test]
    fn markup_in_other_characters_is_odd() {
        let utf_16: Vec<u8> = "<sst/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Part::of("xl/sharedStrings.xml").see(&utf_16), None);
        assert_eq!(Part::of("xl/media/image1.png").see(&utf_16), Some(()));
    }
}
