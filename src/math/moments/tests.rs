use proptest::prelude::*;

use super::super::{near, prints};
use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::{Moments, RatioEstimate};

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

/// Pairs `(y, x)` of hundredths.
fn estimate(pairs: &[(f64, f64)]) -> Option<RatioEstimate> {
    #[expect(clippy::cast_possible_truncation, reason = "hundredths of small numbers")]
    let hundredths = |value: f64| (value * 100.0).round() as i128;
    Moments::of_pairs(pairs.iter().map(|&(y, x)| (hundredths(x), hundredths(y)))).ratio()
}

#[test]
fn agrees_with_statsmodels() {
    for &(pairs, ratio, standard_error, low, high) in ESTIMATES {
        let actual = estimate(pairs);
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
    let actual = ESTIMATES.first().and_then(|row| estimate(row.0));
    let percent = |part: fn(RatioEstimate) -> f64| actual.map(|found| 100.0 * part(found));
    assert!(prints(percent(|found| found.ratio), 92.33, 2));
    assert!(prints(percent(|found| found.standard_error), 6.43, 2));
    assert!(prints(percent(|found| found.low), 77.8, 1));
    assert!(prints(percent(|found| found.high), 106.9, 1));
}

#[test]
fn equal_ratios_leave_no_spread() {
    let actual = Moments::of_pairs([(300, 100), (600, 200), (30, 10)].into_iter());
    assert!(actual.is_uniform());
    assert!(actual.ratio().is_some_and(|found| near(found.ratio, 1.0 / 3.0) && near(found.standard_error, 0.0)));
    assert!(!Moments::of_pairs([(300, 100), (600, 201)].into_iter()).is_uniform());
}

#[test]
fn has_no_answer_without_a_base_or_a_second_pair() {
    for pairs in [vec![], vec![(1, 1)], vec![(0, 0), (0, 1)], vec![(-2, 1), (1, 1)]] {
        assert_eq!(Moments::of_pairs(pairs.iter().copied()).ratio(), None, "{pairs:?}");
    }
    assert_eq!(Moments::default().concentration(&[]), None);
}

#[test]
fn a_book_s_concentration_is_the_published_one() {
    // 120, 60, 40, 30, 20, 12, 8, 6, 3, 1 of 300: HHI 2,350, 4.25 effective.
    let parts = [120, 60, 40, 30, 20, 12, 8, 6, 3, 1];
    let moments = Moments::of_pairs(parts.iter().map(|part| (*part, *part)));
    let found = moments.concentration(&parts).unwrap();
    assert!(prints(found.hhi, 2_350.0, 0) && prints(found.effective, 4.25, 2));
    assert!(near(found.top1, 0.4) && near(found.top5, 0.9) && near(found.top10, 1.0));
    assert!(moments.effective_is_below(Decimal::new(426, 2)) && !moments.effective_is_below(Decimal::new(425, 2)));
}

#[test]
fn sums_beyond_a_word_are_exact() {
    let huge = i128::MAX / 2;
    let moments = Moments::of_pairs([(huge, huge), (huge, 0), (7, 7), (huge, huge)].into_iter());
    let wide = BigInt::from(huge);
    assert_eq!((moments.count, &moments.x), (4, &(BigInt::from(3) * &wide + 7)));
    assert_eq!(moments.xx, BigInt::from(3) * &wide * &wide + 49);
    assert!(moments.ratio().is_some_and(|found| near(found.ratio, 2.0 / 3.0)));
}

/// The same by doubles, pair by pair.
fn by_doubles(pairs: &[(i32, i32)]) -> (f64, f64) {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
    let (sum_x, sum_y): (f64, f64) = (x.iter().sum(), y.iter().sum());
    let ratio = sum_y / sum_x;
    let squares: f64 = x.iter().zip(&y).map(|(x, y)| (y - ratio * x) * (y - ratio * x)).sum();
    let n = f64::from(u32::try_from(pairs.len()).unwrap());
    (ratio, libm::sqrt(n / (n - 1.0) * squares) / sum_x)
}

proptest! {
    #[test]
    fn the_sums_say_what_the_pairs_say(pairs in prop::collection::vec((1..1_000_000_i32, 0..1_000_000_i32), 2..40)) {
        let wide = || pairs.iter().map(|&(x, y)| (i128::from(x), i128::from(y)));
        let actual = Moments::of_pairs(wide()).ratio().unwrap();
        let (ratio, standard_error) = by_doubles(&pairs);
        prop_assert!(near(actual.ratio, ratio));
        prop_assert!((actual.standard_error - standard_error).abs() <= 1e-6 * standard_error + 1e-9);
        let reversed: Vec<_> = wide().collect();
        prop_assert_eq!(Moments::of_pairs(reversed.into_iter().rev()).ratio(), Some(actual));
        let scaled = Moments::of_pairs(wide().map(|(x, y)| (x * 1024, y * 1024))).ratio().unwrap();
        prop_assert_eq!(scaled, actual);
    }

    #[test]
    fn any_numbers_are_answered(pairs in prop::collection::vec((any::<i128>(), any::<i128>()), 0..6)) {
        let moments = Moments::of_pairs(pairs.iter().copied());
        let all = |found: RatioEstimate| [found.ratio, found.standard_error, found.low, found.high];
        prop_assert!(moments.ratio().is_none_or(|found| all(found).iter().all(|part| part.is_finite())));
    }
}
