//! `retention_decompose`: is our retention honest, and where does it leak?
//!
//! **Question.** What did the customers of a year ago keep, lose and add, by cohort and in all, and why did they leave?
//! **Formula.** GRR = (start − churned − contraction) ÷ start; NRR = GRR + expansion ÷ start; logo retention =
//! customers kept ÷ customers at the start. Customer rows and ledgers are netted inside each customer first.
//! **Assumptions.** Cohorts come in order of acquisition and cover the same length of time. An absent age is 12 months;
//! an absent contraction or expansion is 0; both are said in the result.
//! **Not computable when** starting ARR is 0 (ratios), customers were not counted (logos, coverage), no reason is known
//! (lever, upside), or fewer than five cohorts are mature (trend).
//! **Example.** 1,000,000 at the start, 120,000 churned, 60,000 contraction, 280,000 expansion: GRR 82 %, NRR 110 %,
//! a leaky bucket.
//! **Reference.** `references/retention.md`.

mod calc;
mod policy;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub(crate) use calc::CohortTrend;
pub use policy::RetentionPolicy;

/// The tool.
pub struct Retention;

impl Tool for Retention {
    const NAME: &'static str = "retention_decompose";
    const TITLE: &'static str = "Retention decomposition";
    const ABOUT: &'static str = "Compute gross, net and logo retention per cohort and overall: leaky bucket, verdict by stage, \
        churn reasons and who can prevent them, trend, largest leaks, upside. Four amounts suffice; ledger files too. \
        Not for forecasts or consumer retention: B2B SaaS only.";
    const SET: Set = Set::Core;
    const COMMAND: &'static str = "retention";
    const REFERENCE: &'static str = "retention";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("cohorts");
    const SHOWN: &'static [&'static str] =
        &["file", "columns", "as_of", "stage", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = RetentionPolicy;

    fn answer(input: wire::Input, call: &Call<'_, RetentionPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let mut checked = wire::check(input, call)?;
        let answer = calc::decompose(&checked.question, &call.policy);
        let told = wire::Told { is_full: call.is_full(), limit: call.common.limit(), offset: call.common.offset() };
        let unused = std::mem::take(&mut checked.not_assessed);
        let (figures, findings, mut not_assessed) = wire::report(&checked, answer, told);
        not_assessed.extend(unused);
        let concluded = view::conclude(&figures, call.common.stage);
        Ok(concluded.answer(Decision::Retention, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
