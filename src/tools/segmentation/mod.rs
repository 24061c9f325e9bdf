//! `segment_customers`: who gets how much, and whom to let go?
//!
//! **Question.** Which tier does each customer belong to, who costs more than it brings, who moves up or down, and does
//! the spend follow the tiers?
//! **Formula.** Tier by ARR, lower bound inclusive. Fit = sum of the weights of the true signals, with the unknown ones
//! as the upper end. Two of five flags make a kill candidate; its path is the one of the greatest expected value.
//! **Assumptions.** Acceptance of a raised price, chance to stay in tech-touch and its cost are unsourced rows of the
//! policy. Floors and ceilings of the spend are guidance per account and year.
//! **Not computable when** ARR is 0 (no cost ratio), the cost is unknown (no path, no investment), or the current tier
//! is unknown (no move). What is unknown is never a flag.
//! **Example.** ARR 12,000, support 14,000, fit 3.5: both cost and fit, so a candidate; 28,000 would make the cost half.
//! **Reference.** `references/segmentation.md`.

mod calc;
mod policy;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;
use calc::{Scheme, Wanted, segment};

pub(in crate::tools) use policy::SEG_09;
pub use policy::SegmentationPolicy;

/// The tool.
pub struct Segmentation;

impl Tool for Segmentation {
    const NAME: &'static str = "segment_customers";
    const TITLE: &'static str = "Customer segmentation";
    const ABOUT: &'static str = "Sort customers into four ARR tiers; score ICP fit as a range; name whom to fire (kill list by \
        five flags, path, price, notice date), who moves up or down, and where support spend does not follow the tier. \
        Unknown stays unknown. Not for retention rates, health scores or headcount.";
    const SET: Set = Set::Core;
    const COMMAND: &'static str = "segment";
    const REFERENCE: &'static str = "segmentation";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("customers");
    const SHOWN: &'static [&'static str] = &["file", "columns", "as_of", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = SegmentationPolicy;

    fn answer(input: wire::Input, call: &Call<'_, SegmentationPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let portfolio = wire::check(input, call)?;
        let scheme = Scheme::of(&call.policy);
        let wanted = Wanted { limit_count: call.common.limit(), offset_count: call.common.offset() };
        let done = segment(&portfolio.book, &scheme, wanted);
        let figures = wire::report(&portfolio, &scheme, &done, call.is_full());
        let findings = wire::findings(&portfolio, &scheme, &done);
        let mut not_assessed = wire::not_assessed(&portfolio, &done);
        not_assessed.extend(portfolio.not_assessed);
        let concluded = view::conclude(&figures, &findings);
        Ok(concluded.answer(Decision::Segmentation, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
