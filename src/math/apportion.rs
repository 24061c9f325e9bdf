//! Rounded parts that sum to a rounded whole.

use rust_decimal::Decimal;

/// Rounds parts to `places` decimals so that they sum to `whole`, by the largest remainder: every part is rounded down,
/// then what is missing goes, a last digit each, to those that lost most; of equals the earlier one first.
///
/// `whole` is the sum of the parts rounded to the same places, and no part is below 0. Where it is not their sum, the
/// parts take up as much of the difference as one digit each can.
#[must_use]
pub fn apportion(parts: &[Decimal], whole: Decimal, places: u32) -> Vec<Decimal> {
    let unit = Decimal::new(1, places);
    let mut rounded: Vec<Decimal> =
        parts.iter().map(|part| part.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::ToZero)).collect();
    let mut by_loss: Vec<(Decimal, usize)> =
        parts.iter().zip(&rounded).enumerate().map(|(place, (part, kept))| (part - kept, place)).collect();
    by_loss.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.cmp(second)));
    let mut missing = whole - rounded.iter().sum::<Decimal>();
    for (_, place) in by_loss {
        if missing < unit {
            break;
        }
        if let Some(part) = rounded.get_mut(place) {
            *part += unit;
            missing -= unit;
        }
    }
    rounded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn the_largest_remainder_takes_the_last_digit() {
        // 78.658 in all: 78.7, of which 78.6 is given; 13.333 lost .033, 10.125 lost .025.
        let parts = [dec!(22.5), dec!(13.333), dec!(10.125), dec!(13.2), dec!(13.5), dec!(6)];
        let wanted = [dec!(22.5), dec!(13.4), dec!(10.1), dec!(13.2), dec!(13.5), dec!(6)];
        assert_eq!(apportion(&parts, dec!(78.7), 1), wanted);
        assert_eq!(apportion(&[dec!(0.5), dec!(0.5)], dec!(1), 0), [dec!(1), dec!(0)]);
        assert!(apportion(&[], dec!(0), 1).is_empty());
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_rounded_whole(parts in prop::collection::vec(0_u64..10_000_000, 0..7), places in 0_u32..4) {
            let parts: Vec<Decimal> = parts.into_iter().map(|part| Decimal::new(i64::try_from(part).unwrap(), 5)).collect();
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let whole = parts.iter().sum::<Decimal>().round_dp_with_strategy(places, strategy);
            let rounded = apportion(&parts, whole, places);
            prop_assert_eq!(rounded.iter().sum::<Decimal>(), whole);
            for (part, shown) in parts.iter().zip(&rounded) {
                prop_assert!((part - shown).abs() < Decimal::new(1, places));
            }
        }
    }
}
