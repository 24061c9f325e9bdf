//! The figures of an intervention plan.

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::{Health, Segment};
use crate::tools::interventions::words::{Driver, EscalateFor, Form, Play, Role, State, Verdict};
use crate::units::{Label, Money, Percent, Ratio};

/// The figures of `plan_churn_interventions`. Lists are cut to `limit`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// All accounts, listed or not.
    pub accounts_total: u64,
    /// Their ARR.
    pub arr_listed: Money,
    /// ARR times P(loss), over the accounts whose health is known; none if it is of none.
    pub arr_at_risk: Option<Money>,
    /// Its share of the ARR of those accounts.
    pub arr_at_risk_share: Option<Ratio>,
    /// ARR of the accounts whose health is unknown: not in arr_at_risk.
    pub arr_health_unknown: Option<Money>,
    /// What the saves are expected to bring, over the accounts of which everything is known; none if that is none.
    pub expected_save: Option<Money>,
    /// How many accounts those are.
    pub expected_save_accounts: u64,
    /// The probabilities that value and odds hang on.
    pub assumptions: AssumptionsReport,
    /// Accounts that want an executive now: they have the first ranks.
    pub escalations_total: u64,
    /// A page of the accounts by rank: `limit` rows from `offset`.
    pub accounts: Vec<AccountReport>,
    /// Plays of all accounts.
    pub plays_total: u64,
    /// Plays that one owner can run, as given.
    pub capacity: Option<u64>,
    /// Owners with plays.
    pub owners_total: u64,
    /// Owners above capacity.
    pub owners_over: Option<u64>,
    /// The busiest of them.
    pub owners: Vec<OwnerReport>,
    /// Plays without an owner by name.
    pub unowned: Option<UnownedReport>,
    /// Accounts with a driver: what the shares of patterns are of.
    pub accounts_with_drivers: u64,
    /// The drivers, the most frequent first.
    pub patterns: Vec<PatternReport>,
    /// The discounts on the table; none if no offer was given.
    pub offers: Option<OffersReport>,
}

/// Probabilities that nobody has measured: rows of the policy, to be replaced by the company's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssumptionsReport {
    /// How well they are founded, but for yours; none where all are.
    pub grade: Option<&'static str>,
    /// Those that the caller set.
    pub yours: Vec<&'static str>,
    /// P(loss) of a green account.
    pub loss_green: Ratio,
    /// P(loss) of a yellow account.
    pub loss_yellow: Ratio,
    /// P(loss) of a red account.
    pub loss_red: Ratio,
    /// Odds of a save on the day of the renewal, before anything else is known.
    pub save_odds_today: Ratio,
    /// The same at the first renewal step and before.
    pub save_odds_at_prepare: Ratio,
}

/// One account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountReport {
    /// Its rank among all accounts, 1 first.
    pub rank: u64,
    /// Its identifier.
    pub id: Label,
    /// Its name.
    pub name: Label,
    /// Its tier.
    pub tier: Segment,
    /// Its ARR.
    pub arr_usd: Money,
    /// Its health.
    pub health: Option<Health>,
    /// Days to its renewal.
    pub days_to_renewal: Option<i32>,
    /// Where it stands to that date.
    pub state: Option<State>,
    /// From 0 to 1; nearer is never lower.
    pub urgency: Option<Ratio>,
    /// ARR times P(loss) by health.
    pub value_at_risk: Option<Money>,
    /// The odds that a save succeeds.
    pub save_odds: Option<Ratio>,
    /// The least they can be, where something is unknown.
    pub save_odds_low: Option<Ratio>,
    /// The most they can be.
    pub save_odds_high: Option<Ratio>,
    /// Value at risk times odds, less the cost if one was given.
    pub expected_save: Option<Money>,
    /// The least it can be, where something is unknown.
    pub expected_save_low: Option<Money>,
    /// The most it can be.
    pub expected_save_high: Option<Money>,
    /// What the rank is by, after escalate: expected save far off, value at risk as the renewal comes; the most it can
    /// be.
    pub priority: Money,
    /// Whether an executive has to act now; such accounts rank before the others.
    pub escalate: bool,
    /// Why.
    pub escalate_for: Vec<EscalateFor>,
    /// In how many hours somebody has to answer.
    pub respond_within_hours: Option<u32>,
    /// The renewal step whose day was reached last; none before the first.
    pub renewal_step: Option<u32>,
    /// Steps whose day has passed and that are not done.
    pub overdue_steps: Option<Vec<u32>>,
    /// Steps whose day has passed, of which nobody said whether they are done.
    pub steps_unconfirmed: Vec<u32>,
    /// The plays, the first due first; the first three in a summary.
    pub plays: Vec<PlayReport>,
    /// The discount on the table.
    pub offer: Option<OfferReport>,
    /// Who owns it.
    pub owner: Option<Label>,
    /// The score of the older planner, where it was defined.
    pub legacy_priority: Option<Ratio>,
}

/// A play to run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlayReport {
    /// The play.
    pub play: Play,
    /// The driver it answers.
    pub driver: Driver,
    /// Further drivers that it answers.
    pub also: Vec<Driver>,
    /// The role that owns it.
    pub owner: Role,
    /// Days in which it is due, counted from today.
    pub due_in_days: u32,
    /// Whether that is before the renewal; none where its days are unknown, or it is signed.
    pub feasible: Option<bool>,
    /// The form in which it fits.
    pub form: Form,
}

/// A discount and what the poison test says of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfferReport {
    /// How much, in percent.
    pub discount_pct: Percent,
    /// What the test says.
    pub verdict: Verdict,
}

/// The load of an owner.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnerReport {
    /// Who.
    pub owner: Label,
    /// Accounts with plays.
    pub accounts: u64,
    /// Their plays.
    pub plays: u64,
    /// Plays above capacity; none if no capacity was given.
    pub over: Option<u64>,
}

/// The load that nobody owns by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnownedReport {
    /// Accounts with plays.
    pub accounts: u64,
    /// Their plays.
    pub plays: u64,
}

/// How much hangs on a driver.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PatternReport {
    /// The driver.
    pub driver: Driver,
    /// Accounts it stands on.
    pub accounts: u64,
    /// Their share of the accounts with a driver.
    pub account_share: Option<Ratio>,
    /// Their ARR.
    pub arr: Money,
    /// Its share of the ARR of the accounts with a driver.
    pub arr_share: Option<Ratio>,
}

/// The discounts on the table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OffersReport {
    /// Accounts with a driver or an offer.
    pub saves: u64,
    /// Those with a discount.
    pub discounts: u64,
    /// Those with a discount above the line.
    pub above_line: u64,
    /// Their share of the saves.
    pub above_line_share: Option<Ratio>,
    /// Whether that is structural; none where the saves are too few to tell.
    pub structural: Option<bool>,
    /// Discounts that are poison.
    pub poison: u64,
}
