//! The checks of a CS pay plan. Pure: rows that are right in, what fired and the corrected split out.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::policy::{self, CompPolicy, Level, Model};
use crate::rule::Rule;
use crate::units::{Label, Percent};

/// What variable pay may hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Metric {
    GrossRetention,
    NetRetention,
    Renewal,
    Activity,
    Expansion,
    Revenue,
    NewLogo,
    Nps,
    Csat,
    HealthScore,
    Adoption,
    Team,
    Other,
}

impl Metric {
    const fn keeps(self) -> bool {
        matches!(self, Self::GrossRetention | Self::NetRetention | Self::Renewal)
    }

    const fn grows(self) -> bool {
        matches!(self, Self::Expansion | Self::Revenue | Self::NewLogo)
    }

    const fn is_survey(self) -> bool {
        matches!(self, Self::Nps | Self::Csat)
    }
}

/// Shares of the variable part; a metric that is absent is not paid.
pub(super) type Shares = BTreeMap<Metric, Percent>;

/// The words of a name in lower case.
fn words_of(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    name.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Level {
    /// The level in a role's name: the later of the words that tell one decides.
    ///
    /// The titles "success manager" and "account manager" name the work, not a rank.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let (mut level, mut before) = (Self::Csm, String::new());
        for word in words_of(name) {
            match (before.as_str(), word.as_str()) {
                ("success" | "account", "manager") => {}
                (_, "senior" | "sr" | "principal") => level = Self::Senior,
                (_, "manager" | "lead" | "leader" | "director" | "head" | "vp") => level = Self::Manager,
                _ => {}
            }
            before = word;
        }
        level
    }
}

impl Model {
    /// The model in a role's name.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let is_pooled = |word: &String| word.starts_with("pool") || matches!(word.as_str(), "digital" | "scaled");
        if words_of(name).iter().any(is_pooled) { Self::Pooled } else { Self::Named }
    }
}

/// A role to check; what is not known is none.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub name: Label,
    pub level: Level,
    pub model: Model,
    pub base: Option<Percent>,
    pub variable: Option<Percent>,
    pub components: Option<Shares>,
    pub accelerators: Option<bool>,
    pub same_plan_as_sales: Option<bool>,
    pub multi_year: Option<bool>,
}

/// A rule that fired, with its evidence.
#[derive(Debug, Clone)]
pub(super) struct Fired {
    pub rule: &'static Rule,
    pub message: String,
}

/// A check or figure that could not be made for want of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// An argument is absent, so these rules could not be checked, nor the distance where it needs it.
    Absent(&'static str, &'static str),
    /// Shares that do not sum to 100 are no split that could be compared.
    Distance,
    /// The shares hold at target, not beyond it.
    Accelerators,
}

/// A split of target pay that passes.
#[derive(Debug, Clone)]
pub(super) struct Split {
    pub base: Percent,
    pub variable: Percent,
    pub components: Shares,
}

/// What the checks of one role gave.
#[derive(Debug)]
pub(super) struct RoleCheck {
    pub fired: Vec<Fired>,
    pub gaps: Vec<Gap>,
    pub distance_points: Option<Percent>,
    pub corrected: Split,
}

/// Checks one role; no role depends on another.
#[must_use]
pub(super) fn check_role(role: &Role, policy: &CompPolicy) -> RoleCheck {
    let mut fired = Vec::new();
    let mut fire = |rule: &'static Rule, message: String| fired.push(Fired { rule, message });
    if role.same_plan_as_sales == Some(true) {
        fire(&policy::CMP_01, "paid on the same plan as Sales".to_owned());
    }
    if let Some(shares) = &role.components {
        check_components(role, shares, policy, &mut fire);
    }
    if let (Some(base), Some(variable)) = (role.base, role.variable) {
        let sum = base.decimal() + variable.decimal();
        if sum != Decimal::ONE_HUNDRED {
            fire(&policy::CMP_08, format!("base and variable sum to {} %", sum.normalize()));
        }
    }
    let (low, high) = policy.base_range(role.level);
    if let Some(base) = role.base.filter(|base| base.decimal() < low || base.decimal() > high) {
        fire(&policy::CMP_07, format!("base {base} lies outside {}–{} %", low.normalize(), high.normalize()));
    }
    let distance_points = distance(role, policy);
    RoleCheck { fired, gaps: gaps(role, distance_points), distance_points, corrected: corrected(role, policy) }
}

fn gaps(role: &Role, distance_points: Option<Percent>) -> Vec<Gap> {
    let absent = [
        (role.same_plan_as_sales.is_none(), "same_plan_as_sales", "CMP-01"),
        (role.components.is_none(), "components", "CMP-02 to 06, 09 and the distance"),
        (role.base.is_none(), "base_pct", "CMP-07, 08 and the distance"),
        (role.variable.is_none(), "variable_pct", "CMP-08 and the distance"),
    ];
    let mut gaps: Vec<Gap> =
        absent.into_iter().filter(|one| one.0).map(|(_, argument, checks)| Gap::Absent(argument, checks)).collect();
    let is_known = role.components.is_some() && role.base.is_some() && role.variable.is_some();
    gaps.extend((is_known && distance_points.is_none()).then_some(Gap::Distance));
    gaps.extend((role.accelerators == Some(true)).then_some(Gap::Accelerators));
    gaps
}

fn check_components(role: &Role, shares: &Shares, policy: &CompPolicy, fire: &mut impl FnMut(&'static Rule, String)) {
    let paid = |wanted: fn(Metric) -> bool| -> Decimal {
        shares.iter().filter(|(metric, _)| wanted(**metric)).map(|(_, share)| share.decimal()).sum()
    };
    let total = paid(|_| true);
    let survey = paid(Metric::is_survey);
    let only = |part: Decimal| part == total && !total.is_zero();
    // Without a variable part there is nothing to divide.
    let nothing_to_divide = total.is_zero() && role.variable.is_some_and(|variable| variable.decimal().is_zero());
    if total != Decimal::ONE_HUNDRED && !nothing_to_divide {
        fire(&policy::CMP_08, format!("the components sum to {} %", total.normalize()));
    }
    if only(survey) {
        fire(&policy::CMP_02, "NPS or CSAT alone decides the variable pay".to_owned());
    } else if !survey.is_zero() {
        fire(&policy::CMP_03, format!("{} % of the variable part hangs on NPS or CSAT", survey.normalize()));
    }
    if only(paid(Metric::keeps)) {
        fire(&policy::CMP_04, "only retention and renewal are paid".to_owned());
    }
    if only(paid(Metric::grows)) {
        fire(&policy::CMP_05, "only expansion, revenue or new logos are paid".to_owned());
    }
    let health = paid(|metric| metric == Metric::HealthScore);
    if !health.is_zero() {
        fire(&policy::CMP_06, format!("{} % hangs on a health score", health.normalize()));
    }
    let activity = paid(|metric| metric == Metric::Activity);
    // A company whose pooled reference is lower has said so; its own reference must pass.
    let line = policy.activity_reference;
    if role.model == Model::Pooled
        && activity <= line
        && activity < policy.pooled_activity_reference
        && !nothing_to_divide
    {
        fire(
            &policy::CMP_09,
            format!(
                "activity weighs {} %, not more than the {} % of a named role",
                activity.normalize(),
                line.normalize()
            ),
        );
    }
}

/// The share of every part of target pay in points; none while a share is unknown or the sums are not 100.
fn points(base: Option<Percent>, variable: Option<Percent>, shares: &Shares) -> Option<Vec<(Metric, Decimal)>> {
    let (base, variable) = (base?.decimal(), variable?.decimal());
    let total: Decimal = shares.values().map(|share| share.decimal()).sum();
    let is_split = base + variable == Decimal::ONE_HUNDRED && (total == Decimal::ONE_HUNDRED || variable.is_zero());
    let of_pay = |share: &Percent| share.decimal() * variable / Decimal::ONE_HUNDRED;
    is_split.then(|| shares.iter().map(|(metric, share)| (*metric, of_pay(share))).collect())
}

/// Points of target pay that would have to move to reach the reference split of the role's model.
fn distance(role: &Role, policy: &CompPolicy) -> Option<Percent> {
    let given: BTreeMap<_, _> = points(role.base, role.variable, role.components.as_ref()?)?.into_iter().collect();
    let reference_base = Percent::from_decimal(policy.base_reference);
    let reference_variable = Percent::from_decimal(Decimal::ONE_HUNDRED - policy.base_reference);
    let references = reference_shares(role.model, policy);
    let wanted: BTreeMap<_, _> =
        points(Some(reference_base), Some(reference_variable), &references)?.into_iter().collect();
    let metrics: BTreeSet<Metric> = given.keys().chain(wanted.keys()).copied().collect();
    let of = |parts: &BTreeMap<Metric, Decimal>, metric| parts.get(metric).copied().unwrap_or_default();
    let parts: Decimal = metrics.iter().map(|metric| (of(&given, metric) - of(&wanted, metric)).abs()).sum();
    let base = (role.base?.decimal() - policy.base_reference).abs();
    // A point that leaves one part arrives in another, so it is counted twice.
    Some(Percent::from_decimal((base + parts) / Decimal::TWO))
}

fn reference_shares(model: Model, policy: &CompPolicy) -> Shares {
    [Metric::GrossRetention, Metric::NetRetention, Metric::Activity]
        .into_iter()
        .zip(policy.references(model))
        .filter(|(_, share)| !share.is_zero())
        .map(|(metric, share)| (metric, Percent::from_decimal(share)))
        .collect()
}

/// The nearest base inside the level's range, and the reference components of the role's model.
fn corrected(role: &Role, policy: &CompPolicy) -> Split {
    let (low, high) = policy.base_range(role.level);
    let base = role.base.map_or(policy.base_reference, Percent::decimal).clamp(low, high.max(low));
    Split {
        base: Percent::from_decimal(base),
        variable: Percent::from_decimal(Decimal::ONE_HUNDRED - base),
        components: reference_shares(role.model, policy),
    }
}

#[cfg(test)]
mod tests;
