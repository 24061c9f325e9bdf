//! Interventions over a book. Pure: accounts that are right in, ranks, plays and tallies out.

pub(super) mod account;
pub(super) mod legacy;
pub(super) mod load;
pub(super) mod offers;
pub(super) mod plays;
#[cfg(test)]
mod tests;
pub(super) mod time;
pub(super) mod worth;

use account::{Account, Book};
use load::{Offers, Owners, Patterns};
use worth::{Curves, Worth};

use super::policy::InterventionsPolicy;
use super::words::{Driver, EscalateFor, Form, Verdict};
use crate::customers::Health;
use crate::units::Money;

/// Which part of the lists is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The longest a list may be.
    pub limit_count: usize,
    /// How many accounts to skip.
    pub offset_count: usize,
    /// How many plays an owner can run.
    pub capacity: Option<u64>,
}

/// How many accounts something is true of, what they pay, and the first of them by rank.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hits {
    pub count: u64,
    pub arr: Money,
    pub first: Option<usize>,
}

impl Hits {
    fn add(&mut self, index: usize, account: &Account) {
        self.count += 1;
        self.arr += account.arr;
        self.first.get_or_insert(index);
    }
}

/// What is true of accounts one by one, each told once for all of them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub lapsed: Hits,
    pub red_near: Hits,
    pub open_p1_near: Hits,
    pub silent_near: Hits,
    pub no_time: Hits,
    pub step_overdue: Hits,
    pub unsigned: Hits,
    pub unowned: Hits,
    pub poison: Hits,
    pub offer_unfit: Hits,
    pub green_with_sign: Hits,
    pub health_unknown: Hits,
    pub cost_above_save: Hits,
}

/// How many accounts lack what.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Unknown {
    pub health: u64,
    pub days: u64,
    pub drivers: u64,
    /// What the odds hang on: sponsor, contact, P1 or days.
    pub odds: u64,
    /// The last renewal step done, where a step's day has passed.
    pub step_done: u64,
    pub arr_zero: u64,
}

/// What a book comes to.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    pub arr_listed: Money,
    /// Over the accounts whose health is known.
    pub arr_at_risk: Money,
    pub arr_health_unknown: Money,
    /// Over the accounts of which everything is known that it hangs on.
    pub expected_save: Money,
    pub expected_save_known_count: u64,
    pub plays_count: u64,
    /// The page of accounts by their place in the book, the first rank first.
    pub page: Vec<usize>,
    /// The first rank of all, and the first with a play, on whatever page.
    pub first: Option<usize>,
    pub first_with_play: Option<usize>,
    pub escalated_count: u64,
    pub owners: Owners,
    pub patterns: Patterns,
    pub offers: Offers,
    pub found: Found,
    pub unknown: Unknown,
}

/// What is the same for every account of a call.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    pub policy: &'a InterventionsPolicy,
    curves: Curves,
    pub steps: [u32; 4],
}

impl<'a> Scheme<'a> {
    /// The scheme of a policy.
    #[must_use]
    pub(crate) fn of(policy: &'a InterventionsPolicy) -> Self {
        Self { policy, curves: Curves::of(policy), steps: policy.steps() }
    }

    /// What is at stake in an account.
    #[must_use]
    pub(crate) fn worth(&self, account: &Account) -> Worth {
        self.curves.worth(account, self.policy)
    }

    /// The plays of an account.
    #[must_use]
    pub(crate) fn plays(&self, account: &Account) -> Vec<plays::PlannedPlay> {
        plays::plays(account, self.policy)
    }

    /// Why an executive has to act now; empty if nobody has to.
    #[must_use]
    pub(crate) fn escalate_for(&self, account: &Account) -> Vec<EscalateFor> {
        // What is signed is not escalated over its renewal, on whatever day.
        let days = time::open_days(account, &self.steps);
        let is_near = self.is_near(account);
        let has_no_time = || {
            let forms = |driver: Driver| plays::planned(account.segment, driver, days, self.policy).form;
            account.known_drivers().iter().map(forms).any(|form| form == Form::Emergency)
        };
        [
            (EscalateFor::Lapsed, days.is_some_and(i32::is_negative)),
            (EscalateFor::RedNearRenewal, is_near && account.health == Some(Health::Red)),
            (EscalateFor::OpenP1NearRenewal, is_near && account.has_open_p1()),
            (
                EscalateFor::SilentNearRenewal,
                is_near && account.touch.is_some_and(|touch| touch > self.policy.untouched()),
            ),
            (EscalateFor::Unsigned, self.is_unsigned(account)),
            (EscalateFor::NoTime, has_no_time()),
        ]
        .into_iter()
        .filter_map(|(reason, is_so)| is_so.then_some(reason))
        .collect()
    }

    /// Whether a renewal that is still to be won is known to be within the days of an executive; a lapsed one is.
    fn is_near(&self, account: &Account) -> bool {
        let days = time::open_days(account, &self.steps);
        days.is_some_and(|days| i64::from(days) <= i64::from(self.policy.escalation()))
    }

    /// Whether the day of the last step has passed and it is known not to be done.
    fn is_unsigned(&self, account: &Account) -> bool {
        let [.., sign] = self.steps;
        let has_passed = account.days.is_some_and(|days| i64::from(days) < i64::from(sign));
        has_passed && account.step_done.is_some_and(|done| done != sign)
    }

    /// In how many hours somebody has to answer, by the most pressing sign; what wants an executive always has its hours.
    #[must_use]
    pub(crate) fn respond_within(&self, account: &Account) -> Option<u32> {
        let hours = self.policy.hours();
        let is_troubled = account.health.is_some_and(|health| health != Health::Green);
        let is_renewal_risk = self.is_near(account) && is_troubled;
        [
            (hours.open_p1, account.has_open_p1()),
            (hours.red, account.health == Some(Health::Red)),
            (hours.competitor, account.known_drivers().has(Driver::CompetitiveThreat)),
            (hours.renewal, is_renewal_risk || !self.escalate_for(account).is_empty()),
            (hours.sponsor, account.known_drivers().has(Driver::SponsorChange)),
        ]
        .into_iter()
        .filter_map(|(hours, is_so)| is_so.then_some(hours))
        .min()
    }
}

/// An account by its place in the book, with what its rank is by.
struct Ranked {
    index: usize,
    reasons: Vec<EscalateFor>,
    worth: Worth,
}

/// Plans the interventions of a book.
#[must_use]
pub(crate) fn plan(book: &Book, scheme: &Scheme<'_>, wanted: Wanted) -> Planned {
    let ranked = |(index, account)| Ranked { index, reasons: scheme.escalate_for(account), worth: scheme.worth(account) };
    let mut order: Vec<Ranked> = book.accounts.iter().enumerate().map(ranked).collect();
    // What cannot wait stands first; in each part the most that is at stake; then the larger account, then the id.
    order.sort_by(|one, other| {
        let by_figures = (one.reasons.is_empty().cmp(&other.reasons.is_empty()))
            .then(other.worth.priority.cmp(&one.worth.priority));
        match (book.accounts.get(one.index), book.accounts.get(other.index)) {
            (Some(one), Some(other)) => by_figures.then(other.arr.cmp(&one.arr)).then_with(|| one.id.cmp(&other.id)),
            _ => by_figures,
        }
    });
    let mut planned = Planned::default();
    for ranked in &order {
        let Some(account) = book.accounts.get(ranked.index) else { continue };
        planned.add_worth(account, &ranked.worth);
        planned.add(account, ranked, scheme);
    }
    planned.owners.finish(book, wanted.capacity);
    planned.patterns.finish();
    planned.first = order.first().map(|ranked| ranked.index);
    planned.page = order.iter().skip(wanted.offset_count).take(wanted.limit_count).map(|ranked| ranked.index).collect();
    planned
}

impl Planned {
    fn add_worth(&mut self, account: &Account, worth: &Worth) {
        self.arr_listed += account.arr;
        match account.health {
            Some(_) => self.arr_at_risk += Money::from_decimal(worth.value_at_risk.low),
            None => self.arr_health_unknown += account.arr,
        }
        let is_known = account.health.is_some() && worth.save_odds.exact().is_some();
        if let (true, Some(expected)) = (is_known, worth.expected_save.exact()) {
            self.expected_save += Money::from_decimal(expected);
            self.expected_save_known_count += 1;
        }
        let unknown = &mut self.unknown;
        unknown.health += u64::from(account.health.is_none());
        unknown.days += u64::from(worth.urgency.is_none());
        unknown.drivers += u64::from(account.drivers.is_none());
        unknown.odds += u64::from(worth.save_odds.exact().is_none());
        unknown.arr_zero += u64::from(account.arr.is_zero());
    }

    fn add(&mut self, account: &Account, ranked: &Ranked, scheme: &Scheme<'_>) {
        let Ranked { index, reasons, worth } = ranked;
        self.escalated_count += u64::from(!reasons.is_empty());
        let plays_count = scheme.plays(account).len() as u64;
        if plays_count > 0 {
            self.first_with_play.get_or_insert(*index);
        }
        self.plays_count += plays_count;
        let motion = time::motion(account, &scheme.steps);
        let verdict = account.offer.map(|offer| offers::verdict(account, offer, scheme.policy));
        let is_in_save = !account.known_drivers().is_empty() || account.offer.is_some();
        let is_above = account.offer.is_some_and(|offer| offers::is_above_line(offer.discount, scheme.policy));
        self.owners.add(account.owner, plays_count);
        self.patterns.add(account);
        self.offers.add(is_in_save, verdict, is_above);
        self.unknown.step_done += u64::from(!motion.unconfirmed.is_empty());
        let because = |reason: EscalateFor| reasons.contains(&reason);
        let drivers = account.known_drivers();
        let has_sign = drivers.has(Driver::SponsorChange)
            || drivers.has(Driver::CompetitiveThreat)
            || account.has_open_p1();
        let found = &mut self.found;
        for (hits, is_so) in [
            (&mut found.lapsed, because(EscalateFor::Lapsed)),
            (&mut found.red_near, because(EscalateFor::RedNearRenewal)),
            (&mut found.open_p1_near, because(EscalateFor::OpenP1NearRenewal)),
            (&mut found.silent_near, because(EscalateFor::SilentNearRenewal)),
            (&mut found.no_time, because(EscalateFor::NoTime)),
            (&mut found.step_overdue, motion.overdue.is_some_and(|steps| !steps.is_empty())),
            (&mut found.unsigned, because(EscalateFor::Unsigned)),
            (&mut found.unowned, plays_count > 0 && account.owner.is_none()),
            (&mut found.poison, verdict == Some(Verdict::Poison)),
            (&mut found.offer_unfit, matches!(verdict, Some(Verdict::Unproven | Verdict::Oversized))),
            (&mut found.green_with_sign, account.health == Some(Health::Green) && has_sign),
            (&mut found.health_unknown, account.health.is_none()),
            (&mut found.cost_above_save, worth.expected_save.high.is_sign_negative() && !worth.expected_save.high.is_zero()),
        ] {
            if is_so {
                hits.add(*index, account);
            }
        }
    }
}
