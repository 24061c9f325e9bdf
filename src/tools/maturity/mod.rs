//! `score_cx_maturity`: how mature is the customer organisation, and what to fix next?
//!
//! **Question.** Of what a customer organisation should have and do, how much is there, and which gap weighs most?
//! **Formula.** A dimension = points ÷ possible points × 100, within 0 to 100; overall = the equal mean of the six. A
//! gap's points = what is missing ÷ possible × 100 ÷ 6. Nothing is rounded before a band is told.
//! **Assumptions.** The points are judgement of one guide, not survey data. Answers are the caller's word unless a
//! sentence of evidence stands behind them.
//! **Not computable when** an answer is absent: then the score is a range from nothing for it to full points for it,
//! and the gap asks to find out. A section that is absent ranges from 0 to 100.
//! **Example.** A written strategy, its outcome, clarity 7.5, both owners and a quarterly board review: strategy is 100.
//! With nothing else known, overall lies between 16.7 and 100.
//! **Reference.** `references/maturity.md`, `references/operating_model.md`.

mod calc;
mod policy;
mod questions;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::MaturityPolicy;

/// The tool.
pub struct Maturity;

impl Tool for Maturity {
    const NAME: &'static str = "score_cx_maturity";
    const TITLE: &'static str = "CX maturity";
    const ABOUT: &'static str = "Score a customer organisation 0-100 in six dimensions, rank gaps by points at stake, draft a \
        quarterly OKR. At least one section; leave out what is unknown and the score is a range. Not for account health or the \
        design of a VoC program.";
    const SET: Set = Set::Program;
    const COMMAND: &'static str = "maturity";
    const REFERENCE: &'static str = "maturity";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const SHOWN: &'static [&'static str] = &["as_of", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = MaturityPolicy;

    fn answer(input: wire::Input, call: &Call<'_, MaturityPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let checked = wire::check(input, call)?;
        let figures = wire::figures(&checked, call);
        let findings = wire::findings(&checked, &call.policy);
        let not_assessed = wire::not_assessed(&checked);
        let concluded = view::conclude(&figures);
        Ok(concluded.answer(Decision::Program, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
