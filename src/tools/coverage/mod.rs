//! `size_cs_team`: how many CSMs, in which model, hired when and at what cost?
//!
//! **Question.** What does a customer base require now and in twelve months, against the people who are there?
//! **Formula.** Required = the largest of ⌈ARR ÷ target⌉, ⌈accounts ÷ cap⌉, ⌈hours ÷ hours of a CSM⌉, exactly.
//! Capacity in a month = who is left of today's people, and of each hire the share that is left times its ramp.
//! **Assumptions.** Needs grow in a straight line. Attrition is 15 % a year unless said. Month 0 is today; people start
//! in month 1 at the earliest. One ramp a tier. A manager's cost is the house's own figure.
//! **Not computable when** a tier's CSMs are not known: its gap, plan and capacity; and the cost over time of all.
//! **Example.** Strategic, 80 accounts and 8,000,000 of ARR at baseline: ten CSMs; with 10 % growth eleven, not twelve.
//! **Reference.** `references/coverage.md`.

mod calc;
mod policy;
mod rules;
mod targets;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::CoveragePolicy;

/// The tool.
pub struct Coverage;

impl Tool for Coverage {
    const NAME: &'static str = "size_cs_team";
    const TITLE: &'static str = "CS team sizing";
    const ABOUT: &'static str = "How many CSMs a book requires now and in 12 months by tier, what binds (ARR, accounts, \
        hours), gaps, dated hiring plan with ramp and attrition, redeployment, manager triggers, cost by quarter. Not for \
        which role to hire next, pay, or who the customers are.";
    const SET: Set = Set::Core;
    const COMMAND: &'static str = "team";
    const REFERENCE: &'static str = "coverage";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("customers");
    const SHOWN: &'static [&'static str] =
        &["file", "columns", "as_of", "stage", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = rules::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = CoveragePolicy;

    fn answer(input: wire::Input, call: &Call<'_, CoveragePolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let sizing = wire::check(input, call)?;
        let answered = calc::answer(&sizing.question, &call.policy).map_err(|too_large| sizing.refuse(too_large))?;
        let findings = wire::findings(&answered, &sizing, &call.policy);
        let mut not_assessed = wire::gaps(&answered, &sizing, &call.policy, call.is_full());
        let extent = wire::Extent { is_full: call.is_full(), limit: call.common.limit(), offset: call.common.offset() };
        let figures = wire::figures(&answered, &sizing, extent);
        not_assessed.extend(sizing.not_assessed);
        let concluded = view::conclude(&figures);
        Ok(concluded.answer(Decision::Coverage, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
