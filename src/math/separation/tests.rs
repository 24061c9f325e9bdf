use proptest::prelude::*;

use super::super::near;
use super::separation;

/// Two groups and what separates them.
type Group = (&'static [i32], &'static [i32], f64, f64, f64);

/// The group expected low, the other, AUC, its standard error, one-sided p: exact fractions and integers, printed by
/// `tests/oracle/separation.py`.
const GROUPS: &[Group] = &[
    (&[35, 48, 52, 60], &[40, 55, 62, 70, 75, 80, 85, 90], 0.875, 0.125_390_016_548_4, 0.024_242_424_242_42),
    (&[1], &[2], 1.0, 0.0, 0.5),
    (&[2], &[1], 0.0, 0.0, 1.0),
    (&[1], &[1], 0.5, 0.5, 1.0),
    (&[1, 1, 2], &[1, 2, 2, 3], 0.75, 0.204_851_862_852_9, 0.285_714_285_714_3),
    (&[5, 5, 5], &[5, 5, 5, 5], 0.5, 0.235_702_260_395_5, 1.0),
    (&[1, 2, 3], &[4, 5, 6], 1.0, 0.0, 0.05),
    (&[4, 5, 6], &[1, 2, 3], 0.0, 0.0, 1.0),
    (
        &[10, 20, 20, 30, 41],
        &[20, 25, 30, 30, 42, 50, 60],
        0.771_428_571_428_6,
        0.148_157_294_305_3,
        0.075_757_575_757_58,
    ),
    (
        &[36, 32, 15, 24, 39, 2, 3, 24, 1, 10],
        &[32, 36, 36, 19, 28, 24, 30, 38, 21, 38, 35, 23, 26, 13, 30],
        0.69,
        0.112_312_224_106,
        0.058_866_970_961_47,
    ),
    (
        &[8, 5, 6, 3, 8, 4, 3, 7, 3, 6, 4, 0, 1, 7, 5, 7, 2, 2, 8, 4, 6, 4, 2, 8, 2],
        &[7, 4, 8, 2, 6, 6, 7, 3, 8, 6, 6, 7, 1, 7, 4, 7, 3, 3, 5, 7, 2, 5, 2, 7, 3],
        0.547_2,
        0.082_017_250_076_8,
        0.284_739_633_363_2,
    ),
    (
        &[125, 72, 53, 119, 179, 60, 43, 191, 103, 39, 46, 35, 144, 122, 169, 82, 20, 29, 168, 158],
        &[
            134, 96, 44, 82, 98, 47, 55, 124, 87, 80, 222, 175, 143, 80, 203, 114, 192, 181, 220, 67, 189, 175, 199,
            129, 206, 190, 39, 83, 148, 105,
        ],
        0.67,
        0.079_956_941_470_44,
        0.021_572_217_999_51,
    ),
    // counted out over all splits: 0.074958
    (
        &[29, 21, 2, 26, 19, 13, 20, 13, 22, 8, 0, 15, 7, 10, 7, 14, 0, 6, 17, 17],
        &[
            16, 10, 29, 29, 15, 21, 21, 22, 4, 15, 21, 19, 21, 7, 32, 22, 29, 32, 24, 3, 3, 25, 12, 4, 4, 16, 6, 4, 9,
            27, 30,
        ],
        0.620_967_741_935_5,
        0.082_005_766_521_59,
        0.075_033_593_521_7,
    ),
    // counted out over all splits: 0.009794
    (
        &[37, 0, 41, 34, 60, 61, 26, 0, 96, 24, 66, 58],
        &[
            85, 56, 93, 12, 108, 71, 61, 61, 81, 19, 59, 109, 70, 49, 105, 73, 32, 17, 73, 41, 72, 83, 83, 111, 41, 61,
            89, 12, 74, 55, 38, 25, 17, 107, 39, 101, 93, 24, 48, 98, 52, 97, 52, 69, 48, 50, 96, 103, 52, 91, 63, 53,
            90, 76, 46, 102, 74, 26, 59, 27,
        ],
        0.712_5,
        0.089_259_253_954_02,
        0.010_588_247_977_35,
    ),
    (
        &[
            0, 2, 3, 1, 1, 4, 0, 4, 4, 0, 4, 1, 4, 3, 1, 4, 1, 3, 4, 2, 0, 0, 3, 0, 0, 0, 0, 0, 1, 2, 0, 1, 1, 2, 4, 3,
            2, 3, 4, 1, 2, 1, 1, 0, 3, 0, 2, 3, 0, 4, 1, 0, 3, 1, 1, 4, 4, 4, 4, 4,
        ],
        &[
            3, 4, 2, 3, 2, 0, 3, 0, 1, 1, 0, 3, 3, 2, 4, 2, 4, 1, 4, 1, 3, 3, 1, 0, 4, 2, 0, 2, 2, 4, 2, 2, 1, 1, 1, 1,
            1, 1, 3, 3, 2, 4, 2, 3, 4, 4, 2, 0, 1, 4, 2, 3, 4, 1, 0, 2, 1, 4, 0, 3,
        ],
        0.538_611_111_111_1,
        0.052_731_610_653_15,
        0.228_856_441_345_7,
    ),
];

#[test]
fn values_are_those_of_an_independent_count() {
    for (low, high, auc, error, p) in GROUPS {
        let found = separation(low, high).unwrap();
        assert!(near(found.auc, *auc), "{low:?} {high:?}: {found:?}");
        assert!(near(found.standard_error, *error), "{low:?} {high:?}: {found:?}");
        assert!(near(found.p_value, *p), "{low:?} {high:?}: {found:?}");
    }
}

#[test]
fn an_empty_group_has_no_answer() {
    assert_eq!(separation::<u8>(&[], &[1]), None);
    assert_eq!(separation::<u8>(&[1], &[]), None);
}

#[test]
fn a_perfect_order_has_no_interval() {
    assert_eq!(separation(&[1, 2, 3], &[4, 5]).unwrap().interval, None);
    assert_eq!(separation(&[4, 5], &[1, 2, 3]).unwrap().interval, None);
    let ends = separation(&[35, 48, 52, 60], &[40, 55, 62, 70, 75, 80, 85, 90]).unwrap().interval.unwrap();
    assert!(near(ends.low, 0.875 - 1.959_963_984_540_054 * 0.125_390_016_548_4) && near(ends.high, 1.0), "{ends:?}");
}

#[test]
fn the_normal_approximation_takes_over_near_the_counted_value() {
    let low: Vec<u32> = (0..25).map(|value| 3 * value % 31).collect();
    let high: Vec<u32> = (0..25).map(|value| 2 + 5 * value % 37).collect();
    let counted = separation(&low, &high).unwrap().p_value;
    let more = [high.as_slice(), &[18]].concat();
    let approximate = separation(&low, &more).unwrap().p_value;
    assert!((counted - approximate).abs() < 0.02, "{counted} {approximate}");
}

proptest! {
    #[test]
    fn figures_stay_in_their_bounds_and_the_sides_mirror(
        low in prop::collection::vec(0_u8..20, 1..40), high in prop::collection::vec(0_u8..20, 1..40),
    ) {
        let one = separation(&low, &high).unwrap();
        let other = separation(&high, &low).unwrap();
        prop_assert!((one.auc + other.auc - 1.0).abs() < 1e-12);
        for found in [one, other] {
            prop_assert!((0.0..=1.0).contains(&found.auc) && (0.0..=1.0).contains(&found.p_value), "{found:?}");
            prop_assert!(found.standard_error >= 0.0 && found.standard_error <= 0.51, "{found:?}");
            if let Some(ends) = found.interval {
                prop_assert!(ends.low <= found.auc && found.auc <= ends.high, "{found:?}");
            }
        }
    }

    #[test]
    fn the_order_of_the_members_changes_no_bit(low in prop::collection::vec(0_u8..9, 1..30), high in prop::collection::vec(0_u8..9, 1..30)) {
        let reversed = |values: &[u8]| values.iter().rev().copied().collect::<Vec<_>>();
        prop_assert_eq!(separation(&low, &high), separation(&reversed(&low), &reversed(&high)));
    }
}
