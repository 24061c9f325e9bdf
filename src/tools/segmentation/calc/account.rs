//! The accounts of a book, small enough to hold a million of them.

use std::cmp::Ordering;

use crate::customers::Tier;
use crate::threads::in_stretches;
use crate::units::{Date, Money};

/// A yes-or-no fact of an account; the first seven are the ICP signals in the order of their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    InTargetIndustry,
    InTargetSizeRange,
    UsesTargetWorkflow,
    HasExecutiveSponsor,
    AdvocatesPublicly,
    ExpansionPotentialHigh,
    CompetitorConcentrationLow,
    AcquiredByConflictingEntity,
    DecliningOrClosing,
    DedicatedExecContact,
    MultiYear,
    SponsorBothSides,
}

/// How many of the marks are ICP signals.
pub(crate) const SIGNALS_COUNT: usize = 7;
/// The bits of the ICP signals.
const SIGNAL_BITS: u16 = (1 << SIGNALS_COUNT) - 1;

impl Mark {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The marks of an account: each true, false or unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    known: u16,
    yes: u16,
}

impl Marks {
    /// Writes down what is known of a mark.
    pub(crate) fn set(&mut self, mark: Mark, truth: Option<bool>) {
        if let Some(truth) = truth {
            self.known |= mark.bit();
            self.yes |= if truth { mark.bit() } else { 0 };
        }
    }

    /// What is known of a mark.
    #[must_use]
    pub(crate) const fn get(self, mark: Mark) -> Option<bool> {
        if self.known & mark.bit() == 0 { None } else { Some(self.yes & mark.bit() != 0) }
    }

    /// The signals known to be true, a bit each.
    #[must_use]
    pub(crate) const fn signals_true(self) -> u16 {
        self.yes & SIGNAL_BITS
    }

    /// The signals that may be true: those known to be and those unknown.
    #[must_use]
    pub(crate) const fn signals_possible(self) -> u16 {
        (self.yes | !self.known) & SIGNAL_BITS
    }

    /// Whether every signal is known.
    #[must_use]
    pub(crate) const fn signals_known(self) -> bool {
        self.known & SIGNAL_BITS == SIGNAL_BITS
    }
}

/// Where an account's name and identifier stand among the texts of its book.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TextSpan {
    start: usize,
    name_bytes_count: u16,
    id_bytes_count: u16,
}

/// An account of a book.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub text: TextSpan,
    pub arr: Money,
    pub support_cost: Option<Money>,
    pub tenure_months: Option<u32>,
    pub escalations: Option<u32>,
    pub marks: Marks,
    pub current_tier: Option<Tier>,
    pub contract_end: Option<Date>,
    /// Its row in the caller's table.
    pub row: usize,
}

/// Names and identifiers of all accounts in one piece: a million small texts would cost more than the accounts.
#[derive(Debug, Default)]
pub(crate) struct Texts(String);

impl Texts {
    /// Keeps a name and an identifier.
    pub(crate) fn keep(&mut self, name: &str, id: Option<&str>) -> TextSpan {
        let start = self.0.len();
        let id = id.unwrap_or_default();
        self.0.push_str(name);
        self.0.push_str(id);
        // Labels have at most 500 characters, so a length always fits.
        let length = |text: &str| u16::try_from(text.len()).unwrap_or(u16::MAX);
        TextSpan { start, name_bytes_count: length(name), id_bytes_count: length(id) }
    }
}

/// The accounts with their texts.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub accounts: Vec<Account>,
    pub texts: Texts,
}

impl Book {
    /// An account's name.
    #[must_use]
    pub(crate) fn name(&self, account: &Account) -> &str {
        let start = account.text.start;
        self.texts.0.get(start..start + usize::from(account.text.name_bytes_count)).unwrap_or_default()
    }

    /// An account's identifier; empty if it has none, since a label is never blank.
    #[must_use]
    pub(crate) fn id(&self, account: &Account) -> &str {
        let start = account.text.start + usize::from(account.text.name_bytes_count);
        self.texts.0.get(start..start + usize::from(account.text.id_bytes_count)).unwrap_or_default()
    }

    /// The order of every list: ARR descending, then name, then identifier. Total, since no two accounts are the same.
    #[must_use]
    pub(crate) fn rank(&self, one: &Account, other: &Account) -> Ordering {
        other
            .arr
            .cmp(&one.arr)
            .then_with(|| self.name(one).cmp(self.name(other)))
            .then_with(|| self.id(one).cmp(self.id(other)))
    }

    /// Accounts that stand again further down: by identifier where there is one, else by name.
    /// Pairs of the first place and a later one, by the later.
    #[must_use]
    pub(crate) fn repeated(&self) -> Vec<(usize, usize)> {
        // A hash and the place behind it in one word: the low bits hold any place of this book.
        let place_bits = self.accounts.len().next_power_of_two().ilog2();
        let place_mask = (1_u64 << place_bits) - 1;
        let mut hashes = in_stretches(&self.accounts, |start, accounts| {
            let hash = |account| hash(self.key(account)) & !place_mask;
            let places = (u64::try_from(start).unwrap_or(u64::MAX)..).zip(accounts);
            let mut hashes: Vec<u64> = places.map(|(place, account)| hash(account) | place).collect();
            hashes.sort_unstable();
            hashes
        })
        .concat();
        // Each stretch is in order: the stable sort finds that and merges.
        hashes.sort_by(u64::cmp);
        let mut repeated = Vec::new();
        for group in hashes.chunk_by(|one, other| one & !place_mask == other & !place_mask) {
            if group.len() < 2 {
                continue;
            }
            // Equal hashes are rare and prove nothing: the texts decide.
            let places = group.iter().filter_map(|hash| usize::try_from(hash & place_mask).ok());
            let mut same: Vec<((bool, &str), usize)> =
                places.filter_map(|place| Some((self.key(self.accounts.get(place)?), place))).collect();
            same.sort_unstable();
            for accounts in same.chunk_by(|one, other| one.0 == other.0) {
                if let Some(((_, first), later)) = accounts.split_first() {
                    repeated.extend(later.iter().map(|(_, place)| (*first, *place)));
                }
            }
        }
        repeated.sort_unstable_by_key(|(_, later)| *later);
        repeated
    }

    fn key(&self, account: &Account) -> (bool, &str) {
        let id = self.id(account);
        if id.is_empty() { (false, self.name(account)) } else { (true, id) }
    }
}

/// FNV-1a of a key. Only a filter: what it calls equal is compared.
fn hash((is_id, text): (bool, &str)) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    text.bytes().fold(step(OFFSET, u8::from(is_id)), step)
}
