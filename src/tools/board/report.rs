//! From the caller's quarters and the answers to the evidence to the figures of the page, its findings and its gaps.

use rust_decimal::prelude::ToPrimitive;

use super::calc::{Course, Quarter, contradiction, is_leaky};
use super::policy::{BRD_01, BRD_02, BRD_03, BRD_04, BRD_05, BRD_06, BRD_07, BRD_08, BRD_09, BoardPolicy};
use super::period::Period;
use super::wire::{
    AsksReport, ChurnDriver, ComputedReport, CourseReport, ExpansionInput, ExpansionReport, Figures, Input, NpsReport,
    QuarterInput, QuarterReport, TeamReport,
};
use super::words::counter;
use crate::policy::PolicyTable;
use crate::rule::{Finding, NotAssessed};
use crate::tools::Call;
use crate::tools::evidence::Answered;
use crate::tools::retention::{Retention, RetentionPolicy};
use crate::tools::run::Nested;
use crate::units::Ratio;

/// Expansion drivers that the page shows.
const EXPANSION_DRIVERS_COUNT: usize = 3;

/// The report, its findings and its gaps.
pub(super) fn report(
    input: Input,
    evidence: Answered,
    call: &Call<'_, BoardPolicy>,
) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let policy = &call.policy;
    let defaults = RetentionPolicy::default();
    let retention = evidence.retention.as_ref();
    let lines = retention.map_or(&defaults, |nested| &nested.policy);
    let quarters_count = input.quarters.len();
    let shown_count = policy.board_quarters_wanted.to_usize().unwrap_or(usize::MAX).max(1);
    let offset = quarters_count.saturating_sub(shown_count);
    let (in_time, is_reordered) = in_time(input.quarters);
    let last_place = in_time.last().map(|(place, _)| format!("quarters[{place}]")).unwrap_or_default();
    let quarters: Vec<QuarterReport> = in_time
        .into_iter()
        .skip(offset)
        .map(|(_, quarter)| QuarterReport {
            leaky_bucket: is_leaky(Quarter { grr: quarter.grr, nrr: quarter.nrr }),
            name: quarter.name,
            grr: quarter.grr,
            nrr: quarter.nrr,
            logo: quarter.logo,
        })
        .collect();
    let course = |of: fn(&QuarterReport) -> Ratio| Course::of(&quarters.iter().map(of).collect::<Vec<_>>(), lines);
    let (grr, nrr) = (course(|quarter| quarter.grr), course(|quarter| quarter.nrr));
    let computed = retention.map(|nested| &nested.answer.figures.portfolio).map(|portfolio| ComputedReport {
        grr: portfolio.grr,
        nrr: portfolio.nrr,
        // Where the evidence gives none, as of cohorts that are too young, there is none here either.
        leaky_bucket: portfolio.leaky_bucket.zip(portfolio.grr.zip(portfolio.nrr)).map(|(_, (grr, nrr))| is_leaky(Quarter { grr, nrr })),
    });
    let leaks_in_evidence = computed.as_ref().and_then(|one| one.leaky_bucket) == Some(true);
    let mut gaps = evidence.not_assessed;
    let mut findings = Vec::new();
    let drivers = retention.map(churn_drivers).unwrap_or_default();
    find_churn(retention, drivers.is_empty(), &mut findings, &mut gaps);
    let figures = Figures {
        leaky_bucket: leaks_in_evidence || quarters.last().is_some_and(|last| last.leaky_bucket),
        quarters_total: (offset > 0).then_some(quarters_count as u64),
        quarters_reordered: is_reordered.then_some(true),
        grr_trend: told(grr),
        nrr_trend: told(nrr),
        computed,
        nps: input.nps.map(|nps| NpsReport {
            relationship: nps.relationship,
            transactional: nps.transactional,
            by_segment: nps.by_segment,
        }),
        churn_drivers: drivers,
        expansion_drivers: expansion_drivers(input.expansion_drivers.unwrap_or_default(), &mut findings, &mut gaps),
        team: evidence.coverage.as_ref().map(|nested| &nested.answer.figures.totals).map(|totals| TeamReport {
            current: totals.current,
            required_12mo: totals.required_12mo,
            annual_cost_12mo: totals.annual_cost_12mo,
        }),
        asks: AsksReport {
            budget: input.asks.budget,
            organization: input.asks.organization,
            priority: input.asks.priority,
        },
        evidence_policy_overrides: (!evidence.policy_overrides.is_empty()).then_some(evidence.policy_overrides),
        quarters,
    };
    find_quarters(&figures, &last_place, policy, &mut findings);
    find_own_lines(retention, call, &mut findings);
    find_scores(&figures, &mut findings, &mut gaps);
    if !evidence.disagreements.is_empty() {
        let message = format!("the evidence disagrees on {}", evidence.disagreements.join(" and "));
        findings.push(BRD_08.finding("evidence", message));
    }
    (figures, findings, gaps)
}

fn told(course: Course) -> CourseReport {
    CourseReport {
        direction: course.direction,
        change_points: course.change_points,
        p_value: course.p_value.and_then(Ratio::from_f64),
    }
}

/// The first three reasons of the churned customers and what ties with the third, as the retention evidence ranks them.
fn churn_drivers(nested: &Nested<Retention>) -> Vec<ChurnDriver> {
    let churn = &nested.answer.figures.churn;
    let of_reason = |reason| churn.reasons.iter().find(|line| line.category == reason);
    churn
        .top_reasons
        .iter()
        .filter_map(|reason| of_reason(*reason))
        .map(|line| {
            let counter = counter(line.category);
            ChurnDriver {
                reason: line.category,
                customers: line.customers,
                customer_share: line.customer_share,
                counter_action: counter.action,
                owner: counter.owner,
            }
        })
        .collect()
}

fn find_churn(
    retention: Option<&Nested<Retention>>,
    is_unknown: bool,
    findings: &mut Vec<Finding>,
    gaps: &mut Vec<NotAssessed>,
) {
    let Some(nested) = retention else {
        findings.push(BRD_04.finding("evidence", "no retention evidence: churn drivers are unknown"));
        let needs = "evidence.retention with churn_reasons";
        gaps.push(NotAssessed::new("churn_drivers", "there is no retention evidence", needs));
        return;
    };
    let churn = &nested.answer.figures.churn;
    if is_unknown {
        findings.push(BRD_04.finding("evidence.retention", "no churned customer has a known reason"));
        let needs = "churn_reasons in evidence.retention";
        gaps.push(NotAssessed::new("churn_drivers", "no churned customer has a known reason", needs));
    } else if let Some(coverage) = churn.reason_coverage
        && coverage.decimal() < nested.policy.reason_coverage_min
    {
        let line = Ratio::from_decimal(nested.policy.reason_coverage_min);
        let message = format!("reasons are known for {coverage} of churned customers, under {line}");
        findings.push(BRD_04.finding("evidence.retention", message));
    }
}

/// The three largest by ARR, then by adoption, then by name; what is unknown stands last.
fn expansion_drivers(
    mut given: Vec<ExpansionInput>,
    findings: &mut Vec<Finding>,
    gaps: &mut Vec<NotAssessed>,
) -> Vec<ExpansionReport> {
    if given.is_empty() {
        let needs = "expansion_drivers with arr_usd and adoption_pct";
        gaps.push(NotAssessed::new("expansion_drivers", "none was sent", needs));
    }
    for (index, one) in given.iter().enumerate().filter(|(_, one)| one.adoption_pct.is_none()) {
        let message = format!("\"{}\" has no adoption", one.driver);
        findings.push(BRD_06.finding(format!("expansion_drivers[{index}]"), message));
    }
    given.sort_by(|a, b| (b.arr_usd, b.adoption_pct, &a.driver).cmp(&(a.arr_usd, a.adoption_pct, &b.driver)));
    let first = given.into_iter().take(EXPANSION_DRIVERS_COUNT);
    first
        .map(|one| ExpansionReport { driver: one.driver, arr_usd: one.arr_usd, adoption_pct: one.adoption_pct })
        .collect()
}

/// The quarters with their places among the arguments, oldest first; and whether they came otherwise. Where a name does
/// not tell when its quarter was, the order is the caller's.
fn in_time(quarters: Vec<QuarterInput>) -> (Vec<(usize, QuarterInput)>, bool) {
    let mut placed: Vec<(usize, QuarterInput)> = quarters.into_iter().enumerate().collect();
    let periods: Option<Vec<Period>> =
        placed.iter().map(|(_, quarter)| Period::of_name(quarter.name.as_str())).collect();
    let is_reordered = periods.is_some_and(|periods| !periods.is_sorted());
    if is_reordered {
        placed.sort_by_key(|(_, quarter)| Period::of_name(quarter.name.as_str()));
    }
    (placed, is_reordered)
}

/// Lines of the leaky bucket that the caller set: the page says that it does not use them.
fn find_own_lines(retention: Option<&Nested<Retention>>, call: &Call<'_, BoardPolicy>, findings: &mut Vec<Finding>) {
    let contract = RetentionPolicy::default();
    let top = || call.common.policy.iter().flatten();
    let inner = || top().filter_map(|(_, value)| value.as_object()).flatten();
    // Without retention evidence nothing was answered with them, yet somebody meant them.
    let is_own = |key: &&str| {
        retention.map_or_else(|| top().chain(inner()).any(|(name, _)| name == key), |nested| nested.policy.is_own(key))
    };
    let own: Vec<&str> = ["leaky_grr_below", "leaky_nrr_above"].into_iter().filter(is_own).collect();
    if !own.is_empty() {
        let [grr, nrr] = [contract.leaky_grr_below, contract.leaky_nrr_above].map(Ratio::from_decimal);
        let message = format!("{} set by the caller and not used: the page keeps {grr} and {nrr}", own.join(", "));
        findings.push(BRD_09.finding("policy", message));
    }
}

fn find_quarters(figures: &Figures, at: &str, policy: &BoardPolicy, findings: &mut Vec<Finding>) {
    let Some(last) = figures.quarters.last() else { return };
    if last.leaky_bucket {
        let message = format!("{}: GRR {} beside NRR {}: expansion hides the loss", last.name, last.grr, last.nrr);
        findings.push(BRD_01.finding(at, message));
    } else if let (true, Some(computed)) = (figures.leaky_bucket, &figures.computed)
        && let (Some(grr), Some(nrr)) = (computed.grr, computed.nrr)
    {
        let message = format!("the evidence has GRR {grr} beside NRR {nrr}: expansion hides the loss");
        findings.push(BRD_01.finding("evidence.retention", message));
    }
    if let Some(computed) = &figures.computed {
        for (name, stated, other) in [("GRR", last.grr, computed.grr), ("NRR", last.nrr, computed.nrr)] {
            let Some(other) = other else { continue };
            if contradiction(stated, other, policy.board_evidence_tolerance).is_some() {
                let message = format!("{}: {name} {stated} on the page, {other} from the evidence", last.name);
                findings.push(BRD_02.finding(at, message));
            }
        }
    }
    let wanted = policy.board_quarters_wanted;
    if rust_decimal::Decimal::from(figures.quarters.len()) < wanted {
        let message = format!("{} of {} quarters: no trend can be shown", figures.quarters.len(), wanted.normalize());
        findings.push(BRD_03.finding("quarters", message));
    }
    if let (Some(grr), Some(nrr)) = (figures.grr_trend.change_points, figures.nrr_trend.change_points)
        && grr.decimal().is_sign_negative()
        && !grr.decimal().is_zero()
        && nrr.decimal() > rust_decimal::Decimal::ZERO
    {
        let message = format!("GRR changed by {grr} points while NRR changed by +{nrr}");
        findings.push(BRD_07.finding("quarters", message));
    }
}

fn find_scores(figures: &Figures, findings: &mut Vec<Finding>, gaps: &mut Vec<NotAssessed>) {
    let Some(nps) = &figures.nps else {
        gaps.push(NotAssessed::new("nps", "none was sent", "nps.relationship, nps.transactional and nps.by_segment"));
        return;
    };
    if nps.by_segment.is_none_or(|scores| scores.known().next().is_none()) {
        findings.push(BRD_05.finding("nps", "one score for all segments hides who answered it"));
    }
}
