use proptest::prelude::*;

use super::super::{near, prints};
use super::{RatioEstimate, ratio_estimate};

/// A row of expected values: the pairs, ratio, standard error, low, high.
type Expected = (&'static [(f64, f64)], f64, f64, f64, f64);

/// statsmodels 0.15.0: regression of y on x through the origin, weights 1/x, error HC1, t on n − 1 degrees;
/// printed by `tests/oracle/math_values.py`.
const ESTIMATES: &[Expected] = &[
    (
        &[
            (120.0, 120.0),
            (60.0, 60.0),
            (40.0, 40.0),
            (15.0, 30.0),
            (20.0, 20.0),
            (12.0, 12.0),
            (0.0, 8.0),
            (6.0, 6.0),
            (3.0, 3.0),
            (1.0, 1.0),
        ],
        0.923_333_333_333,
        0.064_264_612_862_7,
        0.777_956_679_032,
        1.068_709_987_64,
    ),
    (&[(0.0, 1.0), (1.0, 1.0)], 0.5, 0.5, -5.853_102_368_09, 6.853_102_368_09),
    (
        &[(50.0, 50.0), (45.0, 50.0), (50.0, 50.0), (0.0, 50.0), (25.0, 50.0), (50.0, 50.0)],
        0.733_333_333_333,
        0.166_666_666_667,
        0.304_903_027_394,
        1.161_763_639_27,
    ),
    (
        &[(1_000_000.0, 1_000_000.0), (0.0, 10.0), (5.0, 10.0), (10.0, 10.0)],
        0.999_985_000_45,
        2.160_126_548_23e-5,
        0.999_916_255_582,
        1.000_053_745_32,
    ),
    (
        &[(130.0, 100.0), (80.0, 100.0), (240.5, 200.0), (0.0, 35.25), (99.99, 99.99)],
        1.028_491_891_49,
        0.128_644_741_445,
        0.671_316_828_793,
        1.385_666_954_18,
    ),
    (
        &[(10.78, 10.78), (69.72, 69.72), (173.22, 346.43)],
        0.594_289_461_973,
        0.124_579_643_681,
        0.058_266_518_017_6,
        1.130_312_405_93,
    ),
    (
        &[
            (0.0, 23.38),
            (18.99, 18.99),
            (39.05, 39.05),
            (37.26, 37.26),
            (12.53, 25.06),
            (45.76, 91.51),
            (19.0, 25.34),
            (5.92, 5.92),
            (79.37, 79.37),
            (21.37, 21.37),
            (0.0, 7.96),
            (31.86, 31.86),
        ],
        0.764_266_588_056,
        0.102_651_624_165,
        0.538_331_886_61,
        0.990_201_289_503,
    ),
    (
        &[
            (22.37, 44.74),
            (77.43, 77.43),
            (24.01, 24.01),
            (55.23, 55.23),
            (90.77, 90.77),
            (28.94, 38.59),
            (7.7, 10.27),
            (0.0, 10.27),
            (14.02, 14.02),
            (21.39, 21.39),
            (25.42, 25.42),
            (29.13, 29.13),
            (26.09, 26.09),
            (41.73, 41.73),
            (36.11, 48.14),
            (24.0, 24.0),
            (5.31, 5.31),
            (4.18, 4.18),
            (0.0, 139.84),
            (0.0, 29.73),
        ],
        0.702_139_972_905,
        0.149_446_524_664,
        0.389_344_801_936,
        1.014_935_143_87,
    ),
];

#[test]
fn agrees_with_statsmodels() {
    for &(pairs, ratio, standard_error, low, high) in ESTIMATES {
        let actual = ratio_estimate(pairs);
        let all = actual.is_some_and(|found| {
            near(found.ratio, ratio)
                && near(found.standard_error, standard_error)
                && near(found.low, low)
                && near(found.high, high)
        });
        assert!(all, "{pairs:?}: {actual:?}");
    }
}

#[test]
fn prints_the_worked_example() {
    let actual = ESTIMATES.first().and_then(|row| ratio_estimate(row.0));
    let percent = |part: fn(RatioEstimate) -> f64| actual.map(|found| 100.0 * part(found));
    assert!(prints(percent(|found| found.ratio), 92.33, 2));
    assert!(prints(percent(|found| found.standard_error), 6.43, 2));
    assert!(prints(percent(|found| found.low), 77.8, 1));
    assert!(prints(percent(|found| found.high), 106.9, 1));
}

#[test]
fn equal_ratios_leave_no_spread() {
    let actual = ratio_estimate(&[(3.0, 3.0), (5.0, 5.0), (0.5, 0.5)]);
    assert!(actual.is_some_and(|found| near(found.ratio, 1.0) && near(found.standard_error, 0.0)));
}

#[test]
fn has_no_answer_without_a_base_or_a_second_pair() {
    let without: [&[(f64, f64)]; 8] = [
        &[],
        &[(1.0, 1.0)],
        &[(0.0, 0.0), (1.0, 0.0)],
        &[(1.0, -2.0), (1.0, 1.0)],
        &[(f64::NAN, 1.0), (1.0, 1.0)],
        &[(1.0, f64::INFINITY), (1.0, 1.0)],
        &[(1.0, f64::MAX), (1.0, f64::MAX)],
        &[(f64::MAX, 1.0), (f64::MAX, 1.0)],
    ];
    for pairs in without {
        assert_eq!(ratio_estimate(pairs), None, "{pairs:?}");
    }
}

proptest! {
    #[test]
    fn order_changes_no_bit(mut pairs in prop::collection::vec((0.0..1e6_f64, 0.01..1e6_f64), 2..40), turn in 0..40_usize) {
        let before = ratio_estimate(&pairs);
        let turn = turn % pairs.len();
        pairs.rotate_left(turn);
        pairs.reverse();
        prop_assert!(before.is_some());
        prop_assert_eq!(before, ratio_estimate(&pairs));
    }

    #[test]
    fn holds_the_ratio_and_is_free_of_the_unit(pairs in prop::collection::vec((0.0..1e6_f64, 0.01..1e6_f64), 2..40)) {
        let scaled: Vec<_> = pairs.iter().map(|&(y, x)| (y * 1024.0, x * 1024.0)).collect();
        let actual = ratio_estimate(&pairs);
        prop_assert!(actual.is_some_and(|found| found.low <= found.ratio && found.ratio <= found.high));
        // A power of two is exact, so not even the last bit may move.
        prop_assert_eq!(actual, ratio_estimate(&scaled));
    }

    #[test]
    fn any_doubles_are_answered(pairs in prop::collection::vec((prop::num::f64::ANY, prop::num::f64::ANY), 0..6)) {
        let all = |found: RatioEstimate| [found.ratio, found.standard_error, found.low, found.high];
        prop_assert!(ratio_estimate(&pairs).is_none_or(|found| all(found).iter().all(|part| part.is_finite())));
    }
}
