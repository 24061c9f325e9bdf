//! The rules stage of `project_nrr`: rates that can be, and for each driver an effect with its evidence.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::calc::{Effect, Plan, Rates};
use super::policy::ProjectionPolicy;
use super::wire::{DriverInput, Input};
use super::words::{Driver, Evidence, Part};
use crate::problem::{Code, Collector, Problems};
use crate::units::{Amount, Label, Money, Ratio};

/// How far it looks unless the caller says.
const MONTHS_DEFAULT: u32 = 12;

/// A driver with an effect.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) driver: Driver,
    pub(super) acts_on: Part,
    pub(super) low: Decimal,
    pub(super) base: Decimal,
    pub(super) high: Decimal,
    pub(super) evidence: Evidence,
    pub(super) source: Option<Label>,
    pub(super) start_month: u32,
    /// Its place among the drivers sent.
    pub(super) index: usize,
}

/// Arguments that are right.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) plan: Plan,
    pub(super) starting_arr: Money,
    pub(super) grr: Decimal,
    pub(super) nrr: Decimal,
    /// In the order of their names, so that the order in which they were sent changes nothing.
    pub(super) known: Vec<Known>,
    /// Drivers without an effect, with their places.
    pub(super) unknown: Vec<(Driver, usize)>,
    pub(super) program_cost: Option<Money>,
}

/// Checks the rules.
///
/// # Errors
/// More lost than there was, a driver that stands twice or begins after the end, an effect out of order, in part or
/// told twice, or evidence without a source.
pub(super) fn check(input: &Input, policy: &ProjectionPolicy) -> Result<Question, Problems> {
    let mut problems = Collector::default();
    let lost = input.churn_ratio.decimal() + input.contraction_ratio.decimal();
    if lost > Decimal::ONE {
        let sum = Ratio::from_decimal(lost);
        problems.add(
            Code::Identity,
            "contraction_ratio",
            format!("churn and contraction are {sum} of ARR together"),
            "No more can be lost than there was: both are fractions of ARR at the start of the year.",
        );
    }
    let given = input.drivers.as_deref().unwrap_or_default();
    let months = input.months.unwrap_or(MONTHS_DEFAULT);
    let mut seen = BTreeSet::new();
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for (index, one) in given.iter().enumerate() {
        if !seen.insert(one.driver) {
            let message = format!("the driver {} stands twice", one.driver.as_str());
            problems.add(Code::Duplicate, format!("drivers[{index}].driver"), message, "Give each driver once.");
        }
        if let Some(start_month) = one.start_month.filter(|start_month| *start_month > months) {
            problems.add(
                Code::Range,
                format!("drivers[{index}].start_month"),
                format!("it begins in month {start_month}, the projection ends with month {months}"),
                "Look further with months, up to 36, or leave the driver out.",
            );
        }
        match effect(one, index, input.churn_ratio, policy, &mut problems) {
            Some(effect) => known.push(effect),
            None => unknown.push((one.driver, index)),
        }
    }
    problems.finish()?;
    known.sort_by_key(|one| one.driver);
    unknown.sort_unstable();
    let grr = Decimal::ONE - lost;
    let plan = Plan {
        starting_arr: input.starting_arr.to_f64(),
        rates: Rates {
            churn: input.churn_ratio.to_f64(),
            contraction: input.contraction_ratio.to_f64(),
            expansion: input.expansion_ratio.to_f64(),
        },
        months,
        effects: known.iter().map(taken).collect(),
        program_cost: input.program_cost.map(Money::to_f64),
    };
    Ok(Question {
        plan,
        starting_arr: input.starting_arr,
        grr,
        nrr: grr + input.expansion_ratio.decimal(),
        known,
        unknown,
        program_cost: input.program_cost,
    })
}

fn taken(known: &Known) -> Effect {
    let double = |decimal: Decimal| Amount::from_decimal(decimal).to_f64();
    Effect {
        part: known.acts_on,
        low: double(known.low),
        base: double(known.base),
        high: double(known.high),
        start_month: known.start_month,
    }
}

/// The effect of a driver: the caller's own, or the policy's for the two that have one.
fn effect(
    given: &DriverInput,
    index: usize,
    churn_ratio: Ratio,
    policy: &ProjectionPolicy,
    problems: &mut Collector,
) -> Option<Known> {
    let at = |field: &str| format!("drivers[{index}].{field}");
    let evidence = given.evidence.unwrap_or(Evidence::Low);
    if evidence != Evidence::Low && given.source.is_none() {
        let message = format!("is required with evidence {}, got nothing", evidence.as_str());
        problems.add(Code::Missing, at("source"), message, "Say where the effect was seen, or send L.");
    }
    if given.driver == Driver::PreventableChurnShare && given.amount.is_some_and(|one| one.decimal() > Decimal::ONE) {
        let message = "must be a fraction of at most 1".to_owned();
        problems.add(Code::Range, at("amount"), message, "Write 0.55 for 55 % of churned ARR.");
    }
    let ends = [given.low, given.base, given.high].map(|end| end.map(Amount::decimal));
    if given.amount.is_some() && ends.iter().any(Option::is_some) {
        let message = "amount and an effect of its own are both given".to_owned();
        problems.add(Code::Ambiguous, at("amount"), message, "Give amount, or low, base and high.");
    }
    let own = match ends {
        [Some(low), Some(base), Some(high)] => Some([low, base, high]),
        [None, None, None] => None,
        _ => {
            let missing = ["low", "base", "high"].into_iter().zip(ends).find(|(_, end)| end.is_none());
            let field = missing.map_or("base", |(field, _)| field);
            let message = "is required with the other ends of the effect, got nothing".to_owned();
            problems.add(Code::Missing, at(field), message, "Give low, base and high; equal ones say that it is exact.");
            None
        }
    };
    if let Some([low, base, high]) = own
        && !(low <= base && base <= high)
    {
        let message = format!("low {low}, base {base} and high {high} are not in order");
        problems.add(Code::Identity, at("low"), message, "Give them from the smallest to the largest.");
    }
    let [low, base, high] = own.or_else(|| of_policy(given, churn_ratio, policy))?;
    Some(Known {
        driver: given.driver,
        acts_on: given.acts_on.unwrap_or(given.driver.acts_on()),
        low,
        base,
        high,
        // What the policy holds has no study behind it, whoever sends the amount.
        evidence: if own.is_some() { evidence } else { Evidence::Low },
        source: if own.is_some() { given.source.clone() } else { None },
        start_month: given.start_month.unwrap_or(1),
        index,
    })
}

fn of_policy(given: &DriverInput, churn_ratio: Ratio, policy: &ProjectionPolicy) -> Option<[Decimal; 3]> {
    let amount = given.amount?.decimal();
    let (unit, ends) = match given.driver {
        Driver::OnboardingWeeksLate => (
            amount,
            [
                policy.onboarding_week_effect_low,
                policy.onboarding_week_effect_base,
                policy.onboarding_week_effect_high,
            ],
        ),
        Driver::PreventableChurnShare => (
            amount * churn_ratio.decimal(),
            [policy.preventable_kept_low, policy.preventable_kept_base, policy.preventable_kept_high],
        ),
        _ => return None,
    };
    Some(ends.map(|end| end * unit))
}
