//! The aggregation against a plain one, over thousands of small ledgers with gaps, returns, duplicates and cents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::aggregate::{AgeSums, Aggregate, CohortSums, Meta, Sums};
use super::fold::aggregate;
use super::overview::{Overview, overview};
use super::shard::{Part, Shard};
use super::{Cadence, CohortBy, LedgerRow, Terms};
use crate::shape::{Shape, shape_of};
use crate::units::{Currency, Label, Money, Period};

/// January of the year in which the ledgers of these tests begin.
const JANUARY: i32 = 2024 * 12;
const WHOLE: Part = Part { index: 0, count: 1 };

/// A row in few words: customer, month after January, hundredths, segment.
type Plain = (u8, i32, u64, Option<u8>);

fn row(&(customer, month, hundredths, segment): &Plain) -> LedgerRow {
    LedgerRow {
        // Some names are longer than what the table of customers holds beside them.
        customer: Label::of(&format!(
            "{}{customer}",
            if customer % 3 == 0 { "a rather long customer name " } else { "C" }
        )),
        period: Period::of_months(JANUARY + month),
        amount: Money::of_hundredths(hundredths.into()).unwrap(),
        segment: segment.map(|segment| Label::of(&format!("s{segment}"))),
        currency: Currency::parse("EUR"),
    }
}

/// The sums of rows that so many hands took in parts.
fn summed(rows: &[Plain], hands_count: usize, part: Part, terms: &Terms) -> Option<Aggregate> {
    let full = AtomicBool::new(false);
    aggregate(&shard(rows, hands_count, part, &full), terms).unwrap()
}

fn shard<'f>(rows: &[Plain], hands_count: usize, part: Part, full: &'f AtomicBool) -> Shard<'f> {
    let mut hands: Vec<Shard<'_>> = (0..hands_count).map(|_| Shard::new(part, usize::MAX, full)).collect();
    for (place, one) in rows.iter().enumerate() {
        hands[place % hands_count].take_row(&row(one)).unwrap();
    }
    let mut hands = hands.into_iter();
    let mut whole = hands.next().unwrap();
    whole.finish().unwrap();
    hands.for_each(|hand| whole.merge(hand).unwrap());
    whole
}

/// A month of a customer: its hundredths, its rows, its segments.
type MonthOf = (u64, i64, BTreeSet<u8>);

/// The same sums, as one would reckon them by hand: customer by customer, month by month.
fn by_hand(rows: &[Plain], terms: &Terms) -> Aggregate {
    let mut book: BTreeMap<u8, BTreeMap<i32, MonthOf>> = BTreeMap::new();
    for (customer, month, hundredths, segment) in rows {
        let of_month = book.entry(*customer).or_default().entry(JANUARY + month).or_default();
        of_month.0 += hundredths;
        of_month.1 += 1;
        of_month.2.extend(segment);
    }
    let all_months: BTreeSet<i32> = rows.iter().map(|(_, month, ..)| JANUARY + month).collect();
    let (first_month, last_month) = (*all_months.first().unwrap(), *all_months.last().unwrap());
    let end = terms.as_of.map_or(last_month, Period::months);
    let window = i32::try_from(terms.window_months).unwrap();
    let (start, before) = (end - window, end - 2 * window);
    let step = terms.cohort_by.months();
    let mut sums = Aggregate {
        meta: Meta {
            rows: i64::try_from(rows.len()).unwrap(),
            customers: i64::try_from(book.len()).unwrap(),
            later_rows: i64::try_from(rows.iter().filter(|(_, month, ..)| JANUARY + month > end).count()).unwrap(),
            first_month: first_month.into(),
            last_month: last_month.into(),
            as_of_month: end.into(),
            window_months: window.into(),
            cohort_months: step.into(),
            arr_factor: terms.cadence.factor(),
            currencies: 1,
            ..Meta::default()
        },
        pairs: Some(Vec::new()),
        ..Aggregate::default()
    };
    for months in book.values() {
        sums.meta.duplicate_rows += months.values().map(|(_, rows, _)| rows - 1).sum::<i64>();
        sums.meta.segment_conflicts += i64::try_from(months.values().filter(|(.., of)| of.len() > 1).count()).unwrap();
        let arr = |month: i32| {
            months
                .get(&month)
                .map_or(0, |(hundredths, ..)| i64::try_from(*hundredths).unwrap() * terms.cadence.factor())
        };
        let segment = |month: i32| {
            let named = months.get(&month).map(|(.., named)| named.iter().copied().collect::<Vec<_>>());
            match named.as_deref() {
                Some([only]) => Some(format!("s{only}")),
                _ => None,
            }
        };
        let paid: Vec<i32> = (first_month..=end).filter(|month| arr(*month) > 0).collect();
        let Some(first) = paid.first().copied() else { continue };
        sums.meta.once_customers += i64::from(paid.len() == 1);
        sums.meta.first_month_customers += i64::from(first == first_month);
        let cohort = first - first % step;
        let of_cohort: &mut CohortSums = sums.cohorts.entry(cohort).or_default();
        let (x, e) = (arr(start), arr(end));
        if x > 0 {
            of_cohort.base.add(x, e);
            sums.segments.entry(segment(start)).or_default().add(x, e);
            let kept = x.min(e);
            of_cohort.start_start += i128::from(x) * i128::from(x);
            of_cohort.start_kept += i128::from(x) * i128::from(kept);
            of_cohort.kept_kept += i128::from(kept) * i128::from(kept);
            of_cohort.gapped_customers += i64::from(e > 0 && (start + 1..end).any(|month| arr(month) == 0));
            sums.top.push((x, kept));
            sums.pairs.as_mut().unwrap().push((x, kept));
        } else if e > 0 && first < start {
            of_cohort.returned_customers += 1;
            of_cohort.returned += i128::from(e);
        } else if e > 0 {
            of_cohort.new_customers += 1;
            of_cohort.new += i128::from(e);
        }
        if arr(before) > 0 {
            sums.segments_before.entry(segment(before)).or_default().add(arr(before), x);
        }
        for month in first..=end {
            let age = u32::try_from(month - first).unwrap();
            let of_age: &mut AgeSums = sums.triangle.entry((cohort, age)).or_default();
            of_age.base.add(arr(first), arr(month));
            if arr(month) > 0 && month > first && arr(month - 1) == 0 {
                of_age.returned_customers += 1;
                of_age.returned += i128::from(arr(month));
            }
        }
    }
    sums.top.sort_by_key(|(start, kept)| (std::cmp::Reverse(*start), *kept));
    sums.top.truncate(10);
    sums
}

/// The sums with their single accounts in order, which no hand keeps.
fn sorted(mut sums: Aggregate) -> Aggregate {
    if let Some(pairs) = &mut sums.pairs {
        pairs.sort_unstable();
    }
    sums
}

fn terms() -> impl Strategy<Value = Terms> {
    let cohort_by = prop_oneof![Just(CohortBy::Month), Just(CohortBy::Quarter), Just(CohortBy::Year)];
    (any::<bool>(), cohort_by, 1_u32..=12, prop::option::of(0_i32..30)).prop_map(
        |(monthly, cohort_by, window_months, as_of)| Terms {
            cadence: if monthly { Cadence::Mrr } else { Cadence::Arr },
            cohort_by,
            window_months,
            as_of: as_of.map(|month| Period::of_months(JANUARY + month)),
        },
    )
}

/// Ledgers of few customers and months, so that rows meet; a third of the amounts are nothing.
fn ledgers() -> impl Strategy<Value = Vec<Plain>> {
    let amount = prop_oneof![Just(0_u64), 1_u64..100_000, Just(100)];
    prop::collection::vec((0_u8..9, 0_i32..30, amount, prop::option::of(0_u8..3)), 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_are_those_of_a_plain_reckoning(rows in ledgers(), terms in terms(), hands_count in 1_usize..4) {
        let actual = summed(&rows, hands_count, WHOLE, &terms).unwrap();
        prop_assert_eq!(sorted(actual), sorted(by_hand(&rows, &terms)));
    }

    #[test]
    fn rows_come_in_any_order_and_in_any_parts(rows in ledgers(), terms in terms(), parts_count in 1_u32..5) {
        let whole = sorted(summed(&rows, 1, WHOLE, &terms).unwrap());
        let reversed: Vec<Plain> = rows.iter().rev().copied().collect();
        prop_assert_eq!(&sorted(summed(&reversed, 2, WHOLE, &terms).unwrap()), &whole);
        let parts = (0..parts_count).map(|index| summed(&rows, 2, Part { index, count: parts_count }, &terms).unwrap());
        let joined = parts.reduce(|mut one, other| {
            one.append(other);
            one
        });
        prop_assert_eq!(sorted(joined.unwrap()), whole);
    }

    #[test]
    fn rows_of_sums_come_back_as_the_same_sums(rows in ledgers(), terms in terms()) {
        let sums = summed(&rows, 1, WHOLE, &terms).unwrap();
        let told = Aggregate::of_rows(&sums.to_rows(), "aggregate", &|index, field| format!("aggregate[{index}].{field}"));
        prop_assert_eq!(told.unwrap(), Aggregate { pairs: None, ..sums });
    }

    #[test]
    fn an_overview_comes_in_any_parts(rows in ledgers(), parts_count in 1_u32..4) {
        let full = AtomicBool::new(false);
        let whole = overview(&shard(&rows, 1, WHOLE, &full));
        let of_part = |index| overview(&shard(&rows, 2, Part { index, count: parts_count }, &full));
        let joined = (0..parts_count).map(of_part).reduce(|mut one: Overview, other| {
            one.append(other);
            one
        });
        prop_assert_eq!(joined.unwrap(), whole);
    }
}

#[test]
fn losses_and_gains_are_netted_inside_the_customer() {
    let mut sums = Sums::default();
    // Down to 80, then up to 110: nothing is lost between the two ends.
    sums.add(100, 110);
    sums.add(100, 60);
    sums.add(100, 0);
    assert_eq!((sums.churned, sums.contraction, sums.expansion, sums.churned_customers), (100, 40, 10, 1));
}

#[test]
fn the_fields_stand_where_the_short_ways_look_for_them() {
    let Shape::Object(record) = shape_of::<LedgerRow>() else { panic!("no record") };
    let names: Vec<&str> = record.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["customer", "period", "amount", "segment", "currency"]);
}

#[test]
fn a_sum_beyond_what_is_exact_is_told() {
    let full = AtomicBool::new(false);
    let mut shard = Shard::new(WHOLE, usize::MAX, &full);
    let huge = row(&(1, 0, 9_000_000_000_000_000_000, None));
    shard.take_row(&huge).unwrap();
    shard.take_row(&huge).unwrap();
    assert_eq!(shard.finish(), Err(super::LedgerFault::TooLarge));
}

#[test]
fn a_shard_without_room_says_so() {
    let full = AtomicBool::new(false);
    let mut shard = Shard::new(WHOLE, 1_000, &full);
    for customer in 0..=u8::MAX {
        shard.take_row(&row(&(customer, 0, 100, None))).unwrap();
    }
    shard.finish().unwrap();
    assert!(full.load(std::sync::atomic::Ordering::Relaxed));
}
