//! The checks of a CS pay plan. Pure: rows that are right in, what fired and the corrected split out.

use rust_decimal::Decimal;

use super::policy::{self, CompPolicy};
use super::words::{Level, Status};
use crate::rule::{Rule, Severity};
use crate::units::{Label, Percent};

/// How many metrics a variable part may name.
pub(super) const METRICS_COUNT: usize = 13;

/// What variable pay may hang on, in the order of the shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// All metrics, in the order of the shares.
    pub(super) const ALL: [Self; METRICS_COUNT] = [
        Self::GrossRetention,
        Self::NetRetention,
        Self::Renewal,
        Self::Activity,
        Self::Expansion,
        Self::Revenue,
        Self::NewLogo,
        Self::Nps,
        Self::Csat,
        Self::HealthScore,
        Self::Adoption,
        Self::Team,
        Self::Other,
    ];

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

impl Level {
    /// The level in a role's name: the later of the words that tell one decides.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        // These titles name the work, not a rank: a customer success manager is a CSM.
        let name = name.to_lowercase().replace("success manager", "csm").replace("account manager", "am");
        name.split(|character: char| !character.is_alphanumeric())
            .filter_map(|word| match word {
                "senior" | "sr" | "principal" => Some(Self::Senior),
                "manager" | "lead" | "director" | "head" => Some(Self::Manager),
                _ => None,
            })
            .next_back()
            .unwrap_or(Self::Csm)
    }
}

/// Whether a role serves accounts by name or from a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PoolModel {
    Named,
    Pooled,
}

impl PoolModel {
    /// The model in a role's name.
    #[must_use]
    pub(super) fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        if name.contains("pool") || name.contains("digital") { Self::Pooled } else { Self::Named }
    }
}

/// How target pay is divided; what is not known is none.
#[derive(Debug, Clone, Default)]
pub struct Split {
    pub base: Option<Percent>,
    pub variable: Option<Percent>,
    /// Shares of the variable part in the order of [`Metric::ALL`].
    pub components: Option<[Option<Percent>; METRICS_COUNT]>,
}

/// A role to check.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub name: Label,
    pub level: Level,
    pub model: PoolModel,
    pub split: Split,
    pub same_plan_as_sales: Option<bool>,
}

/// A rule that fired, with its evidence.
#[derive(Debug, Clone)]
pub struct Fired {
    pub rule: &'static Rule,
    pub message: String,
}

/// What the checks of one role gave.
#[derive(Debug)]
pub struct RoleCheck {
    pub fired: Vec<Fired>,
    /// Arguments whose absence kept a check from being made.
    pub unknown: Vec<&'static str>,
    pub distance_points: Option<Percent>,
    pub corrected: Split,
    pub status: Status,
}

/// Checks every role.
#[must_use]
pub(super) fn check_plan(roles: &[Role], policy: &CompPolicy) -> Vec<RoleCheck> {
    roles.iter().map(|role| check_role(role, policy)).collect()
}

fn check_role(role: &Role, policy: &CompPolicy) -> RoleCheck {
    let mut fired = Vec::new();
    let mut fire = |rule: &'static Rule, message: String| fired.push(Fired { rule, message });
    let mut unknown = Vec::new();
    match role.same_plan_as_sales {
        Some(true) => fire(&policy::CMP_01, "paid on the same plan as Sales".to_owned()),
        Some(false) => {}
        None => unknown.push("same_plan_as_sales"),
    }
    match role.split.components {
        Some(shares) => check_components(role, &shares, policy, &mut fire),
        None => unknown.push("components"),
    }
    match (role.split.base, role.split.variable) {
        (Some(base), Some(variable)) => {
            let sum = base.decimal() + variable.decimal();
            if sum != Decimal::ONE_HUNDRED {
                fire(&policy::CMP_08, format!("base and variable sum to {} %", sum.normalize()));
            }
        }
        (base, variable) => {
            unknown.extend(base.is_none().then_some("base_pct"));
            unknown.extend(variable.is_none().then_some("variable_pct"));
        }
    }
    let (low, high) = policy.base_range(role.level);
    if let Some(base) = role.split.base.filter(|base| base.decimal() < low || base.decimal() > high) {
        fire(&policy::CMP_07, format!("base {base} lies outside {low}–{high} %"));
    }
    let worst = fired.iter().map(|one| one.rule.severity).min();
    RoleCheck {
        unknown,
        distance_points: distance(&role.split, policy),
        corrected: corrected(role, policy),
        status: match worst {
            Some(Severity::Blocker) => Status::Fail,
            Some(Severity::Warning) => Status::Concern,
            _ => Status::Pass,
        },
        fired,
    }
}

fn check_components(
    role: &Role,
    shares: &[Option<Percent>; METRICS_COUNT],
    policy: &CompPolicy,
    fire: &mut impl FnMut(&'static Rule, String),
) {
    let paid = |wanted: fn(Metric) -> bool| -> Decimal {
        Metric::ALL
            .iter()
            .zip(shares)
            .filter(|(metric, _)| wanted(**metric))
            .filter_map(|(_, share)| share.map(Percent::decimal))
            .sum()
    };
    let total = paid(|_| true);
    let survey = paid(Metric::is_survey);
    let only = |part: Decimal| part == total && !total.is_zero();
    if total != Decimal::ONE_HUNDRED {
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
    if role.model == PoolModel::Pooled && activity <= policy.pooled_activity_min {
        fire(
            &policy::CMP_09,
            format!("activity weighs {} %, no more than in the reference split for named CSMs", activity.normalize()),
        );
    }
}

/// Points of target pay that would have to move to reach the reference split; none while a share is unknown.
fn distance(split: &Split, policy: &CompPolicy) -> Option<Percent> {
    let base = split.base?.decimal();
    let variable = split.variable?.decimal();
    let shares = split.components?;
    let reference_variable = Decimal::ONE_HUNDRED - policy.base_reference;
    let parts = Metric::ALL.iter().zip(shares).map(|(metric, share)| {
        let given = share.map_or(Decimal::ZERO, Percent::decimal) * variable;
        let wanted = reference_share(*metric, policy) * reference_variable;
        ((given - wanted) / Decimal::ONE_HUNDRED).abs()
    });
    let moved = (base - policy.base_reference).abs() + parts.sum::<Decimal>();
    // A point that leaves one part arrives in another, so it is counted twice.
    Some(Percent::from_decimal(moved / Decimal::TWO))
}

const fn reference_share(metric: Metric, policy: &CompPolicy) -> Decimal {
    match metric {
        Metric::GrossRetention => policy.gross_retention_reference,
        Metric::NetRetention => policy.net_retention_reference,
        Metric::Activity => policy.activity_reference,
        _ => Decimal::ZERO,
    }
}

/// The nearest base inside the level's range, and the reference components.
fn corrected(role: &Role, policy: &CompPolicy) -> Split {
    let (low, high) = policy.base_range(role.level);
    let base = role.split.base.map_or(policy.base_reference, Percent::decimal).clamp(low, high.max(low));
    let share = |metric: Metric| {
        let share = reference_share(metric, policy);
        // A pool moves the weight of net retention, which it cannot steer account by account, to activity.
        let share = match (role.model, metric) {
            (PoolModel::Pooled, Metric::Activity) => share + policy.net_retention_reference / Decimal::TWO,
            (PoolModel::Pooled, Metric::NetRetention) => share / Decimal::TWO,
            _ => share,
        };
        (!share.is_zero()).then(|| Percent::from_decimal(share))
    };
    Split {
        base: Some(Percent::from_decimal(base)),
        variable: Some(Percent::from_decimal(Decimal::ONE_HUNDRED - base)),
        components: Some(Metric::ALL.map(share)),
    }
}
