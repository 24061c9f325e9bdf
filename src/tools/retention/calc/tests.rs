//! Laws that hold for every input.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::tools::retention::words::{CATEGORIES_COUNT, Category};
use crate::units::{Money, Share};

/// A cohort whose figures agree, of so many hundredths and customers.
fn cohort() -> impl Strategy<Value = Cohort> {
    let parts = (0_u64..=100_000_000, 0_u64..=100_000_000, 0_u64..=100_000_000, 0_u64..=200_000_000);
    (parts, 0_u64..200, 0_u64..200, 0_u64..24, any::<[u8; CATEGORIES_COUNT]>()).prop_map(
        |((kept, churned, contraction, expansion), stayed, lost, age_months, weights)| {
            let mut left = lost;
            let customers = weights.map(|weight| {
                let part = left.min(u64::from(weight) % 9);
                left -= part;
                part
            });
            let base = Base {
                starting_arr: hundredths(kept + churned + contraction),
                churned_arr: hundredths(churned),
                contraction_arr: hundredths(contraction),
                expansion_arr: hundredths(expansion),
                starting_customers: Some(stayed + lost),
                churned_customers: Some(lost),
            };
            Cohort {
                name: Label::of(""),
                base,
                reasons: Reasons { customers: Some(customers), arr: None },
                age_months: Some(age_months),
                contraction_absent: false,
                expansion_absent: false,
                moments: None,
            }
        },
    )
}

fn cohorts() -> impl Strategy<Value = Vec<Cohort>> {
    prop::collection::vec(cohort(), 1..8).prop_map(|mut cohorts| {
        for (index, cohort) in cohorts.iter_mut().enumerate() {
            cohort.name = Label::of(&format!("c{index}"));
        }
        cohorts
    })
}

fn accounts() -> impl Strategy<Value = Vec<Account>> {
    let one = (1_u64..1_000_000, 0_u64..2_000_000, 0_usize..=CATEGORIES_COUNT);
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        let account = |(index, (start, end, reason)): (usize, (u64, u64, usize))| Account {
            id: Label::of(&format!("{index:03}")),
            start_arr: hundredths(start),
            // A third leave, so that there is something to explain.
            end_arr: hundredths(if end % 3 == 0 { 0 } else { end }),
            reason: Category::ALL.get(reason).copied(),
        };
        rows.into_iter().enumerate().map(account).collect()
    })
}

fn hundredths(count: u64) -> Money {
    Money::from_decimal(Decimal::new(i64::try_from(count).unwrap(), 2))
}

fn ask(cohorts: Vec<Cohort>) -> Decomposition {
    let question = Question {
        rows: RowsKind::Cohorts,
        cohorts,
        book: None,
        ledger: None,
        census: Census::default(),
        stage: Some(Stage::Growth),
        resampling: Resampling::Off,
    };
    decompose(&question, &RetentionPolicy::default())
}

fn ask_book(accounts: &[Account]) -> Decomposition {
    let (cohort, book, census) = read_book(accounts, Census::default());
    let question = Question {
        rows: RowsKind::Customers,
        cohorts: vec![cohort],
        book: Some(book),
        ledger: None,
        census,
        stage: None,
        resampling: Resampling::Off,
    };
    decompose(&question, &RetentionPolicy::default())
}

fn ratio(share: Option<Share>) -> Option<Decimal> {
    share.map(|share| share.ratio().rounded().decimal())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// The portfolio is the sum of the cohorts that count, and the bridge ends where they do.
    #[test]
    fn parts_sum_to_the_whole(cohorts in cohorts()) {
        let answer = ask(cohorts);
        let any_mature = answer.cohorts.iter().any(Measured::is_judged);
        let counted: Vec<&Measured> = answer
            .cohorts
            .iter()
            .filter(|cohort| cohort.grr.is_some() && (cohort.is_judged() || !any_mature))
            .collect();
        prop_assert_eq!(counted.len(), answer.included_count);
        let sum = |of: fn(&Base) -> Money| counted.iter().map(|cohort| of(&cohort.base)).sum::<Money>();
        prop_assert_eq!(sum(|base| base.starting_arr), answer.portfolio.base.starting_arr);
        prop_assert_eq!(sum(|base| base.churned_arr), answer.portfolio.base.churned_arr);
        prop_assert_eq!(sum(Base::ending_arr), answer.bridge.ending);
        let explained: u64 = answer.churn.reasons.iter().filter(|line| line.category != Category::Unknown).map(|line| line.customers).sum();
        prop_assert_eq!(explained, answer.churn.explained_customers);
    }

    /// GRR is a fraction, NRR never lies under it, and a leak is never healthy.
    #[test]
    fn net_is_never_below_gross(cohorts in cohorts()) {
        let answer = ask(cohorts);
        for measured in answer.cohorts.iter().chain([&answer.portfolio]) {
            if let (Some(grr), Some(nrr)) = (ratio(measured.grr), ratio(measured.nrr)) {
                prop_assert!(grr >= Decimal::ZERO && grr <= Decimal::ONE && nrr >= grr);
            }
            if let (Some(verdict), Some(leaky)) = (measured.standing.known(), measured.leaky) {
                prop_assert_eq!(leaky, verdict.overall == crate::tools::retention::words::Overall::LeakyBucket);
            }
        }
    }

    /// The order of cohorts is the trend's meaning and nothing else's.
    #[test]
    fn order_moves_the_trend_alone(cohorts in cohorts()) {
        let forward = ask(cohorts.clone());
        let backward = ask(cohorts.into_iter().rev().collect());
        prop_assert_eq!(ratio(forward.portfolio.grr), ratio(backward.portfolio.grr));
        prop_assert_eq!(&forward.churn.top_reasons, &backward.churn.top_reasons);
        let named = |answer: &Decomposition| -> Vec<String> {
            answer.leaks.iter().map(|leak| format!("{} {} {}", leak.cohort, leak.kind.as_str(), leak.amount)).collect()
        };
        prop_assert_eq!(named(&forward), named(&backward));
        let (one, other) = (forward.trend.slope.unwrap_or_default(), backward.trend.slope.unwrap_or_default());
        prop_assert!((one + other).abs() < 1e-12);
    }

    /// Money in another unit leaves ratios and verdicts alone.
    #[test]
    fn scale_leaves_ratios_alone(cohorts in cohorts(), factor in 2_u64..50) {
        let times = |amount: Money| amount.times(Decimal::from(factor));
        let scaled: Vec<Cohort> = cohorts
            .iter()
            .cloned()
            .map(|mut cohort| {
                let base = &mut cohort.base;
                base.starting_arr = times(base.starting_arr);
                base.churned_arr = times(base.churned_arr);
                base.contraction_arr = times(base.contraction_arr);
                base.expansion_arr = times(base.expansion_arr);
                cohort
            })
            .collect();
        let (one, many) = (ask(cohorts), ask(scaled));
        prop_assert_eq!(ratio(one.portfolio.grr), ratio(many.portfolio.grr));
        prop_assert_eq!(one.portfolio.standing, many.portfolio.standing);
        prop_assert_eq!(times(one.bridge.ending), many.bridge.ending);
        prop_assert_eq!(one.fired.len(), many.fired.len());
    }

    /// Customers come in any order, and each counts once.
    #[test]
    fn customers_come_in_any_order(accounts in accounts()) {
        let forward = ask_book(&accounts);
        let reversed: Vec<Account> = accounts.iter().rev().cloned().collect();
        let backward = ask_book(&reversed);
        prop_assert_eq!(forward.portfolio.base.starting_customers, Some(accounts.len() as u64));
        let ending: Money = accounts.iter().map(|account| account.end_arr).sum();
        prop_assert_eq!(forward.bridge.ending, ending);
        let (one, other) = (forward.book.unwrap(), backward.book.unwrap());
        prop_assert_eq!(ratio(one.grr_without_top1), ratio(other.grr_without_top1));
        prop_assert_eq!(one.interval.map(|found| found.ends), other.interval.map(|found| found.ends));
        prop_assert!(one.interval.is_none_or(|found| found.ends.low >= 0.0 && found.ends.high <= 1.0));
    }
}
