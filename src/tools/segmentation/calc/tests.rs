//! Laws that hold for every book.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::account::{Mark, Marks, Texts};
use super::*;
use crate::tools::segmentation::words::{ExitPath, Flag, Status};

const MARKS: [Mark; 12] = [
    Mark::InTargetIndustry,
    Mark::InTargetSizeRange,
    Mark::UsesTargetWorkflow,
    Mark::HasExecutiveSponsor,
    Mark::AdvocatesPublicly,
    Mark::ExpansionPotentialHigh,
    Mark::CompetitorConcentrationLow,
    Mark::AcquiredByConflictingEntity,
    Mark::DecliningOrClosing,
    Mark::DedicatedExecContact,
    Mark::MultiYear,
    Mark::SponsorBothSides,
];

/// An account before it has a place in a book.
#[derive(Debug, Clone)]
struct Draft {
    name: String,
    id: Option<String>,
    arr: u64,
    cost: Option<u64>,
    tenure: Option<u32>,
    escalations: Option<u32>,
    marks: [Option<bool>; 12],
    tier: Option<Tier>,
}

fn cents(hundredths: u64) -> Money {
    Money::of_hundredths(u128::from(hundredths)).unwrap()
}

fn book(drafts: &[Draft]) -> Book {
    let mut texts = Texts::default();
    let accounts = drafts
        .iter()
        .map(|draft| {
            let mut marks = Marks::default();
            for (mark, truth) in MARKS.into_iter().zip(draft.marks) {
                marks.set(mark, truth);
            }
            Account {
                text: texts.keep(&draft.name, draft.id.as_deref()),
                arr: cents(draft.arr),
                support_cost: draft.cost.map(cents),
                tenure_months: draft.tenure,
                escalations: draft.escalations,
                marks,
                current_tier: draft.tier,
                contract_end: None,
                row: 0,
            }
        })
        .collect();
    Book { accounts, texts }
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let arr = prop_oneof![Just(0), 1..2_000_000_u64, Just(500_000), Just(2_000_000), 1..40_000_000_u64];
    let facts = proptest::array::uniform12(proptest::option::of(any::<bool>()));
    let tier = proptest::option::of(proptest::sample::select(Tier::ALL.to_vec()));
    let one = (
        arr,
        proptest::option::of(0..3_000_000_u64),
        proptest::option::of(0..40_u32),
        proptest::option::of(0..5_u32),
        facts,
        tier,
    );
    proptest::collection::vec(one, 1..60).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (arr, cost, tenure, escalations, marks, tier))| Draft {
                name: format!("N{}", index / 2),
                id: (index % 2 == 0).then(|| format!("I{index}")),
                arr,
                cost,
                tenure,
                escalations,
                marks,
                tier,
            })
            .collect()
    })
}

const WANTED: Wanted = Wanted { limit_count: 5, offset_count: 3 };

fn names(book: &Book, listed: &Listed) -> (u64, Vec<(String, String)>) {
    let of = |index: &usize| book.accounts.get(*index).map(|one| (book.name(one).to_owned(), book.id(one).to_owned()));
    (listed.total_count, listed.indices.iter().filter_map(of).collect())
}

/// Everything an answer says, by name instead of by place.
fn said(book: &Book, done: &Segmented) -> String {
    let lists = [
        &done.kill_list,
        &done.kill_strategic,
        &done.yellow_list,
        &done.upgrades,
        &done.downgrades,
        &done.nurture,
        &done.customers,
    ];
    let lists: Vec<_> = lists.into_iter().map(|listed| names(book, listed)).collect();
    let large = Listed { indices: done.large.clone(), total_count: 0 };
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {lists:?} {:?} {:?}",
        done.arr,
        done.tiers,
        done.kill,
        done.quantiles,
        done.top_shares,
        done.concentration,
        done.unknown,
        names(book, &large)
    )
    // Nothing is nothing, with decimals or without.
    .replace("Money(0)", "Money(0.00)")
}

proptest! {
    #[test]
    fn the_order_of_the_rows_changes_nothing(drafts in drafts(), seed in any::<u64>()) {
        let policy = SegmentationPolicy::default();
        let scheme = Scheme::of(&policy);
        let mut shuffled = drafts.clone();
        let count = shuffled.len();
        for place in 0..count {
            let other = usize::try_from(seed.rotate_left(u32::try_from(place % 64).unwrap()) % 997).unwrap() % count;
            shuffled.swap(place, other);
        }
        let (one, other) = (book(&drafts), book(&shuffled));
        prop_assert_eq!(
            said(&one, &segment(&one, &scheme, WANTED)),
            said(&other, &segment(&other, &scheme, WANTED))
        );
    }

    #[test]
    fn every_account_is_in_one_tier_and_one_part_of_the_ranking(drafts in drafts()) {
        let policy = SegmentationPolicy::default();
        let book = book(&drafts);
        let done = segment(&book, &Scheme::of(&policy), WANTED);
        let total: Money = book.accounts.iter().map(|account| account.arr).sum();
        let count = u64::try_from(book.accounts.len()).unwrap();
        prop_assert_eq!(done.tiers.iter().map(|sum| sum.customers_count).sum::<u64>(), count);
        prop_assert_eq!(done.tiers.iter().map(|sum| sum.arr).sum::<Money>(), total);
        prop_assert_eq!(done.quantiles.iter().map(|part| part.customers_count).sum::<u64>(), count);
        prop_assert_eq!(done.quantiles.iter().map(|part| part.arr).sum::<Money>(), total);
        prop_assert_eq!(done.top_shares.is_none(), total.is_zero());
    }

    #[test]
    fn to_know_less_never_adds_a_flag(drafts in drafts(), fact in 0_usize..15) {
        let policy = SegmentationPolicy::default();
        let scheme = Scheme::of(&policy);
        for draft in &drafts {
            let mut less = draft.clone();
            match fact {
                12 => less.cost = None,
                13 => less.tenure = None,
                14 => less.escalations = None,
                mark => less.marks[mark] = None,
            }
            let (whole, less) = (book(std::slice::from_ref(draft)), book(&[less]));
            let (knowing, unknowing) = (scheme.judge(&whole.accounts[0]), scheme.judge(&less.accounts[0]));
            prop_assert!(unknowing.flags.list().iter().all(|flag| knowing.flags.has(*flag)));
            prop_assert!(unknowing.fit.score <= knowing.fit.score && knowing.fit.max <= unknowing.fit.max);
            prop_assert!(Flag::ALL.iter().all(|flag| !(unknowing.flags.has(*flag) && unknowing.unknown.has(*flag))));
        }
    }

    #[test]
    fn a_kill_candidate_never_rises_and_an_upgrade_is_above_its_next_floor(drafts in drafts()) {
        let policy = SegmentationPolicy::default();
        let scheme = Scheme::of(&policy);
        let book = book(&drafts);
        for account in &book.accounts {
            let judgement = scheme.judge(account);
            match scheme.rise(account, &judgement) {
                Rise::Stay => {}
                Rise::Upgrade { from, to } => {
                    prop_assert!(to < from && account.arr > scheme.cuts.floor_of(to));
                    prop_assert!(scheme.fall(account).is_none());
                    prop_assert_ne!(judgement.status, Status::Kill);
                }
                Rise::Unknown { .. } | Rise::StrongFit => prop_assert_ne!(judgement.status, Status::Kill),
            }
        }
    }

    #[test]
    fn shares_of_the_largest_do_not_depend_on_the_unit(drafts in drafts(), factor in 2_u64..50) {
        let policy = SegmentationPolicy::default();
        let scheme = Scheme::of(&policy);
        let mut scaled = drafts.clone();
        for draft in &mut scaled {
            draft.arr *= factor;
        }
        let (one, other) = (segment(&book(&drafts), &scheme, WANTED), segment(&book(&scaled), &scheme, WANTED));
        let ratios = |done: &Segmented| {
            done.top_shares.map(|top| [top.top1.ratio(), top.top5.ratio(), top.top10.ratio()].map(crate::units::Ratio::rounded))
        };
        prop_assert_eq!(ratios(&one), ratios(&other));
    }

    #[test]
    fn a_book_comes_to_the_same_in_stretches(drafts in drafts(), cut: proptest::sample::Index) {
        let policy = SegmentationPolicy::default();
        let (book, scheme) = (book(&drafts), Scheme::of(&policy));
        let (one, other) = book.accounts.split_at(cut.index(drafts.len()));
        let stretches = [(0, one), (one.len(), other)].map(|(start, part)| sums(&book, start, part, &scheme, WANTED));
        let in_stretches = segmented(&book, stretches.into(), &scheme, WANTED);
        prop_assert_eq!(said(&book, &in_stretches), said(&book, &segment(&book, &scheme, WANTED)));
    }

    #[test]
    fn the_first_of_a_list_are_those_of_the_sorted_list(items in proptest::collection::vec(0_u32..50, 0..300), wanted in 0_usize..40) {
        let mut top = Top::of(wanted);
        for item in &items {
            top.offer(*item, u32::cmp);
        }
        let (first, total) = top.finish(u32::cmp);
        let mut sorted = items.clone();
        sorted.sort_unstable();
        sorted.truncate(wanted);
        prop_assert_eq!(first, sorted);
        prop_assert_eq!(total, u64::try_from(items.len()).unwrap());
    }

    #[test]
    fn repeated_accounts_are_found_by_id_and_else_by_name(keys in proptest::collection::vec((0_u8..6, proptest::option::of(0_u8..6)), 1..30)) {
        let template = Draft {
            name: String::new(), id: None, arr: 1, cost: None, tenure: None, escalations: None, marks: [None; 12], tier: None,
        };
        let drafts: Vec<Draft> = keys
            .iter()
            .map(|(name, id)| Draft { name: format!("T{name}"), id: id.map(|id| format!("T{id}")), ..template.clone() })
            .collect();
        let key = |index: usize| (keys[index].1.is_some(), keys[index].1.unwrap_or(keys[index].0));
        let naive: Vec<(usize, usize)> = (0..keys.len())
            .filter_map(|later| (0..later).find(|first| key(*first) == key(later)).map(|first| (first, later)))
            .collect();
        prop_assert_eq!(book(&drafts).repeated(), naive);
    }

    #[test]
    fn the_path_is_the_one_of_the_greatest_value(arr in 0_u64..9_000_000, cost in 0_u64..9_000_000) {
        let policy = SegmentationPolicy::default();
        let draft = Draft {
            name: "A".to_owned(), id: None, arr, cost: Some(cost), tenure: None, escalations: None, marks: [None; 12], tier: None,
        };
        let exit = paths::exit(&book(&[draft]).accounts[0], None, &policy).unwrap();
        let best = exit.tech_touch.max(exit.raise_price).max(exit.non_renewal);
        let of = |path| match path {
            ExitPath::TechTouch => exit.tech_touch,
            ExitPath::RaisePrice => exit.raise_price,
            ExitPath::NonRenewal => exit.non_renewal,
        };
        prop_assert_eq!(of(exit.path), best);
        prop_assert_eq!(exit.price_for_half.decimal(), cents(cost).decimal() * Decimal::TWO);
    }
}
