//! The arguments of `plan_cs_hires`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::tools::hiring::words::{Cause, Role};
use crate::units::{Label, Money, Percent};

/// Arguments of `plan_cs_hires`; what is absent is unknown.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// The company's ARR.
    pub arr_usd: Money,
    /// The company's customers, up to 1,000,000,000.
    #[schemars(extend("x-max" = 1_000_000_000))]
    pub customer_count: u64,
    /// Customer outcomes that fail today, up to ten: what a hire is for.
    #[schemars(extend("x-tell" = "what fails for customers, up to 10"))]
    pub outcomes: Option<Vec<OutcomeInput>>,
    /// People in CS by role. 0 where nobody holds the role; a role that is left out is unknown.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "people by role, 0 none: support csm am implementation cs_ops customer_marketing renewals manager director cco"
    }))]
    pub cs_team: Option<CsTeam>,
    /// Months that the newest CS hire is in the seat, up to 600.
    #[schemars(extend("x-max" = 600))]
    pub newest_hire_months: Option<u64>,
    /// The newest hire's role, which tells its ramp; without it the longest ramp holds.
    #[schemars(extend("x-public" = {"type": "string"}))]
    pub newest_hire_role: Option<Role>,
    /// Whether the newest hire delivered the outcome it was hired for.
    pub newest_hire_outcome_shipped: Option<bool>,
    /// The role that the plan asks for, to be held against what the outcomes call for.
    #[schemars(extend("x-public" = {"type": "string", "description": "role asked for"}))]
    pub planned_role: Option<Role>,
    /// The company's employees, up to 10,000,000.
    #[schemars(extend("x-max" = 10_000_000))]
    pub employees: Option<u64>,
    /// Percentage of their week that founders spend on customers, 0 to 100.
    pub founder_time_on_customers_pct: Option<Percent>,
    /// Percentage of their week that CSMs lose to tools and data, 0 to 100.
    pub csm_time_on_tools_pct: Option<Percent>,
    /// The average contract value of a year.
    pub acv_usd: Option<Money>,
    /// Whether tiers differ in what customers get, not in name alone.
    pub tiers_real: Option<bool>,
    /// Whether Sales leads the motion.
    pub sales_led: Option<bool>,
    /// Whether several products are sold by distinct motions.
    pub multi_product: Option<bool>,
    /// Whether CSMs are weak at commercial talks.
    pub csm_commercial_weak: Option<bool>,
    /// Whether there are references (five or more), events, or a decision to put customers on a stage.
    #[schemars(extend("x-tell" = "5+ references or events"))]
    pub references_or_events: Option<bool>,
}

/// A customer outcome that fails today.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OutcomeInput {
    /// What customers will have that they lack now, in their words.
    pub outcome: Label,
    /// Why they lack it now; each cause calls for one role.
    pub failing_because: Option<Cause>,
    /// The ARR that hangs on it.
    pub arr_at_stake_usd: Option<Money>,
}

/// Declares the counts by role.
macro_rules! team {
    ($($(#[$doc:meta])* $name:ident: $role:ident [$($alias:literal),*];)*) => {
        /// People in CS by role; 0 where nobody holds the role, absent where it is unknown.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        pub struct CsTeam {
            $(
                $(#[$doc])*
                #[schemars(extend("x-loose" = true, "x-max" = 1_000_000, "x-aliases" = [$($alias),*]))]
                pub $name: Option<u64>,
            )*
        }
        impl CsTeam {
            /// The counts given.
            pub(super) fn counts(&self) -> BTreeMap<Role, u64> {
                [$((Role::$role, self.$name)),*].into_iter().filter_map(|(role, count)| Some((role, count?))).collect()
            }
        }
    };
}
team! {
    /// People who answer tickets.
    support: Support ["customer_support"];
    /// Customer success managers.
    csm: Csm ["csms", "customer_success_manager", "customer_success_managers"];
    /// Account managers.
    am: Am ["ams", "account_manager", "account_managers"];
    /// Implementation managers.
    implementation: Implementation ["im", "implementation_manager", "onboarding", "onboarding_specialist"];
    /// CS operations.
    cs_ops: CsOps ["ops", "operations", "cs_operations"];
    /// Customer marketing.
    customer_marketing: CustomerMarketing ["marketing", "advocacy"];
    /// Renewals managers.
    renewals: Renewals ["renewal", "renewals_manager"];
    /// Managers of CSMs.
    manager: Manager ["managers", "cs_manager", "team_lead"];
    /// Directors, VPs and heads of CS.
    director: Director ["directors", "vp", "vp_cs", "vp_of_customer_success", "head_of_cs"];
    /// Chief customer officer.
    cco: Cco ["chief_customer_officer"];
}
