//! The rollout: every item that is not there, once, in one of three phases, with an owner and a month.

use rust_decimal::prelude::ToPrimitive;

use super::super::policy::VoicePolicy;
use super::super::words::{Item, Order, Owner};

/// An item to put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Task {
    pub item: Item,
    pub owner: Owner,
    /// The month in which it starts, counted from 1.
    pub month: u32,
}

/// A stretch of the rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Phase {
    /// The month after which it begins; 0 is today.
    pub after_month: u32,
    pub last_month: u32,
    pub tasks: Vec<Task>,
}

/// Each item with its owner and its phase, 0 to 2, by [`Order`]; within a phase the rows follow each other
/// (`references/voice.md#rollout`).
#[rustfmt::skip]
const PLAN: [(Item, Owner, [usize; 4]); 21] = [
    //                                                             seed  growth  scale  none known
    (Item::OwnerNamed,                    Owner::Cco,              [0,   0,      0,     0]),
    (Item::ClosedLoopPct,                 Owner::HeadOfCxOps,      [0,   0,      0,     0]),
    (Item::DetractorFollowupSlaDays,      Owner::HeadOfCs,         [0,   0,      0,     0]),
    (Item::ChurnInterviews,               Owner::HeadOfCs,         [0,   0,      0,     0]),
    (Item::ProductAnalytics,              Owner::Cpo,              [0,   0,      0,     0]),
    (Item::CsatPostTicket,                Owner::SupportLead,      [0,   0,      0,     0]),
    (Item::NpsRelationship,               Owner::HeadOfCxOps,      [1,   0,      0,     0]),
    (Item::WinLossInterviews,             Owner::Cmo,              [0,   1,      0,     0]),
    (Item::NpsTransactional,              Owner::HeadOfCxOps,      [2,   1,      0,     0]),
    (Item::MonthlyCommitteeActive,        Owner::Cco,              [1,   0,      0,     0]),
    (Item::SynthesisCadenceMonths,        Owner::HeadOfCxOps,      [0,   0,      0,     0]),
    (Item::SupportTicketTaxonomy,         Owner::SupportLead,      [1,   1,      1,     1]),
    (Item::RenewalInterviews,             Owner::HeadOfCs,         [1,   1,      1,     1]),
    (Item::BehavioralVoc,                 Owner::HeadOfCxOps,      [2,   2,      1,     1]),
    (Item::Ces,                           Owner::SupportLead,      [2,   2,      2,     2]),
    (Item::InAppMicroSurveys,             Owner::Cpo,              [2,   2,      2,     2]),
    (Item::CommunityListening,            Owner::Cmo,              [2,   2,      2,     2]),
    (Item::AdvisoryBoard,                 Owner::Cco,              [2,   2,      1,     2]),
    (Item::SynthesisRecipientsCount,      Owner::HeadOfCxOps,      [1,   1,      1,     1]),
    (Item::ExternalResponseCadenceMonths, Owner::Cmo,              [1,   1,      1,     1]),
    (Item::InstrumentReviewCadenceMonths, Owner::HeadOfCxOps,      [2,   2,      2,     2]),
];

/// The column of [`PLAN`] that an order reads.
fn phase_of(phases: [usize; 4], order: Order) -> usize {
    let [seed, growth, scale, none] = phases;
    match order {
        Order::Seed => seed,
        Order::Growth => growth,
        Order::Scale => scale,
        Order::StarterFirst => none,
    }
}

/// Spreads the open items over the three phases, evenly over the months of each.
#[must_use]
pub(in super::super) fn rollout(open: &[Item], order: Order, policy: &VoicePolicy) -> [Phase; 3] {
    // The reader of `policy` lets whole numbers up to a million pass, and in this order.
    let [first, second, third] =
        [policy.first_phase_months, policy.second_phase_months, policy.third_phase_months]
            .map(|month| month.to_u32().unwrap_or(u32::MAX));
    [(0, 0, first), (1, first, second), (2, second, third)].map(|(number, after_month, last_month)| {
        let is_due = |(item, _, phases): &&(Item, Owner, [usize; 4])| {
            phase_of(*phases, order) == number && open.contains(item)
        };
        let due: Vec<_> = PLAN.iter().filter(is_due).collect();
        let months_count = u64::from(last_month.saturating_sub(after_month));
        let count = due.len() as u64;
        let tasks = due.into_iter().zip(0_u64..).map(|(&(item, owner, _), index)| {
            let into = u32::try_from(index * months_count / count).unwrap_or_default();
            Task { item, owner, month: after_month + into + 1 }
        });
        Phase { after_month, last_month, tasks: tasks.collect() }
    })
}
