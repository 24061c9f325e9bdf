//! `check_cs_comp`: does the CS pay plan reward retention?
//!
//! **Question.** Do base, variable and the variable's components pay for what keeps customers?
//! **Formula.** Distance from the reference split = half the sum of the absolute differences of the shares of target
//! pay. A pooled role has a reference of its own.
//! **Assumptions.** Components are shares of the variable part at target; a metric that is not named is not paid. Level
//! and model are read from the role's name.
//! **Not computable when** a share is unknown: the checks that need it are listed as not assessed, and without a
//! finding the role is `incomplete`, not a pass. No distance where the shares do not sum to 100; what accelerators pay
//! beyond target is not in the shares.
//! **Example.** Base 70, variable 30, of it 50 gross retention, 30 net, 20 activity: no finding, distance 0.
//! **Reference.** `references/comp.md`.

mod calc;
mod policy;
mod view;
pub mod wire;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::{CompPolicy, Level, Model};

/// The tool.
pub struct Comp;

impl Tool for Comp {
    const NAME: &'static str = "check_cs_comp";
    const TITLE: &'static str = "CS pay plan check";
    const ABOUT: &'static str = "Check whether customer-success pay rewards retention: base/variable split, components of the \
        variable part, gameable metrics, same plan as Sales. Gives the corrected split. Not for Sales quotas or salary levels.";
    const SET: Set = Set::People;
    const COMMAND: &'static str = "comp";
    const REFERENCE: &'static str = "comp";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("roles");
    const SHOWN: &'static [&'static str] = &["file", "columns", "as_of", "policy", "detail"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = CompPolicy;

    fn answer(input: wire::Input, call: &Call<'_, CompPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let plan = wire::check(input, call)?;
        let checks: Vec<_> = plan.roles.iter().map(|role| calc::check_role(role, &call.policy)).collect();
        let (figures, findings, mut not_assessed) = wire::report(&plan, &checks);
        not_assessed.extend(plan.not_assessed);
        let concluded = view::conclude(&figures, &findings, &call.policy);
        Ok(concluded.answer(Decision::NextHire, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
