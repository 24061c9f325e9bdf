//! What arrives at and leaves `check_cs_comp`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calc::{METRICS_COUNT, PoolModel, Role, RoleCheck, Split};
use super::policy::CompPolicy;
use super::words::{Level, Status};
use crate::ingest::{TablePlace, collect_rows};
use crate::problem::{Code, Collector, Stop};
use crate::rule::{Finding, NotAssessed};
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
    pub base_pct: Option<Percent>,
    /// Variable pay as a percentage of target pay, 0 to 100.
    pub variable_pct: Option<Percent>,
    /// Shares of the variable part by metric, 0 to 100.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "% of variable by metric: gross_retention net_retention renewal activity expansion revenue new_logo nps csat health_score adoption team other"
    }))]
    pub components: Option<Components>,
    /// Whether over-achievement pays at a higher rate.
    pub accelerators: Option<bool>,
    /// Whether the role is on the same plan as Sales.
    pub same_plan_as_sales: Option<bool>,
    /// Whether the plan binds for more than one year.
    pub multi_year: Option<bool>,
}

/// Declares the thirteen metrics once for the wire, in the order of [`Metric::ALL`].
macro_rules! components {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Shares of the variable part, percentages 0 to 100; a metric that is absent is not paid.
        #[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
        pub struct Components {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $name: Option<Percent>,)*
        }
        impl Components {
            fn shares(&self) -> [Option<Percent>; METRICS_COUNT] {
                [$(self.$name,)*]
            }
            fn from_shares(shares: [Option<Percent>; METRICS_COUNT]) -> Self {
                let [$($name,)*] = shares;
                Self { $($name,)* }
            }
        }
    };
}
components! {
    /// Gross retention.
    gross_retention,
    /// Net retention.
    net_retention,
    /// Renewals closed.
    renewal,
    /// Activity: reviews held, plans made.
    activity,
    /// Expansion.
    expansion,
    /// Revenue.
    revenue,
    /// New customers signed.
    new_logo,
    /// Net promoter score.
    nps,
    /// Customer satisfaction score.
    csat,
    /// The health score or the share of green accounts.
    health_score,
    /// Product adoption.
    adoption,
    /// The team's figures.
    team,
    /// Anything else.
    other,
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
/// A role named twice, or what the table's source refuses.
pub fn check(input: Input, call: &Call<'_, CompPolicy>) -> Result<Plan, Stop> {
    let rows = collect_rows(&call.source("roles"), input.roles, call.host, role)?;
    let mut problems = Collector::default();
    for (index, one) in rows.rows.iter().enumerate() {
        if rows.rows.iter().take(index).any(|earlier| earlier.name == one.name) {
            problems.add(
                Code::Duplicate,
                rows.place.field(index, "role"),
                format!("the role \"{}\" stands twice", one.name),
                "Give each role once.",
            );
        }
    }
    problems.finish()?;
    Ok(Plan { roles: rows.rows, place: rows.place, not_assessed: rows.not_assessed })
}

fn role(row: RoleInput) -> Role {
    Role {
        level: Level::of_name(row.role.as_str()),
        model: PoolModel::of_name(row.role.as_str()),
        name: row.role,
        split: Split {
            base: row.base_pct,
            variable: row.variable_pct,
            components: row.components.map(|components| components.shares()),
        },
        same_plan_as_sales: row.same_plan_as_sales,
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
    /// Base pay as given.
    pub base_pct: Option<Percent>,
    /// Variable pay as given.
    pub variable_pct: Option<Percent>,
    /// Points of 100 that stand elsewhere than in the reference split; 0 is the reference itself.
    pub distance_points: Option<Percent>,
    /// The split that would pass.
    pub corrected: Corrected,
    /// The worst severity among its findings.
    pub status: Status,
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
pub fn report(plan: &Plan, checks: Vec<RoleCheck>) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let mut findings = Vec::new();
    let mut not_assessed = Vec::new();
    let mut roles = Vec::new();
    for (index, (role, check)) in plan.roles.iter().zip(checks).enumerate() {
        let at = plan.place.row(index);
        for fired in &check.fired {
            findings.push(fired.rule.finding(at.clone(), format!("{}: {}", role.name, fired.message)));
        }
        for unknown in &check.unknown {
            not_assessed.push(NotAssessed::new(
                format!("{unknown} of {}", role.name),
                "it was not given",
                format!("{at}.{unknown}"),
            ));
        }
        roles.push(role_report(role, &check));
    }
    (Figures { roles }, findings, not_assessed)
}

fn role_report(role: &Role, check: &RoleCheck) -> RoleReport {
    let shares = check.corrected.components.unwrap_or_default();
    RoleReport {
        role: role.name.clone(),
        level: role.level,
        base_pct: role.split.base,
        variable_pct: role.split.variable,
        distance_points: check.distance_points,
        corrected: Corrected {
            base_pct: check.corrected.base.unwrap_or_default(),
            variable_pct: check.corrected.variable.unwrap_or_default(),
            components: Components::from_shares(shares),
        },
        status: check.status,
    }
}
