use proptest::prelude::*;
use rust_decimal::dec;

use super::*;
use crate::tools::voice::words::Order;

/// Everything in place.
fn whole() -> Program {
    Program::new(Item::ALL.iter().map(|item| (*item, Reading::Full)))
}

fn with(program: &Program, item: Item, figure: Decimal) -> Program {
    let mut readings = program.0.clone();
    readings.insert(item, Reading::Figure(figure));
    Program(readings)
}

fn score_of(program: &Program) -> Score {
    score(program, Unknown::Nothing, &VoicePolicy::default())
}

#[test]
fn the_best_program_has_a_hundred_points_and_the_empty_one_none() {
    let policy = VoicePolicy::default();
    assert_eq!(Part::ALL.map(|part| policy.possible_points(part)), [dec!(51), dec!(38), dec!(15)]);
    assert_eq!(score_of(&whole()).total, dec!(100));
    assert_eq!(score_of(&whole()).parts, [dec!(60), dec!(25), dec!(15)]);
    let none = score_of(&Program::default());
    assert_eq!((none.total, none.band), (dec!(0), Band::AdHoc));
    let best = score(&Program::default(), Unknown::Everything, &policy);
    assert_eq!((best.total, best.band), (dec!(100), Band::Optimizing));
}

#[test]
fn the_steps_of_the_action_loop_belong_to_the_better_side() {
    let policy = VoicePolicy::default();
    let points = |item, figure| points(item, Reading::Figure(figure), Unknown::Nothing, &policy);
    let steps: &[(Item, &[(Decimal, Decimal)])] = &[
        (
            Item::ClosedLoopPct,
            &[
                (dec!(100), dec!(12)),
                (dec!(90), dec!(12)),
                (dec!(89.99), dec!(8)),
                (dec!(70), dec!(8)),
                (dec!(69.99), dec!(4)),
                (dec!(50), dec!(4)),
                (dec!(49.99), dec!(0)),
            ],
        ),
        (
            Item::SynthesisCadenceMonths,
            &[(dec!(0), dec!(0)), (dec!(1), dec!(8)), (dec!(3), dec!(8)), (dec!(4), dec!(4)), (dec!(7), dec!(0))],
        ),
        (Item::SynthesisRecipientsCount, &[(dec!(0), dec!(0)), (dec!(1), dec!(2)), (dec!(9), dec!(2)), (dec!(10), dec!(5))]),
        (
            Item::DetractorFollowupSlaDays,
            &[(dec!(0), dec!(8)), (dec!(5), dec!(8)), (dec!(6), dec!(4)), (dec!(10), dec!(4)), (dec!(11), dec!(0))],
        ),
        (Item::ExternalResponseCadenceMonths, &[(dec!(0), dec!(0)), (dec!(1), dec!(5)), (dec!(6), dec!(5)), (dec!(7), dec!(0))]),
        (
            Item::InstrumentReviewCadenceMonths,
            &[(dec!(0), dec!(0)), (dec!(1), dec!(4)), (dec!(5), dec!(4)), (dec!(12), dec!(4)), (dec!(13), dec!(0))],
        ),
    ];
    for (item, rows) in steps {
        for (figure, wanted) in *rows {
            assert_eq!(points(*item, *figure), *wanted, "{item:?} {figure}");
        }
    }
}

#[test]
fn the_loop_is_a_gate() {
    let closed = |percent| score_of(&with(&whole(), Item::ClosedLoopPct, percent));
    assert_eq!(closed(dec!(0)).parts, [dec!(60), dec!(10), dec!(15)]);
    assert_eq!(closed(dec!(49.99)).total, dec!(85));
    // (26 + 4) × 25/38
    assert_eq!(closed(dec!(50)).parts[1].round_dp(4), dec!(19.7368));
}

#[test]
fn a_band_begins_on_its_line_and_no_rounding_reaches_it() {
    let policy = VoicePolicy { band_optimizing: dec!(94.7368421052631578947368), ..VoicePolicy::default() };
    // 60 + 30 × 25/38 + 15 = 94.73684210526315789473684…
    let program = with(&whole(), Item::ClosedLoopPct, dec!(50));
    assert_eq!(score(&program, Unknown::Nothing, &policy).band, Band::Optimizing);
    let above = VoicePolicy { band_optimizing: dec!(94.7368421052631578947369), ..VoicePolicy::default() };
    assert_eq!(score(&program, Unknown::Nothing, &above).band, Band::Managed);
}

#[test]
fn the_target_lies_between_two_steps() {
    let policy = VoicePolicy::default();
    let of = |percent| status(Item::ClosedLoopPct, Reading::Figure(percent), &policy);
    assert_eq!(of(dec!(79.99)), Some(Status::BelowTarget));
    assert_eq!(of(dec!(80)), None);
    assert_eq!(status(Item::SynthesisCadenceMonths, Reading::Figure(dec!(0)), &policy), Some(Status::Missing));
    assert_eq!(status(Item::DetractorFollowupSlaDays, Reading::Figure(dec!(0)), &policy), None);
    assert_eq!(status(Item::OwnerNamed, Reading::Unknown, &policy), Some(Status::Unknown));
}

fn reading(item: Item) -> BoxedStrategy<(Item, Reading)> {
    let known = if item.unit().is_empty() {
        any::<bool>().prop_map(Reading::Flag).boxed()
    } else {
        (0_u32..=100).prop_map(|figure| Reading::Figure(Decimal::from(figure))).boxed()
    };
    prop_oneof![1 => Just(Reading::Unknown), 4 => known].prop_map(move |reading| (item, reading)).boxed()
}

fn program() -> impl Strategy<Value = Program> {
    let readings: Vec<_> = Item::ALL.iter().map(|item| reading(*item)).collect();
    readings.prop_map(Program::new)
}

proptest! {
    #[test]
    fn the_score_is_a_range_within_a_hundred(program in program()) {
        let policy = VoicePolicy::default();
        let (low, high) = (score(&program, Unknown::Nothing, &policy), score(&program, Unknown::Everything, &policy));
        prop_assert!(Decimal::ZERO <= low.total && low.total <= high.total && high.total <= Decimal::ONE_HUNDRED);
        prop_assert!(low.band <= high.band);
    }

    #[test]
    fn no_gap_costs_points_and_the_greatest_stands_first(program in program()) {
        let gaps = gaps(&program, &VoicePolicy::default());
        prop_assert!(gaps.iter().all(|gap| gap.gain >= Decimal::ZERO));
        prop_assert!(gaps.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
    }

    #[test]
    fn every_open_item_is_scheduled_once_inside_its_phase(program in program(), number in 0_usize..4) {
        let policy = VoicePolicy::default();
        let order = [Order::Seed, Order::Growth, Order::Scale, Order::StarterFirst][number];
        let mut open: Vec<Item> = gaps(&program, &policy).iter().map(|gap| gap.item).collect();
        let phases = rollout(&open, order, &policy);
        let mut planned: Vec<Item> = phases.iter().flat_map(|phase| &phase.tasks).map(|task| task.item).collect();
        open.sort_unstable();
        planned.sort_unstable();
        prop_assert_eq!(open, planned);
        for phase in &phases {
            let mut months = phase.tasks.iter().map(|task| task.month);
            prop_assert!(months.all(|month| phase.after_month < month && month <= phase.last_month));
        }
    }

    #[test]
    fn silence_bounds_the_score(promoters in 0_u64..1_000, passives in 0_u64..1_000, detractors in 0_u64..1_000, silent in 0_u64..1_000) {
        let sent = Some(promoters + passives + detractors + silent);
        let found = nps(Answers { promoters, passives, detractors, sent });
        if let (Some(score), Some((low, high))) = (found.score, found.bounds) {
            prop_assert!(-Decimal::ONE_HUNDRED <= low && low <= score && score <= high && high <= Decimal::ONE_HUNDRED);
            if let Some(ends) = found.interval {
                let exact = crate::units::Amount::from_decimal(score).to_f64();
                prop_assert!(ends.low <= exact && exact <= ends.high);
            }
        }
    }
}
