//! What could not be assessed: one entry a missing argument, with how many accounts lack it.

use crate::rule::NotAssessed;
use crate::tools::health::calc::back_test::BackTest;
use crate::tools::health::calc::portfolio::Portfolio;
use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::{Component, Signal};
use crate::units::Money;

/// What has no value.
#[must_use]
pub(in crate::tools::health) fn gaps(portfolio: &Portfolio, test: &BackTest, policy: &HealthPolicy) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    let mut tell = |what: String, why: &str, needs: &str| gaps.push(NotAssessed::new(what, why, needs));
    let lacking: Vec<(Component, u64)> =
        Component::ALL.into_iter().zip(portfolio.lacking).filter(|(_, count)| *count > 0).collect();
    if !lacking.is_empty() {
        let listed: Vec<String> =
            lacking.iter().map(|(component, count)| format!("{} of {}", component.as_str(), Money::whole(*count))).collect();
        let components = lacking.iter().map(|(component, _)| *component);
        tell(
            format!("{} accounts", listed.join(", ")),
            "not given, so the weights of the others stand for it",
            &needs(components),
        );
    }
    let unassessed = portfolio.order.len() as u64 - portfolio.scored_count;
    if unassessed > 0 {
        let noun = if unassessed == 1 { "account" } else { "accounts" };
        tell(
            format!("score of {} {noun}", Money::whole(unassessed)),
            "no component is known",
            &needs(Component::ALL.into_iter().filter(|component| !policy.weight(*component).is_zero())),
        );
    }
    if portfolio.tickets_unheld_count > 0 {
        let noun = if portfolio.tickets_unheld_count == 1 { "account" } else { "accounts" };
        tell(
            format!("tickets of {} {noun}", Money::whole(portfolio.tickets_unheld_count)),
            "a number of tickets says something against the account's usual number alone",
            "tickets_usual, above 0",
        );
    }
    if portfolio.without_previous_count > 0 {
        tell(
            format!("trend and alert of {} accounts", Money::whole(portfolio.without_previous_count)),
            "no score of the period before",
            "previous_score",
        );
    }
    if portfolio.assessed_count > 0 && portfolio.assessed_arr.is_zero() {
        tell("ARR shares".to_owned(), "ARR is 0", "arr_usd above 0");
    }
    of_back_test(portfolio, test, policy, &mut tell);
    gaps
}

/// The components that are wanted; no raw signal tells of onboarding.
fn needs(components: impl Iterator<Item = Component>) -> String {
    let (fillable, given): (Vec<Component>, Vec<Component>) =
        components.partition(|component| Signal::ALL.iter().any(|signal| signal.component() == *component));
    let names = |components: &[Component]| components.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
    let or_raw = (!fillable.is_empty()).then(|| format!("{} or raw signals", names(&fillable)));
    let alone = (!given.is_empty()).then(|| names(&given));
    or_raw.into_iter().chain(alone).collect::<Vec<_>>().join("; ")
}

fn of_back_test(
    portfolio: &Portfolio,
    test: &BackTest,
    policy: &HealthPolicy,
    tell: &mut dyn FnMut(String, &str, &str),
) {
    if portfolio.churned_count == 0 {
        tell(
            "back_test".to_owned(),
            "no account that left is given, so nothing shows that the score tells who leaves",
            "churned and churned_on of past accounts, with their score_date and components of that day",
        );
        return;
    }
    let few = match (test.churned_count, test.kept_count) {
        (0, _) => Some("no account that left counts"),
        (_, 0) => Some("no account that stayed counts"),
        _ => None,
    };
    if let Some(why) = few {
        let days = policy.lead_days_min.normalize();
        let needs = format!("churned true and false, each with a score_date {days} days before, and as_of");
        tell("back_test auc and brier".to_owned(), why, &needs);
    } else {
        if test.separation.is_some_and(|found| found.interval.is_none()) {
            tell("back_test auc_interval".to_owned(), "at an AUC of 0 or 1 the standard error is 0", "more accounts");
        }
        if !test.is_enough_for_shares(policy) {
            let needs = format!("{} churned accounts", policy.churns_min.normalize());
            let why = "a score is no probability, and the churn shares by colour that could stand for one are noise yet";
            tell("back_test brier".to_owned(), why, &needs);
        }
    }
    if test.churned_count + test.kept_count > 0 && test.outcome(crate::customers::Health::Red).accounts_count == 0 {
        tell("back_test precision_red".to_owned(), "no account was red when scored", "more accounts");
    }
}
