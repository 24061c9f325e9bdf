use proptest::prelude::*;

use super::super::{near, prints};
use super::{LONGEST_TREND, Trend, trend};

/// Values, S, p-value, slope, low, high.
type Expected = (&'static [f64], i64, f64, f64, f64, f64);

/// Slope and interval: scipy 1.17.1 `theilslopes`. p-value up to 50 values: exact integers over all orders, checked
/// against every permutation or scipy `kendalltau(method="exact")` where those apply; above 50 the normal
/// approximation with tie and continuity correction, by scipy `norm`. Printed by `tests/oracle/math_values.py`.
const SERIES: &[Expected] = &[
    (&[0.92, 0.905, 0.9, 0.88, 0.85, 0.84], -15, 0.002_777_777_777_778, -0.016_25, -0.025, -0.01),
    (&[1.0, 2.0], 1, 1.0, 1.0, 1.0, 1.0),
    (&[3.0, 1.0, 2.0], -1, 1.0, -0.5, -2.0, 1.0),
    (&[2.0, 2.0, 2.0, 2.0], 0, 1.0, 0.0, 0.0, 0.0),
    (&[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0], 16, 0.009_523_809_523_81, 0.4, 0.0, 0.5),
    (&[0.9, 0.9, 0.88, 0.91, 0.85, 0.85, 0.85, 0.8], -18, 0.023_809_523_809_52, -0.012_5, -0.02, 0.0),
    (&[5.0, 4.0, 4.0, 6.0, 7.0], 5, 0.333_333_333_333_3, 0.75, -1.0, 2.0),
    (&[0.0, 1.0, 0.0, -1.0, 0.0], -3, 0.6, -0.166_666_666_666_7, -1.0, 1.0),
    (
        &[-0.434, 0.08, -0.063, -0.114, 0.33, 0.07, -0.022, 0.611, -0.068, -0.289, -0.312, -0.048],
        -6,
        0.737_305_524_658,
        -0.009,
        -0.054,
        0.068_666_666_666_67,
    ),
    (
        &[0.2, 0.3, 0.4, 0.7, 0.7, 0.5, 0.7, 0.6, 0.2, 0.7, 0.5, 0.5, 1.2, 0.9, 0.6, 0.7, 1.5, 0.8, 1.1, 1.2],
        100,
        0.000_687_734_268_285,
        0.044_097_222_222_22,
        0.02,
        0.06,
    ),
    (
        &[
            0.17, 0.19, -0.13, -0.12, -0.03, -0.09, 0.26, 0.49, -0.25, 0.18, -0.28, -0.19, -0.06, 0.05, -0.12, -0.78,
            0.44, -0.07, -0.18, 0.22, -0.16, -0.42, 0.17, 0.14, -0.23, 0.27, 0.13, -0.33, 0.55, 0.1, -0.33, 0.15, 0.06,
        ],
        -15,
        0.829_572_206_803_9,
        -0.001_348_484_848_485,
        -0.011,
        0.010_833_333_333_33,
    ),
    (
        &[
            0.3, -0.4, 0.3, 0.2, 0.1, 0.1, 0.3, 0.1, -0.1, -0.4, 0.2, 0.1, -0.1, -0.2, -0.0, -1.0, -0.2, -1.1, -0.3,
            -0.0, 0.2, -0.5, -0.3, -0.5, -1.1, -0.3, -0.5, -0.5, -0.8, -0.6, -0.6, -0.2, -0.5, 0.4, -0.8, -0.8, -0.7,
            -1.0, -0.3, -0.6, -1.2, -0.8, -0.5, -1.3, -0.8, -1.0, -0.2, -0.8, -1.1, -1.1,
        ],
        -652,
        6.964_115_161_856e-9,
        -0.025,
        -0.03,
        -0.018_75,
    ),
    (
        &[
            0.589, -0.127, 0.709, -0.461, -0.044, -0.058, -0.2, -0.05, 0.225, -0.188, -0.422, 0.423, 0.461, -0.196,
            0.107, -0.768, 0.331, -0.391, -0.154, 0.672, -0.37, 0.02, -0.311, -0.548, -0.34, 0.096, -0.383, -0.165,
            0.235, -0.034, -0.385, 0.469, 0.051, 0.441, -0.305, 0.527, -0.396, -0.517, -0.115, -0.099, 0.094, -0.157,
            0.207, 0.42, -0.185, -0.404, -0.108, 0.263, 0.262, -0.092,
        ],
        7,
        0.960_187_355_888_2,
        0.000_394_736_842_105_3,
        -0.007_857_142_857_143,
        0.007_609_756_097_561,
    ),
    (
        &[
            0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0,
            19.0, 20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0, 29.0, 30.0, 31.0, 32.0, 33.0, 34.0, 35.0, 36.0,
            37.0, 38.0, 39.0, 40.0, 41.0, 42.0, 43.0, 44.0, 45.0, 46.0, 47.0, 48.0, 49.0,
        ],
        1225,
        6.575_898_833_266e-65,
        1.0,
        1.0,
        1.0,
    ),
    // counted out over all orders: 0.00848
    (
        &[
            -0.3, 0.0, 0.3, -0.2, 0.4, 0.1, 0.2, -0.1, 0.5, 0.1, -0.3, 0.4, 0.0, 0.5, 0.2, -0.0, 0.2, 0.0, -0.1, 0.2,
            0.5, 0.2, 0.2, 0.1, 0.4, 0.3, 0.6, 0.4, 0.9, -0.2, 0.3, 0.5, 0.6, -0.1, -0.0, 0.4, 0.7, 0.7, -0.1, 0.4,
            0.8, 0.4, 0.1, 0.2, 0.0, 0.8, 0.4, 0.4, 0.2, 0.5, 0.2,
        ],
        320,
        0.008_973_618_906_864,
        0.008,
        -0.0,
        0.012_5,
    ),
    // counted out over all orders: 0.65665
    (
        &[
            -0.284, 0.0, -0.057, 0.152, 0.057, 0.372, -0.001, 0.092, 0.081, -0.232, 0.373, -0.158, -0.467, 0.391,
            0.211, -0.159, 0.302, 0.305, 0.226, -0.343, 0.066, -0.302, -0.173, -0.158, -0.244, 0.162, -0.227, 0.201,
            0.064, -0.171, 0.064, 0.221, 0.359, -0.066, 0.539, 0.186, 0.39, -0.397, -0.309, 0.379, -0.056, 0.153,
            0.376, -0.425, 0.149, 0.599, 0.255, 0.04, 0.183, 0.015, 0.247, 0.407, -0.056, 0.187, 0.104, 0.237, 0.266,
            -0.312, 0.365, 0.273, -0.319, -0.074, -0.429, -0.075, 0.111, -0.338, -0.222, -0.253, -0.198, -0.222,
        ],
        -89,
        0.655_486_830_193_4,
        -0.000_692_307_692_307_7,
        -0.003_971_428_571_429,
        0.002_709_677_419_355,
    ),
    // counted out over all orders: 0.00107
    (
        &[
            -0.3, 0.2, -0.0, -0.2, 0.3, -0.1, 0.3, -0.3, 0.5, -0.1, -0.3, 0.2, -0.4, -0.3, 0.1, -0.1, 0.2, 0.1, 0.1,
            0.1, 0.3, 0.1, 0.4, 0.3, -0.5, -0.5, 0.5, -0.1, 0.1, 0.0, 0.2, 0.7, -0.1, 0.1, 0.1, -0.2, -0.2, 0.0, 0.1,
            0.2, -0.5, -0.4, 0.6, 0.0, 0.3, -0.0, -0.1, 0.7, -0.3, -0.2, 0.3, 0.1, -0.4, 0.2, 0.3, -0.3, -0.0, 0.4,
            0.7, -0.6, -0.1, 0.1, -0.1, -0.1, -0.0, 0.3, -0.2, 0.4, 0.4, 0.4, 0.6, -0.0, 0.1, 0.5, 0.5, 0.4, 0.0, 0.0,
            -0.2, 0.0, -0.1, 0.0, 0.1, 0.4, 0.4, 0.2, -0.2, 0.2, 0.3, 0.4, 0.3, 0.4, -0.0, 0.4, 0.4, 0.1, -0.0, 0.6,
            -0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.2, 0.8, 0.7, 0.2, 0.4, 0.5, 0.1, 0.8, 0.2, 0.4, -0.0, -0.1, -0.1, 0.1,
            0.6, 0.2,
        ],
        1426,
        0.001_141_409_651_73,
        0.002_5,
        0.0,
        0.004_054_054_054_054,
    ),
    // counted out over all orders: 1.00000
    (
        &[
            1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
            1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
            1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
        ],
        0,
        1.0,
        0.0,
        0.0,
        0.0,
    ),
];

#[test]
fn agrees_with_scipy_and_exact_integers() {
    for &(values, s, p_value, slope, low, high) in SERIES {
        let actual = trend(values);
        let all = actual.is_some_and(|found| {
            let ends = near(found.slope_low, low) && near(found.slope_high, high);
            found.s == s && near(found.p_value, p_value) && near(found.slope, slope) && (ends || values.len() == 2)
        });
        assert!(all, "{values:?}: {actual:?}");
    }
}

#[test]
fn prints_the_worked_example() {
    let actual = trend(&[0.92, 0.905, 0.90, 0.88, 0.85, 0.84]);
    assert_eq!(actual.map(|found| found.s), Some(-15));
    assert!(prints(actual.and_then(|found| found.p_value), 0.0028, 4));
    assert!(prints(actual.map(|found| 100.0 * found.slope), -1.63, 2));
    assert!(prints(actual.and_then(|found| found.slope_low).map(|end| 100.0 * end), -2.5, 1));
    assert!(prints(actual.and_then(|found| found.slope_high).map(|end| 100.0 * end), -1.0, 1));
}

#[test]
fn two_values_have_a_slope_without_an_interval() {
    let expected = Trend { s: 1, p_value: Some(1.0), slope: 0.5, slope_low: None, slope_high: None };
    assert_eq!(trend(&[1.0, 1.5]), Some(expected));
}

#[test]
fn zeros_of_either_sign_tie() {
    assert_eq!(trend(&[0.0, -0.0, 0.0]), trend(&[0.0, 0.0, 0.0]));
}

#[test]
fn has_no_answer_for_too_few_too_many_or_no_numbers() {
    let too_many = vec![1.0; LONGEST_TREND + 1];
    let without: [&[f64]; 5] = [&[], &[1.0], &[1.0, f64::NAN], &[f64::MIN, f64::MAX], &too_many];
    for values in without {
        assert_eq!(trend(values), None);
    }
    assert!(trend(&vec![1.0; LONGEST_TREND]).is_some());
}

proptest! {
    #[test]
    fn a_mirrored_series_has_the_mirrored_trend(values in prop::collection::vec(-20..20_i32, 3..60)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let mirrored: Vec<f64> = values.iter().rev().copied().collect();
        let (one, other) = (trend(&values), trend(&mirrored));
        let pair = one.zip(other);
        prop_assert!(pair.is_some_and(|(one, other)| one.s == -other.s && one.p_value == other.p_value));
        prop_assert!(pair.is_some_and(|(one, other)| near(one.slope, -other.slope)));
    }

    #[test]
    fn stays_within_bounds(values in prop::collection::vec(-1e6..1e6_f64, 3..80)) {
        let all = trend(&values).is_some_and(|found| {
            let ordered = found.slope_low.is_some_and(|low| low <= found.slope)
                && found.slope_high.is_some_and(|high| high >= found.slope);
            ordered && found.p_value.is_some_and(|p| (0.0..=1.0).contains(&p))
        });
        prop_assert!(all);
    }

    #[test]
    fn any_doubles_are_answered(values in prop::collection::vec(prop::num::f64::ANY, 0..8)) {
        let parts = |found: Trend| [Some(found.slope), found.slope_low, found.slope_high, found.p_value];
        prop_assert!(trend(&values).is_none_or(|found| parts(found).iter().flatten().all(|part| part.is_finite())));
    }
}
