//! `find_expansion`: which healthy accounts are ready to grow, and which must not be pitched?
//!
//! **Question.** Who may be pitched, with which play, at what size, by whom and when; and why not the others?
//! **Formula.** Gate: green, last outcome proven, value long enough ago. Seats: ARR × rate of the segment. Plan: ARR ×
//! (next multiplier ÷ this one − 1). Module: its price, else a range of ARR. Department: a rate × ARR ÷ departments.
//! Rank: base × weight of effort × weight of confidence. Sum: of seats and plan the better one, plus module, plus
//! department.
//! **Assumptions.** The rates are guidance without data; the spread around them, the middle of the module range and the
//! weights of confidence are ours. No chance of winning is in any figure. One module and one department at a time.
//! **Not computable when** ARR is 0, or what a play needs is unknown; an unknown gate is a closed one.
//! **Example.** Enterprise, ARR 64,000, 97 % of the seats used: 64,000 × .25 = 16,000, for the AM or AE since it is
//! not under 20 %.
//! **Reference.** `references/expansion.md`.

mod calc;
mod policy;
mod rows;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;
use calc::{Wanted, review};

pub use policy::ExpansionPolicy;

/// The tool.
pub struct Expansion;

impl Tool for Expansion {
    const NAME: &'static str = "find_expansion";
    const TITLE: &'static str = "Expansion";
    const ABOUT: &'static str = "Which accounts may be pitched now, with ranked plays (seats, plan, module, department): ARR \
        range, effort, owner; and why others may not. Only green with proven value. Not for saves or NRR forecasts.";
    const SET: Set = Set::Accounts;
    const COMMAND: &'static str = "expansion";
    const REFERENCE: &'static str = "expansion";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("accounts");
    const SHOWN: &'static [&'static str] = &["file", "columns", "policy", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = ExpansionPolicy;

    fn answer(input: wire::Input, call: &Call<'_, ExpansionPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let table = rows::check(input, call)?;
        let wanted = Wanted { limit_count: call.common.limit(), offset_count: call.common.offset() };
        let review = review(&table.accounts, &table.catalogue, &call.policy, wanted);
        let figures = wire::report(&table, &review, call);
        let findings = wire::findings(&table, &review, &call.policy);
        let mut not_assessed = wire::gaps(&table, &review);
        let concluded = view::conclude(&figures, &view::Leads::of(&table, &review));
        not_assessed.extend(table.not_assessed);
        Ok(concluded.answer(Decision::Accounts, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
