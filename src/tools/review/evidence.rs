//! From the answers to the evidence to the facts that the rules look at.

use super::facts::{
    CompFacts, CoverageFacts, Crossing, Facts, Grade, HireFacts, LeverFact, RetentionFacts, SegmentationFacts,
    TimeToValueFacts,
};
use super::wire::Input;
use crate::customers::Stage;
use crate::rule::Severity;
use crate::tools::comp::Comp;
use crate::tools::comp::wire::Status;
use crate::tools::coverage::Coverage;
use crate::tools::evidence::{Answered, LIST_COUNT_MAX};
use crate::tools::hiring::words::Role;
use crate::tools::hiring::{Hiring, PLANNED};
use crate::tools::retention::wire::{CohortReport, VerdictReport};
use crate::tools::retention::words::{Band, Lever, Overall};
use crate::tools::retention::{Retention, RetentionPolicy};
use crate::tools::run::Nested;
use crate::tools::segmentation::{SEG_09, Segmentation};
use crate::tools::time_to_value::{TimeToValue, Verdict as TtvVerdict};

/// The facts of the evidence and of the plan's claims.
pub(super) fn facts(input: &Input, evidence: &Answered) -> Facts {
    Facts {
        retention: evidence.retention.as_ref().map(retention_facts),
        segmentation: evidence.segmentation.as_ref().map(segmentation_facts),
        coverage: evidence.coverage.as_ref().map(coverage_facts),
        time_to_value: evidence.time_to_value.as_ref().map(time_to_value_facts),
        comp: evidence.comp.as_ref().map(|nested| comp_facts(nested, evidence.comp_is_multi_year)),
        hire: evidence.hire.as_ref().map(|nested| hire_facts(nested, evidence.hire_planned_role)),
        claimed_grr: input.claims.and_then(|claims| claims.grr),
        claimed_nrr: input.claims.and_then(|claims| claims.nrr),
        requested_hires_count: input.requested_hires,
        disagreements: evidence.disagreements.clone(),
        stage_is_known: evidence.retention.as_ref().is_some_and(|nested| nested.common.stage.is_some()),
    }
}

fn retention_facts(nested: &Nested<Retention>) -> RetentionFacts {
    let figures = &nested.answer.figures;
    let portfolio = &figures.portfolio;
    let churn = &figures.churn;
    let stage = nested.common.stage;
    let share_of = |category| {
        churn
            .reasons
            .iter()
            .find(|reason| reason.category == category)
            .and_then(|reason| reason.customer_share)
            .unwrap_or_default()
    };
    RetentionFacts {
        grr: portfolio.grr,
        nrr: portfolio.nrr,
        leaky_bucket: portfolio.leaky_bucket,
        overall: shared(portfolio, |verdict| {
            Some(match verdict.overall {
                Overall::Healthy => Grade::Healthy,
                Overall::Concerning => Grade::Concerning,
                Overall::Critical | Overall::LeakyBucket => Grade::Critical,
            })
        }),
        grr_grade: shared(portfolio, |verdict| verdict.grr.map(grade)),
        is_immature: portfolio.immature,
        crossing: stage.and_then(|stage| crossing(portfolio, &nested.policy, stage)),
        lever: match churn.lever {
            Lever::CsLeverage => LeverFact::CsLeverage,
            Lever::Mixed => LeverFact::Mixed,
            Lever::Structural => LeverFact::Structural,
            Lever::NotAssessable => LeverFact::NotAssessed,
        },
        lever_is_established: churn.lever_established,
        preventable_share: churn.preventable_share,
        reason_coverage: churn.reason_coverage,
        top_reasons: churn.top_reasons.iter().map(|reason| (reason.as_str(), share_of(*reason))).collect(),
        top_reason_p_value: churn.top_reason_p_value,
        explained_customers_count: churn.explained_customers,
        reason_coverage_min: nested.policy.reason_coverage_min,
        top_reason_p_below: nested.policy.top_reason_p_below,
        mature_age_months: nested.policy.mature_age_months,
    }
}

/// What the verdict of the stage says, or what all stages say alike.
fn shared<V: PartialEq>(portfolio: &CohortReport, of: impl Fn(&VerdictReport) -> Option<V>) -> Option<V> {
    if let Some(verdict) = &portfolio.verdict {
        return of(verdict);
    }
    let stages = portfolio.verdict_by_stage.as_ref()?;
    let first = of(&stages.seed)?;
    [&stages.growth, &stages.scale].into_iter().all(|other| of(other).as_ref() == Some(&first)).then_some(first)
}

const fn grade(band: Band) -> Grade {
    match band {
        Band::Healthy => Grade::Healthy,
        Band::Concerning => Grade::Concerning,
        Band::Critical => Grade::Critical,
    }
}

/// The interval of GRR where there are customer rows, else that of logos, with the lines it may cross.
fn crossing(portfolio: &CohortReport, policy: &RetentionPolicy, stage: Stage) -> Option<Crossing> {
    if let Some(interval) = &portfolio.grr_interval {
        let lines = policy.grr_lines(stage);
        return Some(Crossing {
            what: "GRR",
            low: interval.low.decimal(),
            high: interval.high.decimal(),
            lines: vec![lines.healthy, lines.concerning],
        });
    }
    let interval = portfolio.logo_interval.as_ref()?;
    let lines = policy.logo_lines(stage);
    Some(Crossing {
        what: "logo retention",
        low: interval.low.decimal(),
        high: interval.high.decimal(),
        lines: vec![lines.healthy, lines.concerning],
    })
}

fn segmentation_facts(nested: &Nested<Segmentation>) -> SegmentationFacts {
    let figures = &nested.answer.figures;
    SegmentationFacts {
        tiers: figures.tiers.iter().map(|tier| (tier.tier, tier.customers, tier.customer_share)).collect(),
        customers_count: figures.total_customers,
        kill_customers_count: figures.kill.customers,
        kill_customer_share: Some(figures.kill.customer_share),
        kill_arr_share: figures.kill.arr_share,
        upgrade_candidates_count: figures.upgrades_total,
        is_theatre: nested.answer.findings.iter().any(|finding| finding.rule == SEG_09.id),
        is_unknown: figures.total_customers <= LIST_COUNT_MAX
            && figures.customers.iter().all(|customer| {
                let fit_is_open =
                    customer.icp_fit_score.decimal().is_zero() && customer.icp_band != customer.icp_band_max;
                fit_is_open && customer.support_cost_ratio.is_none() && customer.flags.is_empty()
            }),
    }
}

fn coverage_facts(nested: &Nested<Coverage>) -> CoverageFacts {
    let figures = &nested.answer.figures;
    let served = || figures.tiers.iter().filter(|tier| tier.customers.is_some_and(|count| count > 0));
    // One tier out of its band decides; one unknown leaves it open.
    let is_in_band = if served().any(|tier| tier.in_band == Some(false)) {
        Some(false)
    } else {
        served().all(|tier| tier.in_band == Some(true)).then_some(true)
    };
    CoverageFacts {
        current_csm_count: figures.totals.current,
        required_now_count: figures.totals.required_now,
        required_12mo_count: figures.totals.required_12mo,
        shortage_now_count: figures.totals.shortage_now,
        shortage_12mo_count: figures.totals.shortage_12mo,
        planned_hires_count: figures.hiring_plan_total.unwrap_or(figures.hiring_plan.len() as u64),
        is_in_band,
        annual_cost_12mo: Some(figures.totals.annual_cost_12mo),
        manager_needed: figures.manager_needed,
    }
}

fn time_to_value_facts(nested: &Nested<TimeToValue>) -> TimeToValueFacts {
    let tiers = nested
        .answer
        .figures
        .tiers
        .iter()
        .map(|tier| (tier.tier, tier.median_days.map(u64::from), tier.verdict == TtvVerdict::BeyondWarning));
    TimeToValueFacts { tiers: tiers.collect() }
}

fn comp_facts(nested: &Nested<Comp>, is_multi_year: bool) -> CompFacts {
    let is_incomplete = nested.answer.figures.roles.iter().any(|role| role.status == Status::Incomplete);
    let mut facts = CompFacts { blockers: Vec::new(), concerns: Vec::new(), is_multi_year, is_incomplete };
    for finding in &nested.answer.findings {
        let list = match finding.severity {
            Severity::Blocker => &mut facts.blockers,
            _ => &mut facts.concerns,
        };
        if !list.contains(&finding.rule) {
            list.push(finding.rule);
        }
    }
    facts.blockers.sort_unstable();
    facts.concerns.sort_unstable();
    facts
}

fn hire_facts(nested: &Nested<Hiring>, planned: Option<Role>) -> HireFacts {
    let of_planned = nested.answer.findings.iter().filter(|finding| finding.at == PLANNED);
    let figures = &nested.answer.figures;
    let split = &figures.am_split;
    let hold = figures.hold.as_ref();
    let next = figures.next_hire.as_ref();
    HireFacts {
        customer_outcome: next.map(|next| &next.outcome).or_else(|| hold.map(|hold| &hold.outcome)).cloned(),
        next_hire: next.map(|next| next.role.title()),
        planned: planned.map(Role::title),
        planned_warnings: of_planned.map(|finding| format!("{} {}", finding.rule, finding.message)).collect(),
        why_this: next.map(|next| next.why_this.clone()),
        why_not: next
            .and_then(|next| next.why_not.first())
            .map(|other| format!("not {}: {}", other.role.title(), other.because)),
        waits_because: hold.map(|hold| hold.because.clone()),
        split: split.recommend,
        split_because: split.because.clone(),
        is_under_split_arr: split.is_under_line,
        split_open: split.conditions.iter().filter(|one| one.met.is_none()).map(|one| one.name).collect(),
    }
}
