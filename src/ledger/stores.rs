//! Where the customers of a pass live: each in one of several stores, whichever hand reads its rows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use super::LedgerFault;
use super::store::{Store, Waiting};
use super::taken::{Seen, Taken};

/// Stores of a pass: enough that hands seldom meet at one, and few enough that what waits for them is little.
pub(super) const STORES_COUNT: usize = 16;

/// Rows that are put into a store together. A hand that finds the store busy lets as many more wait.
const TOGETHER_COUNT: usize = 1 << 10;

/// Bytes of names that may wait for a store.
const NAMES_BYTES_MAX: usize = 1 << 17;

/// Segments that are told apart. More are no segments but names.
pub(super) const SEGMENTS_COUNT_MAX: usize = 250;

/// The part of the customers that a pass over the file keeps, so that any number of them fits into memory in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) index: u32,
    pub(super) count: u32,
}

impl Part {
    fn has(self, hash: u64) -> bool {
        // From the upper half: the tables of customers use the lower one.
        self.count == 1 || (hash >> 32) % u64::from(self.count) == u64::from(self.index)
    }
}

/// What the hands of a pass share.
#[derive(Debug)]
pub(super) struct Stores {
    part: Part,
    all: Vec<Mutex<Store>>,
    /// The names of the segments; number 1 is the first.
    segments: Mutex<Vec<String>>,
    /// Memory that the stores take.
    bytes: AtomicUsize,
    bytes_max: usize,
}

impl Stores {
    /// So many stores without a customer, for a part of the customers and so much memory.
    pub(super) fn new(part: Part, count: usize, bytes_max: usize) -> Self {
        let all = (0..count).map(|_| Mutex::default()).collect();
        Self { part, all, segments: Mutex::default(), bytes: AtomicUsize::new(0), bytes_max }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.all.len()
    }

    /// Whether there is no more room; then nothing more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > self.bytes_max
    }

    /// Forgets everything: the file is read from its first row again.
    pub(super) fn clear(&self) {
        self.all.iter().for_each(|store| *lock(store) = Store::default());
        lock(&self.segments).clear();
        self.bytes.store(0, Ordering::Relaxed);
    }

    /// The place of the store that keeps a customer, by the hash of its name; none where another pass does.
    pub(super) fn place(&self, hash: u64) -> Option<usize> {
        // Bits above those of the parts; the tables of customers use the lowest and the highest.
        let share = hash >> 40 & 0xFFFF;
        self.part.has(hash).then_some((share as usize * self.all.len()) >> 16)
    }

    /// Puts the rows that wait for a store into it once they are many; they wait on while another hand is at it, until
    /// they are twice as many or their names too long.
    pub(super) fn put_many(&self, place: usize, waiting: &mut Waiting) -> Result<(), LedgerFault> {
        let rows_count = waiting.rows_count();
        if rows_count >= TOGETHER_COUNT * 2 || waiting.names_bytes() >= NAMES_BYTES_MAX {
            return self.put(place, waiting);
        }
        if !rows_count.is_multiple_of(TOGETHER_COUNT) {
            return Ok(());
        }
        let Some(store) = self.all.get(place) else { return Ok(()) };
        match store.try_lock() {
            Ok(store) => self.put_into(store, waiting),
            Err(TryLockError::Poisoned(store)) => self.put_into(store.into_inner(), waiting),
            Err(TryLockError::WouldBlock) => Ok(()),
        }
    }

    /// Puts the rows that wait for a store into it.
    pub(super) fn put(&self, place: usize, waiting: &mut Waiting) -> Result<(), LedgerFault> {
        self.all.get(place).map_or(Ok(()), |store| self.put_into(lock(store), waiting))
    }

    fn put_into(&self, mut store: MutexGuard<'_, Store>, waiting: &mut Waiting) -> Result<(), LedgerFault> {
        if self.is_full() {
            waiting.clear();
            return Ok(());
        }
        let bytes_before = store.bytes();
        let put = store.put(waiting);
        self.bytes.fetch_add(store.bytes().saturating_sub(bytes_before), Ordering::Relaxed);
        put
    }

    /// The number of a segment, from 1; the same for every hand.
    pub(super) fn segment(&self, name: &str) -> Result<u8, LedgerFault> {
        let mut segments = lock(&self.segments);
        let place = segments.iter().position(|known| known == name).unwrap_or(segments.len());
        if place >= SEGMENTS_COUNT_MAX {
            return Err(LedgerFault::ManySegments);
        }
        if place == segments.len() {
            segments.push(name.to_owned());
        }
        u8::try_from(place + 1).map_err(|_| LedgerFault::ManySegments)
    }

    /// What was taken, with what the hands saw of the rows.
    pub(super) fn into_taken(self, seen: Seen) -> Taken {
        let own = |store: Mutex<Store>| store.into_inner().unwrap_or_else(PoisonError::into_inner);
        let segments = self.segments.into_inner().unwrap_or_else(PoisonError::into_inner);
        Taken { seen, segments, stores: self.all.into_iter().map(own).collect() }
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
