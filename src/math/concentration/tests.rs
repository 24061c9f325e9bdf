use proptest::prelude::*;

use super::super::{near, prints};
use super::{Concentration, concentration};

/// Values, top 1, top 5, top 10, index, effective number.
type Expected = (&'static [f64], f64, f64, f64, f64, f64);

/// Exact fractions in Python, printed by `tests/oracle/math_values.py`.
const BOOKS: &[Expected] = &[
    (&[120.0, 60.0, 40.0, 30.0, 20.0, 12.0, 8.0, 6.0, 3.0, 1.0], 0.4, 0.9, 1.0, 2_350.444_444_444, 4.254_514_512_622),
    (&[5.0], 1.0, 1.0, 1.0, 10_000.0, 1.0),
    (&[1.0, 1.0, 1.0, 1.0], 0.25, 1.0, 1.0, 2_500.0, 4.0),
    (&[0.0, 0.0, 7.0, 3.0], 0.7, 1.0, 1.0, 5_800.0, 1.724_137_931_034),
    (&[1e-9, 1_000_000_000.0], 1.0, 1.0, 1.0, 10_000.0, 1.0),
    (
        &[202.59, 159.49, 205.27, 121.21, 404.97, 424.52],
        0.279_648_232_930_4,
        0.920_154_145_120_4,
        1.0,
        2_028.770_864_041,
        4.929_092_869_601,
    ),
    (
        &[241.85, 115.66, 184.56, 139.23, 127.09, 1_274.03, 11_286.3, 103.87, 515.2, 216.03, 149.26],
        0.786_332_968_254_9,
        0.942_892_396_614_5,
        0.992_763_225_732_7,
        6_285.606_835_389,
        1.590_936_286_963,
    ),
    (
        &[
            132.04, 255.11, 166.3, 262.46, 246.83, 112.63, 337.68, 2_899.65, 1_827.09, 220.74, 103.84, 100.34, 112.73,
            1_057.56, 135.07, 146.22, 671.22, 136.96, 194.17, 161.17, 105.76, 207.92, 470.49, 115.23, 123.57,
        ],
        0.281_443_455_067_5,
        0.672_246_713_993_7,
        0.800_641_186_165_3,
        1_336.874_789_769,
        7.480_132_078_581,
    ),
    (
        &[50.5, 10.0, 10.0, 10.0, 50.5, 25.0, 10.0, 10.0, 10.0, 50.5, 25.0, 10.0, 10.0, 10.0, 50.5],
        0.147_660_818_713_5,
        0.663_742_690_058_5,
        0.853_801_169_590_6,
        1_055.965_938_237,
        9.470_002_428_953,
    ),
];

fn parts(found: Concentration) -> [f64; 5] {
    [found.top1, found.top5, found.top10, found.hhi, found.effective]
}

#[test]
fn agrees_with_exact_fractions() {
    for &(values, top1, top5, top10, hhi, effective) in BOOKS {
        let actual = concentration(values).map(parts);
        let expected = [top1, top5, top10, hhi, effective];
        let all = actual.is_some_and(|actual| actual.iter().zip(expected).all(|(one, other)| near(*one, other)));
        assert!(all, "{values:?}: {actual:?}");
    }
}

#[test]
fn prints_the_worked_example() {
    let actual = BOOKS.first().and_then(|row| concentration(row.0));
    assert!(prints(actual.map(|found| 100.0 * found.top1), 40.0, 1));
    assert!(prints(actual.map(|found| found.hhi), 2_350.0, 0));
    assert!(prints(actual.map(|found| found.effective), 4.25, 2));
}

#[test]
fn has_no_answer_without_a_total() {
    let without: [&[f64]; 6] =
        [&[], &[0.0, -0.0], &[5.0, -1.0], &[f64::NAN], &[1.0, f64::INFINITY], &[f64::MAX, f64::MAX]];
    for values in without {
        assert_eq!(concentration(values), None, "{values:?}");
    }
}

proptest! {
    #[test]
    fn order_changes_no_bit(mut values in prop::collection::vec(0.0..1e9_f64, 1..40), turn in 0..40_usize) {
        let before = concentration(&values);
        let turn = turn % values.len();
        values.rotate_left(turn);
        values.reverse();
        prop_assert_eq!(before, concentration(&values));
    }

    #[test]
    fn stays_within_bounds(values in prop::collection::vec(0.01..1e9_f64, 1..40)) {
        let most = super::super::real(super::super::count(values.len())) * (1.0 + 1e-12);
        let all = concentration(&values).is_some_and(|found| {
            let rising = 0.0 < found.top1 && found.top1 <= found.top5 && found.top5 <= found.top10 && found.top10 <= 1.0;
            let bounded = (1.0 - 1e-12..=most).contains(&found.effective);
            rising && bounded && near(found.hhi * found.effective, 1e4)
        });
        prop_assert!(all);
    }

    #[test]
    fn any_doubles_are_answered(values in prop::collection::vec(prop::num::f64::ANY, 0..6)) {
        let found = concentration(&values).map(parts);
        prop_assert!(found.is_none_or(|parts| parts.iter().all(|part| part.is_finite())));
    }
}
