//! The rules stage: each row is judged as it is read, then ids and dates are checked.

use rust_decimal::Decimal;

use super::input::{AccountInput, Input, RawInput};
use crate::ingest::{TablePlace, collect_rows};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Stop};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::accounts::{Departure, Refuse};
use crate::tools::health::calc::{Account, Facts, Raw, judge, total_weight};
use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::{Events, Signal};
use crate::units::{Amount, Date, Percent, Ratio};

/// A table whose rows are right.
pub(in crate::tools::health) struct Table {
    /// The accounts, in the order given.
    pub(in crate::tools::health) accounts: Vec<Account>,
    /// Where they stand.
    pub(in crate::tools::health) place: TablePlace,
    /// Columns that were not used.
    pub(in crate::tools::health) not_assessed: Vec<NotAssessed>,
}

/// Judges every row and checks the rules across them.
///
/// # Errors
/// Weights that are all 0, an id that stands twice, a date after `as_of`, a day of churn of an account that is kept, a
/// score from after it, or what the table's source refuses.
pub(in crate::tools::health) fn check(input: Input, call: &Call<'_, HealthPolicy>) -> Result<Table, Stop> {
    let mut problems = Collector::default();
    if total_weight(&call.policy).is_zero() {
        problems.add(
            Code::Range,
            "policy.usage_weight",
            "the weights of all six components are 0",
            "Leave at least one component with a weight above 0.",
        );
    }
    let policy = &call.policy;
    let rows = collect_rows(&call.source("accounts"), input.accounts, call.host, |row| account(row, policy))?;
    let (accounts, place) = (rows.rows, rows.place);
    let told_max = match place {
        TablePlace::Inline(_) => usize::MAX,
        TablePlace::File { .. } => FILE_PROBLEMS_COUNT_MAX,
    };
    for row in repeated(&accounts).into_iter().take(told_max) {
        let Some(account) = accounts.get(row) else { continue };
        let message = format!("the account \"{}\" stands twice", account.id);
        problems.add(Code::Duplicate, place.field(row, "id"), message, "Give each account once.");
    }
    let mut told_count = 0;
    for (row, account) in accounts.iter().enumerate() {
        check_dates(account, call.common.as_of, &mut |code, field, message, help| {
            told_count += 1;
            if told_count <= told_max {
                problems.add(code, place.field(row, field), message, help);
            }
        });
    }
    problems.finish()?;
    Ok(Table { accounts, place, not_assessed: rows.not_assessed })
}

/// Rows whose id stood before.
fn repeated(accounts: &[Account]) -> Vec<usize> {
    let mut by_id: Vec<(&str, usize)> =
        accounts.iter().enumerate().map(|(row, account)| (account.id.as_str(), row)).collect();
    by_id.sort_unstable();
    let mut rows: Vec<usize> = by_id
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] if one.0 == other.0 => Some(other.1),
            _ => None,
        })
        .collect();
    rows.sort_unstable();
    rows
}

fn check_dates(account: &Account, as_of: Option<Date>, refuse: &mut Refuse<'_>) {
    if let Some(scored) = account.score_date {
        if let Some(as_of) = as_of.filter(|as_of| scored > *as_of) {
            let message = format!("{scored} lies after as_of {as_of}");
            refuse(Code::Date, "score_date", message, "Correct one of the two days.");
        }
        if let Some(left_on) = account.churned_on.filter(|left_on| scored > *left_on) {
            let message = format!("the account was scored on {scored}, yet left on {left_on}");
            refuse(Code::Identity, "score_date", message, "Give the last score from before it left.");
        }
    }
    Departure { churned: account.churned, on: account.churned_on }.check(as_of, refuse);
}

fn account(row: AccountInput, policy: &HealthPolicy) -> Account {
    let exact = |component: Option<Percent>| component.map(Percent::decimal);
    let facts = Facts {
        components: [row.usage, row.engagement, row.support, row.onboarding, row.adoption, row.renewal].map(exact),
        raw: row.raw.as_ref().map(raw).unwrap_or_default(),
        events: row.events.as_deref().map(Events::of).unwrap_or_default(),
        previous: exact(row.previous_score),
    };
    Account {
        id: row.id,
        name: row.name,
        segment: row.tier,
        arr: row.arr_usd,
        events: facts.events,
        previous: facts.previous,
        churned: Departure { churned: row.churned, on: row.churned_on }.has_left(),
        churned_on: row.churned_on,
        score_date: row.score_date,
        judged: judge(&facts, row.tier, policy),
    }
}

fn raw(given: &RawInput) -> Raw {
    let mut out = Raw {
        tickets_usual: given.tickets_usual.map(Amount::decimal),
        sentiment: given.renewal_sentiment,
        ..Raw::default()
    };
    let percent = |value: Option<Percent>| value.map(Percent::decimal);
    let ratio = |value: Option<Ratio>| value.map(Ratio::decimal);
    let amount = |value: Option<Amount>| value.map(Amount::decimal);
    let count = |value: Option<u32>| value.map(Decimal::from);
    for (signal, value) in [
        (Signal::LoginPct, percent(given.login_pct)),
        (Signal::DauMau, ratio(given.dau_mau)),
        (Signal::FeatureAdoptionPct, percent(given.feature_adoption_pct)),
        (Signal::MeetingAttendancePct, percent(given.meeting_attendance_pct)),
        (Signal::SponsorEngagementPct, percent(given.sponsor_engagement_pct)),
        (Signal::Threads, count(given.threads)),
        (Signal::Tickets, count(given.tickets)),
        (Signal::OpenTickets, count(given.open_tickets)),
        (Signal::EscalationRate, ratio(given.escalation_rate)),
        (Signal::ResolutionHours, amount(given.resolution_hours)),
        (Signal::Csat, amount(given.csat_1_5)),
        (Signal::Nps, amount(given.nps_0_10)),
    ] {
        if let Some(place) = out.values.get_mut(signal as usize) {
            *place = value;
        }
    }
    out
}
