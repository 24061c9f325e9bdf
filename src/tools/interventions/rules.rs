//! Rules of `plan_churn_interventions`.

use crate::rule::{Rule, Severity};

macro_rules! rules {
    ($($name:ident $id:literal $fires:literal $source:literal;)*) => {
        $(pub(super) const $name: Rule = Rule::new($id, Severity::Warning, $fires, $source);)*

        /// All rules, by id.
        pub(super) const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    CHN_01 "CHN-01" "a renewal date has passed" "interventions#lapsed";
    CHN_02 "CHN-02" "an account is red within 60 days of its renewal" "interventions#escalation";
    CHN_03 "CHN-03" "a P1 is open within 60 days of the renewal" "interventions#escalation";
    CHN_04 "CHN-04" "nobody was in touch for more than 60 days, within 60 days of the renewal" "interventions#escalation";
    CHN_05 "CHN-05" "a driver's play does not fit into the time left, an executive's call is all that does" "interventions#plays-and-the-clock";
    CHN_06 "CHN-06" "a renewal step's day has passed and the step is not done" "interventions#renewal-motion";
    CHN_07 "CHN-07" "an owner has more plays than capacity" "interventions#owners";
    CHN_08 "CHN-08" "plays have no owner by name" "interventions#owners";
    CHN_09 "CHN-09" "a discount is offered though price is not the driver" "interventions#poison-test";
    CHN_10 "CHN-10" "a discount is not shown to fit, or is more than 15 %" "interventions#poison-test";
    CHN_11 "CHN-11" "more than 20 % of the saves lean on a discount above 15 %" "interventions#structural-discounts";
    CHN_12 "CHN-12" "one driver stands on more than 30 % of the accounts in save" "interventions#patterns";
    CHN_13 "CHN-13" "health is green, yet a sponsor changed, a competitor is named or a P1 is open" "interventions#value-at-risk";
    CHN_14 "CHN-14" "health is unknown, and so is what is at risk" "interventions#value-at-risk";
    CHN_15 "CHN-15" "a save costs more than it is expected to bring" "interventions#save-odds";
}
