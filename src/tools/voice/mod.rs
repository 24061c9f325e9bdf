//! `design_voc_program`: is the voice-of-customer program real, and what is its rollout?
//!
//! **Question.** Do customers get an answer to what they say, and what is missing, in which order?
//! **Formula.** Score = instruments × 60/51 + action loop × 25/38 + governance × 15/15, the points of each item by its
//! lines; the action loop at most 10 while under half of the loops are closed or nobody knows. NPS = promoters less
//! detractors in percent, ± z · √((p₊ + p₋ − (p₊ − p₋)²) ÷ n).
//! **Assumptions.** What is said to run runs. The gate, and the rollout's order, owners and months, are the house's own.
//! **Not computable when** something is unknown: the score is then a range. NPS without an answer; its interval where
//! everybody answered alike; those who stayed silent where nobody knows how many were asked.
//! **Example.** No loop closed, everything else in place: 85, not 100. 30 promoters and 12 detractors of 60: 30 ± 19.8.
//! **Reference.** `references/voice.md`, `references/statistics.md#nps-interval`.

mod calc;
mod policy;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::VoicePolicy;

/// The tool.
pub struct Voice;

impl Tool for Voice {
    const NAME: &'static str = "design_voc_program";
    const TITLE: &'static str = "Voice-of-customer program";
    const ABOUT: &'static str = "Score a voice-of-customer program (instruments, action loop, governance): gaps, dated rollout, \
        NPS with interval and non-response. Cadence 0: none, SLA 0: same day; omit unknowns. Not for writing surveys or \
        CX maturity.";
    const SET: Set = Set::Program;
    const COMMAND: &'static str = "voc";
    const REFERENCE: &'static str = "voice";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const SHOWN: &'static [&'static str] = &["as_of", "stage", "policy"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = VoicePolicy;

    fn answer(input: wire::Input, call: &Call<'_, VoicePolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let question = wire::check(input, call)?;
        let mut figures = wire::report(&question, call);
        let findings = wire::findings(&question, &figures, &call.policy);
        let not_assessed = wire::not_assessed(&question, &figures, call.common.as_of);
        let concluded = view::conclude(&figures, &findings);
        wire::cut(&mut figures, call);
        Ok(concluded.answer(Decision::Program, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
