//! The ways to part with a kill candidate, by expected value (`references/statistics.md#break-even-price`).

use rust_decimal::Decimal;

use super::account::Account;
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::tools::segmentation::words::ExitPath;
use crate::units::{Date, Money, Ratio};

/// What a candidate is worth on each path, a year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exit {
    pub tech_touch: Money,
    pub raise_price: Money,
    pub non_renewal: Money,
    /// The path of the greatest value; of equal ones the easiest to reverse.
    pub path: ExitPath,
    /// The price that covers the cost; none at a gross margin of 0.
    pub break_even_price: Option<Money>,
    /// The price of which the cost is half.
    pub price_for_half: Money,
    /// The acceptance from which raising the price is the best path; none where no price would be.
    pub break_even_acceptance: Option<Ratio>,
}

/// Compares the paths of an account whose cost is known.
#[must_use]
pub(crate) fn exit(account: &Account, gross_margin: Option<Ratio>, policy: &SegmentationPolicy) -> Option<Exit> {
    let cost = account.support_cost?;
    // Half is what the field is named after, not a threshold.
    let price_for_half = cost.times(Decimal::TWO);
    let tech_touch = (account.arr - Money::from_decimal(policy.tech_touch_cost)).times(policy.tech_touch_retention);
    let gain = price_for_half - cost;
    let raise_price = gain.times(policy.raise_acceptance);
    let non_renewal = Money::ZERO;
    let mut best = (ExitPath::TechTouch, tech_touch);
    for (path, value) in [(ExitPath::RaisePrice, raise_price), (ExitPath::NonRenewal, non_renewal)] {
        if value > best.1 {
            best = (path, value);
        }
    }
    let margin = gross_margin.map_or(Decimal::ONE, Ratio::decimal);
    Some(Exit {
        tech_touch,
        raise_price,
        non_renewal,
        path: best.0,
        break_even_price: cost.decimal().checked_div(margin).map(Money::from_decimal),
        price_for_half,
        break_even_acceptance: tech_touch
            .max(non_renewal)
            .decimal()
            .checked_div(gain.decimal())
            .filter(|acceptance| *acceptance <= Decimal::ONE)
            .map(Ratio::from_decimal),
    })
}

/// The window in which notice is given: the first and the last day.
#[must_use]
pub(crate) fn notice(account: &Account, policy: &SegmentationPolicy) -> Option<(Date, Date)> {
    let end = account.contract_end?;
    let (first, last) = policy.notice_days();
    Some((end.minus_days(first)?, end.minus_days(last)?))
}
