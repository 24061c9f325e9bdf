//! What leaves `design_voc_program`.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::words::{Band, Item, Order, Owner, Status};
use crate::units::{Amount, Label, Ratio};

/// The figures of `design_voc_program`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// The organisation, as given.
    pub org_name: Option<Label>,
    /// Points of 100, what is unknown earning nothing.
    pub score: Amount,
    /// Points of 100, what is unknown at its best.
    pub score_max: Amount,
    /// The band of the score.
    pub band: Band,
    /// The band of the greatest score possible.
    pub band_max: Band,
    /// The score by part.
    pub breakdown: Breakdown,
    /// The greatest score possible by part; null where nothing is unknown.
    pub breakdown_max: Option<Breakdown>,
    /// What each part can earn.
    pub breakdown_full: Breakdown,
    /// Whether too few loops are closed, or too little is known of it, for the action loop to earn more than its cap.
    pub action_loop_capped: bool,
    /// Instruments known not to run.
    pub missing_instruments: Vec<Item>,
    /// Instruments of which nobody said.
    pub unknown_instruments: Vec<Item>,
    /// What is below its target or unknown, by points at stake; at summary cut by limit and offset.
    pub gaps: Vec<GapReport>,
    /// How many gaps there are in all.
    pub gaps_total: u64,
    /// What the program is to reach.
    pub target: Target,
    /// The table that orders the rollout.
    pub rollout_order: Order,
    /// Everything that is missing, below target or unknown, each once, in three phases.
    pub rollout: Vec<PhaseReport>,
    /// The net promoter score of the answers given.
    pub nps: Option<NpsReport>,
    /// What rests on no source but the house.
    pub assumptions: Vec<String>,
}

/// Points by part.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Breakdown {
    /// Ways of listening.
    pub instruments: Amount,
    /// What happens with what was heard.
    pub action_loop: Amount,
    /// Who sees to it.
    pub governance: Amount,
}

/// Something the program lacks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapReport {
    /// What.
    pub item: Item,
    /// Whether it is missing, below its target, or unknown.
    pub status: Status,
    /// What the score would gain if this alone were at its best.
    pub points: Amount,
    /// Where it stands.
    pub now: Option<Amount>,
    /// What it is to reach, where that is a figure.
    pub target: Option<Amount>,
}

/// What the program is to reach.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Target {
    /// At least this share of loops closed, in percent.
    pub closed_loop_pct: Amount,
    /// A synthesis at least so often.
    pub synthesis_cadence_months: Amount,
    /// At least so many readers.
    pub synthesis_recipients_count: Amount,
    /// Detractors answered within so many days.
    pub detractor_followup_sla_days: Amount,
    /// Customers told what changed at least so often.
    pub external_response_cadence_months: Amount,
    /// Who owns the program.
    pub owner: &'static str,
    /// Who meets each month.
    pub monthly_committee: &'static str,
    /// The instruments reviewed at least so often.
    pub instrument_review_cadence_months: Amount,
}

/// A phase of the rollout.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PhaseReport {
    /// The months it covers, counted from today.
    pub months: String,
    /// What is to be in place, in this order.
    pub items: Vec<TaskReport>,
}

/// One thing to put in place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TaskReport {
    /// What.
    pub item: Item,
    /// Who answers for it.
    pub owner: Owner,
    /// The month in which it starts, YYYY-MM; where `as_of` is absent, M1 is the next month.
    pub month: String,
}

/// A net promoter score, −100 to 100.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NpsReport {
    /// Promoters less detractors, in percent of those who answered.
    pub nps: Option<Amount>,
    /// Lower end of its interval.
    pub low: Option<Amount>,
    /// Upper end of its interval.
    pub high: Option<Amount>,
    /// The interval's confidence.
    pub confidence: Option<Ratio>,
    /// How many answered.
    pub answered: u64,
    /// How many were asked.
    pub sent: Option<u64>,
    /// Answered ÷ sent.
    pub response_rate: Option<Ratio>,
    /// How many stayed silent.
    pub silent: Option<u64>,
    /// The score if all of those were detractors.
    pub if_silent_detract: Option<Amount>,
    /// The score if all of those were promoters.
    pub if_silent_promote: Option<Amount>,
}
