//! `cco_review`: should this plan ship?
//!
//! **Question.** Do six forcing questions, answered from evidence, carry the plan?
//! **Formula.** The worst rule that fired: a blocker gives BLOCK, a warning SHARPEN, none SHIP.
//! **Assumptions.** Rules read the portfolio. The evidence is the arguments of the other tools, computed here again.
//! **Not computable when** there is no evidence: the verdict is BLOCK, with the four figures to bring first.
//! **Example.** A board claim of 115 % NRR on a GRR of 82 % is a leaky bucket: REV-03, BLOCK.
//! **Reference.** `references/review.md`.

mod calc;
mod evidence;
mod facts;
mod policy;
mod view;
pub mod wire;
pub mod words;

use self::words::TriggerFrom;
use super::{Answer, Call, Concluded, Notes, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::{NotAssessed, Rule};
use crate::units::Label;

pub use policy::ReviewPolicy;

/// The tool.
pub struct Review;

impl Tool for Review {
    const NAME: &'static str = "cco_review";
    const TITLE: &'static str = "CCO review of a plan";
    const ABOUT: &'static str = "Judge a customer plan by six forcing questions: SHIP, SHARPEN or BLOCK, with the rules that fired. \
        Put the arguments of the other tools under evidence, never their results; leave out what is unknown. \
        Show the user `page`. Not for a single figure: call its own tool.";
    const SET: Set = Set::Core;
    const COMMAND: &'static str = "review";
    const REFERENCE: &'static str = "review";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = None;
    const COMPOSES: &'static [&'static str] = crate::tools::evidence::COMPOSES;
    const HAS_OWN_PAGE: bool = true;
    const SHOWN: &'static [&'static str] = &["as_of", "stage", "policy", "detail"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = ReviewPolicy;

    fn answer(mut input: wire::Input, call: &Call<'_, ReviewPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let evidence = crate::tools::evidence::answer(input.evidence.take().unwrap_or_default(), call)?;
        let facts = evidence::facts(&input, &evidence);
        let trigger = match input.trigger {
            Some(trigger) => (trigger, TriggerFrom::Given),
            None => (facts.suggested_trigger(), TriggerFrom::Evidence),
        };
        let reviewed = calc::review(&facts, trigger.0, &call.policy);
        let steps = view::next_steps(&facts, &reviewed, trigger.0);
        let bottom_line = view::bottom_line(&facts, &reviewed);
        let verdict = reviewed.verdict;
        let plan = Label::of(&view::title(&input.plan));
        let (mut figures, findings) = wire::report(plan.as_str(), trigger, &facts, reviewed, &steps);
        let overrides = evidence.policy_overrides;
        figures.evidence_policy_overrides = (!overrides.is_empty()).then_some(overrides);
        let mut not_assessed = evidence.not_assessed;
        for (claimed, name) in [(facts.claimed_grr, "claims.grr"), (facts.claimed_nrr, "claims.nrr")] {
            if claimed.is_some() && facts.grr().is_none() {
                not_assessed.push(NotAssessed::new(
                    name,
                    "there is no figure to hold it against",
                    "evidence.retention",
                ));
            }
        }
        let your_decision = view::your_decision(verdict).to_owned();
        let concluded = Concluded { bottom_line, how_to_act: steps, your_decision };
        Ok(concluded.answer(trigger.0.decision(), findings, not_assessed, figures))
    }

    fn evidence(_figures: &wire::Figures, _page: &mut Page) {}

    fn own_page(answer: &Answer<wire::Figures>, call: &Call<'_, ReviewPolicy>, notes: Notes<'_>) -> Option<Page> {
        Some(view::page(&answer.figures, &answer.findings, call.common.as_of, notes))
    }
}
