//! Thresholds and rules of `plan_cs_hires`.

use rust_decimal::Decimal;

use super::words::Role;
use crate::policy_table;
use crate::rule::{Rule, Severity};
use crate::units::Money;

policy_table! {
    /// When a role is due, and what speaks for a split of AM from CSM.
    HiringPolicy {
        /// Months until a role with one bounded motion is ramped.
        ramp_short_months: Count 3, Guidance, "organisation#ramp";
        /// Months until a role that carries relationships, contracts or people is ramped.
        ramp_long_months: Count 6, Guidance, "organisation#ramp";
        /// How far the roadmap looks.
        roadmap_months: Count 18, Guidance, "organisation#roadmap";
        /// Share of the founders' week above which customers take too much of it.
        founder_time_max_pct: Percent 40, Guidance, "organisation#stages";
        /// Paying customers from which the first CSM may come.
        first_csm_customers_min: Count 10, Guidance, "organisation#stages";
        /// Customers that founders can carry at most.
        founder_customers_max: Count 50, Guidance, "organisation#stages";
        /// Customers from which Support is due.
        support_customers_min: Count 30, Guidance, "organisation#prerequisites";
        /// Share of the CSMs' week, lost to tools and data, from which CS operations is due.
        tools_time_min_pct: Percent 30, Guidance, "organisation#prerequisites";
        /// CSMs from which CS operations has somebody to work for.
        ops_csm_min: Count 3, Guidance, "organisation#prerequisites";
        /// CSMs from which a manager is to be planned.
        manager_plan_csm_min: Count 4, Guidance, "organisation#prerequisites";
        /// CSMs in one tier from which a manager is needed.
        manager_tier_csm_min: Count 5, Guidance, "organisation#prerequisites";
        /// CSMs in all from which a manager is needed.
        manager_needed_csm_min: Count 8, Guidance, "organisation#prerequisites";
        /// People in CS from which a director or VP is due.
        director_people_min: Count 10, Guidance, "organisation#prerequisites";
        /// ARR below which a CCO is a title before its time.
        cco_arr_min: Money 10000000, Guidance, "organisation#mistakes";
        /// Customers from which stage 3 may begin.
        series_b_customers_min: Count 100, Guidance, "organisation#stages";
        /// ARR from which stage 3 may begin.
        series_b_arr_min: Money 1000000, Guidance, "organisation#stages";
        /// CSMs from which stage 3 may begin.
        series_b_csm_min: Count 3, Guidance, "organisation#stages";
        /// Customers from which stage 4 may begin, and a renewals team.
        growth_customers_min: Count 250, Guidance, "organisation#stages";
        /// ARR from which stage 4 may begin, and a renewals team.
        growth_arr_min: Money 5000000, Guidance, "organisation#stages";
        /// People in CS from which stage 4 may begin, and a renewals team.
        growth_people_min: Count 8, Guidance, "organisation#stages";
        /// Employees from which stage 5 may begin.
        late_employees_min: Count 1000, Guidance, "organisation#stages";
        /// People in CS from which stage 5 may begin.
        late_people_min: Count 50, Guidance, "organisation#stages";
        /// ARR below which CSM and AM stay one role.
        am_split_arr_min: Money 5000000, Guidance, "organisation#am-split";
        /// Contract value from which an AM split pays.
        am_split_acv_min: Money 20000, Guidance, "organisation#am-split";
        /// Conditions of an AM split at or below which CSM and AM stay one role.
        am_conditions_block_max: Count 1, Guidance, "organisation#am-split";
        /// Conditions at or below which the split is a hybrid.
        am_conditions_sharpen_max: Count 2, Guidance, "organisation#am-split";
    } ordered {
        (ramp_short_months, ramp_long_months), (manager_plan_csm_min, manager_needed_csm_min),
        (am_conditions_block_max, am_conditions_sharpen_max),
    }
}

impl HiringPolicy {
    /// Months until a role is ramped.
    #[must_use]
    pub const fn ramp_months(&self, role: Role) -> Decimal {
        if role.is_bounded() { self.ramp_short_months } else { self.ramp_long_months }
    }

    /// ARR per CSM below which a company of this stage carries more CSMs than its stage does at most; none before
    /// stage 3.
    #[must_use]
    pub fn arr_per_csm_line(&self, stage: u8) -> Option<Money> {
        let (arr, people) = match stage {
            0..=2 => return None,
            3 => (self.series_b_arr_min, self.series_b_csm_min),
            _ => (self.growth_arr_min, self.growth_people_min),
        };
        arr.checked_div(people).map(Money::from_decimal)
    }
}

/// Declares the rules; all of them warn.
macro_rules! rules {
    ($($name:ident $id:literal $fires:literal $source:literal;)*) => {
        $(pub(super) const $name: Rule = Rule::new($id, Severity::Warning, $fires, $source);)*
        /// All rules, by id.
        pub(super) const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    ORG_01 "ORG-01" "no customer outcome is named, so no hire is recommended" "organisation#the-next-hire";
    ORG_02 "ORG-02" "the newest hire has not ramped" "organisation#the-next-hire";
    ORG_03 "ORG-03" "the newest hire has not delivered the outcome it was hired for" "organisation#the-next-hire";
    ORG_04 "ORG-04" "the role that an outcome calls for misses a prerequisite" "organisation#prerequisites";
    ORG_05 "ORG-05" "the role that the plan asks for is not one that the outcomes call for" "organisation#roles-and-boundaries";
    ORG_06 "ORG-06" "Support stands or is asked for before any CSM" "organisation#mistakes";
    ORG_07 "ORG-07" "CS operations stands or is asked for before any CSM" "organisation#mistakes";
    ORG_08 "ORG-08" "a manager is next or planned, who needs training and leaves a book behind" "organisation#mistakes";
    ORG_09 "ORG-09" "CSM and AM are one person although the conditions of a split hold" "organisation#am-split";
    ORG_10 "ORG-10" "CSMs answer the tickets, since customers are many and Support is not there" "organisation#mistakes";
    ORG_11 "ORG-11" "customer marketing stands or is asked for inside CS" "organisation#mistakes";
    ORG_12 "ORG-12" "a CCO under the ARR line" "organisation#mistakes";
    ORG_13 "ORG-13" "the stage named is not the one that the counts tell" "organisation#stages";
    ORG_14 "ORG-14" "ARR per CSM lies under what the stage carries" "organisation#stages";
    ORG_15 "ORG-15" "a trigger of a role is reached, and no outcome asks for the role" "organisation#prerequisites";
}
