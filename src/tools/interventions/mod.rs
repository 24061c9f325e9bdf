//! `plan_churn_interventions`: which accounts to save first, with which play, by whom, by when?
//!
//! **Question.** What is at risk in each account, how urgent is it, what is a save worth, which plays still fit into the
//! time left, and who has to act?
//! **Formula.** Value at risk = ARR × P(loss) by health. Expected save = value at risk × save odds − cost. Urgency falls
//! in straight lines from the day of the renewal. Ranked by value at risk × (1 − (1 − odds) × (1 − urgency)) − cost: the
//! expected save far off, all that is at risk on the day itself.
//! **Assumptions.** P(loss), odds and urgency are unsourced rows of the policy, labelled in the result. What is unknown
//! ranks by the most it can be.
//! **Not computable when** health is unknown (value at risk), days are unknown (urgency, step), what odds hang on is
//! unknown (a range), or drivers are unknown (plays). Each is told.
//! **Example.** Red, ARR 100,000, 10 days left, a P1, silence and no sponsor: 60,000 at risk, odds .05, expected save
//! 3,000, yet a priority of 57,150: nearly all of it.
//! **Reference.** `references/interventions.md`.

mod calc;
mod policy;
mod rules;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;
use calc::{Scheme, Wanted, plan};

pub use policy::InterventionsPolicy;

/// The tool.
pub struct Interventions;

impl Tool for Interventions {
    const NAME: &'static str = "plan_churn_interventions";
    const TITLE: &'static str = "Churn interventions";
    const ABOUT: &'static str = "Rank accounts to save: value at risk, urgency, save odds, plays that fit the time left with \
        owner and days, renewal step, escalations, owner load, driver patterns, poison test of discounts. Leave out what is \
        unknown. Not for health scores or expansion.";
    const SET: Set = Set::Accounts;
    const COMMAND: &'static str = "interventions";
    const REFERENCE: &'static str = "interventions";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("accounts");
    const SHOWN: &'static [&'static str] = &["file", "columns", "as_of", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = rules::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = InterventionsPolicy;

    fn answer(input: wire::Input, call: &Call<'_, InterventionsPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let portfolio = wire::check(input, call)?;
        let scheme = Scheme::of(&call.policy);
        let wanted = Wanted {
            limit_count: call.common.limit(),
            offset_count: call.common.offset(),
            capacity: portfolio.capacity_count,
        };
        let planned = plan(&portfolio.book, &scheme, wanted);
        let figures = wire::report(&portfolio, &scheme, &planned, call);
        let findings = wire::findings(&portfolio, &scheme, &planned);
        let mut not_assessed = wire::not_assessed(&portfolio, &planned, call);
        let concluded = view::conclude(&figures, &findings, &wire::leads(&portfolio, &scheme, &planned));
        not_assessed.extend(portfolio.not_assessed);
        Ok(concluded.answer(Decision::Accounts, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
