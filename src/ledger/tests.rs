//! The aggregation against a plain one, over thousands of small ledgers with gaps, returns, duplicates and cents.

mod files;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::aggregate::{AgeSums, Aggregate, CohortSums, Meta, Sums};
use super::fold::aggregate;
use super::hand::Hand;
use super::overview::{Overview, overview};
use super::stores::{Part, SEGMENTS_COUNT_MAX, STORES_COUNT, Stores};
use super::taken::{Append, Seen, Taken};
use super::{Cadence, CohortBy, LedgerFault, LedgerRow, Terms};
use crate::shape::{Shape, shape_of};
use crate::units::{Currency, Label, Money, Period};

/// January of the year in which the ledgers of these tests begin.
const JANUARY: i32 = 2024 * 12;
const WHOLE: Part = Part { index: 0, count: 1 };

/// A row in few words: customer, month after January, hundredths, segment.
type Plain = (u32, i32, u64, Option<u8>);

/// Some names are longer than what the table of customers holds beside them, some differ by case and blanks alone.
fn name(customer: u32) -> String {
    match customer % 3 {
        0 => format!("a rather long customer name {customer}"),
        1 => format!("C{customer}"),
        _ => format!("c {}", customer - 1),
    }
}

fn row(&(customer, month, hundredths, segment): &Plain) -> LedgerRow {
    LedgerRow {
        customer: Label::of(&name(customer)),
        period: Period::of_months(JANUARY + month),
        amount: Money::of_hundredths(hundredths.into()).unwrap(),
        segment: segment.map(|segment| Label::of(&format!("s{segment}"))),
        currency: Currency::parse("EUR"),
    }
}

/// How rows are taken: by so many hands, into so many stores.
#[derive(Debug, Clone, Copy)]
struct Crew {
    hands_count: usize,
    stores_count: usize,
}

const ALONE: Crew = Crew { hands_count: 1, stores_count: 1 };

fn crews() -> impl Strategy<Value = Crew> {
    (1_usize..4, 1_usize..6).prop_map(|(hands_count, stores_count)| Crew { hands_count, stores_count })
}

/// What the hands take, each in a thread of its own.
fn taken(rows: &[Plain], crew: Crew, part: Part) -> Taken {
    let stores = Stores::new(part, crew.stores_count, usize::MAX);
    let take = |first: usize| {
        let mut hand = Hand::new(&stores);
        rows.iter().skip(first).step_by(crew.hands_count).for_each(|one| hand.take_row(&row(one)).unwrap());
        hand.finish().unwrap()
    };
    let mut seen = Seen::default();
    std::thread::scope(|scope| {
        let hands: Vec<_> = (1..crew.hands_count).map(|first| scope.spawn(move || take(first))).collect();
        seen.append(take(0)).unwrap();
        for hand in hands {
            seen.append(hand.join().unwrap()).unwrap();
        }
    });
    stores.into_taken(seen)
}

/// The sums of a part of the rows.
fn summed(rows: &[Plain], crew: Crew, part: Part, terms: &Terms) -> Option<Aggregate> {
    aggregate(&taken(rows, crew, part), terms).unwrap()
}

/// What is in a part of the rows.
fn looked_over(rows: &[Plain], crew: Crew, part: Part) -> Overview {
    overview(&taken(rows, crew, part)).unwrap().unwrap()
}

fn joined<T: Append>(mut one: T, other: T) -> T {
    one.append(other).unwrap();
    one
}

/// A month of a customer: its hundredths, its rows, its segments.
type MonthOf = (u64, i64, BTreeSet<u8>);

/// The same sums, as one would reckon them by hand: customer by customer, month by month.
fn by_hand(rows: &[Plain], terms: &Terms) -> Aggregate {
    let mut book: BTreeMap<u32, BTreeMap<i32, MonthOf>> = BTreeMap::new();
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
    prop::collection::vec((0_u32..9, 0_i32..30, amount, prop::option::of(0_u8..3)), 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_are_those_of_a_plain_reckoning(rows in ledgers(), terms in terms(), crew in crews()) {
        let actual = summed(&rows, crew, WHOLE, &terms).unwrap();
        prop_assert_eq!(sorted(actual), sorted(by_hand(&rows, &terms)));
    }

    #[test]
    fn rows_come_in_any_order_and_in_any_parts(
        rows in ledgers(), terms in terms(), crew in crews(), parts_count in 1_u32..5
    ) {
        let whole = sorted(summed(&rows, ALONE, WHOLE, &terms).unwrap());
        let reversed: Vec<Plain> = rows.iter().rev().copied().collect();
        prop_assert_eq!(&sorted(summed(&reversed, crew, WHOLE, &terms).unwrap()), &whole);
        let parts = (0..parts_count).map(|index| summed(&rows, crew, Part { index, count: parts_count }, &terms).unwrap());
        prop_assert_eq!(sorted(parts.reduce(joined).unwrap()), whole);
    }

    #[test]
    fn rows_of_sums_come_back_as_the_same_sums(rows in ledgers(), terms in terms()) {
        let sums = summed(&rows, ALONE, WHOLE, &terms).unwrap();
        let told = Aggregate::of_rows(&sums.to_rows(), "aggregate", &|index, field| format!("aggregate[{index}].{field}"));
        prop_assert_eq!(told.unwrap(), Aggregate { pairs: None, ..sums });
    }

    #[test]
    fn an_overview_is_the_same_whoever_looks(rows in ledgers(), crew in crews()) {
        let alone = looked_over(&rows, ALONE, WHOLE);
        let names: BTreeSet<u32> = rows.iter().map(|(customer, ..)| *customer).collect();
        let pairs_count = names.iter().filter(|name| *name % 3 == 1 && names.contains(&(*name + 1))).count();
        prop_assert_eq!(alone.alike_groups, pairs_count as u64);
        prop_assert_eq!(looked_over(&rows, crew, WHOLE), alone);
    }

    #[test]
    fn an_overview_comes_in_any_parts(rows in ledgers(), crew in crews(), parts_count in 1_u32..4) {
        // Names that are alike are found where they are in one part.
        let of = |overview| Overview { alike_groups: 0, alike_examples: Vec::new(), ..overview };
        let parts = (0..parts_count).map(|index| looked_over(&rows, crew, Part { index, count: parts_count }));
        prop_assert_eq!(of(parts.reduce(joined).unwrap()), of(looked_over(&rows, ALONE, WHOLE)));
    }
}

#[test]
fn many_customers_are_summed_in_threads_as_few_are() {
    let rows = |times: u32| {
        (0..20_000 * times).map(|number| {
            let customer = number.wrapping_mul(7_919) % 20_000;
            (customer, (number % 29).cast_signed(), u64::from(number % 977), Some((number % 3) as u8))
        })
    };
    let rows: Vec<Plain> = rows(4).collect();
    let terms = Terms { cadence: Cadence::Mrr, cohort_by: CohortBy::Quarter, window_months: 12, as_of: None };
    let plain = Aggregate { pairs: None, ..by_hand(&rows, &terms) };
    let alone = looked_over(&rows, ALONE, WHOLE);
    assert_eq!(alone.alike_groups, 6_666);
    for hands_count in [1, 3] {
        let crew = Crew { hands_count, stores_count: STORES_COUNT };
        assert_eq!(summed(&rows, crew, WHOLE, &terms).unwrap(), plain);
        assert_eq!(looked_over(&rows, crew, WHOLE), alone);
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
    let stores = Stores::new(WHOLE, STORES_COUNT, usize::MAX);
    let huge = row(&(1, 0, 9_000_000_000_000_000_000, None));
    let mut hands = [Hand::new(&stores), Hand::new(&stores)];
    for hand in &mut hands {
        hand.take_row(&huge).unwrap();
    }
    let [first, second] = hands.map(Hand::finish);
    assert_eq!((first.is_ok(), second.err()), (true, Some(LedgerFault::TooLarge)));
}

#[test]
fn months_too_far_apart_are_told_whichever_hands_met_them() {
    let stores = Stores::new(WHOLE, STORES_COUNT, usize::MAX);
    let mut seen = Seen::default();
    let told = [(1, 0), (2, 700)].into_iter().try_for_each(|(customer, month)| {
        let mut hand = Hand::new(&stores);
        hand.take_row(&row(&(customer, month, 100, None))).unwrap();
        seen.append(hand.finish()?)
    });
    assert_eq!(told, Err(LedgerFault::TooLong));
}

#[test]
fn long_names_do_not_wait_for_many() {
    let stores = Stores::new(WHOLE, 1, usize::MAX);
    let mut hand = Hand::new(&stores);
    let long = LedgerRow { customer: Label::of(&"x".repeat(500)), ..row(&(1, 0, 100, None)) };
    for _ in 0..300 {
        hand.take_row(&long).unwrap();
    }
    let [store] = stores.into_taken(Seen::default()).stores.try_into().unwrap();
    assert!((200..300).contains(&store.rows_count()), "{}", store.rows_count());
}

#[test]
fn segments_have_one_number_and_one_limit_for_all_hands() {
    let stores = Stores::new(WHOLE, STORES_COUNT, usize::MAX);
    let mut hands = [Hand::new(&stores), Hand::new(&stores)];
    let named =
        |segment: usize| LedgerRow { segment: Some(Label::of(&format!("s{segment}"))), ..row(&(1, 0, 100, None)) };
    for segment in 0..SEGMENTS_COUNT_MAX {
        hands[segment % 2].take_row(&named(segment)).unwrap();
    }
    for hand in &mut hands {
        hand.take_row(&named(0)).unwrap();
        assert_eq!(hand.take_row(&named(SEGMENTS_COUNT_MAX)), Err(LedgerFault::ManySegments));
    }
}

#[test]
fn stores_without_room_say_so_and_forget_when_they_begin_again() {
    let stores = Stores::new(WHOLE, STORES_COUNT, 1_000);
    let take = || {
        let mut hand = Hand::new(&stores);
        (0..=255).for_each(|customer| hand.take_row(&row(&(customer, 0, 100, None))).unwrap());
        hand.finish().unwrap()
    };
    take();
    assert!(stores.is_full());
    stores.clear();
    assert!(!stores.is_full());
    let taken = stores.into_taken(Seen::default());
    assert!(taken.segments.is_empty() && taken.stores.iter().all(|store| store.customers_count() == 0));
}
