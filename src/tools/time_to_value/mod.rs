//! `measure_time_to_value`: how long until a new customer sees value, tier by tier?
//!
//! **Question.** After how many days has half of a tier reached its first value, and is that inside the target?
//! **Formula.** Kaplan–Meier: S(t) = Π(1 − d/n) over the days on which somebody arrived; median = the smallest day with
//! S ≤ ½, its interval from the log–log band; share past the warning line = S(warning).
//! **Assumptions.** Those still waiting, and those who left before value, are like the others and were only watched for
//! a shorter time. Strategic accounts are measured by the lines of Enterprise, plg by those of SMB.
//! **Not computable when** half of a tier has not arrived (median), a side of the band stays above one half (that end
//! of the interval), or nobody was watched as long as the warning line (the share past it). Each is told.
//! **Example.** 18, 24 and 40 days, and two still waiting after 30 and 90: the median is 40, not 24.
//! **Reference.** `references/time_to_value.md`, `references/statistics.md#kaplan-meier`.

mod calc;
mod policy;
mod rows;
mod view;
pub mod wire;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;

pub use policy::{TimeToValuePolicy, Verdict};

/// The tool.
pub struct TimeToValue;

impl Tool for TimeToValue {
    const NAME: &'static str = "measure_time_to_value";
    const TITLE: &'static str = "Time to value";
    const ABOUT: &'static str = "Days from start to first value by tier: Kaplan-Meier median with interval, counting those \
        still waiting, against target and warning lines. Rows have started (+ value_on once reached; needs as_of), or days + \
        reached. Not for adoption or health scores.";
    const SET: Set = Set::People;
    const COMMAND: &'static str = "ttv";
    const REFERENCE: &'static str = "time_to_value";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("accounts");
    const SHOWN: &'static [&'static str] = &["file", "columns", "as_of", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = TimeToValuePolicy;

    fn answer(input: wire::Input, call: &Call<'_, TimeToValuePolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let table = rows::check(input, call)?;
        let tiers = calc::measure(&table.accounts, &call.policy);
        let (figures, findings, mut not_assessed) = wire::report(&table, &tiers, call);
        not_assessed.extend(table.not_assessed);
        let concluded = view::conclude(&figures, &calc::waiting_longest(&tiers));
        Ok(concluded.answer(Decision::Program, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
