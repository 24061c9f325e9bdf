use proptest::prelude::*;

use super::super::{Z_95, prints};
use super::t_quantile_975;

/// Degrees of freedom and quantile: scipy 1.17.1 `stats.t.ppf(0.975, df)`, printed by `tests/oracle/math_values.py`.
const QUANTILES: &[(u64, f64)] = &[
    (1, 12.706_204_736_175),
    (2, 4.302_652_729_749_5),
    (3, 3.182_446_305_283_7),
    (4, 2.776_445_105_197_8),
    (5, 2.570_581_835_636_3),
    (7, 2.364_624_251_592_8),
    (9, 2.262_157_162_798_2),
    (10, 2.228_138_851_986_3),
    (15, 2.131_449_545_559_8),
    (29, 2.045_229_642_132_7),
    (30, 2.042_272_456_301_2),
    (60, 2.000_297_822_014_3),
    (100, 1.983_971_518_523_6),
    (250, 1.969_498_393_421_2),
    (777, 1.963_021_781_227_9),
    (999, 1.962_341_461_133_4),
    (1000, 1.962_339_080_826_4),
    (1001, 1.962_336_705_280_9),
    (1002, 1.962_334_334_482_6),
    (1500, 1.961_546_753_895),
    (10_000, 1.960_201_239_890_6),
    (123_456, 1.959_983_200_245_2),
    (1_000_000, 1.959_966_356_814_1),
    (10_000_000, 1.959_964_221_767_2),
];

#[test]
fn agrees_with_scipy() {
    for &(df, expected) in QUANTILES {
        let actual = t_quantile_975(df);
        assert!(actual.is_some_and(|t| (t - expected).abs() < 2e-11), "{df}: {actual:?}");
    }
}

#[test]
fn prints_the_tables_of_textbooks() {
    for (df, expected) in [(1, 12.706), (2, 4.303), (5, 2.571), (9, 2.262), (30, 2.042), (120, 1.980)] {
        assert!(prints(t_quantile_975(df), expected, 3), "{df}");
    }
}

#[test]
fn no_degrees_have_no_quantile() {
    assert_eq!(t_quantile_975(0), None);
}

#[test]
fn falls_from_degree_to_degree_and_across_the_change_of_method() {
    let quantiles: Option<Vec<f64>> = (1..=1_200).map(t_quantile_975).collect();
    assert!(quantiles.is_some_and(|all| all.is_sorted_by(|a, b| a > b)));
}

proptest! {
    #[test]
    fn lies_between_the_normal_and_one_degree(df in any::<u64>()) {
        prop_assert!(df == 0 || t_quantile_975(df).is_some_and(|t| (Z_95..12.7063).contains(&t)));
    }
}
