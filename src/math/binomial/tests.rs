use proptest::prelude::*;

use super::super::{near, prints};
use super::{MANY, binomial_two_sided};

/// Successes, trials, p-value: exact integers up to 10 000 trials, above scipy 1.17.1 `binomtest`;
/// printed by `tests/oracle/math_values.py`.
const COUNTS: &[(u64, u64, f64)] = &[
    (9, 14, 0.423_950_195_312_5),
    (5, 14, 0.423_950_195_312_5),
    (0, 1, 1.0),
    (1, 2, 1.0),
    (0, 10, 0.001_953_125),
    (3, 7, 1.0),
    (14, 30, 0.855_535_551_905_6),
    (20, 30, 0.098_737_146_705_39),
    (15, 31, 1.0),
    (40, 100, 0.056_887_933_640_98),
    (430, 1000, 1.070_973_766_496e-5),
    (0, 1000, 1.866_527_237_006e-301),
    (4801, 10_000, 7.172_538_291_153e-5),
    (50_211, 100_000, 0.183_083_821_735),
    (498_500, 1_000_000, 0.002_708_655_306_059),
    (499_999, 1_000_000, 0.999_202_115_638_7),
    (490_000, 1_000_000, 5.544_363_287_709e-89),
    (49_990_000, 100_000_000, 0.045_511_062_629_57),
    (500_010_000, 1_000_000_000, 0.527_109_914_755_3),
];

#[test]
fn agrees_with_exact_integers_and_scipy() {
    for &(successes, trials, expected) in COUNTS {
        let actual = binomial_two_sided(successes, trials);
        assert!(near(actual, expected), "{successes}/{trials}: {actual:?}");
    }
}

#[test]
fn prints_the_worked_example() {
    assert!(prints(binomial_two_sided(9, 14), 0.424, 3));
}

#[test]
fn has_no_answer_without_trials_or_beyond_them() {
    assert_eq!(binomial_two_sided(0, 0), None);
    assert_eq!(binomial_two_sided(3, 2), None);
}

/// Just below and just above the change of method, two standard deviations off.
#[test]
fn both_methods_agree_at_the_border() {
    let off = MANY / 2 - 10_000;
    let pair = binomial_two_sided(off, MANY).zip(binomial_two_sided(off, MANY + 2));
    assert!(pair.is_some_and(|(exact, normal)| (exact - normal).abs() < 1e-4), "{pair:?}");
}

proptest! {
    #[test]
    fn is_a_probability_and_the_same_from_either_side(trials in 1..=u64::MAX, seed in any::<u64>()) {
        let successes = seed.checked_rem(trials.saturating_add(1)).unwrap_or(0).min(trials);
        let actual = binomial_two_sided(successes, trials);
        prop_assert!(actual.is_some_and(|p| (0.0..=1.0).contains(&p)));
        prop_assert_eq!(actual, binomial_two_sided(trials - successes, trials));
    }

    #[test]
    fn falls_away_from_the_middle(trials in 1..200_000_u64, seed in any::<u64>()) {
        let smaller = 1 + seed % trials.div_ceil(2);
        let pair = binomial_two_sided(smaller - 1, trials).zip(binomial_two_sided(smaller.min(trials), trials));
        prop_assert!(pair.is_some_and(|(farther, nearer)| farther <= nearer), "{:?}", pair);
    }

    /// In one more trial a coin can only go either way: P(n, k) is the mean of its neighbours' tails.
    #[test]
    fn tails_add_up_from_trial_to_trial(trials in 2..3_000_u64, seed in any::<u64>()) {
        let k = 1 + seed % trials.div_ceil(2);
        prop_assume!(2 * k + 2 < trials);
        let p = |k| binomial_two_sided(k, trials).unwrap_or(f64::NAN);
        prop_assert!(near(binomial_two_sided(k, trials + 1), f64::midpoint(p(k), p(k - 1))));
    }
}
