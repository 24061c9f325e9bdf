//! What arrives at and leaves `check_cs_comp`.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calc::{Gap, Metric, Role, RoleCheck, Shares};
use super::policy::{CompPolicy, Level, Model};
use crate::ingest::{TablePlace, collect_rows};
use crate::problem::{Code, Collector, Stop};
use crate::rule::{Finding, NotAssessed, Severity};
use crate::tools::Call;
use crate::units::{Label, Percent};

/// Arguments of `check_cs_comp`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row a role of the CS pay plan.
    pub roles: Option<Vec<RoleInput>>,
}

/// One role's pay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RoleInput {
    /// The role's name, such as Senior CSM; "senior", "manager" or "lead" tell its level, "pooled" its model.
    #[schemars(extend("x-tell" = "e.g. Senior CSM; CSM, pooled"))]
    pub role: Label,
    /// Base pay as a percentage of target pay, 0 to 100.
    pub base_pct: Percent,
    /// Variable pay as a percentage of target pay, 0 to 100.
    pub variable_pct: Percent,
    /// Shares of the variable part by metric, 0 to 100.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "% of variable by metric: gross_retention net_retention renewal activity expansion revenue new_logo nps csat health_score adoption team other"
    }))]
    pub components: Components,
    /// Whether over-achievement pays at a higher rate.
    pub accelerators: Option<bool>,
    /// Whether the role is on the same plan as Sales.
    pub same_plan_as_sales: Option<bool>,
    /// Whether the plan binds for more than one year.
    pub multi_year: Option<bool>,
}

/// Declares the metrics of the wire, each with the one it means.
macro_rules! components {
    ($($(#[$doc:meta])* $name:ident: $metric:ident),* $(,)?) => {
        /// Shares of the variable part, percentages 0 to 100; a metric that is absent is not paid.
        #[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
        pub struct Components {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $name: Option<Percent>,)*
        }
        impl Components {
            fn shares(&self) -> Shares {
                [$((Metric::$metric, self.$name)),*]
                    .into_iter()
                    .filter_map(|(metric, share)| Some((metric, share?)))
                    .collect()
            }
            fn from_shares(shares: &Shares) -> Self {
                Self { $($name: shares.get(&Metric::$metric).copied(),)* }
            }
        }
    };
}
components! {
    /// Gross retention.
    gross_retention: GrossRetention,
    /// Net retention.
    net_retention: NetRetention,
    /// Renewals closed.
    renewal: Renewal,
    /// Activity: reviews held, plans made.
    activity: Activity,
    /// Expansion.
    expansion: Expansion,
    /// Revenue.
    revenue: Revenue,
    /// New customers signed.
    new_logo: NewLogo,
    /// Net promoter score.
    nps: Nps,
    /// Customer satisfaction score.
    csat: Csat,
    /// The health score or the share of green accounts.
    health_score: HealthScore,
    /// Product adoption.
    adoption: Adoption,
    /// The team's figures.
    team: Team,
    /// Anything else.
    other: Other,
}

/// A plan whose rows are right.
pub struct Plan {
    /// The roles.
    pub(super) roles: Vec<Role>,
    /// Where they stand.
    pub(super) place: TablePlace,
    /// Columns that were not used.
    pub(super) not_assessed: Vec<NotAssessed>,
}

/// Checks the rules across rows.
///
/// # Errors
/// A role named twice, overridden references that are no split, or what the table's source refuses.
pub fn check(input: Input, call: &Call<'_, CompPolicy>) -> Result<Plan, Stop> {
    let rows = collect_rows(&call.source("roles"), input.roles, call.host, role)?;
    let mut problems = Collector::default();
    let mut seen = BTreeSet::new();
    for (index, one) in rows.rows.iter().enumerate() {
        if !seen.insert(&one.name) {
            problems.add(
                Code::Duplicate,
                rows.place.field(index, "role"),
                format!("the role \"{}\" stands twice", one.name),
                "Give each role once.",
            );
        }
    }
    for model in [Model::Named, Model::Pooled] {
        let sum: Decimal = call.policy.references(model).iter().sum();
        if sum != Decimal::ONE_HUNDRED && rows.rows.iter().any(|one| one.model == model) {
            let (kind, prefix) = if model == Model::Pooled { ("pooled", "pooled_") } else { ("named", "") };
            problems.add(
                Code::Identity,
                "policy",
                format!("the reference components of a {kind} role sum to {} %", sum.normalize()),
                format!(
                    "Override gross_retention_reference, {prefix}net_retention_reference and \
                     {prefix}activity_reference so that they sum to 100."
                ),
            );
        }
    }
    problems.finish()?;
    Ok(Plan { roles: rows.rows, place: rows.place, not_assessed: rows.not_assessed })
}

fn role(row: RoleInput) -> Role {
    Role {
        level: Level::of_name(row.role.as_str()),
        model: Model::of_name(row.role.as_str()),
        name: row.role,
        base: Some(row.base_pct),
        variable: Some(row.variable_pct),
        components: Some(row.components.shares()),
        accelerators: row.accelerators,
        same_plan_as_sales: row.same_plan_as_sales,
        multi_year: row.multi_year,
    }
}

/// The figures of `check_cs_comp`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// One entry a role, in the order given.
    pub roles: Vec<RoleReport>,
}

/// One role's check.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleReport {
    /// The role.
    pub role: Label,
    /// The level read from its name.
    pub level: Level,
    /// Whether its name tells of a pool.
    pub model: Model,
    /// Base pay as given.
    pub base_pct: Option<Percent>,
    /// Variable pay as given.
    pub variable_pct: Option<Percent>,
    /// Points of 100 that stand elsewhere than in the reference split of its model; 0 is the reference itself.
    pub distance_points: Option<Percent>,
    /// The split that would pass.
    pub corrected: Corrected,
    /// Whether the plan binds for several years, as given.
    pub multi_year: Option<bool>,
    /// The worst severity among its findings.
    pub status: Status,
}

/// How a role fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every check was made and nothing found.
    Pass,
    /// A warning.
    Concern,
    /// A blocker.
    Fail,
    /// Nothing found, but not every check could be made.
    Incomplete,
}

/// A split that rewards retention.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Corrected {
    /// Base pay.
    pub base_pct: Percent,
    /// Variable pay.
    pub variable_pct: Percent,
    /// Shares of the variable part.
    pub components: Components,
}

/// The report, its findings and its gaps, from what was computed.
#[must_use]
pub(super) fn report(plan: &Plan, checks: &[RoleCheck]) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let mut findings = Vec::new();
    let mut not_assessed = Vec::new();
    let mut roles = Vec::new();
    for (index, (role, check)) in plan.roles.iter().zip(checks).enumerate() {
        let at = plan.place.row(index);
        for fired in &check.fired {
            findings.push(fired.rule.finding(at.clone(), format!("{}: {}", role.name, fired.message)));
        }
        not_assessed.extend(check.gaps.iter().map(|gap| told(*gap, role, index, &plan.place)));
        roles.push(role_report(role, check));
    }
    (Figures { roles }, findings, not_assessed)
}

fn told(gap: Gap, role: &Role, index: usize, place: &TablePlace) -> NotAssessed {
    match gap {
        Gap::Absent(argument, checks) => NotAssessed::new(
            format!("{argument} of {}", role.name),
            format!("not given, so {checks} stay open"),
            place.field(index, argument),
        ),
        Gap::Distance => NotAssessed::new(
            format!("distance_points of {}", role.name),
            "shares that do not sum to 100 are no split",
            "shares that sum to 100",
        ),
        Gap::Accelerators => NotAssessed::new(
            format!("accelerators of {}", role.name),
            "the components hold at target, not beyond it",
            "the rate above target by metric",
        ),
    }
}

fn role_report(role: &Role, check: &RoleCheck) -> RoleReport {
    let is_open = check.gaps.iter().any(|gap| matches!(gap, Gap::Absent(..)));
    RoleReport {
        role: role.name.clone(),
        level: role.level,
        model: role.model,
        base_pct: role.base,
        variable_pct: role.variable,
        distance_points: check.distance_points,
        corrected: Corrected {
            base_pct: check.corrected.base,
            variable_pct: check.corrected.variable,
            components: Components::from_shares(&check.corrected.components),
        },
        multi_year: role.multi_year,
        status: match check.fired.iter().map(|fired| fired.rule.severity).min() {
            Some(Severity::Blocker) => Status::Fail,
            Some(Severity::Warning) => Status::Concern,
            _ if is_open => Status::Incomplete,
            _ => Status::Pass,
        },
    }
}
