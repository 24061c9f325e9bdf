//! Laws of the plan, whatever the company.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Company, Outcome, Plan, Ramp, Team, plan};
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::{Cause, Role, Split};
use crate::units::{Label, Money, Percent};

const CAUSES: [Cause; 10] = [
    Cause::TicketsUnanswered,
    Cause::OnboardingSlow,
    Cause::NoProactiveCare,
    Cause::RenewalsSlip,
    Cause::CommercialSkill,
    Cause::ToolsAndData,
    Cause::NoReferences,
    Cause::NoLead,
    Cause::RenewalsCapacity,
    Cause::NoExecutiveOwner,
];

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    let one = (prop::option::weighted(0.9, 0..CAUSES.len()), prop::option::weighted(0.8, 0_u64..5));
    prop::collection::vec(one, 0..10).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(index, (cause, stake))| Outcome {
                words: Label::of(&format!("outcome {index}")),
                cause: cause.map(|cause| CAUSES[cause]),
                arr_at_stake: stake.map(|stake| Money::whole(stake * 100_000)),
            })
            .collect()
    })
}

fn team() -> impl Strategy<Value = Team> {
    prop::collection::vec(prop::option::of(0_u64..12), Role::ALL.len()).prop_map(|counts| {
        let known: BTreeMap<Role, u64> =
            Role::ALL.into_iter().zip(counts).filter_map(|(role, count)| Some((role, count?))).collect();
        Team::of(known)
    })
}

prop_compose! {
    fn companies()(
        team in team(),
        outcomes in outcomes(),
        arr in 0_u64..30_000_000,
        customers in 0_u64..600,
        newest in (prop::option::of(0_u64..9), prop::option::of(0..Role::ALL.len()), prop::option::of(any::<bool>())),
        known in prop::array::uniform6(prop::option::of(any::<bool>())),
        shares in prop::array::uniform2(prop::option::of(0_u64..100)),
        employees in prop::option::of(0_u64..2_000),
    ) -> Company {
        Company {
            arr: Money::whole(arr),
            customers,
            employees,
            team,
            newest_months: newest.0,
            newest_role: newest.1.map(|role| Role::ALL[role]),
            newest_shipped: newest.2,
            founder_time: shares[0].map(|share| Percent::from_decimal(share.into())),
            tools_time: shares[1].map(|share| Percent::from_decimal(share.into())),
            acv: known[0].map(|large| Money::whole(if large { 20_000 } else { 19_999 })),
            tiers_real: known[1],
            sales_led: known[2],
            multi_product: known[3],
            csm_commercial_weak: known[4],
            references_or_events: known[5],
            outcomes,
            ..Company::default()
        }
    }
}

fn of(company: &Company) -> Plan {
    plan(company, &HiringPolicy::default())
}

proptest! {
    #[test]
    fn every_outcome_is_on_the_roadmap_or_later_once(company in companies()) {
        let plan = of(&company);
        let mut places: Vec<usize> = plan.roadmap.steps.iter().map(|step| step.outcome).collect();
        places.extend(plan.roadmap.later.iter().map(|later| later.outcome));
        places.sort_unstable();
        prop_assert_eq!(places, (0..company.outcomes.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_hire_comes_after_the_ramp_of_the_one_before_and_within_the_months(company in companies()) {
        let plan = of(&company);
        for pair in plan.roadmap.steps.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            prop_assert_eq!(before.month.is_some(), after.month.is_some());
            if let (Some(before_month), Some(after_month)) = (before.month, after.month) {
                prop_assert_eq!(after_month, before_month + before.ramp_months);
                prop_assert!(after_month <= 18);
            }
        }
        for step in &plan.roadmap.steps {
            prop_assert!(step.checks.iter().all(|check| check.met == Some(true)));
        }
    }

    #[test]
    fn nobody_is_hired_before_the_newest_ramped_and_delivered(company in companies()) {
        let plan = of(&company);
        if plan.gate.is_open() && plan.gate.ramp != Ramp::Nobody {
            let months = company.newest_months.unwrap();
            prop_assert!(months >= 3 && company.newest_shipped == Some(true));
            prop_assert!(months >= 6 || company.newest_role.is_some_and(Role::is_bounded));
        }
        let is_now = plan.roadmap.steps.first().is_some_and(|step| step.month == Some(1));
        prop_assert!(!is_now || plan.gate.is_open(), "month 1 while the newest hire is still to ramp");
    }

    #[test]
    fn the_order_given_changes_nothing(company in companies()) {
        let names = |company: &Company| {
            let plan = of(company);
            let name = |index: usize| company.outcomes[index].words.clone();
            let steps: Vec<_> = plan.roadmap.steps.iter().map(|step| (step.month, step.role, name(step.outcome))).collect();
            let later: Vec<_> = plan.roadmap.later.iter().map(|later| (later.role, name(later.outcome))).collect();
            (steps, later)
        };
        let mut reversed = company.clone();
        reversed.outcomes.reverse();
        prop_assert_eq!(names(&company), names(&reversed));
    }

    /// Whatever turns out of the unknown conditions, what was recommended stays.
    #[test]
    fn a_split_recommended_is_not_changed_by_what_was_unknown(company in companies(), turns_out in any::<bool>()) {
        let recommended = of(&company).split.recommend;
        let known = Company {
            acv: company.acv.or(Some(Money::whole(if turns_out { 20_000 } else { 0 }))),
            sales_led: company.sales_led.or(Some(turns_out)),
            multi_product: company.multi_product.or(Some(turns_out)),
            csm_commercial_weak: company.csm_commercial_weak.or(Some(turns_out)),
            ..company.clone()
        };
        let settled = of(&known).split.recommend;
        prop_assert!(settled.is_some());
        prop_assert!(recommended.is_none() || recommended == settled);
        prop_assert!(company.arr >= Money::whole(5_000_000) || settled == Some(Split::Combined));
    }

    #[test]
    fn the_stage_known_lies_in_the_stages_possible(company in companies()) {
        let stage = of(&company).stage;
        prop_assert!((1..=5).contains(&stage.stage) && stage.stage <= stage.stage_max && stage.stage_max <= 5);
    }
}
