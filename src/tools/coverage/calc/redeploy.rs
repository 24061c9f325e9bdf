//! Who can be spared, and by whom it is asked.
//!
//! A tier that is short may ask for anybody whom another tier requires neither now nor in twelve months. Beyond its
//! shortage, for the buffer and for those who leave, it may ask only for people whom the other tier would not have to
//! replace within the year, and only if no tier that is short would go without.

use super::MONTHS_COUNT;
use super::plan::{PLAN_PEOPLE_COUNT_MAX, Pace, Staffed, people};
use crate::customers::Tier;

/// People offered from one tier to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Move {
    /// The month of the move, 1 to 12.
    pub month: usize,
    /// From where.
    pub from: Tier,
    /// To where.
    pub to: Tier,
    /// How many.
    pub csms: u64,
}

/// Why a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// The tier is short of what it requires, now or in twelve months.
    Shortage,
    /// The requirement is met.
    Buffer,
}

/// What a tier can spare.
#[derive(Debug, Clone, Copy)]
struct Giver {
    tier: Tier,
    /// Beyond what it requires.
    surplus: u64,
    /// Of these, beyond what it would have to hire for again.
    free: u64,
}

/// Everybody who can be spared.
#[derive(Debug)]
pub(super) struct Pool {
    givers: Vec<Giver>,
    /// What the tiers that have not asked yet are short of.
    outstanding: u64,
    pub moves: Vec<Move>,
}

impl Pool {
    pub(super) fn of(tiers: &[Staffed], pace: &Pace) -> Self {
        let givers = tiers
            .iter()
            .map(|one| Giver { tier: one.tier, surplus: one.surplus(), free: free(one, pace) })
            .filter(|giver| giver.surplus > 0)
            .collect();
        let outstanding = tiers.iter().map(Staffed::shortage).fold(0, u64::saturating_add);
        Self { givers, outstanding, moves: Vec::new() }
    }

    /// The tier's turn: from now on it gives nobody, and what it is short of is no longer outstanding.
    pub(super) fn close(&mut self, one: &Staffed) {
        self.givers.retain(|giver| giver.tier != one.tier);
        self.outstanding = self.outstanding.saturating_sub(one.shortage());
    }

    /// What the tier can still spare.
    pub(super) fn surplus_left(&self, tier: Tier) -> u64 {
        self.givers.iter().find(|giver| giver.tier == tier).map_or(0, |giver| giver.surplus)
    }

    /// The tier that gives a person: the nearest; of two as near the one above. Up goes one step at most.
    pub(super) fn giver_for(&mut self, to: Tier, ask: Ask) -> Option<Tier> {
        let left = self.givers.iter().map(|giver| giver.surplus).fold(0, u64::saturating_add);
        if ask == Ask::Buffer && left <= self.outstanding {
            return None;
        }
        let spares = |giver: &Giver| match ask {
            Ask::Shortage => giver.surplus > 0,
            Ask::Buffer => giver.free > 0,
        };
        let giver = self
            .givers
            .iter_mut()
            .filter(|giver| spares(giver) && giver.tier.index() <= to.index() + 1)
            .min_by_key(|giver| (giver.tier.index().abs_diff(to.index()), giver.tier.index()))?;
        giver.surplus = giver.surplus.saturating_sub(1);
        giver.free = giver.free.saturating_sub(1);
        Some(giver.tier)
    }

    pub(super) fn record(&mut self, month: usize, from: Tier, to: Tier) {
        let same = self.moves.iter_mut().find(|one| (one.month, one.from, one.to) == (month, from, to));
        match same {
            Some(known) => known.csms += 1,
            None => self.moves.push(Move { month, from, to, csms: 1 }),
        }
    }

    /// The months in which people leave a tier, one entry a person.
    pub(super) fn leaves(&self, tier: Tier) -> Vec<usize> {
        let of_tier = self.moves.iter().filter(|moved| moved.from == tier);
        of_tier.flat_map(|moved| (0..moved.csms).map(|_| moved.month)).collect()
    }
}

/// How many of a tier's people it could go without all year and hire nobody.
fn free(one: &Staffed, pace: &Pace) -> u64 {
    let suffices = |count: u64| {
        let stay = people(one.current.saturating_sub(count));
        (0..=MONTHS_COUNT).all(|month| !pace.exceeds(one.need(month), stay * pace.survival.after(month)))
    };
    let most = one.surplus().min(u64::try_from(PLAN_PEOPLE_COUNT_MAX).unwrap_or(u64::MAX));
    (1..=most).take_while(|count| suffices(*count)).last().unwrap_or(0)
}
