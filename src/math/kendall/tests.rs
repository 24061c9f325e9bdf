use proptest::prelude::*;

use super::super::near;
use super::{inversions, mixed, p_value, score, ties, variance};

/// The smallest p-values a short series can have, by hand: twice one order of n!.
#[test]
fn smallest_p_of_short_series() {
    for (values, expected) in [(3, 1.0 / 3.0), (4, 1.0 / 12.0), (5, 1.0 / 60.0), (6, 1.0 / 360.0)] {
        let pairs = i64::from(values * (values - 1) / 2);
        let distinct: Vec<usize> = (0..values).map(|_| 1).collect();
        assert!(near(p_value(pairs, &distinct), expected), "{values}");
    }
}

/// Two low and two high items have six orders with 0, 1, 2, 2, 3, 4 inversions.
#[test]
fn mixed_groups_by_hand() {
    let shares = mixed(2, 2);
    let expected = [1.0, 1.0, 2.0, 1.0, 1.0].map(|orders| orders / 6.0);
    assert_eq!(shares.len(), expected.len());
    assert!(shares.iter().zip(expected).all(|(share, expected)| near(*share, expected)), "{shares:?}");
}

#[test]
fn nothing_to_compare_is_no_evidence() {
    assert!(near(p_value(0, &[]), 1.0));
    assert!(near(p_value(0, &[60]), 1.0));
}

proptest! {
    /// Mean and variance of the counted distribution are those of the formula the long series use.
    #[test]
    fn counted_orders_have_the_variance_of_the_formula(sizes in prop::collection::vec(1..6_usize, 2..9)) {
        let shares = inversions(&sizes);
        let pairs = super::real(super::count(shares.len() - 1));
        let total: f64 = shares.iter().sum();
        let spread: f64 = (0..).zip(&shares).map(|(place, share)| {
            let s = pairs - 2.0 * f64::from(place);
            s * s * share
        }).sum();
        prop_assert!((total - 1.0).abs() < 1e-12);
        prop_assert!((spread - variance(&sizes)).abs() <= 1e-9 * spread);
    }

    /// Where the two methods meet, they agree to a hundredth.
    #[test]
    fn both_methods_agree_at_the_border(values in prop::collection::vec(0..30_u32, 50), more in 0..30_u32) {
        let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let exact = p_value(score(&values), &ties(&values));
        let normal = libm::erfc((super::real(score(&values).unsigned_abs()) - 1.0).max(0.0) / libm::sqrt(2.0 * variance(&ties(&values))));
        prop_assert!((exact - normal).abs() < 0.01, "{} {}", exact, normal);
        values.push(f64::from(more));
        prop_assert!((0.0..=1.0).contains(&p_value(score(&values), &ties(&values))));
    }
}
