//! The rules that fired, with their evidence: each once, with how many accounts it stands on and the first by rank.

use super::Portfolio;
use crate::rule::{Finding, Rule};
use crate::tools::interventions::calc::{Hits, Planned, Scheme};
use crate::tools::interventions::rules::{
    CHN_01, CHN_02, CHN_03, CHN_04, CHN_05, CHN_06, CHN_07, CHN_08, CHN_09, CHN_10, CHN_11, CHN_12, CHN_13, CHN_14,
    CHN_15,
};
use crate::units::{Money, Share};

/// The place of what holds for the whole book.
const PORTFOLIO: &str = "portfolio";

/// The rules that fired.
#[must_use]
pub(crate) fn findings(portfolio: &Portfolio, scheme: &Scheme<'_>, planned: &Planned) -> Vec<Finding> {
    let (policy, found) = (scheme.policy, &planned.found);
    let near = policy.escalation_days.normalize();
    let line = policy.discount_line.normalize();
    let of_accounts: [(&'static Rule, &Hits, String); 10] = [
        (&CHN_01, &found.lapsed, "past the renewal date".to_owned()),
        (&CHN_02, &found.red_near, format!("red within {near} days of the renewal")),
        (&CHN_03, &found.open_p1_near, format!("with an open P1 within {near} days of the renewal")),
        (
            &CHN_04,
            &found.silent_near,
            format!(
                "untouched for more than {} days within {near} days of the renewal",
                policy.untouched_days.normalize()
            ),
        ),
        (&CHN_05, &found.no_time, "too near the renewal for a play: an executive's call is left".to_owned()),
        (&CHN_08, &found.unowned, "with plays and no owner by name".to_owned()),
        (&CHN_09, &found.poison, "with a discount though price is not the driver".to_owned()),
        (&CHN_10, &found.offer_unfit, format!("with a discount not shown to fit, or above {line} %")),
        (&CHN_13, &found.green_with_sign, "green with a critical sign: score them again".to_owned()),
        (&CHN_15, &found.cost_above_save, "whose save costs more than it is expected to bring".to_owned()),
    ];
    let mut out = Vec::new();
    for (rule, hits, what) in of_accounts {
        tell(portfolio, rule, hits, &what, &mut out);
    }
    let signed = if found.unsigned.count > 0 {
        format!("; past the last step and not signed: {}", Money::whole(found.unsigned.count))
    } else {
        String::new()
    };
    tell(portfolio, &CHN_06, &found.step_overdue, &format!("with an overdue renewal step{signed}"), &mut out);
    tell(portfolio, &CHN_14, &found.health_unknown, "of unknown health, so P(loss) is unknown", &mut out);
    out.extend(of_the_whole(portfolio, scheme, planned));
    out
}

fn tell(portfolio: &Portfolio, rule: &'static Rule, hits: &Hits, what: &str, out: &mut Vec<Finding>) {
    let Some(first) = hits.first.and_then(|index| portfolio.book.accounts.get(index)) else {
        return;
    };
    let (place, noun, then) = match hits.count {
        1 => (portfolio.place.row(first.row), "account", ""),
        _ => (PORTFOLIO.to_owned(), "accounts", " first"),
    };
    let (count, arr) = (Money::whole(hits.count), hits.arr);
    out.push(rule.finding(place, format!("{count} {noun} ({arr} ARR) {what}: {} ({}){then}", first.name, first.id)));
}

/// What is true of owners, discounts and drivers together.
fn of_the_whole(portfolio: &Portfolio, scheme: &Scheme<'_>, planned: &Planned) -> Vec<Finding> {
    let mut out = Vec::new();
    let policy = scheme.policy;
    if let (Some(capacity), Some((owner, load)), 1..) =
        (portfolio.capacity_count, planned.owners.ranked.first(), planned.owners.overloaded_count)
    {
        let name = portfolio.book.owners.get(*owner).map(ToString::to_string).unwrap_or_default();
        let message = format!(
            "{} above a capacity of {capacity} plays, by {} together: {name} has {}",
            counted(planned.owners.overloaded_count, "owner", "owners"),
            Money::whole(planned.owners.over_count),
            Money::whole(load.plays_count)
        );
        out.push(CHN_07.finding(PORTFOLIO, message));
    }
    let offers = planned.offers;
    let share = Share::of_counts(offers.above_line, offers.saves);
    let share = share.filter(|_| offers.is_enough(policy));
    if let Some(share) = share.filter(|share| share.above(policy.discount_saves_share)) {
        let message = format!(
            "{} of {} saves ({}) lean on a discount above {} %",
            Money::whole(offers.above_line),
            Money::whole(offers.saves),
            share.ratio(),
            policy.discount_line.normalize()
        );
        out.push(CHN_11.finding(PORTFOLIO, message));
    }
    let all = &planned.patterns;
    let is_enough = rust_decimal::Decimal::from(all.accounts_count) >= policy.pattern_accounts_min;
    let systemic = all.drivers.iter().filter_map(|pattern| {
        let share = Share::of_counts(pattern.accounts_count, all.accounts_count)?;
        share.above(policy.pattern_share).then(|| format!("{} {}", pattern.driver.as_str(), share.ratio()))
    });
    let systemic: Vec<String> = systemic.collect();
    if is_enough && !systemic.is_empty() {
        let message = format!(
            "of {} accounts in save: {}; mend the cause, not the accounts",
            Money::whole(all.accounts_count),
            systemic.join(", ")
        );
        out.push(CHN_12.finding(PORTFOLIO, message));
    }
    out
}

fn counted(count: u64, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{} {noun}", Money::whole(count))
}
