//! What holds for every account: urgency, plays, odds and ranks over all days, segments and drivers.

use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

use super::account::{Account, Book, Drivers, Offer};
use super::plays::planned;
use super::worth::Curves;
use super::{Scheme, Wanted, legacy, offers, plan, plays};
use crate::customers::{Health, Segment};
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::{Driver, EscalateFor, Form, OfferReason, Play, Verdict};
use crate::units::{Label, Money};

const WANTED: Wanted = Wanted { limit_count: 1_000, offset_count: 0, capacity: Some(2) };

fn account(segment: Segment, health: Option<Health>, days: Option<i32>) -> Account {
    Account {
        id: Label::of("a"),
        name: Label::of("Alder"),
        segment,
        arr: Money::whole(100_000),
        health,
        drivers: None,
        days,
        touch: None,
        sponsor: None,
        open_p1: None,
        owner: None,
        step_done: None,
        offer: None,
        cost: None,
        row: 0,
    }
}

#[test]
fn p4_urgency_never_falls_as_the_renewal_comes_nearer() {
    let curves = Curves::of(&InterventionsPolicy::default());
    for days in -400..800 {
        let (here, next) = (curves.urgency(days), curves.urgency(days + 1));
        assert!(here >= next, "{days} days: {here}, a day later {next}");
        // No jump: the steepest line falls by .15 in 30 days.
        assert!(here - next <= dec!(0.005), "{days} days: {here}, a day later {next}");
    }
    let at = |days: i32| curves.urgency(days);
    let wanted = [
        (-1, dec!(1)),
        (0, dec!(1)),
        (29, dec!(0.855)),
        (30, dec!(0.85)),
        (31, dec!(0.845)),
        (60, dec!(0.7)),
        (61, dec!(0.695)),
        (90, dec!(0.55)),
        (91, dec!(0.545)),
        (120, dec!(0.4)),
        (365, dec!(0.1)),
        (36_500, dec!(0.1)),
    ];
    for (days, urgency) in wanted {
        assert_eq!(at(days), urgency, "{days} days");
    }
}

#[test]
fn p4_nearer_is_never_ranked_lower_all_else_equal() {
    let policy = InterventionsPolicy::default();
    let curves = Curves::of(&policy);
    for health in Health::ALL.map(Some).into_iter().chain([None]) {
        for sponsor in [None, Some(false), Some(true)] {
            for touch in [None, Some(0), Some(90)] {
                for open_p1 in [None, Some(0), Some(2)] {
                    let priority = |days: i32| {
                        let base = account(Segment::Enterprise, health, Some(days));
                        curves.worth(&Account { touch, sponsor, open_p1, ..base }, &policy).priority
                    };
                    for days in -5..500 {
                        let (here, next) = (priority(days), priority(days + 1));
                        assert!(here >= next, "{health:?} {sponsor:?} {touch:?} {open_p1:?} {days}: {here} {next}");
                    }
                }
            }
        }
    }
}

#[test]
fn p10_p11_every_segment_and_driver_has_a_play_that_fits_the_time_left() {
    let default = InterventionsPolicy::default();
    let never_shorter = InterventionsPolicy { compressed_share: dec!(2), ..InterventionsPolicy::default() };
    let slow = InterventionsPolicy { executive_escalation_days: dec!(9), ..InterventionsPolicy::default() };
    for policy in [default, never_shorter, slow] {
        for segment in Segment::ALL {
            for driver in Driver::ALL {
                let what = |days: i32| format!("{} {} {days} days", segment.as_str(), driver.as_str());
                for days in 0..=400 {
                    let play = planned(segment, driver, Some(days), &policy);
                    assert_eq!(play.feasible, Some(true), "{}", what(days));
                    assert!(i64::from(play.due_in_days) <= i64::from(days), "{}: {play:?}", what(days));
                    assert_eq!(play.form == Form::Emergency, play.play == Play::ExecutiveEscalation);
                }
                for days in [-1, -30, -36_500] {
                    let play = planned(segment, driver, Some(days), &policy);
                    assert_eq!((play.play, play.due_in_days), (Play::LapsedRecovery, 0), "{}", what(days));
                    assert_eq!((play.feasible, play.form), (Some(false), Form::Recovery), "{}", what(days));
                }
                assert_eq!(planned(segment, driver, None, &policy).feasible, None);
            }
        }
    }
}

#[test]
fn the_older_score_is_what_it_was_and_only_where_it_was() {
    let known = |days: i32| Account {
        touch: Some(10),
        sponsor: Some(false),
        open_p1: Some(0),
        arr: Money::whole(500_000),
        ..account(Segment::Enterprise, Some(Health::Red), Some(days))
    };
    // Tier, health and size are 1; recoverability is .5 - .1 with what the days add.
    for (days, score) in [(1, dec!(0.3)), (29, dec!(0.3)), (30, dec!(0.6)), (31, dec!(0.48)), (60, dec!(0.48))] {
        assert_eq!(legacy::priority(&known(days)), Some(score), "{days} days");
    }
    for (days, score) in [(61, dec!(0.5)), (90, dec!(0.5)), (91, dec!(0.48)), (400, dec!(0.48))] {
        assert_eq!(legacy::priority(&known(days)), Some(score), "{days} days");
    }
    let nowhere = [
        known(0),
        known(-5),
        Account { touch: Some(0), ..known(40) },
        Account { touch: None, ..known(40) },
        Account { sponsor: None, ..known(40) },
        Account { open_p1: None, ..known(40) },
        Account { health: None, ..known(40) },
        Account { days: None, ..known(40) },
        Account { segment: Segment::Strategic, ..known(40) },
    ];
    for account in nowhere {
        assert_eq!(legacy::priority(&account), None, "{account:?}");
    }
    let worst = Account { touch: Some(90), open_p1: Some(3), ..known(10) };
    assert_eq!(legacy::priority(&worst), Some(Decimal::ZERO));
}

#[test]
fn a_discount_is_fit_only_where_price_is_the_driver_and_cash_is_short() {
    let policy = InterventionsPolicy::default();
    let judged = |drivers: &[Driver], discount: Decimal, reason: Option<OfferReason>| {
        let drivers: Drivers = drivers.iter().copied().collect();
        let account = Account { drivers: Some(drivers), ..account(Segment::Plg, None, None) };
        offers::verdict(&account, Offer { discount, reason }, &policy)
    };
    let cash = Some(OfferReason::CashCrunch);
    let commercial = [Driver::CommercialPressure, Driver::Consolidation];
    for driver in Driver::ALL {
        let wanted = match driver {
            Driver::CommercialPressure | Driver::Consolidation => Verdict::Fit,
            Driver::CompetitiveThreat => Verdict::Unproven,
            _ => Verdict::Poison,
        };
        assert_eq!(judged(&[driver], dec!(15), cash), wanted, "{}", driver.as_str());
        let without = if wanted == Verdict::Fit { Verdict::Unproven } else { wanted };
        assert_eq!(judged(&[driver], dec!(15), None), without, "{}", driver.as_str());
        assert_eq!(judged(&[driver], Decimal::ZERO, cash), Verdict::NoDiscount);
    }
    assert_eq!(judged(&commercial, dec!(15.01), cash), Verdict::Oversized);
    assert_eq!(judged(&commercial, dec!(10), Some(OfferReason::SupportPain)), Verdict::Poison);
    assert_eq!(judged(&[Driver::CommercialPressure, Driver::SupportPain], dec!(5), cash), Verdict::Poison);
    assert_eq!(judged(&[], dec!(5), cash), Verdict::Unproven);
}

prop_compose! {
    fn an_account()(
        id in 0_u32..400,
        segment in prop::sample::select(Segment::ALL.to_vec()),
        arr in 0_u64..900_000,
        health in prop::option::of(prop::sample::select(Health::ALL.to_vec())),
        drivers in prop::option::of(prop::collection::vec(prop::sample::select(Driver::ALL.to_vec()), 0..4)),
        days in prop::option::of(-50_i32..420),
        touch in prop::option::of(0_u32..130),
        sponsor in prop::option::of(any::<bool>()),
        open_p1 in prop::option::of(0_u32..3),
        owner in prop::option::of(0_usize..3),
    ) -> Account {
        Account {
            id: Label::of(&format!("A-{id}")), name: Label::of("Alder"), segment, arr: Money::whole(arr), health,
            drivers: drivers.map(|drivers| drivers.into_iter().collect()), days, touch, sponsor, open_p1, owner,
            step_done: None, offer: None, cost: None, row: 0,
        }
    }
}

fn book(mut accounts: Vec<Account>) -> Book {
    accounts.sort_by(|one, other| one.id.cmp(&other.id));
    accounts.dedup_by(|one, other| one.id == other.id);
    Book { accounts, owners: ["Ada", "Ben", "Cleo"].map(Label::of).to_vec() }
}

proptest! {
    #[test]
    fn ranks_follow_escalation_and_priority_whatever_the_order_of_the_rows(accounts in prop::collection::vec(an_account(), 1..40)) {
        let policy = InterventionsPolicy::default();
        let scheme = Scheme::of(&policy);
        let one = book(accounts);
        let mut other = Book { accounts: one.accounts.clone(), owners: one.owners.clone() };
        other.accounts.reverse();
        let ids = |book: &Book| plan(book, &scheme, WANTED).page.iter().map(|index| book.accounts[*index].id.clone()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&one), ids(&other));
        let planned = plan(&one, &scheme, WANTED);
        let keys: Vec<_> = planned.page.iter().map(|index| {
            let account = &one.accounts[*index];
            (scheme.escalate_for(account).is_empty(), std::cmp::Reverse(scheme.worth(account).priority))
        }).collect();
        prop_assert!(keys.is_sorted());
        let owned: u64 = planned.owners.ranked.iter().map(|(_, load)| load.plays_count).sum();
        prop_assert_eq!(owned + planned.owners.unowned.plays_count, planned.plays_count);
    }

    #[test]
    fn what_becomes_known_lies_inside_what_was_unknown(account in an_account(), known in an_account()) {
        let policy = InterventionsPolicy::default();
        let curves = Curves::of(&policy);
        let full = Account {
            health: account.health.or(known.health).or(Some(Health::Yellow)),
            days: account.days.or(known.days).or(Some(40)),
            touch: account.touch.or(known.touch).or(Some(9)),
            sponsor: account.sponsor.or(known.sponsor).or(Some(true)),
            open_p1: account.open_p1.or(known.open_p1).or(Some(0)),
            ..account.clone()
        };
        let (open, closed) = (curves.worth(&account, &policy), curves.worth(&full, &policy));
        for (open, closed) in [
            (open.value_at_risk, closed.value_at_risk), (open.save_odds, closed.save_odds), (open.expected_save, closed.expected_save),
        ] {
            prop_assert!(open.low <= closed.low && closed.high <= open.high);
            prop_assert_eq!(closed.low, closed.high);
        }
        prop_assert!(open.priority >= closed.priority);
        prop_assert!(closed.priority.decimal() <= closed.value_at_risk.high && closed.priority.decimal() >= closed.expected_save.high);
    }

    #[test]
    fn the_lapsed_want_an_executive_and_are_no_less_urgent_than_those_of_today(mut account in an_account(), days in -40_000_i32..0) {
        account.days = Some(days);
        let policy = InterventionsPolicy::default();
        let scheme = Scheme::of(&policy);
        prop_assert!(scheme.escalate_for(&account).contains(&EscalateFor::Lapsed));
        let worth = scheme.worth(&account);
        account.days = Some(0);
        let today = scheme.worth(&account);
        prop_assert!(worth.urgency >= today.urgency && worth.priority >= today.priority);
    }

    #[test]
    fn what_is_signed_is_not_escalated_over_its_renewal_on_any_day(mut account in an_account(), days in prop::option::of(-400_i32..420)) {
        let policy = InterventionsPolicy::default();
        let scheme = Scheme::of(&policy);
        account.step_done = Some(30);
        account.days = days;
        prop_assert!(scheme.escalate_for(&account).is_empty());
        let is_usual = |play: &plays::PlannedPlay| play.form == Form::Standard && play.feasible.is_none();
        prop_assert!(scheme.plays(&account).iter().all(is_usual));
        prop_assert_eq!(scheme.worth(&account).urgency, Some(policy.urgency_far));
    }
}
