//! What arrives at and leaves `cco_review`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::calc::Reviewed;
use super::facts::Facts;
use super::words::{Owner, QuestionId, QuestionStatus, ReviewVerdict, Trigger, TriggerFrom};
use crate::customers::Tier;
use crate::rule::Finding;
use crate::tools::evidence::Evidence;
use crate::units::{Money, Ratio};

/// Arguments of `cco_review`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// The plan in the words of whoever proposes it, 1 to 20,000 characters.
    pub plan: String,
    /// What is about to be decided; taken from the evidence where absent.
    pub trigger: Option<Trigger>,
    /// The arguments of the other tools, as they would be sent to them.
    pub evidence: Option<Evidence>,
    /// Figures that the plan claims.
    pub claims: Option<Claims>,
    /// How many hires the plan asks for.
    #[schemars(extend("x-max" = 1_000_000))]
    pub requested_hires: Option<u64>,
}

/// Figures that the plan claims, as fractions.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
pub struct Claims {
    /// Gross retention, 0 to 3: 0.92 for 92 %.
    #[schemars(extend("x-max" = 3, "x-tell" = "fraction"))]
    pub grr: Option<Ratio>,
    /// Net retention, 0 to 3: 1.15 for 115 %.
    #[schemars(extend("x-max" = 3))]
    pub nrr: Option<Ratio>,
}

/// The figures of `cco_review`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// SHIP, SHARPEN or BLOCK.
    pub verdict: ReviewVerdict,
    /// What is about to be decided.
    pub trigger: Trigger,
    /// Whether the caller named it.
    pub trigger_from: TriggerFrom,
    /// The plan's beginning, as the title shows it.
    pub plan: String,
    /// Whether there is any evidence.
    #[serde(skip)]
    pub(super) is_reviewable: bool,
    /// The six questions.
    pub questions: Vec<QuestionReport>,
    /// The figures of the owner's output format.
    pub blocks: Blocks,
    /// Who else must look at it.
    pub routing: Vec<RouteReport>,
    /// Three steps.
    pub next_steps: Vec<String>,
    /// Thresholds that a part of the evidence named itself, by part, as they were used.
    pub evidence_policy_overrides: Option<Map<String, Value>>,
}

/// One of the six questions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionReport {
    /// Q1 to Q6.
    pub id: QuestionId,
    /// How it fared.
    pub status: QuestionStatus,
    /// One line with numbers.
    pub answer: Option<String>,
    /// Where the evidence stands.
    pub evidence: Option<String>,
    /// What to bring, if it is unanswered.
    pub ask: Option<String>,
    /// The tool that answers it, if it is unanswered.
    pub tool: Option<&'static str>,
    /// The rules that carry it.
    pub rules: Vec<&'static str>,
}

/// Somebody who must look at the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteReport {
    /// Who.
    pub to: Owner,
    /// Why.
    pub because: String,
}

/// The blocks of the output format; one without evidence is absent.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Blocks {
    /// From retention.
    pub retention: Option<RetentionBlock>,
    /// From segmentation.
    pub segmentation: Option<SegmentationBlock>,
    /// From coverage.
    pub coverage: Option<CoverageBlock>,
    /// From hire.
    pub org: Option<OrgBlock>,
}

/// Retention in the output format.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RetentionBlock {
    /// Gross retention of the portfolio.
    pub grr: Option<Ratio>,
    /// Net retention of the portfolio.
    pub nrr: Option<Ratio>,
    /// The first churn reason.
    pub top_driver: Option<&'static str>,
    /// Its share of explained churn.
    pub top_driver_share: Option<Ratio>,
    /// Preventable share of explained churn, strictly taken.
    pub preventable_share: Option<Ratio>,
    /// GRR under 85 % beneath an NRR over 100 %.
    pub leaky_bucket: Option<bool>,
}

/// Segmentation in the output format.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SegmentationBlock {
    /// Customers by tier.
    pub tiers: Vec<TierShare>,
    /// Kill candidates.
    pub kill_customers: u64,
    /// Their share of customers.
    pub kill_customer_share: Option<Ratio>,
    /// Their share of ARR.
    pub kill_arr_share: Option<Ratio>,
    /// Accounts due for a higher tier.
    pub upgrade_candidates: u64,
}

/// A tier's weight.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TierShare {
    /// The tier.
    pub tier: Tier,
    /// Its customers.
    pub customers: u64,
    /// Their share.
    pub customer_share: Ratio,
}

/// Coverage in the output format.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoverageBlock {
    /// CSMs today.
    pub current: Option<u64>,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in 12 months.
    pub required_12mo: u64,
    /// What those cost a year.
    pub annual_cost_12mo: Option<Money>,
    /// Whether a manager is needed.
    pub manager_needed: bool,
}

/// Organisation in the output format.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrgBlock {
    /// The role to hire now; absent where nobody is to be hired yet.
    pub next_hire: Option<String>,
    /// Why this one; where nobody is to be hired yet, what that waits for.
    pub why_this: Option<String>,
    /// The nearest alternative, and why not.
    pub why_not: Option<String>,
    /// The customer outcome that it unblocks.
    pub customer_outcome: Option<String>,
}

/// The report and its findings, from what was decided.
pub(super) fn report(
    plan: &str,
    trigger: (Trigger, TriggerFrom),
    facts: &Facts,
    reviewed: Reviewed,
    next_steps: &[String; 3],
) -> (Figures, Vec<Finding>) {
    let findings = reviewed.fired.iter().map(|fired| fired.rule.finding(fired.at, fired.message.clone())).collect();
    let questions = reviewed
        .questions
        .into_iter()
        .map(|question| QuestionReport {
            id: question.id,
            status: question.status,
            ask: question.answer.is_none().then(|| question.id.ask().to_owned()),
            tool: question.answer.is_none().then(|| question.id.tool()),
            answer: question.answer,
            evidence: question.evidence.map(str::to_owned),
            rules: question.rules,
        })
        .collect();
    let figures = Figures {
        verdict: reviewed.verdict,
        trigger: trigger.0,
        trigger_from: trigger.1,
        plan: plan.to_owned(),
        is_reviewable: facts.has_evidence(),
        questions,
        blocks: blocks(facts),
        routing: reviewed
            .routing
            .into_iter()
            .map(|route| RouteReport { to: route.to, because: route.because })
            .collect(),
        next_steps: next_steps.to_vec(),
        evidence_policy_overrides: None,
    };
    (figures, findings)
}

fn blocks(facts: &Facts) -> Blocks {
    Blocks {
        retention: facts.retention.as_ref().map(|retention| RetentionBlock {
            grr: retention.grr,
            nrr: retention.nrr,
            top_driver: retention.top_reasons.first().map(|(name, _)| *name),
            top_driver_share: retention.top_reasons.first().map(|(_, share)| *share),
            preventable_share: retention.preventable_share,
            leaky_bucket: retention.leaky_bucket,
        }),
        segmentation: facts.segmentation.as_ref().map(|segmentation| SegmentationBlock {
            tiers: segmentation
                .tiers
                .iter()
                .map(|(tier, customers, share)| TierShare {
                    tier: *tier,
                    customers: *customers,
                    customer_share: *share,
                })
                .collect(),
            kill_customers: segmentation.kill_customers_count,
            kill_customer_share: segmentation.kill_customer_share,
            kill_arr_share: segmentation.kill_arr_share,
            upgrade_candidates: segmentation.upgrade_candidates_count,
        }),
        coverage: facts.coverage.as_ref().map(|coverage| CoverageBlock {
            current: coverage.current_csm_count,
            required_now: coverage.required_now_count,
            required_12mo: coverage.required_12mo_count,
            annual_cost_12mo: coverage.annual_cost_12mo,
            manager_needed: coverage.manager_needed,
        }),
        org: facts.hire.as_ref().map(|hire| OrgBlock {
            next_hire: hire.next_hire.map(str::to_owned),
            why_this: hire.why_this.clone().or_else(|| hire.waits_because.clone()),
            why_not: hire.why_not.clone(),
            customer_outcome: hire.customer_outcome.as_ref().map(ToString::to_string),
        }),
    }
}
