//! The figures of an expansion review.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::{Health, Segment};
use crate::tools::expansion::words::{Confidence, Effort, Owner, Plan, PlayKind, Reason, Signal, Status, Timing};
use crate::units::{Amount, Label, Money, Ratio};

/// The figures of `find_expansion`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// All accounts together.
    pub book: BookReport,
    /// What the plays of the accounts that may be pitched bring a year if they are sold; alternatives are counted once,
    /// and no chance of winning is in it.
    pub expected: RangeReport,
    /// The same by play; only plays that somebody has.
    pub by_play: Vec<PlayShareReport>,
    /// Plays of the accounts that may be pitched, the best first, cut by limit and offset.
    pub plays: Vec<PlayReport>,
    /// How many there are.
    pub plays_total: u64,
    /// What is to be done first with the others.
    pub gated_by_status: Vec<StatusReport>,
    /// Why they are not pitched; an account may have several reasons.
    pub gated_by_reason: Vec<ReasonReport>,
    /// Accounts that are not pitched, the largest first, cut by limit and offset.
    pub gated: Vec<GatedReport>,
    /// How many there are.
    pub gated_total: u64,
    /// The rates that sized or ranked a play, by how well they are founded.
    pub rates: RatesReport,
}

/// All accounts together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BookReport {
    /// How many.
    pub accounts: u64,
    /// Their ARR.
    pub arr: Money,
    /// Accounts that may be pitched and have a play.
    pub pitchable: u64,
    /// Their ARR.
    pub pitchable_arr: Money,
    /// Its share of all ARR.
    pub pitchable_arr_share: Option<Ratio>,
    /// Accounts that may be pitched and have no play.
    pub no_play: u64,
    /// Expected base over all ARR.
    pub expected_share_of_arr: Option<Ratio>,
}

/// What is brought a year.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct RangeReport {
    /// Lower end.
    pub low: Money,
    /// The middle.
    pub base: Money,
    /// Upper end.
    pub high: Money,
}

/// What a kind of play brings in all accounts that may be pitched.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlayShareReport {
    /// The play.
    pub play: PlayKind,
    /// Accounts that have it, alternatives left out.
    pub accounts: u64,
    /// Lower end.
    pub low: Money,
    /// The middle.
    pub base: Money,
    /// Upper end.
    pub high: Money,
    /// Its share of the expected base.
    pub share: Option<Ratio>,
}

/// A play of an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlayReport {
    /// The account.
    pub id: Label,
    /// Its name.
    pub name: Option<Label>,
    /// Its tier.
    pub tier: Segment,
    /// Its ARR.
    pub arr_usd: Money,
    /// The play.
    pub play: PlayKind,
    /// The plan to upgrade to.
    pub to_plan: Option<Plan>,
    /// The module to offer next.
    pub module: Option<Label>,
    /// What it brings a year.
    pub expected: RangeReport,
    /// The base over ARR.
    pub uplift: Option<Ratio>,
    /// How much work it is.
    pub effort: Effort,
    /// How well it is evidenced.
    pub confidence: Confidence,
    /// When to speak of it.
    pub timing: Timing,
    /// Who sells it.
    pub owner: Owner,
    /// The play that is counted in its place.
    pub alternative_to: Option<PlayKind>,
    /// Signals that bear on it; at `full`.
    pub signals: Vec<Signal>,
    /// Base times the weights of effort and confidence; at `full`.
    pub priority: Option<Amount>,
}

/// What is to be done first with accounts that are not pitched.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatusReport {
    /// What is to be done.
    pub status: Status,
    /// How many accounts.
    pub accounts: u64,
    /// Their ARR.
    pub arr: Money,
    /// The base of the plays behind the gate; not in `expected`, and none for those to save.
    pub behind_gate: Option<Money>,
}

/// A reason not to pitch.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonReport {
    /// The reason.
    pub reason: Reason,
    /// How many accounts.
    pub accounts: u64,
    /// Their ARR.
    pub arr: Money,
}

/// An account that is not pitched.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GatedReport {
    /// The account.
    pub id: Label,
    /// Its name.
    pub name: Option<Label>,
    /// Its tier.
    pub tier: Segment,
    /// Its ARR.
    pub arr_usd: Money,
    /// What is to be done first.
    pub status: Status,
    /// Every reason.
    pub reasons: Vec<Reason>,
    /// The base of the plays behind the gate.
    pub behind_gate: Option<Money>,
    /// Its health; at `full`.
    pub health: Option<Health>,
    /// As given; at `full`.
    pub days_since_first_value: Option<u32>,
}

/// The rates that were used, by their keys in `policy`.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct RatesReport {
    /// Practitioners' guidance; nobody shows data for it.
    pub guidance: Option<BTreeMap<&'static str, Amount>>,
    /// Ours, without a source.
    pub unsourced_assumption: Option<BTreeMap<&'static str, Amount>>,
    /// The caller's.
    pub yours: Option<BTreeMap<&'static str, Amount>>,
}
