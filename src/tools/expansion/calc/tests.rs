use proptest::prelude::*;
use rust_decimal::dec;

use super::account::{Module, Modules, Signals};
use super::*;
use crate::customers::Segment;
use crate::tools::expansion::words::{Plan, Signal};
use crate::units::Label;

const WANTED: Wanted = Wanted { limit_count: 500, offset_count: 0 };

fn policy() -> ExpansionPolicy {
    ExpansionPolicy::default()
}

/// An account whose gate is open and that has nothing to sell it.
fn open(id: &str, arr: u64) -> Account {
    Account {
        id: Label::of(id),
        name: None,
        segment: Segment::Enterprise,
        arr: Money::whole(arr),
        health: Some(Health::Green),
        seat_use: None,
        modules: Modules::default(),
        departments: None,
        departments_total: None,
        plan: None,
        signals: Some(Signals::default()),
        days_since_value: Some(365),
        outcome_proven: Some(true),
        row: 0,
    }
}

fn catalogue() -> Catalogue {
    let module = |name: &str, price: Option<u64>, owners_count| Module {
        name: Label::of(name),
        price: price.map(Money::whole),
        owners_count,
    };
    Catalogue {
        modules: vec![module("b", None, 2), module("a", Some(500), 2), module("free", Some(0), 9), module("z", None, 5)],
        plans: Plan::ALL.to_vec(),
    }
}

#[test]
fn the_next_module_is_the_most_owned_then_by_name_and_never_for_nothing() {
    let catalogue = catalogue();
    assert_eq!(catalogue.next_module(&[0, 1, 2, 3]), Some(3));
    assert_eq!(catalogue.next_module(&[0, 1, 2]), Some(1));
    assert_eq!(catalogue.next_module(&[1, 0]), Some(1));
    assert_eq!(catalogue.next_module(&[2]), None);
    assert_eq!(catalogue.next_module(&[]), None);
}

#[test]
fn the_next_plan_is_the_lowest_above() {
    let mut catalogue = catalogue();
    assert_eq!(catalogue.next_plan(Plan::Starter), Some(Plan::Professional));
    assert_eq!(catalogue.next_plan(Plan::EnterprisePlus), None);
    catalogue.plans = vec![Plan::EnterprisePlus, Plan::Enterprise];
    assert_eq!(catalogue.next_plan(Plan::Starter), Some(Plan::Enterprise));
}

#[test]
fn a_gate_knows_every_reason_and_the_gravest_decides() {
    let mut account = open("a", 1_000);
    assert_eq!(gate(&account, &policy()).status, None);
    account.outcome_proven = None;
    assert_eq!(gate(&account, &policy()).status, Some(Status::FindOut));
    account.days_since_value = Some(1);
    assert_eq!(gate(&account, &policy()).status, Some(Status::Nurture));
    account.arr = Money::ZERO;
    assert_eq!(gate(&account, &policy()).status, Some(Status::NotAssessable));
    account.health = Some(Health::Red);
    let gate = gate(&account, &policy());
    assert_eq!(gate.status, Some(Status::SaveFirst));
    let all = [Reason::HealthRed, Reason::OutcomeUnknown, Reason::ValueTooRecent, Reason::ArrZero];
    assert_eq!(gate.reasons.list(), all);
}

#[test]
fn a_multiplier_of_nothing_is_no_play() {
    let mut account = open("a", 1_000);
    account.plan = Some(Plan::Starter);
    account.signals = Some(Signals::of(&[Signal::HittingLimits]));
    let policy = ExpansionPolicy { starter_multiplier: dec!(0), ..policy() };
    assert!(plays(&account, &catalogue(), &policy).list.is_empty());
}

#[test]
fn a_spread_beyond_the_whole_ends_at_nothing() {
    let mut account = open("a", 1_000);
    account.seat_use = Some(dec!(0.95));
    let policy = ExpansionPolicy { estimate_spread: dec!(2), ..policy() };
    let size = plays(&account, &catalogue(), &policy).list.first().map(|play| play.size);
    let whole = Range { low: Money::ZERO, base: Money::whole(250), high: Money::whole(750) };
    assert_eq!(size, Some(whole));
}

#[test]
fn of_two_plays_that_tie_the_one_that_is_listed_first_is_counted() {
    let account = Account {
        seat_use: Some(dec!(0.95)),
        plan: Some(Plan::Starter),
        signals: Some(Signals::of(&[Signal::HittingLimits])),
        ..open("a", 1_000)
    };
    let policy = ExpansionPolicy { enterprise_seat_rate: dec!(0.8), effort_low_weight: dec!(2), ..policy() };
    let review = review(&[account], &catalogue(), &policy, WANTED);
    let plays: Vec<_> = review.plays.iter().map(|one| (one.play.kind, one.play.alternative_to)).collect();
    assert_eq!(plays, [(PlayKind::Seats, None), (PlayKind::PlanUpgrade, Some(PlayKind::Seats))]);
}

#[test]
fn of_those_over_the_most_over_is_named_then_the_larger() {
    let over = |id: &str, arr, seat_use| Account { seat_use: Some(seat_use), ..open(id, arr) };
    let accounts = [over("a", 10, dec!(1.2)), over("b", 5, dec!(1.5)), over("c", 9, dec!(1.5)), over("d", 99, dec!(1))];
    let review = review(&accounts, &catalogue(), &policy(), WANTED);
    assert_eq!((review.over_use.accounts_count, review.over_use.first), (3, Some(2)));
}

prop_compose! {
    fn account()(
        arr in 0_u64..2_000_000,
        segment in prop::sample::select(&Segment::ALL[..]),
        health in prop::option::of(prop::sample::select(&Health::ALL[..])),
        seat_use in prop::option::of(0_u32..=300),
        open in prop::option::of(prop::collection::btree_set(0_usize..4, 0..4)),
        used in prop::option::of((0_u64..5, 0_u64..5)),
        departments in prop::option::of(0_u32..5),
        further in prop::option::of(0_u32..3),
        plan in prop::option::of(prop::sample::select(&Plan::ALL[..])),
        signals in prop::option::of(prop::collection::vec(prop::sample::select(&Signal::ALL[..]), 0..4)),
        days_since_value in prop::option::of(0_u32..400),
        outcome_proven in any::<Option<bool>>(),
    ) -> Account {
        Account {
            id: Label::of("id"),
            name: None,
            segment,
            arr: Money::whole(arr),
            health,
            seat_use: seat_use.map(|percent| Decimal::new(i64::from(percent), 2)),
            modules: Modules {
                open: open.map(|places| places.into_iter().collect()),
                used: used.map(|(owned, used)| (owned, used.min(owned))),
            },
            departments,
            departments_total: departments.zip(further).map(|(using, further)| using + further),
            plan,
            signals: signals.map(|signals| Signals::of(&signals)),
            days_since_value,
            outcome_proven,
            row: 0,
        }
    }
}

/// What a review says without places in the book, which follow the order of the rows.
fn figures(accounts: &[Account], review: &Review) -> String {
    let id = |index: &usize| accounts.get(*index).map(|account| account.id.clone());
    let group = |group: &Group| (group.accounts_count, group.arr, group.first.as_ref().map(id));
    let ranked = |ranked: &Ranked| format!("{:?} {:?}", id(&ranked.account), ranked.play);
    format!(
        "{:?}",
        (
            (group(&review.all), group(&review.pitchable), group(&review.no_play), review.expected),
            (review.plays.iter().map(ranked).collect::<Vec<_>>(), review.lead.as_ref().map(ranked)),
            (review.gated.iter().map(id).collect::<Vec<_>>(), review.statuses.each_ref().map(group), review.behind),
            (review.reasons.each_ref().map(group), group(&review.green_early), group(&review.over_use)),
            (group(&review.held), review.unpriced_count, review.lacks.each_ref().map(group), &review.rates),
        )
    )
}

proptest! {
    #[test]
    fn sums_hold_and_no_closed_gate_is_pitched(
        mut accounts in prop::collection::vec(account(), 1..30),
        limit_count in 1_usize..20,
        offset_count in 0_usize..20,
    ) {
        for (place, account) in accounts.iter_mut().enumerate() {
            account.id = Label::of(&format!("id-{place}"));
        }
        let (catalogue, policy) = (catalogue(), policy());
        let whole = review(&accounts, &catalogue, &policy, WANTED);

        // The order of the rows changes nothing.
        let mut turned = accounts.clone();
        turned.reverse();
        let again = review(&turned, &catalogue, &policy, WANTED);
        prop_assert_eq!(figures(&accounts, &whole), figures(&turned, &again));

        // Everybody is somewhere, once.
        let count = |group: &Group| group.accounts_count;
        prop_assert_eq!(count(&whole.all), accounts.len() as u64);
        prop_assert_eq!(count(&whole.all), count(&whole.pitchable) + count(&whole.no_play) + count(&whole.gated_all));
        prop_assert_eq!(count(&whole.gated_all), whole.statuses.iter().map(count).sum::<u64>());

        // Only the green with proven value; ranges are ranges; the counted plays are the sum.
        let mut counted = Range::default();
        for ranked in &whole.plays {
            let account = &accounts[ranked.account];
            prop_assert_eq!((account.health, account.outcome_proven), (Some(Health::Green), Some(true)));
            prop_assert!(account.days_since_value >= Some(90) && !account.arr.is_zero());
            let size = ranked.play.size;
            prop_assert!(size.low <= size.base && size.base <= size.high && !size.base.is_zero());
            if ranked.play.alternative_to.is_none() {
                counted.add(size);
            }
        }
        prop_assert_eq!(counted, whole.expected);
        let by_play = whole.by_play.iter().fold(Range::default(), |mut sum, part| { sum.add(part.expected); sum });
        prop_assert_eq!(by_play, whole.expected);
        prop_assert!(whole.plays.windows(2).all(|pair| pair[0].play.priority >= pair[1].play.priority));

        // What is named first is counted.
        prop_assert!(whole.lead.as_ref().is_none_or(|lead| lead.play.alternative_to.is_none()));

        // A page is a part of the whole list.
        let page = review(&accounts, &catalogue, &policy, Wanted { limit_count, offset_count });
        let keys = |plays: &[Ranked]| plays.iter().map(|one| (one.account, one.play.kind)).collect::<Vec<_>>();
        let cut: Vec<_> = keys(&whole.plays).into_iter().skip(offset_count).take(limit_count).collect();
        prop_assert_eq!(keys(&page.plays), cut);
        prop_assert_eq!(page.plays_count, whole.plays.len() as u64);
    }
}
