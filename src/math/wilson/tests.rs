use proptest::prelude::*;

use super::super::{Interval, Z_90, Z_95, near_ends, prints};
use super::{wilson, wilson_share};

/// Successes, trials, level in percent, low, high: statsmodels 0.15.0 `proportion_confint(method="wilson")`,
/// printed by `tests/oracle/math_values.py`.
const SHARES: &[(u64, u64, u32, f64, f64)] = &[
    (72, 80, 95, 0.814_893_111_939, 0.948_452_384_432_6),
    (72, 80, 90, 0.831_099_146_152, 0.942_730_482_759_5),
    (81, 95, 95, 0.767_714_015_092_5, 0.910_139_193_463_8),
    (81, 95, 90, 0.783_077_948_617_9, 0.902_655_916_948_1),
    (9, 10, 95, 0.595_849_973_204_8, 0.982_123_786_904_9),
    (9, 10, 90, 0.652_281_332_664_1, 0.977_365_091_269_1),
    (10, 10, 95, 0.722_467_200_137_1, 1.0),
    (10, 10, 90, 0.787_058_029_916_6, 1.0),
    (0, 10, 95, 0.0, 0.277_532_799_862_9),
    (0, 10, 90, 0.0, 0.212_941_970_083_4),
    (0, 1, 95, 0.0, 0.793_450_685_622_8),
    (0, 1, 90, 0.0, 0.730_134_051_215_9),
    (1, 1, 95, 0.206_549_314_377_2, 1.0),
    (1, 1, 90, 0.269_865_948_784_1, 1.0),
    (1, 2, 95, 0.094_531_205_734_23, 0.905_468_794_265_8),
    (1, 2, 90, 0.120_866_319_422_3, 0.879_133_680_577_7),
    (12, 22, 95, 0.346_597_953_207_3, 0.730_797_058_191_9),
    (12, 22, 90, 0.375_624_043_381_7, 0.705_329_448_036_8),
    (9, 22, 95, 0.232_558_161_964_7, 0.612_651_815_236_8),
    (9, 22, 90, 0.256_037_435_026_5, 0.582_055_582_136_5),
    (1, 1000, 95, 0.000_176_546_370_626_1, 0.005_642_558_597_958),
    (1, 1000, 90, 0.000_223_123_843_912_1, 0.004_469_722_909_369),
    (999_999, 1_000_000, 95, 0.999_994_335_088_2, 0.999_999_823_475_4),
    (999_999, 1_000_000, 90, 0.999_995_517_561_5, 0.999_999_776_907_7),
    (123_456, 400_000, 95, 0.307_210_327_039_8, 0.310_073_348_432_7),
    (123_456, 400_000, 90, 0.307_439_931_262_9, 0.309_842_657_383_5),
    (5, 7, 95, 0.358_934_451_832_6, 0.917_781_075_995_9),
    (5, 7, 90, 0.408_667_545_511_2, 0.900_434_156_437_7),
    (29, 30, 95, 0.833_296_090_085_9, 0.994_091_409_618_4),
    (29, 30, 90, 0.863_595_857_848_2, 0.992_528_121_235_1),
    (500, 1000, 95, 0.469_069_600_368_1, 0.530_930_399_631_9),
    (500, 1000, 90, 0.474_027_691_478_4, 0.525_972_308_521_6),
];

/// Share, effective trials, low, high at 95 %: the same function with real-valued counts.
const EFFECTIVE: &[(f64, f64, f64, f64)] = &[
    (0.923_333_333_333_333_3, 4.254_514_512_621_727, 0.450_553_467_584_2, 0.994_378_287_052_8),
    (1.0, 4.254_5, 0.525_509_095_862_1, 1.0),
    (0.0, 4.254_5, 0.0, 0.474_490_904_137_9),
    (0.5, 0.3, 0.018_449_961_815_15, 0.981_550_038_184_9),
    (0.9, 1.0, 0.167_721_183_709, 0.997_518_267_792_8),
    (0.731, 12.75, 0.457_541_453_938, 0.897_490_617_904_5),
    (0.999_9, 8.5, 0.688_597_709_268_3, 0.999_999_977_882_8),
    (0.000_1, 1_234.5, 3.022_315_809_176e-6, 0.003_298_457_087_608),
];

#[test]
fn agrees_with_statsmodels() {
    for &(successes, trials, level, low, high) in SHARES {
        let z = if level == 90 { Z_90 } else { Z_95 };
        let actual = wilson(successes, trials, z);
        assert!(near_ends(actual, low, high), "{successes}/{trials} at {level} %: {actual:?}");
    }
    for &(share, trials, low, high) in EFFECTIVE {
        let actual = wilson_share(share, trials, Z_95);
        assert!(near_ends(actual, low, high), "{share} of {trials}: {actual:?}");
    }
}

#[test]
fn prints_the_worked_examples() {
    let percent = [
        (72, 80, 81.49, 94.85, 2),
        (81, 95, 76.77, 91.01, 2),
        (9, 10, 59.58, 98.21, 2),
        (10, 10, 72.25, 100.0, 2),
        (12, 22, 34.66, 73.08, 2),
        (9, 22, 23.3, 61.3, 1),
    ];
    for (successes, trials, low, high, decimals) in percent {
        let actual = wilson(successes, trials, Z_95);
        assert!(prints(actual.map(|ends| 100.0 * ends.low), low, decimals), "{successes}/{trials}: {actual:?}");
        assert!(prints(actual.map(|ends| 100.0 * ends.high), high, decimals), "{successes}/{trials}: {actual:?}");
    }
    for (trials, half_width) in [(50_u32, 8.5), (100, 6.0), (150, 4.8), (200, 4.2)] {
        let actual = wilson_share(0.9, f64::from(trials), Z_95).map(|ends| 50.0 * (ends.high - ends.low));
        assert!(prints(actual, half_width, 1), "{trials}: {actual:?}");
    }
    let effective = wilson_share(277.0 / 300.0, 90_000.0 / 21_154.0, Z_95);
    assert!(prints(effective.map(|ends| 100.0 * ends.low), 45.1, 1), "{effective:?}");
    assert!(prints(effective.map(|ends| 100.0 * ends.high), 99.4, 1), "{effective:?}");
}

#[test]
fn ends_are_exact_where_all_or_none_succeed() {
    let bits = |ends: Option<Interval>| ends.map(|ends| (ends.low.to_bits(), ends.high.to_bits()));
    for trials in [1, 2, 3, 7, 10, 22, 1_000, 1_000_003, u64::MAX] {
        assert_eq!(bits(wilson(trials, trials, Z_95)).map(|ends| ends.1), Some(1.0_f64.to_bits()), "{trials}");
        assert_eq!(bits(wilson(0, trials, Z_95)).map(|ends| ends.0), Some(0.0_f64.to_bits()), "{trials}");
    }
}

#[test]
fn has_no_answer_outside_its_bounds() {
    assert_eq!(wilson(0, 0, Z_95), None);
    assert_eq!(wilson(2, 1, Z_95), None);
    for (share, trials, z) in [
        (-0.1, 5.0, Z_95),
        (1.1, 5.0, Z_95),
        (f64::NAN, 5.0, Z_95),
        (0.5, 0.0, Z_95),
        (0.5, -1.0, Z_95),
        (0.5, f64::INFINITY, Z_95),
        (0.5, f64::NAN, Z_95),
        (0.5, 5.0, -1.0),
        (0.5, 5.0, f64::NAN),
        (0.5, 5.0, f64::MAX),
    ] {
        assert_eq!(wilson_share(share, trials, z), None, "{share} {trials} {z}");
    }
}

proptest! {
    #[test]
    fn holds_the_share_and_stays_within_bounds(trials in 1..=u64::MAX, part in 0.0..=1.0_f64, z in 0.0..10.0_f64) {
        let actual = wilson_share(part, super::real(trials), z);
        prop_assert!(actual.is_some_and(|ends| 0.0 <= ends.low && ends.low <= part && part <= ends.high && ends.high <= 1.0));
    }

    #[test]
    fn is_the_mirror_of_the_failures(trials in 1..5_000_u64, seed in any::<u64>()) {
        let successes = seed % (trials + 1);
        let mirror = wilson(trials - successes, trials, Z_95);
        let actual = wilson(successes, trials, Z_95);
        prop_assert!(actual.zip(mirror).is_some_and(|(one, other)| (one.low + other.high - 1.0).abs() < 1e-12));
    }

    #[test]
    fn any_double_is_answered(share in prop::num::f64::ANY, trials in prop::num::f64::ANY, z in prop::num::f64::ANY) {
        let actual = wilson_share(share, trials, z);
        prop_assert!(actual.is_none_or(|ends| ends.low.is_finite() && ends.high.is_finite() && ends.low <= ends.high));
    }
}
