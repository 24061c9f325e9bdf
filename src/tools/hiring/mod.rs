//! `plan_cs_hires`: which role next, for which customer outcome, in which order?
//!
//! **Question.** What fails for customers today, which role ends that, and may anybody be hired yet?
//! **Formula.** Outcomes by the ARR at stake, each with the role that its cause calls for. A hire comes in the first
//! month in which its prerequisites hold and the hire before it is ramped: month + ramp.
//! **Assumptions.** A ramp takes 3 to 6 months; which role takes which is ours. ARR and customers stand still over the
//! roadmap. A role that is left out of the team is unknown, not empty.
//! **Not computable when** no outcome is named, or nobody knows how long the newest hire is there and whether it
//! delivered: then there is no next hire, and what to bring is said.
//! **Example.** Onboarding fails with 1.2M at stake, a CSM is there, the newest hire is ramped and delivered: an
//! implementation manager in month 1, whoever is next in month 4.
//! **Reference.** `references/organisation.md`.

mod calc;
mod policy;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub(in crate::tools) use calc::PLANNED;
pub use policy::HiringPolicy;

/// The tool.
pub struct Hiring;

impl Tool for Hiring {
    const NAME: &'static str = "plan_cs_hires";
    const TITLE: &'static str = "CS hiring roadmap";
    const ABOUT: &'static str = "Which CS role to hire next, for which customer outcome, in 18-month order: prerequisites, \
        ramp, role boundaries, AM/CSM split, stage fit. No outcome, no hire. \
        Not for how many CSMs a book needs (size_cs_team) or pay.";
    const SET: Set = Set::People;
    const COMMAND: &'static str = "hires";
    const REFERENCE: &'static str = "organisation";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const SHOWN: &'static [&'static str] = &["as_of", "stage", "policy", "detail"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = HiringPolicy;

    fn answer(input: wire::Input, call: &Call<'_, HiringPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let company = wire::check(input, &call.common)?;
        let plan = calc::plan(&company, &call.policy);
        let (figures, findings, not_assessed) = wire::report(&company, &plan, &call.policy, call.common.as_of);
        let concluded = view::conclude(&figures, &findings);
        Ok(concluded.answer(Decision::NextHire, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
