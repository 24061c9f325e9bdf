use proptest::prelude::*;

use super::super::{near, prints};
use super::{Observation, Step, curve, median, median_interval};

/// Time, at risk, events, survival, low, high.
type ExpectedStep = (u32, u64, u64, f64, Option<f64>, Option<f64>);

/// Observations as time and event, steps, median, ends of its interval.
type Expected = (&'static [(u32, u8)], &'static [ExpectedStep], Option<u32>, (Option<u32>, Option<u32>));

/// lifelines 0.30.3 `KaplanMeierFitter` and `median_survival_times`, printed by `tests/oracle/math_values.py`.
const CURVES: &[Expected] = &[
    (
        &[(3, 1), (6, 1), (6, 0), (9, 1), (12, 0), (12, 0), (15, 1), (18, 0), (18, 0), (24, 0)],
        &[
            (3, 10, 1, 0.9, Some(0.473_009_271_362_1), Some(0.985_281_393_367_3)),
            (6, 9, 1, 0.8, Some(0.408_690_781_633_4), Some(0.945_872_645_838_9)),
            (9, 7, 1, 0.685_714_285_714, Some(0.304_585_074_201_8), Some(0.887_148_495_027_7)),
            (15, 4, 1, 0.514_285_714_286, Some(0.143_498_258_120_8), Some(0.796_310_084_014_4)),
        ],
        None,
        (Some(3), None),
    ),
    (
        &[(2, 1), (4, 1), (5, 1), (6, 1), (8, 0), (9, 1), (10, 0), (12, 0), (12, 0), (12, 0)],
        &[
            (2, 10, 1, 0.9, Some(0.473_009_271_362_1), Some(0.985_281_393_367_3)),
            (4, 9, 1, 0.8, Some(0.408_690_781_633_4), Some(0.945_872_645_838_9)),
            (5, 8, 1, 0.7, Some(0.328_716_593_279_7), Some(0.891_949_041_224_8)),
            (6, 7, 1, 0.6, Some(0.252_668_897_003_9), Some(0.827_220_967_028_5)),
            (9, 5, 1, 0.48, Some(0.160_854_669_117_6), Some(0.744_665_726_757_8)),
        ],
        Some(9),
        (Some(2), None),
    ),
    (
        &[(1, 1), (2, 1), (2, 1), (3, 1), (3, 1), (4, 1), (4, 1), (5, 1), (5, 1), (6, 1)],
        &[
            (1, 10, 1, 0.9, Some(0.473_009_271_362_1), Some(0.985_281_393_367_3)),
            (2, 9, 2, 0.7, Some(0.328_716_593_279_7), Some(0.891_949_041_224_8)),
            (3, 7, 2, 0.5, Some(0.183_605_590_619), Some(0.753_174_076_998_2)),
            (4, 5, 2, 0.3, Some(0.071_134_492_323), Some(0.577_867_330_625_2)),
            (5, 3, 2, 0.1, Some(0.005_723_456_374_335), Some(0.358_127_460_508_1)),
            (6, 1, 1, 0.0, None, None),
        ],
        Some(3),
        (Some(1), Some(5)),
    ),
    (
        &[(1, 1), (2, 1), (2, 1), (3, 1), (3, 1), (9, 0), (9, 0), (9, 0), (9, 0), (9, 0)],
        &[
            (1, 10, 1, 0.9, Some(0.473_009_271_362_1), Some(0.985_281_393_367_3)),
            (2, 9, 2, 0.7, Some(0.328_716_593_279_7), Some(0.891_949_041_224_8)),
            (3, 7, 2, 0.5, Some(0.183_605_590_619), Some(0.753_174_076_998_2)),
        ],
        Some(3),
        (Some(1), None),
    ),
    // lifelines closes an end at 5.0, 5.0, where the curve is 0
    (&[(5, 1)], &[(5, 1, 1, 0.0, None, None)], Some(5), (None, None)),
    (
        &[(7, 1), (7, 0)],
        &[(7, 2, 1, 0.5, Some(0.005_983_087_639_146), Some(0.910_410_084_836_7))],
        Some(7),
        (Some(7), None),
    ),
    (
        &[(0, 1), (0, 0), (3, 1), (3, 1), (9, 0)],
        &[
            (0, 5, 1, 0.8, Some(0.203_809_263_267_6), Some(0.969_179_788_866_7)),
            (3, 3, 2, 0.266_666_666_667, Some(0.009_677_000_578_881), Some(0.686_136_279_157)),
        ],
        Some(3),
        (Some(0), None),
    ),
    (
        &[(6, 1), (3, 1), (11, 1), (4, 0), (2, 0), (11, 0), (51, 0), (33, 1), (29, 1), (6, 1), (16, 1), (7, 0)],
        &[
            (3, 11, 1, 0.909_090_909_091, Some(0.508_080_205_769_9), Some(0.986_673_822_667_8)),
            (6, 9, 2, 0.707_070_707_071, Some(0.337_328_949_672_6), Some(0.895_329_782_351_4)),
            (11, 6, 1, 0.589_225_589_226, Some(0.234_329_466_301), Some(0.824_632_107_798_6)),
            (16, 4, 1, 0.441_919_191_919, Some(0.120_408_223_150_7), Some(0.729_765_282_996_1)),
            (29, 3, 1, 0.294_612_794_613, Some(0.047_568_853_393_02), Some(0.612_389_204_610_9)),
            (33, 2, 1, 0.147_306_397_306, Some(0.007_832_098_895_204), Some(0.469_356_374_720_7)),
        ],
        Some(16),
        (Some(6), Some(33)),
    ),
    // lifelines closes an end at 55.0, where the curve is 0
    (
        &[
            (43, 0),
            (2, 1),
            (19, 1),
            (23, 1),
            (15, 0),
            (4, 1),
            (13, 1),
            (2, 0),
            (55, 1),
            (41, 0),
            (16, 1),
            (8, 1),
            (48, 0),
            (17, 1),
            (43, 1),
            (38, 1),
            (15, 0),
            (11, 1),
        ],
        &[
            (2, 18, 1, 0.944_444_444_444, Some(0.666_390_168_335_3), Some(0.991_982_923_674)),
            (4, 16, 1, 0.885_416_666_667, Some(0.613_886_889_855_1), Some(0.970_103_897_626_2)),
            (8, 15, 1, 0.826_388_888_889, Some(0.552_481_119_907_9), Some(0.940_555_136_369_5)),
            (11, 14, 1, 0.767_361_111_111, Some(0.492_275_918_334_7), Some(0.905_800_234_831_7)),
            (13, 13, 1, 0.708_333_333_333, Some(0.434_592_042_594_2), Some(0.867_018_015_100_7)),
            (16, 10, 1, 0.637_5, Some(0.360_935_121_510_2), Some(0.819_639_498_335_6)),
            (17, 9, 1, 0.566_666_666_667, Some(0.295_183_425_663_9), Some(0.767_668_926_099_6)),
            (19, 8, 1, 0.495_833_333_333, Some(0.235_631_246_768_8), Some(0.711_446_269_791_4)),
            (23, 7, 1, 0.425, Some(0.181_568_889_688_6), Some(0.651_068_736_874_7)),
            (38, 6, 1, 0.354_166_666_667, Some(0.132_823_294_733_9), Some(0.586_425_582_886_3)),
            (43, 4, 1, 0.265_625, Some(0.074_316_887_274_34), Some(0.508_609_496_108)),
            (55, 1, 1, 0.0, None, None),
        ],
        Some(19),
        (Some(11), None),
    ),
    (
        &[
            (9, 0),
            (28, 1),
            (8, 1),
            (17, 1),
            (47, 1),
            (3, 1),
            (2, 1),
            (6, 1),
            (29, 1),
            (20, 1),
            (6, 1),
            (9, 0),
            (4, 1),
            (13, 1),
            (1, 1),
            (24, 1),
            (46, 1),
            (62, 1),
            (27, 1),
            (65, 1),
            (1, 0),
            (7, 1),
        ],
        &[
            (1, 22, 1, 0.954_545_454_545, Some(0.718_702_853_423_9), Some(0.993_469_602_44)),
            (2, 20, 1, 0.906_818_181_818, Some(0.675_838_699_494_3), Some(0.975_876_585_112_4)),
            (3, 19, 1, 0.859_090_909_091, Some(0.623_763_242_602_3), Some(0.952_301_253_020_7)),
            (4, 18, 1, 0.811_363_636_364, Some(0.572_034_104_074_3), Some(0.924_749_403_701_3)),
            (6, 17, 2, 0.715_909_090_909, Some(0.473_622_468_641_7), Some(0.861_181_078_704_1)),
            (7, 15, 1, 0.668_181_818_182, Some(0.427_106_851_987_2), Some(0.826_056_405_900_2)),
            (8, 14, 1, 0.620_454_545_455, Some(0.382_320_837_221_9), Some(0.789_037_454_272_6)),
            (13, 11, 1, 0.564_049_586_777, Some(0.327_037_733_092_5), Some(0.745_751_451_253_9)),
            (17, 10, 1, 0.507_644_628_099, Some(0.275_792_736_970_1), Some(0.699_884_133_637_5)),
            (20, 9, 1, 0.451_239_669_421, Some(0.228_114_864_338_5), Some(0.651_509_416_472_6)),
            (24, 8, 1, 0.394_834_710_744, Some(0.183_794_109_711_9), Some(0.600_613_517_056_4)),
            (27, 7, 1, 0.338_429_752_066, Some(0.142_810_510_401_1), Some(0.547_094_912_261)),
            (28, 6, 1, 0.282_024_793_388, Some(0.105_319_199_031_8), Some(0.490_747_285_204_4)),
            (29, 5, 1, 0.225_619_834_711, Some(0.071_681_773_616_06), Some(0.431_219_570_252)),
            (46, 4, 1, 0.169_214_876_033, Some(0.042_563_479_992_82), Some(0.367_937_848_845_8)),
            (47, 3, 1, 0.112_809_917_355, Some(0.019_169_088_980_07), Some(0.299_978_084_149_5)),
            (62, 2, 1, 0.056_404_958_677_7, Some(0.003_831_778_998_861), Some(0.226_356_175_303_1)),
            (65, 1, 1, 0.0, None, None),
        ],
        Some(20),
        (Some(6), Some(28)),
    ),
];

fn observations(pairs: &[(u32, u8)]) -> Vec<Observation> {
    pairs.iter().map(|&(time, event)| Observation { time, event: event == 1 }).collect()
}

fn same(actual: Option<f64>, expected: Option<f64>) -> bool {
    expected.map_or(actual.is_none(), |expected| near(actual, expected))
}

#[test]
fn agrees_with_lifelines() {
    for &(pairs, expected, middle, ends) in CURVES {
        let steps = curve(&observations(pairs));
        assert_eq!(steps.len(), expected.len(), "{pairs:?}");
        for (step, &(time, at_risk, events, survival, low, high)) in steps.iter().zip(expected) {
            assert_eq!((step.time, step.at_risk, step.events), (time, at_risk, events), "{pairs:?}");
            assert!(near(step.survival, survival), "{step:?}");
            assert!(same(step.low, low) && same(step.high, high), "{step:?}");
        }
        assert_eq!(median(&steps), middle, "{pairs:?}");
        assert_eq!(median_interval(&steps), ends, "{pairs:?}");
    }
}

#[test]
fn prints_the_worked_example() {
    let steps = CURVES.first().map_or_else(Vec::new, |row| curve(&observations(row.0)));
    let at = |time: u32| steps.iter().rfind(|step| step.time <= time);
    for (time, survival) in [(3, 0.9), (6, 0.8), (9, 0.6857), (12, 0.6857), (15, 0.5143)] {
        assert!(prints(at(time).map(|step| step.survival), survival, 4), "{time}");
    }
    for (time, low, high) in [(12, 0.3046, 0.8871), (15, 0.1435, 0.7963)] {
        assert!(prints(at(time).and_then(|step| step.low), low, 4), "{time}");
        assert!(prints(at(time).and_then(|step| step.high), high, 4), "{time}");
    }
    assert_eq!(median(&steps), None);
}

/// 9/10 · 7/9 · 5/7 is a half, and 0.5000000000000001 in doubles; 9/10 · 8/9 · 5/8 misses on the other side.
#[test]
fn an_exact_half_is_reached_though_the_double_misses_it() {
    for events_at in [[1, 2, 2], [1, 1, 3]] {
        let mut subjects = Vec::new();
        for (time, events) in (1..).zip(events_at) {
            subjects.extend(vec![Observation { time, event: true }; events]);
        }
        subjects.extend(vec![Observation { time: 9, event: false }; 5]);
        let steps = curve(&subjects);
        assert!(steps.last().is_some_and(|step| step.survival.to_bits() != 0.5_f64.to_bits()), "{steps:?}");
        assert_eq!(median(&steps), Some(3), "{steps:?}");
    }
}

/// A hair above a half, nearer than the double can be trusted to be: 2^40 + 1 left of 2^41 + 1, then the step below.
#[test]
fn a_hair_above_one_half_is_not_reached() {
    let step = |time, at_risk: u64, events: u64, survival| Step {
        time,
        at_risk,
        events,
        censored: 0,
        survival,
        low: None,
        high: None,
    };
    let above = step(1, (1 << 41) + 1, 1 << 40, 0.5);
    assert_eq!(median(&[above]), None);
    let below = step(1, (1 << 41) + 1, (1 << 40) + 1, 0.5);
    assert_eq!(median(&[below]), Some(1));
    // With censoring in between nothing cancels: 2/3 · 3/4 over numbers of three limbs.
    let long = [step(1, 3 << 60, 1 << 60, 2.0 / 3.0), step(2, 4, 1, 0.5)];
    assert_eq!(median(&long), Some(2));
}

#[test]
fn nothing_observed_or_nothing_happened_is_no_step() {
    assert_eq!(curve(&[]), []);
    assert_eq!(curve(&observations(&[(3, 0), (9, 0)])), []);
    assert_eq!(median(&[]), None);
    assert_eq!(median_interval(&[]), (None, None));
}

proptest! {
    #[test]
    fn accounts_for_everyone_and_never_rises(pairs in prop::collection::vec((0..12_u32, 0..=1_u8), 0..60), turn in 0..60_usize) {
        let mut subjects = observations(&pairs);
        let steps = curve(&subjects);
        let mut before: Option<&Step> = None;
        for step in &steps {
            prop_assert!((0.0..1.0).contains(&step.survival) && step.events > 0);
            if let Some(before) = before {
                prop_assert!(step.survival < before.survival && step.time > before.time);
                prop_assert_eq!(before.at_risk - before.events - before.censored, step.at_risk);
            }
            if let (Some(low), Some(high)) = (step.low, step.high) {
                prop_assert!(0.0 <= low && low <= step.survival && step.survival <= high && high <= 1.0);
            } else {
                prop_assert_eq!(step.survival.to_bits(), 0.0_f64.to_bits());
            }
            before = Some(step);
        }
        prop_assert!(before.is_none_or(|last| last.at_risk == last.events + last.censored));
        let places = turn.checked_rem(subjects.len()).unwrap_or(0);
        subjects.rotate_left(places);
        prop_assert_eq!(steps, curve(&subjects));
    }

    #[test]
    fn without_censoring_it_is_the_plain_share_and_median(times in prop::collection::vec(0..40_u32, 1..60)) {
        let subjects: Vec<_> = times.iter().map(|&time| Observation { time, event: true }).collect();
        let half = times.len().div_ceil(2);
        let plain = times.iter().filter(|&&time| times.iter().filter(|&&other| other <= time).count() >= half).min();
        prop_assert_eq!(median(&curve(&subjects)), plain.copied());
    }

    #[test]
    fn any_steps_are_answered(steps in prop::collection::vec((any::<(u32, u64, u64)>(), 0.49..0.51_f64), 0..8)) {
        let steps: Vec<_> = steps.iter().map(|&((time, at_risk, events), survival)| Step {
            time, at_risk, events, censored: 0, survival, low: None, high: None,
        }).collect();
        prop_assert!(median(&steps).is_none_or(|time| steps.iter().any(|step| step.time == time)));
    }
}
