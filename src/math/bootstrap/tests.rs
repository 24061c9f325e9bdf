use proptest::prelude::*;

use super::super::{near, near_ends};
use super::{Generator, RESAMPLES, SEED, bootstrap_ratio, percentile};

/// A row of expected values: the pairs, seed, resamples, low, high.
type Expected = (&'static [(f64, f64)], u64, u32, f64, f64);

/// numpy 2.4.6 `quantile` over the draws of the same generator written in Python, in exact fractions; the comments
/// are numpy's own generator with 200 000 resamples. Printed by `tests/oracle/math_values.py`.
const INTERVALS: &[Expected] = &[
    // numpy default_rng: 0.710 to 1.000
    (
        &[
            (1.0, 1.0),
            (3.0, 3.0),
            (6.0, 6.0),
            (0.0, 8.0),
            (12.0, 12.0),
            (20.0, 20.0),
            (15.0, 30.0),
            (40.0, 40.0),
            (60.0, 60.0),
            (120.0, 120.0),
        ],
        20_261_122,
        5000,
        0.698_094_587_885,
        1.0,
    ),
    // numpy default_rng: 0.000 to 1.000
    (&[(0.0, 1.0), (1.0, 1.0)], 20_261_122, 5000, 0.0, 1.0),
    // numpy default_rng: 0.417 to 0.983
    (
        &[(0.0, 50.0), (25.0, 50.0), (45.0, 50.0), (50.0, 50.0), (50.0, 50.0), (50.0, 50.0)],
        20_261_122,
        5000,
        0.416_666_666_667,
        0.983_333_333_333,
    ),
    // numpy default_rng: 0.250 to 1.000
    (&[(0.0, 10.0), (5.0, 10.0), (10.0, 10.0), (1_000_000.0, 1_000_000.0)], 20_261_122, 5000, 0.25, 1.0),
    // numpy default_rng: 0.687 to 1.201
    (
        &[(0.0, 35.25), (99.99, 99.99), (80.0, 100.0), (130.0, 100.0), (240.5, 200.0)],
        20_261_122,
        5000,
        0.686_835_650_041,
        1.201_431_449_02,
    ),
    // numpy default_rng: 0.500 to 1.000
    (&[(10.78, 10.78), (69.72, 69.72), (173.22, 346.43)], 5, 1004, 0.500_014_432_93, 1.0),
    // numpy default_rng: 0.567 to 0.946
    (
        &[
            (5.92, 5.92),
            (0.0, 7.96),
            (18.99, 18.99),
            (21.37, 21.37),
            (0.0, 23.38),
            (12.53, 25.06),
            (19.0, 25.34),
            (31.86, 31.86),
            (37.26, 37.26),
            (39.05, 39.05),
            (79.37, 79.37),
            (45.76, 91.51),
        ],
        6,
        1005,
        0.574_131_271_584,
        0.949_263_439_556,
    ),
    // numpy default_rng: 0.433 to 0.942
    (
        &[
            (4.18, 4.18),
            (5.31, 5.31),
            (0.0, 10.27),
            (7.7, 10.27),
            (14.02, 14.02),
            (21.39, 21.39),
            (24.0, 24.0),
            (24.01, 24.01),
            (25.42, 25.42),
            (26.09, 26.09),
            (29.13, 29.13),
            (0.0, 29.73),
            (28.94, 38.59),
            (41.73, 41.73),
            (22.37, 44.74),
            (36.11, 48.14),
            (55.23, 55.23),
            (77.43, 77.43),
            (90.77, 90.77),
            (0.0, 139.84),
        ],
        7,
        1006,
        0.426_974_810_054,
        0.940_618_691_659,
    ),
];

#[test]
fn agrees_with_numpy_over_the_same_draws() {
    for &(pairs, seed, resamples, low, high) in INTERVALS {
        let actual = bootstrap_ratio(pairs, seed, resamples);
        assert!(near_ends(actual, low, high), "{pairs:?}: {actual:?}");
    }
}

/// 70.99 to 100 % is what numpy's generator finds; ours must come within the noise of so many resamples, and closer
/// with more of them.
#[test]
fn comes_near_the_worked_example() {
    let pairs = INTERVALS.first().map_or(&[][..], |row| row.0);
    for (resamples, noise) in [(RESAMPLES, 0.015), (100_000, 0.003)] {
        let actual = bootstrap_ratio(pairs, SEED, resamples);
        assert!(actual.is_some_and(|ends| (ends.low - 0.7099).abs() < noise), "{actual:?}");
        assert!(near(actual.map(|ends| ends.high), 1.0), "{actual:?}");
    }
}

/// The first numbers that the authors' own C code draws from the state 1, 2, 3, 4.
#[test]
fn generator_draws_the_published_numbers() {
    let mut draws = Generator { state: [1, 2, 3, 4] };
    let first = [(); 4].map(|()| draws.next());
    assert_eq!(first, [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
}

#[test]
fn every_index_is_drawn_about_as_often() {
    let mut draws = Generator::seeded(SEED);
    let mut seen = [0_u32; 7];
    for _ in 0..70_000 {
        if let Some(times) = seen.get_mut(draws.below(7)) {
            *times += 1;
        }
    }
    // Four standard deviations of a count of 10 000 are 370.
    assert!(seen.iter().all(|times| times.abs_diff(10_000) < 370), "{seen:?}");
    assert_eq!(draws.below(0), 0);
    assert_eq!(draws.below(1), 0);
}

#[test]
fn percentile_interpolates() {
    assert!(near(percentile(&[1.0, 2.0, 3.0, 4.0], 25), 1.075));
    assert!(near(percentile(&[1.0, 2.0, 3.0, 4.0], 975), 3.925));
    assert!(near(percentile(&[5.0], 975), 5.0));
    assert_eq!(percentile(&[], 25), None);
}

#[test]
fn has_no_answer_without_a_base_or_a_second_pair() {
    let without: [&[(f64, f64)]; 7] = [
        &[],
        &[(1.0, 1.0)],
        &[(0.0, 0.0), (1.0, 0.0)],
        &[(1.0, -2.0), (1.0, 4.0)],
        &[(f64::NAN, 1.0), (1.0, 1.0)],
        &[(1.0, f64::MAX), (1.0, f64::MAX)],
        &[(f64::MAX, 1.0), (f64::MAX, 1.0)],
    ];
    for pairs in without {
        assert_eq!(bootstrap_ratio(pairs, SEED, 100), None, "{pairs:?}");
    }
    assert_eq!(bootstrap_ratio(&[(1.0, 1.0), (0.0, 1.0)], SEED, 0), None);
    // A pair without a base is drawn with the others; only a resample of nothing else is left out.
    assert!(near_ends(bootstrap_ratio(&[(1.0, 1.0), (0.0, 0.0)], SEED, 100), 1.0, 1.0));
}

proptest! {
    #[test]
    fn order_changes_no_bit_and_ends_are_ratios(
        mut pairs in prop::collection::vec((0.0..=1.0_f64, 0.01..1e6_f64), 2..12),
        seed in any::<u64>(),
        turn in 0..12_usize,
    ) {
        for pair in &mut pairs {
            pair.0 *= pair.1;
        }
        let before = bootstrap_ratio(&pairs, seed, 60);
        prop_assert!(before.is_some_and(|ends| 0.0 <= ends.low && ends.low <= ends.high && ends.high <= 1.0));
        let turn = turn % pairs.len();
        pairs.rotate_left(turn);
        prop_assert_eq!(before, bootstrap_ratio(&pairs, seed, 60));
    }

    #[test]
    fn any_doubles_are_answered(pairs in prop::collection::vec((prop::num::f64::ANY, prop::num::f64::ANY), 0..5), seed in any::<u64>()) {
        let actual = bootstrap_ratio(&pairs, seed, 20);
        prop_assert!(actual.is_none_or(|ends| ends.low.is_finite() && ends.high.is_finite() && ends.low <= ends.high));
    }
}
