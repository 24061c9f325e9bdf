//! `score_customer_health`: which accounts are red, why, and does the score predict churn?
//!
//! **Question.** How healthy is each account, what brought it there, what does the portfolio look like, and did such
//! scores tell who left?
//! **Formula.** Score = Σ weight × component ÷ Σ weight over the known components; a raw signal held against the target
//! of its segment fills a component left out. Colour by the segment's bands, then lowered by coverage and by critical
//! events. Back-test: AUC of churned against kept, recall and precision of red, Brier score by colour.
//! **Assumptions.** Under 60 % of the weight known is never green; support falls to nothing at twice the usual tickets.
//! Which raw signal fills which component is ours. Strategic reads the bands of Enterprise, plg those of SMB.
//! **Not computable when** no component is known (score; the colour too, unless an event leaves only red), the score
//! before is unknown (trend, alert), or no account that left has a score 60 days before (back-test).
//! **Example.** Usage 40 (weight 25) and support 80 (15) alone known: (1,000 + 1,200) ÷ 40 = 55, coverage 40 %.
//! **Reference.** `references/health.md`, `references/leading_indicators.md`, `references/statistics.md#separation`.

mod calc;
mod policy;
mod view;
pub mod wire;
pub mod words;

use super::{Answer, Call, Decision, Set, Tool};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;
use calc::back_test::back_test;
use calc::portfolio::{Named, sum_up};

pub use policy::HealthPolicy;

/// The tool.
pub struct HealthScore;

impl Tool for HealthScore {
    const NAME: &'static str = "score_customer_health";
    const TITLE: &'static str = "Customer health";
    const ABOUT: &'static str = "Score accounts red/yellow/green by segment bands from components or raw signals: points \
        explained, missing never green, critical events cap the colour, trend alerts, portfolio mix, back-test against churn. \
        Not for save plays or upsell.";
    const SET: Set = Set::Accounts;
    const COMMAND: &'static str = "health";
    const REFERENCE: &'static str = "health";
    const SAMPLE: &'static str = include_str!("sample.json");
    const TABLE: Option<&'static str> = Some("accounts");
    const SHOWN: &'static [&'static str] = &["file", "columns", "as_of", "policy", "detail", "limit", "offset"];
    const RULES: &'static [&'static Rule] = policy::RULES;
    type Input = wire::Input;
    type Figures = wire::Figures;
    type Policy = HealthPolicy;

    fn answer(input: wire::Input, call: &Call<'_, HealthPolicy>) -> Result<Answer<wire::Figures>, Stop> {
        let table = wire::check(input, call)?;
        let portfolio = sum_up(&table.accounts, &call.policy);
        let test = back_test(&table.accounts, call.common.as_of, &call.policy);
        let figures = wire::report(&table.accounts, &portfolio, &test, call);
        let findings = wire::findings(&table.accounts, &table.place, &portfolio, &test, &call.policy);
        let mut not_assessed = wire::gaps(&portfolio, &test, &call.policy);
        not_assessed.extend(table.not_assessed);
        let ids = |named: &Named| {
            let rows = named.largest.iter().filter_map(|row| table.accounts.get(*row));
            rows.map(|account| account.id.to_string()).collect::<Vec<_>>()
        };
        let unknown = if portfolio.unassessed.total_count > 0 { &portfolio.unassessed } else { &portfolio.thin };
        let lowest = portfolio.order.first().and_then(|row| table.accounts.get(*row));
        let pressing = view::Pressing {
            red: ids(&portfolio.red),
            red_count: portfolio.red.total_count,
            lowest: lowest.filter(|account| account.judged.score.is_some()).map(|account| account.id.to_string()),
            critical: ids(&portfolio.critical),
            high: ids(&portfolio.high),
            yellow: ids(&portfolio.yellow),
            unknown: ids(unknown),
            lacks_previous: portfolio.without_previous_count > 0,
        };
        let concluded = view::conclude(&figures, &findings, &pressing);
        Ok(concluded.answer(Decision::Accounts, findings, not_assessed, figures))
    }

    fn evidence(figures: &wire::Figures, page: &mut Page) {
        view::evidence(figures, page);
    }
}
