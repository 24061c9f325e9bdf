//! `project_nrr`: what does inaction cost, and what does each driver buy?
//!
//! **Question.** Where do ARR, gross and net retention go at today's rates, and where with the effects that somebody
//! answers for?
//! **Formula.** A month's factor is the annual ratio to the power 1/12, for gross (1 − churn − contraction) and net
//! (gross + expansion); paths are their products. A driver's contribution is its Shapley value on ARR at the end.
//! **Assumptions.** Today's rates hold, effects add up in points of a year and act in full from their first month; no
//! new customers. Every effect without a source is called an assumption in the result.
//! **Not computable when** a driver has neither an effect of its own nor one in the policy: it is left out and told.
//! **Example.** 20 % churn, 5 % contraction and 30 % expansion a year are NRR 105 %: 1,000,000 become 1,050,000.
//! **Reference.** `references/projection.md`.

mod calc;
mod check;
mod policy;
mod report;
mod view;
pub mod wire;
mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::ProjectionPolicy;

/// The tool.
pub struct Projection;

impl Tool for Projection {
    const NAME: &'static str = "project_nrr";
    const TITLE: &'static str = "Projection of net retention";
    const ABOUT: &'static str = "Project ARR, GRR and NRR by quarter at today's annual rates and with drivers' effects \
        (low, base, high): cost of inaction, contribution of each driver, pay-back. Effects without a source are labelled \
        assumptions. Not for new business or revenue forecasts.";
    const SET: Set = Set::Program;
    const COMMAND: &'static str = "project";
    const REFERENCE: &'static str = "projection";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const SHOWN: &'static [&'static str] = &["as_of"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = ProjectionPolicy;

    fn answer(input: wire::Input, call: &Call<'_, ProjectionPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let question = check::check(&input, &call.policy)?;
        let projected = calc::project(&question.plan);
        let (figures, findings, not_assessed) = report::report(&question, &projected, call);
        let concluded = view::conclude(&figures);
        Ok(concluded.answer(Decision::Program, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
