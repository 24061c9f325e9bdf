//! The arguments, and the book that comes of them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::customers::{Health, Segment};
use crate::ingest::{Made, TablePlace, gather_rows};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Stop};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::accounts::{Departure, Departures};
use crate::tools::interventions::calc::account::{Account, Book, Offer};
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::{Driver, OfferReason};
use crate::units::{Date, Label, Money, Percent};

/// Arguments of `plan_churn_interventions`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row an account. What is left out is unknown.
    pub accounts: Option<Vec<AccountInput>>,
    /// How many plays one owner can run at a time; owners with more are reported.
    #[schemars(extend("x-tell" = "plays per owner", "x-max" = 1_000_000))]
    pub capacity: Option<u64>,
}

/// One account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AccountInput {
    /// The account's identifier, once in the table.
    pub id: Label,
    /// Its name.
    pub name: Label,
    /// Its tier, or plg where the product sells and serves.
    #[schemars(extend("x-aliases" = ["segment"]))]
    pub tier: Segment,
    /// Annual recurring revenue.
    pub arr_usd: Money,
    /// The colour of its health.
    pub health: Option<Health>,
    /// What puts it at risk; an empty list says that nothing is known to.
    pub risk_drivers: Option<Vec<Driver>>,
    /// Days to the renewal: 0 is today, a negative number says how long ago it was.
    #[schemars(extend("x-tell" = "0 today, negative lapsed", "x-min" = -36_500, "x-max" = 36_500))]
    pub days_to_renewal: Option<i32>,
    /// Days since anybody was in touch; 0 is today.
    #[schemars(extend("x-max" = 36_500))]
    pub last_touch_days_ago: Option<u32>,
    /// Whether an executive sponsor there is engaged.
    pub exec_sponsor_engaged: Option<bool>,
    /// How many P1 tickets are open.
    #[schemars(extend("x-max" = 1_000_000))]
    pub support_open_p1: Option<u32>,
    /// Who owns the account.
    pub owner: Option<Label>,
    /// The last renewal step that is done: 120, 90, 60 or 30 days before; 0 if none is.
    #[schemars(extend("x-tell" = "last of 120, 90, 60, 30; 0 none", "x-max" = 1_000_000))]
    pub renewal_step_done: Option<u32>,
    /// A discount on the table, for the poison test.
    #[schemars(extend(
        "x-tell" = "{discount_pct, reason: cash_crunch or a driver}",
        "x-public" = {"type": "object"}
    ))]
    pub offer: Option<OfferInput>,
    /// What saving it is expected to cost; taken off what a save brings.
    #[schemars(extend("x-hidden" = true))]
    pub save_cost_usd: Option<Money>,
    /// Whether it has left; then it is in no figure.
    #[schemars(extend("x-hidden" = true))]
    pub churned: Option<bool>,
    /// The day it left, YYYY-MM-DD.
    #[schemars(extend("x-hidden" = true))]
    pub churned_on: Option<Date>,
}

/// A discount on the table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OfferInput {
    /// How much, in percent: 15 is 15 %.
    pub discount_pct: Percent,
    /// Why: `cash_crunch` where the customer cannot pay for now, else the driver it is meant to answer.
    pub reason: Option<OfferReason>,
}

/// A book whose rows are right.
pub(crate) struct Portfolio {
    /// The accounts.
    pub(in crate::tools::interventions) book: Book,
    /// Where they stand.
    pub(in crate::tools::interventions) place: TablePlace,
    /// Columns that were not used.
    pub(in crate::tools::interventions) not_assessed: Vec<NotAssessed>,
    /// How many plays one owner can run.
    pub(in crate::tools::interventions) capacity_count: Option<u64>,
}

/// Reads the table and checks the rules across rows.
///
/// # Errors
/// An account that stands twice, a renewal step that there is not, a day of leaving that cannot be, or what the table's
/// source refuses.
pub(crate) fn check(input: Input, call: &Call<'_, InterventionsPolicy>) -> Result<Portfolio, Stop> {
    let (rows, read) = gather_rows(&call.source("accounts"), input.accounts, call.host, &Made::typed(), Read::account)?;
    let (mut accounts, place) = (rows.rows, rows.place);
    let mut problems = Collector::default();
    let told = match place {
        TablePlace::Inline(_) => usize::MAX,
        TablePlace::File { .. } => FILE_PROBLEMS_COUNT_MAX,
    };
    for (first, later) in repeated(&accounts).into_iter().take(told) {
        let Some(account) = accounts.get(later) else { continue };
        problems.add(
            Code::Duplicate,
            place.field(later, "id"),
            format!("the account \"{}\" stands twice, first at {}", account.id, place.row(first)),
            "Give each account once.",
        );
    }
    check_steps(&accounts, &place, call, told.saturating_sub(problems.count()), &mut problems);
    let room = told.saturating_sub(problems.count());
    read.departures.check(&place, call.common.as_of, room, &mut problems);
    problems.finish()?;
    let left = read.departures.take_out(&mut accounts, |account| (account.row, account.arr));
    let not_assessed = left.into_iter().chain(rows.not_assessed).collect();
    let book = Book { accounts, owners: read.owners_in_order() };
    Ok(Portfolio { book, place, not_assessed, capacity_count: input.capacity })
}

/// What is gathered while the rows are read.
#[derive(Default)]
struct Read {
    /// The owners, each with the place of its first account among them.
    owners: BTreeMap<Label, usize>,
    departures: Departures,
}

impl Read {
    /// The account of a row; its owner goes to the book's.
    fn account(&mut self, row: AccountInput) -> Account {
        let next = self.owners.len();
        let departure = Departure { churned: row.churned, on: row.churned_on };
        Account {
            id: row.id,
            name: row.name,
            segment: row.tier,
            arr: row.arr_usd,
            health: row.health,
            drivers: row.risk_drivers.map(|drivers| drivers.into_iter().collect()),
            days: row.days_to_renewal,
            touch: row.last_touch_days_ago,
            sponsor: row.exec_sponsor_engaged,
            open_p1: row.support_open_p1,
            owner: row.owner.map(|owner| *self.owners.entry(owner).or_insert(next)),
            step_done: row.renewal_step_done,
            offer: row.offer.map(|offer| Offer { discount: offer.discount_pct.decimal(), reason: offer.reason }),
            cost: row.save_cost_usd,
            row: self.departures.next_row(departure),
        }
    }

    /// The owners by their places.
    fn owners_in_order(self) -> Vec<Label> {
        let mut names = vec![Label::default(); self.owners.len()];
        for (name, place) in self.owners {
            if let Some(slot) = names.get_mut(place) {
                *slot = name;
            }
        }
        names
    }
}

/// Pairs of the first place of an id and a later one, by the later.
fn repeated(accounts: &[Account]) -> Vec<(usize, usize)> {
    let mut ids: Vec<(&Label, usize)> = accounts.iter().enumerate().map(|(index, account)| (&account.id, index)).collect();
    ids.sort_unstable();
    let mut repeated = Vec::new();
    for same in ids.chunk_by(|one, other| one.0 == other.0) {
        if let Some(((_, first), later)) = same.split_first() {
            repeated.extend(later.iter().map(|(_, index)| (*first, *index)));
        }
    }
    repeated.sort_unstable_by_key(|(_, later)| *later);
    repeated
}

fn check_steps(
    accounts: &[Account],
    place: &TablePlace,
    call: &Call<'_, InterventionsPolicy>,
    told: usize,
    problems: &mut Collector,
) {
    let steps = call.policy.steps();
    let is_wrong = |account: &Account| account.step_done.is_some_and(|done| done != 0 && !steps.contains(&done));
    for (index, account) in accounts.iter().enumerate().filter(|(_, account)| is_wrong(account)).take(told) {
        let [prepare, review, propose, sign] = steps;
        problems.add(
            Code::Range,
            place.field(index, "renewal_step_done"),
            format!(
                "expected {prepare}, {review}, {propose}, {sign} or 0, got {}",
                account.step_done.unwrap_or_default()
            ),
            "Name the last renewal step that is done by its day, or 0 if none is.",
        );
    }
}
