use proptest::prelude::*;

use super::round_half_away;

/// Value, places, rounded: Python 3.11 `decimal` on the shortest text, `ROUND_HALF_UP`;
/// printed by `tests/oracle/math_values.py`.
const ROUNDED: &[(f64, u32, f64)] = &[
    (0.123_45, 0, 0.0),
    (0.123_45, 2, 0.12),
    (0.123_45, 4, 0.123_5),
    (0.123_449_999, 0, 0.0),
    (0.123_449_999, 2, 0.12),
    (0.123_449_999, 4, 0.123_4),
    (1.005, 0, 1.0),
    (1.005, 2, 1.01),
    (1.005, 4, 1.005),
    (2.675, 0, 3.0),
    (2.675, 2, 2.68),
    (2.675, 4, 2.675),
    (-2.675, 0, -3.0),
    (-2.675, 2, -2.68),
    (-2.675, 4, -2.675),
    (0.5, 0, 1.0),
    (0.5, 2, 0.5),
    (0.5, 4, 0.5),
    (1.5, 0, 2.0),
    (1.5, 2, 1.5),
    (1.5, 4, 1.5),
    (2.5, 0, 3.0),
    (2.5, 2, 2.5),
    (2.5, 4, 2.5),
    (-0.5, 0, -1.0),
    (-0.5, 2, -0.5),
    (-0.5, 4, -0.5),
    (-0.4, 0, 0.0),
    (-0.4, 2, -0.4),
    (-0.4, 4, -0.4),
    (0.999_95, 0, 1.0),
    (0.999_95, 2, 1.0),
    (0.999_95, 4, 1.0),
    (9.999_9, 0, 1e1),
    (9.999_9, 2, 1e1),
    (9.999_9, 4, 9.999_9),
    (1e-7, 0, 0.0),
    (1e-7, 2, 0.0),
    (1e-7, 4, 0.0),
    (1e22, 0, 1e22),
    (1e22, 2, 1e22),
    (1e22, 4, 1e22),
    (123_456_789.125, 0, 123_456_789.0),
    (123_456_789.125, 2, 123_456_789.13),
    (123_456_789.125, 4, 123_456_789.125),
    (4.999_9e-5, 0, 0.0),
    (4.999_9e-5, 2, 0.0),
    (4.999_9e-5, 4, 0.0),
    (5e-5, 0, 0.0),
    (5e-5, 2, 0.0),
    (5e-5, 4, 0.000_1),
    (0.300_000_000_000_000_04, 0, 0.0),
    (0.300_000_000_000_000_04, 2, 0.3),
    (0.300_000_000_000_000_04, 4, 0.3),
    (0.333_333_333_333_333_3, 0, 0.0),
    (0.333_333_333_333_333_3, 2, 0.33),
    (0.333_333_333_333_333_3, 4, 0.333_3),
    (0.666_666_666_666_666_6, 0, 1.0),
    (0.666_666_666_666_666_6, 2, 0.67),
    (0.666_666_666_666_666_6, 4, 0.666_7),
    (8.345, 0, 8.0),
    (8.345, 2, 8.35),
    (8.345, 4, 8.345),
    (1e300, 0, 1e300),
    (1e300, 2, 1e300),
    (1e300, 4, 1e300),
    (5e-324, 0, 0.0),
    (5e-324, 2, 0.0),
    (5e-324, 4, 0.0),
    (-1_234.567_85, 0, -1_235.0),
    (-1_234.567_85, 2, -1_234.57),
    (-1_234.567_85, 4, -1_234.567_9),
    (99_999_999_999.999_95, 0, 1e11),
    (99_999_999_999.999_95, 2, 1e11),
    (99_999_999_999.999_95, 4, 1e11),
    (0.045, 0, 0.0),
    (0.045, 2, 0.05),
    (0.045, 4, 0.045),
    (4_503_599_627_370_498.0, 0, 4_503_599_627_370_498.0),
    (4_503_599_627_370_498.0, 2, 4_503_599_627_370_498.0),
    (4_503_599_627_370_498.0, 4, 4_503_599_627_370_498.0),
];

#[test]
fn agrees_with_decimal_to_the_bit() {
    for &(value, places, expected) in ROUNDED {
        let actual = round_half_away(value, places);
        assert_eq!(actual.to_bits(), expected.to_bits(), "{value} at {places}: {actual}");
    }
}

#[test]
fn zero_has_no_sign() {
    for value in [-0.0, -1e-9, -0.4, -5e-324] {
        assert_eq!(round_half_away(value, 0).to_bits(), 0.0_f64.to_bits(), "{value}");
    }
}

#[test]
fn extremes_are_handed_back() {
    for value in [f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(round_half_away(value, u32::MAX).to_bits(), value.to_bits(), "{value}");
    }
    assert!(round_half_away(f64::NAN, 4).is_nan());
    assert_eq!(round_half_away(f64::MAX, 0).to_bits(), f64::MAX.to_bits());
}

proptest! {
    #[test]
    fn twice_is_once_and_prints_short(value in prop::num::f64::ANY, places in 0..20_u32) {
        let once = round_half_away(value, places);
        prop_assert_eq!(once.to_bits(), round_half_away(once, places).to_bits());
        let decimals = once.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        prop_assert!(decimals <= usize::try_from(places).unwrap_or(usize::MAX), "{}", once);
    }

    #[test]
    fn moves_by_half_a_unit_at_most_and_is_odd(value in -1e6..1e6_f64, places in 0..9_u32) {
        let unit = libm::pow(10.0, -f64::from(places));
        let rounded = round_half_away(value, places);
        prop_assert!((rounded - value).abs() <= unit / 2.0 + 1e-9);
        prop_assert_eq!((0.0 - rounded).to_bits(), (round_half_away(-value, places)).to_bits());
    }
}
