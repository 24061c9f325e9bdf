//! `draft_board_section`: the customer page of the board deck, from numbers only.
//!
//! **Question.** What does the board have to know of retention, churn and growth, and what is asked of it?
//! **Formula.** Quarters side by side with the change from the first to the last, and the trend test of
//! `references/statistics.md#trend`; churn drivers from the retention evidence, each with what answers it and who.
//! **Assumptions.** Quarters come oldest first unless their names tell, and each states retention over its trailing
//! twelve months.
//! **Not computable when** there is no retention evidence: churn drivers are listed as not assessed, never filled in.
//! **Example.** GRR 82.8 % beside NRR 104.9 % is printed as a leaky bucket, whatever the plan says.
//! **Reference.** `references/board.md`.

mod calc;
mod period;
mod policy;
mod report;
mod view;
pub mod wire;
mod words;

use super::{Answer, Call, Decision, Notes, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::BoardPolicy;

/// The tool.
pub struct Board;

impl Tool for Board {
    const NAME: &'static str = "draft_board_section";
    const TITLE: &'static str = "Customer page for the board";
    const ABOUT: &'static str = "Draft the customer page of a board deck: five quarters of GRR and NRR, churn drivers with \
        counter-action and owner, expansion drivers, three asks. Show the user `page`. Not for judging a plan: cco_review.";
    const SET: Set = Set::Program;
    const COMMAND: &'static str = "board";
    const REFERENCE: &'static str = "board";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const COMPOSES: &'static [&'static str] = crate::tools::evidence::COMPOSES;
    const HAS_OWN_PAGE: bool = true;
    const SHOWN: &'static [&'static str] = &["as_of", "stage"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = BoardPolicy;

    fn answer(mut input: wire::Input, call: &Call<'_, BoardPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let given = std::mem::take(&mut input.evidence);
        let evidence = match (crate::tools::evidence::answer(given, call), wire::check(&input, call.common.as_of)) {
            (Ok(evidence), Ok(())) => evidence,
            (Err(Stop::Refused(one)), Err(other)) => return Err(one.and(other).into()),
            (Err(stop), _) => return Err(stop),
            (_, Err(refused)) => return Err(refused.into()),
        };
        let (figures, findings, not_assessed) = report::report(input, evidence, call);
        let concluded = view::conclude(&figures);
        Ok(concluded.answer(Decision::Retention, findings, not_assessed, figures))
    }

    fn evidence(_figures: &wire::Figures, _page: &mut Page) {}

    fn own_page(answer: &Answer<wire::Figures>, call: &Call<'_, BoardPolicy>, notes: Notes<'_>) -> Option<Page> {
        Some(view::page(answer, call.common.as_of, notes))
    }
}
