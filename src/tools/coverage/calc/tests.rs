//! Values worked by hand, and the laws of sizing.

use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

use super::capacity::{Ramp, Survival, Team, months_of};
use super::need::people;
use super::plan::PLAN_PEOPLE_COUNT_MAX;
use super::*;
use crate::tools::coverage::words::Benchmark;

const ENTERPRISE: Ramp = Ramp { half_months: 2.0, full_months: 5.0 };

fn near(actual: f64, expected: f64, tolerance: f64) -> bool {
    (actual - expected).abs() <= tolerance
}

/// Output lost while a new CSM comes up: the area above the ramp.
fn output_lost(ramp: Ramp) -> f64 {
    let steps = 1_000_u32;
    let width = ramp.full_months / f64::from(steps);
    (0..steps).map(|step| (1.0 - ramp.output((f64::from(step) + 0.5) * width)) * width).sum()
}

#[test]
fn a_ramp_loses_the_months_of_the_reference() {
    let ramp = |half_months, full_months| Ramp { half_months, full_months };
    for (ramp, lost) in [
        (ramp(3.0, 7.5), 3.375),
        (ENTERPRISE, 2.25),
        (ramp(1.0, 2.5), 1.125),
        (ramp(0.5, 1.0), 0.5),
        (ramp(0.0, 0.0), 0.0),
    ] {
        assert!(near(output_lost(ramp), lost, 1e-6), "{ramp:?}: {}", output_lost(ramp));
        assert!(near(ramp.output(ramp.half_months), 0.5, 1e-12) || ramp.full_months <= 0.0);
        assert!(near(ramp.output(ramp.full_months), 1.0, 1e-12) && near(ramp.output(-1.0), 0.0, 0.0));
    }
}

/// Four CSMs, 15 % attrition, a need that grows from 4 to 5.6 (`references/statistics.md`).
#[test]
fn the_worked_example_of_capacity() {
    let team = |joins: &[usize]| Team {
        current: 4.0,
        survival: Survival::of_attrition(0.15),
        ramp: ENTERPRISE,
        joins: joins.to_vec(),
        leaves: Vec::new(),
    };
    let late = team(&[3, 6]);
    assert!(near(late.capacity(6), 4.33, 0.005) && near(late.capacity(12), 5.21, 0.005));
    assert!(near(team(&[0, 2, 5, 8]).capacity(12), 6.82, 0.005));
    // Expected leavers of the year: 0.60 of four.
    assert!(near(4.0 - team(&[]).heads(12), 0.6, 1e-9));
}

#[test]
fn who_moves_away_is_no_longer_counted() {
    let team = Team {
        current: 3.0,
        survival: Survival::of_attrition(0.0),
        ramp: ENTERPRISE,
        joins: Vec::new(),
        leaves: vec![2, 2, 5],
    };
    let heads: Vec<f64> = (0..=6).map(|month| team.heads(month)).collect();
    assert_eq!(heads, [3.0, 3.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
}

#[test]
fn a_start_is_need_less_lead_less_ramp_and_never_before_the_plan() {
    for (need, lead, ramp, start) in [
        (12, 3.0, 5.0, (4, false)),
        (12, 3.0, 7.5, (1, false)),
        (10, 3.0, 2.5, (4, false)),
        (9, 3.0, 5.0, (1, false)),
        (8, 3.0, 5.0, (1, true)),
        (0, 3.0, 5.0, (1, true)),
        (12, 0.0, 0.0, (12, false)),
    ] {
        assert_eq!(plan::start_month(need, lead, ramp), start, "{need} {lead} {ramp}");
    }
}

fn book() -> impl Strategy<Value = Option<TierBook>> {
    let tier = (0_u64..200, 0_u64..1_000_000_000, prop::option::of(0_u64..40), prop::option::of(0_u64..6));
    prop::option::of(tier.prop_map(|(accounts, cents, current, hours)| TierBook {
        accounts,
        arr: if accounts == 0 {
            Money::ZERO
        } else {
            Money::from_decimal(Decimal::new(i64::try_from(cents).unwrap(), 2))
        },
        current,
        hours_per_account: hours.map(Decimal::from),
    }))
}

prop_compose! {
    fn question()(
        books in [book(), book(), book(), book()],
        growth in 0_i64..300,
        complexity in 50_i64..=200,
        attrition in 0_i64..=60,
        lead in 0_u32..=12,
        basis in prop::sample::select(vec![
            TargetBasis::Baseline, TargetBasis::SourceC, TargetBasis::SourceE,
            TargetBasis::StageSeed, TargetBasis::StageGrowth, TargetBasis::StageScale,
        ]),
        weekly_escalations in prop::option::of(any::<bool>()),
    ) -> Question {
        Question {
            books,
            growth: Decimal::new(growth, 2),
            complexity: Decimal::new(complexity, 2),
            attrition: Decimal::new(attrition, 2),
            lead_months: Decimal::from(lead),
            basis,
            weekly_escalations,
        }
    }
}

fn answered(question: &Question) -> Answer {
    answer(question, &CoveragePolicy::default()).expect("it is far from the bounds")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Rounding up agrees with whole-number arithmetic.
    #[test]
    fn people_are_the_exact_ceiling(cents in 0_i64..1_000_000_000_000, by_cents in 1_i64..1_000_000_000) {
        let exact = (i128::from(cents) + i128::from(by_cents) - 1) / i128::from(by_cents);
        prop_assert_eq!(i128::from(people(Decimal::new(cents, 2), Decimal::new(by_cents, 2))), exact);
    }

    /// A multiple of the target is that many people, whatever the digits of the target.
    #[test]
    fn people_of_a_multiple(count in 0_u64..1_000_000, by in 1_i64..1_000_000_000_000, scale in 0_u32..10) {
        let by = Decimal::new(by, scale);
        prop_assert_eq!(people(by * Decimal::from(count), by), count);
    }

    /// The parts sum to the whole, and neither shortage nor surplus is netted away.
    #[test]
    fn totals_are_the_sums(question in question()) {
        let answer = answered(&question);
        let (tiers, totals) = (&answer.tiers, &answer.totals);
        prop_assert_eq!(totals.required_now, tiers.iter().map(|tier| tier.now.required).sum::<u64>());
        prop_assert_eq!(totals.annual_cost_12mo, tiers.iter().map(|tier| tier.annual_cost_12mo).sum::<Money>());
        let known = tiers.iter().all(|tier| tier.book.current.is_some());
        prop_assert_eq!(totals.gap_now.is_some(), known);
        if let (Some(short), Some(over), Some(gap)) = (totals.shortage_now, totals.surplus_now, totals.gap_now) {
            prop_assert_eq!(i64::try_from(short).unwrap() - i64::try_from(over).unwrap(), gap);
        }
        for tier in tiers {
            let most = tier.now.by_arr.max(tier.now.by_accounts).max(tier.now.by_hours.unwrap_or(0));
            prop_assert_eq!(tier.now.required, most);
            prop_assert_eq!(tier.now.fte.ceil(), Decimal::from(tier.now.required));
            prop_assert!(tier.required_now_low <= tier.now.required && tier.now.required <= tier.required_now_high);
            prop_assert_eq!(tier.now.binding.is_none(), tier.now.required == 0);
        }
    }

    /// More load never asks for fewer people, in any tier, now or later.
    #[test]
    fn more_load_never_needs_fewer(question in question(), more_growth in 0_i64..100, more_work in 0_i64..100) {
        let before = answered(&question);
        let harder = Question {
            growth: question.growth + Decimal::new(more_growth, 2),
            complexity: question.complexity + Decimal::new(more_work, 2),
            ..question.clone()
        };
        let after = answered(&harder);
        for (one, other) in before.tiers.iter().zip(&after.tiers) {
            prop_assert!(one.now.required <= other.now.required && one.in_12mo.required <= other.in_12mo.required);
            prop_assert!(one.now.required <= one.in_12mo.required);
        }
    }

    /// Scaling money and its targets by one factor changes no count.
    #[test]
    fn the_unit_of_money_does_not_matter(question in question(), factor in 2_i64..50) {
        let factor = Decimal::from(factor);
        let mut scaled = question.clone();
        for book in scaled.books.iter_mut().flatten() {
            book.arr = book.arr.times(factor);
        }
        scaled.basis = TargetBasis::Baseline;
        let mut policy = CoveragePolicy::default();
        for row in [
            &mut policy.baseline_strategic_arr_target,
            &mut policy.baseline_enterprise_arr_target,
            &mut policy.baseline_mid_market_arr_target,
            &mut policy.baseline_smb_arr_target,
        ] {
            *row *= factor;
        }
        let plain = answered(&Question { basis: TargetBasis::Baseline, ..question });
        let scaled = answer(&scaled, &policy).unwrap();
        for (one, other) in plain.tiers.iter().zip(&scaled.tiers) {
            prop_assert_eq!((one.now.required, one.now.fte), (other.now.required, other.now.fte));
        }
        prop_assert_eq!(plain.plan.hires, scaled.plan.hires);
    }

    /// Hires are dated within the year, in order, and start when the need, the lead and the ramp say.
    #[test]
    fn hires_start_in_time_or_are_overdue(question in question()) {
        let answer = answered(&question);
        let hires = &answer.plan.hires;
        prop_assert!(hires.is_sorted_by_key(|hire| hire.month));
        for hire in hires {
            prop_assert!((1..=MONTHS_COUNT).contains(&hire.month) && hire.need_month <= MONTHS_COUNT);
            let ramp = hire.tier.map_or(dec!(0), |tier| CoveragePolicy::default().ramp_months(tier).1);
            let wanted = Decimal::from(hire.need_month) - question.lead_months - ramp;
            prop_assert_eq!(hire.overdue, wanted < dec!(1));
            if !hire.overdue {
                prop_assert_eq!(Decimal::from(hire.month), wanted.floor());
            }
        }
        let managers = hires.iter().filter(|hire| hire.role == Role::Manager).count();
        prop_assert_eq!(managers, usize::from(answer.manager_needed()));
    }

    /// By the end of the year everybody planned has come up, and no tier is over the line.
    #[test]
    fn the_plan_carries_the_need_of_month_twelve(question in question()) {
        let answer = answered(&question);
        for last in answer.plan.months.iter().filter(|month| month.month == MONTHS_COUNT) {
            prop_assert!(last.need * 1.2 <= last.capacity * (1.0 + 1e-6) + 1e-6, "{last:?}");
        }
        for month in &answer.plan.months {
            prop_assert!(month.need.is_finite() && month.capacity.is_finite() && month.capacity >= 0.0);
        }
    }

    /// Only people whom a tier requires neither now nor later are offered, and within reach. Where nobody is short, no
    /// tier that gives has to hire again.
    #[test]
    fn moves_stay_within_the_surplus(question in question()) {
        let answer = answered(&question);
        let most = |tier: &TierAnswer| tier.now.required.max(tier.in_12mo.required);
        let nobody_short = answer.tiers.iter().all(|tier| tier.book.current.is_none_or(|current| current >= most(tier)));
        for tier in &answer.tiers {
            let given: u64 =
                answer.plan.moves.iter().filter(|one| one.from == tier.tier).map(|one| one.csms).sum();
            prop_assert!(given <= tier.book.current.unwrap_or(0).saturating_sub(most(tier)));
            let hires = answer.plan.hires.iter().any(|hire| hire.tier == Some(tier.tier));
            prop_assert!(!(nobody_short && given > 0 && hires));
        }
        for one in &answer.plan.moves {
            prop_assert!(one.csms > 0 && one.from != one.to && one.from.index() <= one.to.index() + 1);
        }
    }

    /// Without attrition the year costs today's people for twelve months, and each hire from the month of the start on.
    #[test]
    fn cost_follows_the_heads(question in question()) {
        let answer = answered(&Question { attrition: dec!(0), ..question });
        let Some(phased) = &answer.plan.phased else { return Ok(()) };
        let policy = CoveragePolicy::default();
        let months = |start: usize| Decimal::from(MONTHS_COUNT + 1 - start);
        let of_tier = |tier: Tier| policy.csm_cost_annual(tier).decimal() / dec!(12);
        let mut wanted = Decimal::ZERO;
        for tier in &answer.tiers {
            wanted += of_tier(tier.tier) * Decimal::from(tier.book.current.unwrap()) * dec!(12);
        }
        for hire in &answer.plan.hires {
            let monthly = hire.tier.map_or(policy.manager_cost_annual / dec!(12), of_tier);
            wanted += monthly * months(hire.month);
        }
        for one in &answer.plan.moves {
            wanted += (of_tier(one.to) - of_tier(one.from)) * Decimal::from(one.csms) * months(one.month);
        }
        let total: Money = phased.quarters.iter().map(|quarter| quarter.csm_cost + quarter.manager_cost).sum();
        // Eight parts are rounded to whole units.
        prop_assert!((total.decimal() - wanted).abs() <= dec!(4), "{total} against {wanted}");
    }

    /// What a set says does not depend on which one was asked for.
    #[test]
    fn sets_do_not_depend_on_the_basis(question in question()) {
        let said = |basis| answered(&Question { basis, ..question.clone() }).sets.iter().map(|set| set.required_now).collect::<Vec<_>>();
        prop_assert_eq!(said(TargetBasis::Baseline), said(TargetBasis::StageScale));
        for (index, benchmark) in Benchmark::ALL.into_iter().enumerate() {
            let of_basis = answered(&Question { basis: TargetBasis::of_benchmark(benchmark), ..question.clone() });
            prop_assert_eq!(of_basis.totals.required_now, of_basis.sets[index].required_now);
        }
    }
}

#[test]
fn a_plan_without_end_is_refused() {
    let tier = |accounts| TierBook { accounts, arr: Money::ZERO, current: Some(0), hours_per_account: None };
    let question = |accounts| Question {
        books: [Some(tier(accounts)), None, None, None],
        growth: dec!(0),
        complexity: dec!(1),
        attrition: dec!(0),
        lead_months: dec!(3),
        basis: TargetBasis::Baseline,
        weekly_escalations: None,
    };
    let policy = CoveragePolicy::default();
    // Eight accounts a head, and 1.2 heads for each head's work.
    let hires = |accounts| answer(&question(accounts), &policy).map(|answer| answer.plan.hires.len());
    let most = u64::try_from(PLAN_PEOPLE_COUNT_MAX).unwrap();
    assert_eq!(hires(most * 8 * 10 / 12), Ok(PLAN_PEOPLE_COUNT_MAX + 1), "and a manager");
    assert_eq!(hires(most * 8), Err(TooLarge::Plan(Tier::Strategic)));
    assert_eq!(hires(REQUIRED_CSMS_COUNT_MAX * 8 + 1), Err(TooLarge::Requirement(Tier::Strategic)));
    assert!(near(months_of(12), 12.0, 0.0));
}
