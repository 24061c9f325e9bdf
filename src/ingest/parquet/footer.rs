//! The footer of a Parquet file, looked at before it is read: a schema that is nested without end, or says that it has
//! more children than there are, would take the program with it.

use std::io::{Read, Seek, SeekFrom};

use super::thrift::{INTEGER, LIST, STRUCT, Thrift, Visit};
use crate::ingest::whole::Whole;

/// The bytes at the end of a file: how long its footer is, and a mark.
const TAIL_BYTES: u64 = 8;
const MARK: &[u8] = b"PAR1";
/// The longest footer that is read.
pub(in crate::ingest) const FOOTER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// How deep a schema may be nested.
const DEPTH_MAX: usize = 64;
/// The field of the footer that holds the schema, and of its elements the one that counts children.
const SCHEMA: i64 = 2;
const CHILDREN: i64 = 5;

/// The footer; none where there is none that can be read.
pub(super) fn sound_footer(whole: &mut Whole) -> Option<Vec<u8>> {
    let tail_place = whole.bytes_count().checked_sub(TAIL_BYTES)?;
    whole.seek(SeekFrom::Start(tail_place)).ok()?;
    let mut tail = [0; 8];
    whole.read_exact(&mut tail).ok()?;
    let (length, mark) = tail.split_first_chunk()?;
    let bytes_count = u64::from(u32::from_le_bytes(*length));
    let fits = mark == MARK && bytes_count <= FOOTER_BYTES_MAX;
    let place = tail_place.checked_sub(bytes_count).filter(|_| fits)?;
    whole.seek(SeekFrom::Start(place)).ok()?;
    let mut footer = Vec::new();
    whole.take(bytes_count).read_to_end(&mut footer).ok()?;
    is_sound_schema(&footer)?;
    Some(footer)
}

/// None where the schema is no tree, or one that is too deep.
fn is_sound_schema(footer: &[u8]) -> Option<()> {
    Thrift(footer).fields(|thrift, field, kind| {
        if (field, kind) != (SCHEMA, LIST) {
            return Some(Visit::Not);
        }
        let (kind, elements_count) = thrift.list()?;
        let is_list = kind == STRUCT && elements_count <= footer.len() as u64;
        is_list.then_some(())?;
        // The children that are still to come, on each level.
        let mut open: Vec<u64> = Vec::new();
        for _ in 0..elements_count {
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            let children_count = children_count(thrift)?;
            if children_count > 0 {
                open.push(children_count);
            }
            let fits = open.len() <= DEPTH_MAX && children_count <= elements_count;
            fits.then_some(())?;
            while open.last() == Some(&0) {
                open.pop();
            }
        }
        Some(Visit::Enough)
    })
}

/// How many children an element has.
fn children_count(thrift: &mut Thrift<&[u8]>) -> Option<u64> {
    let mut children_count = 0;
    thrift.fields(|thrift, field, kind| {
        if (field, kind) != (CHILDREN, INTEGER) {
            return Some(Visit::Not);
        }
        children_count = thrift.integer()?;
        Some(Visit::Taken)
    })?;
    // Nothing for a value.
    u64::try_from(children_count).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer with a schema whose elements have so many children.
    fn schema(children: &[u8]) -> Vec<u8> {
        // 1: the version, 2: a list of structures.
        let mut bytes = vec![0x15, 2, 0x19, 0xf0 | STRUCT, u8::try_from(children.len()).unwrap()];
        for count in children {
            // 4: a name, 5: the number of children.
            bytes.extend([0x48, 1, b'a', 0x15, count * 2, 0]);
        }
        bytes
    }

    #[test]
    fn a_schema_is_a_tree_of_limited_depth() {
        assert!(is_sound_schema(&schema(&[2, 0, 0])).is_some());
        assert!(is_sound_schema(&schema(&[2, 1, 0, 0])).is_some());
        assert!(is_sound_schema(&schema(&[0])).is_some());
        assert!(is_sound_schema(&schema(&[63, 0])).is_none());
        assert!(is_sound_schema(&schema(&[1; 100])).is_none());
        assert!(is_sound_schema(&schema(&[1, 1, 1, 0])).is_some());
        assert!(is_sound_schema(&[0x15]).is_none());
        assert!(is_sound_schema(b"").is_none());
    }
}
