//! The customers of a ledger, each by a small number in the order of their first row.

use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Bytes of a text that stand in the table itself: most names are no longer, and are found without a second look.
const HEAD_BYTES: usize = 16;

/// Texts without doubles, in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct Ids {
    table: HashTable<Entry>,
    text: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
}

/// One for the process: the parts and stores of a ledger are told apart by it, and no file can know which names share a
/// place.
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// A text's number, and the text as far as it fits.
#[derive(Debug, Clone, Copy)]
struct Entry {
    head: [u8; HEAD_BYTES],
    length: u32,
    id: u32,
}

impl Entry {
    fn of(text: &[u8], id: usize) -> Self {
        let mut head = [0; HEAD_BYTES];
        head.iter_mut().zip(text).for_each(|(place, byte)| *place = *byte);
        // Four billion customers, or a name of as many bytes, do not fit into memory: the caller ends long before.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { head, length: small(text.len()), id: small(id) }
    }
}

impl Ids {
    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    pub(super) fn get(&self, id: usize) -> &[u8] {
        text_of(&self.text, &self.ends, id)
    }

    /// The number of a text whose hash is known, if it is there.
    pub(super) fn find(&self, hash: u64, text: &[u8]) -> Option<usize> {
        let Self { table, text: texts, ends } = self;
        let wanted = Entry::of(text, 0);
        let same = |entry: &Entry| {
            entry.head == wanted.head
                && entry.length == wanted.length
                && (text.len() <= HEAD_BYTES || text_of(texts, ends, entry.id as usize) == text)
        };
        table.find(hash, same).map(|entry| entry.id as usize)
    }

    /// The number of a text whose hash is known; a new one if it was not there.
    pub(super) fn id(&mut self, hash: u64, text: &[u8]) -> usize {
        if let Some(id) = self.find(hash, text) {
            return id;
        }
        let Self { table, text: texts, ends } = self;
        let entry = Entry::of(text, ends.len());
        texts.extend_from_slice(text);
        ends.push(texts.len());
        table.insert_unique(hash, entry, |entry| self::hash(text_of(texts, ends, entry.id as usize)));
        entry.id as usize
    }

    /// Memory that they take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        // A byte an entry is the table's own.
        self.text.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.table.capacity() * (size_of::<Entry>() + 1)
    }
}

/// A number that is the same for the same text in this process.
pub(super) fn hash(text: &[u8]) -> u64 {
    let mut state = SEED.build_hasher();
    state.write(text);
    state.finish()
}

fn text_of<'t>(text: &'t [u8], ends: &[usize], id: usize) -> &'t [u8] {
    let start = id.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    ends.get(id).and_then(|end| text.get(start..*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut ids = Ids::default();
        let mut id = |text: &str| ids.id(hash(text.as_bytes()), text.as_bytes());
        assert_eq!(["a", "", "b", "a", ""].map(&mut id), [0, 1, 2, 0, 1]);
        assert_eq!(["a name that is longer than its head", "a name that is longer than its hand"].map(&mut id), [3, 4]);
        assert_eq!(["a name that is longer than its hand", "a name that is long"].map(&mut id), [4, 5]);
        for number in 0..10_000 {
            assert_eq!(id(&format!("C{number}")), number + 6);
        }
        assert_eq!((ids.count(), ids.get(2), ids.get(10_005)), (10_006, &b"b"[..], &b"C9999"[..]));
        assert_eq!(
            ["b", "C9999", "c"].map(|text| ids.find(hash(text.as_bytes()), text.as_bytes())),
            [Some(2), Some(10_005), None]
        );
    }
}
