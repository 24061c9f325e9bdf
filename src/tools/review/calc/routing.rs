//! Who else must look at the plan (`references/review.md#routing`).

use super::Route;
use crate::tools::review::facts::{Facts, RetentionFacts};
use crate::tools::review::words::{Owner, Trigger};

/// The owners by the facts; the decision log always. What is left stays with the CCO.
pub(super) fn routes(facts: &Facts, trigger: Trigger) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    let mut add = |to: Owner, because: &str| match routes.iter_mut().find(|route| route.to == to) {
        Some(route) => route.because = format!("{}, {because}", route.because),
        None => routes.push(Route { to, because: because.to_owned() }),
    };
    for (reason, _) in facts.retention.iter().flat_map(|retention| &retention.top_reasons) {
        match *reason {
            "product_fit" | "no_value_realized" => add(Owner::Cpo, reason),
            "pricing" | "competitor_loss" => add(Owner::Cro, reason),
            _ => {}
        }
    }
    let comp_found = facts.comp.as_ref().is_some_and(|comp| !comp.blockers.is_empty() || !comp.concerns.is_empty());
    if facts.claimed_nrr.is_some() {
        add(Owner::Cro, "expansion math");
    }
    if comp_found {
        add(Owner::Cro, "comp");
    }
    if facts.coverage.is_some() {
        add(Owner::Cfo, "cost");
    }
    if facts.retention.as_ref().is_some_and(RetentionFacts::is_leaky) {
        add(Owner::Cfo, "revenue impact");
    }
    if matches!(trigger, Trigger::CsHeadcount | Trigger::MajorCsHire | Trigger::AmSplit) {
        add(Owner::Chro, "hires");
    }
    if comp_found {
        add(Owner::Chro, "comp");
    }
    if trigger == Trigger::CustomerMarketing {
        add(Owner::Cmo, "customer marketing");
    }
    add(Owner::Decide, "log the decision and its figures");
    if facts.comp.as_ref().is_some_and(|comp| comp.is_multi_year) {
        add(Owner::Freeze30, "multi-year comp change");
    }
    routes.sort_by_key(|route| route.to);
    routes
}
