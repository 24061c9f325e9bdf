//! The score of a program, what it lacks, and what each lack costs. Pure: readings that are right in, points out.

mod nps;
mod rollout;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::policy::VoicePolicy;
use super::words::{Band, Item, Part, Status};

pub(super) use nps::{Answers, Nps, nps};
pub(super) use rollout::{Phase, rollout};

/// Decimals of a gain that decide an order; what lies behind them is how divisions round.
const GAIN_PLACES_COUNT: u32 = 12;

/// What is known of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing.
    Unknown,
    /// All that it can be: what would be, not what is.
    Full,
    /// There or not.
    Flag(bool),
    /// A percentage, or a number of months, days or people.
    Figure(Decimal),
}

impl Reading {
    /// The figure, if it is one.
    pub(super) const fn figure(self) -> Option<Decimal> {
        match self {
            Self::Figure(figure) => Some(figure),
            _ => None,
        }
    }
}

/// A program as it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Program(BTreeMap<Item, Reading>);

impl Program {
    /// From what is known; an item that does not stand there is unknown.
    pub(super) fn new(readings: impl IntoIterator<Item = (Item, Reading)>) -> Self {
        Self(readings.into_iter().collect())
    }

    /// What is known of an item.
    pub(super) fn reading(&self, item: Item) -> Reading {
        self.0.get(&item).copied().unwrap_or(Reading::Unknown)
    }

    /// The same program with this item at its best.
    fn with_full(&self, item: Item) -> Self {
        let mut readings = self.0.clone();
        readings.insert(item, Reading::Full);
        Self(readings)
    }
}

/// What an unknown item is taken to earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Nothing: the score.
    Nothing,
    /// Everything: the score that is possible.
    Everything,
}

/// A quotient kept as a pair, so that no line is tested on a rounded figure.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    part: Decimal,
    whole: Decimal,
}

impl Fraction {
    fn value(self) -> Decimal {
        self.part.checked_div(self.whole).unwrap_or_default()
    }

    fn plus(self, other: Self) -> Self {
        Self { part: self.part * other.whole + other.part * self.whole, whole: self.whole * other.whole }
    }
}

/// The score of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Score {
    /// Of 100.
    pub total: Decimal,
    /// By part, each of its weight.
    pub parts: [Decimal; 3],
    pub band: Band,
}

/// Scores a program. The points possible in each part are above 0.
#[must_use]
pub(super) fn score(program: &Program, unknown: Unknown, policy: &VoicePolicy) -> Score {
    let parts = Part::ALL.map(|part| {
        let points: Decimal = Item::ALL
            .iter()
            .filter(|item| item.part() == part)
            .map(|item| points(*item, program.reading(*item), unknown, policy))
            .sum();
        let whole = policy.possible_points(part);
        let scaled = points * policy.weight(part);
        let is_capped = part == Part::ActionLoop && is_gated(program, unknown, policy);
        Fraction { part: if is_capped { scaled.min(policy.loop_gate_points * whole) } else { scaled }, whole }
    });
    let total = parts.into_iter().fold(Fraction { part: Decimal::ZERO, whole: Decimal::ONE }, Fraction::plus);
    let reached = |line: &Decimal| total.part >= *line * total.whole;
    let band = policy.bands().into_iter().find(|(line, _)| reached(line)).map_or(Band::AdHoc, |(_, band)| band);
    Score { total: total.value(), parts: parts.map(Fraction::value), band }
}

/// Whether so few loops are closed, or so little is known of it, that the action loop is capped.
#[must_use]
pub(super) fn is_gated(program: &Program, unknown: Unknown, policy: &VoicePolicy) -> bool {
    match program.reading(Item::ClosedLoopPct) {
        Reading::Figure(closed) => closed < policy.loop_gate_pct,
        Reading::Unknown => unknown == Unknown::Nothing,
        Reading::Full | Reading::Flag(_) => false,
    }
}

fn points(item: Item, reading: Reading, unknown: Unknown, policy: &VoicePolicy) -> Decimal {
    let full = policy.full_points(item);
    let figure = match reading {
        Reading::Full | Reading::Flag(true) => return full,
        Reading::Unknown => return if unknown == Unknown::Everything { full } else { Decimal::ZERO },
        Reading::Flag(false) => return Decimal::ZERO,
        Reading::Figure(figure) => figure,
    };
    let first = |steps: &[(bool, Decimal)]| {
        steps.iter().find(|(is_reached, _)| *is_reached).map_or(Decimal::ZERO, |(_, points)| *points)
    };
    // A cadence of 0 is none; a follow-up within 0 days is the same day.
    let is_held = figure > Decimal::ZERO;
    match item {
        Item::ClosedLoopPct => first(&[
            (figure >= policy.closed_loop_full_pct, full),
            (figure >= policy.closed_loop_mid_pct, policy.closed_loop_mid_points),
            (figure >= policy.closed_loop_low_pct, policy.closed_loop_low_points),
        ]),
        Item::SynthesisCadenceMonths => first(&[
            (is_held && figure <= policy.synthesis_full_months, full),
            (is_held && figure <= policy.synthesis_half_months, policy.synthesis_half_points),
        ]),
        Item::SynthesisRecipientsCount => first(&[
            (figure >= policy.recipients_full, full),
            (figure >= policy.recipients_some, policy.recipients_some_points),
        ]),
        Item::DetractorFollowupSlaDays => {
            first(&[(figure <= policy.sla_full_days, full), (figure <= policy.sla_half_days, policy.sla_half_points)])
        }
        Item::ExternalResponseCadenceMonths => first(&[(is_held && figure <= policy.external_months_max, full)]),
        Item::InstrumentReviewCadenceMonths => first(&[(is_held && figure <= policy.review_months_max, full)]),
        _ => Decimal::ZERO,
    }
}

/// How an item falls short of its target; none if it meets it.
#[must_use]
pub(super) fn status(item: Item, reading: Reading, policy: &VoicePolicy) -> Option<Status> {
    let figure = match reading {
        Reading::Unknown => return Some(Status::Unknown),
        Reading::Full | Reading::Flag(true) => return None,
        Reading::Flag(false) => return Some(Status::Missing),
        Reading::Figure(figure) => figure,
    };
    let target = policy.target(item)?;
    let is_cadence = matches!(
        item,
        Item::SynthesisCadenceMonths | Item::ExternalResponseCadenceMonths | Item::InstrumentReviewCadenceMonths
    );
    let is_met = match item {
        Item::ClosedLoopPct | Item::SynthesisRecipientsCount => figure >= target,
        _ => figure <= target,
    };
    match (is_cadence && figure.is_zero(), is_met) {
        (true, _) => Some(Status::Missing),
        (false, true) => None,
        (false, false) => Some(Status::BelowTarget),
    }
}

/// What a program lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    pub item: Item,
    pub status: Status,
    /// What the score would gain if this item alone were at its best.
    pub gain: Decimal,
    pub now: Option<Decimal>,
    pub target: Option<Decimal>,
}

/// Everything below its target or unknown, the greatest gain first, then in the order of the items.
#[must_use]
pub(super) fn gaps(program: &Program, policy: &VoicePolicy) -> Vec<Gap> {
    let now = score(program, Unknown::Nothing, policy).total;
    let mut gaps: Vec<Gap> = Item::ALL
        .iter()
        .filter_map(|&item| {
            let reading = program.reading(item);
            let best = score(&program.with_full(item), Unknown::Nothing, policy).total;
            status(item, reading, policy).map(|status| Gap {
                item,
                status,
                gain: (best - now).round_dp(GAIN_PLACES_COUNT),
                now: reading.figure(),
                target: policy.target(item),
            })
        })
        .collect();
    gaps.sort_by(|one, other| other.gain.cmp(&one.gain).then(one.item.cmp(&other.item)));
    gaps
}

#[cfg(test)]
mod tests;
