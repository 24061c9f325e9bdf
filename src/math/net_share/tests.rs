use proptest::prelude::*;

use super::super::{Z_95, near_ends, prints};
use super::net_share;

/// For, against, asked, low, high: printed by `tests/oracle/math_values.py`.
const NETS: &[(u64, u64, u64, f64, f64)] = &[
    (30, 12, 60, 0.102_377_047_528_1, 0.497_622_952_471_9),
    (61, 20, 108, 0.232_828_295_167_6, 0.526_430_964_091_7),
    (1, 0, 2, -0.192_951_912_174_8, 1.0),
    (1, 1, 2, -1.0, 1.0),
    (5, 5, 10, -0.619_795_032_304_6, 0.619_795_032_304_6),
    (9, 0, 10, 0.714_061_490_308_6, 1.0),
    (0, 9, 10, -1.0, -0.714_061_490_308_6),
    (2, 1, 4, -0.562_558_142_416_2, 1.0),
    (500, 300, 1000, 0.145_967_521_769_5, 0.254_032_478_230_5),
    (333_333, 333_334, 1_000_000, -0.001_601_304_292_193, 0.001_599_304_292_193),
    (3, 1, 5, -0.301_218_032_461_3, 1.0),
    (120, 40, 400, 0.141_201_080_463_8, 0.258_798_919_536_2),
];

#[test]
fn agrees_with_the_votes_counted_out() {
    for &(plus, minus, trials, low, high) in NETS {
        assert!(near_ends(net_share(plus, minus, trials, Z_95), low, high), "{plus} {minus} {trials}");
    }
}

#[test]
fn thirty_for_and_twelve_against_of_sixty() {
    let ends = net_share(30, 12, 60, Z_95);
    assert!(prints(ends.map(|ends| (ends.high - ends.low) / 2.0), 0.198, 3), "30 points, 19.8 to each side");
}

#[test]
fn has_no_answer_where_everybody_did_the_same_or_nobody_anything() {
    for (plus, minus, trials) in [(0, 0, 0), (5, 0, 5), (0, 5, 5), (0, 0, 5), (3, 3, 5), (u64::MAX, 1, u64::MAX)] {
        assert_eq!(net_share(plus, minus, trials, Z_95), None, "{plus} {minus} {trials}");
    }
    for z in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(net_share(30, 12, 60, z), None, "{z}");
    }
}

proptest! {
    #[test]
    fn holds_the_difference_and_mirrors(plus in 0..4_000_u64, minus in 0..4_000_u64, rest in 0..4_000_u64) {
        let trials = plus + minus + rest;
        let Some(ends) = net_share(plus, minus, trials, Z_95) else {
            prop_assert!(trials == 0 || [plus, minus, rest].contains(&trials));
            return Ok(());
        };
        let difference = (super::real(plus) - super::real(minus)) / super::real(trials);
        prop_assert!(-1.0 <= ends.low && ends.low < difference && difference < ends.high && ends.high <= 1.0);
        let mirror = net_share(minus, plus, trials, Z_95);
        prop_assert!(mirror.is_some_and(|other| near_ends(Some(ends), -other.high, -other.low)));
    }
}
