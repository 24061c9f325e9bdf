use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

use super::*;
use crate::tools::health::words::{Event, Sentiment, Signal};

fn facts(components: [Option<u32>; 6]) -> Facts {
    Facts { components: components.map(|score| score.map(Decimal::from)), ..Facts::default() }
}

fn policy() -> HealthPolicy {
    HealthPolicy::default()
}

#[test]
fn the_bounds_of_bands_belong_to_the_better_colour() {
    let colour = |score: Decimal, segment| {
        let known = Facts { components: [Some(score); 6], ..Facts::default() };
        judge(&known, segment, &policy()).health
    };
    let hair = dec!(0.0000000001);
    for (segment, green, yellow) in [
        (Segment::Strategic, 75, 50),
        (Segment::Enterprise, 75, 50),
        (Segment::MidMarket, 70, 45),
        (Segment::SmbLongTail, 65, 40),
        (Segment::Plg, 65, 40),
    ] {
        let (green, yellow) = (Decimal::from(green), Decimal::from(yellow));
        assert_eq!(colour(green, segment), Some(Health::Green), "{segment:?}");
        assert_eq!(colour(green - hair, segment), Some(Health::Yellow), "{segment:?}");
        assert_eq!(colour(yellow, segment), Some(Health::Yellow), "{segment:?}");
        assert_eq!(colour(yellow - hair, segment), Some(Health::Red), "{segment:?}");
        assert_eq!(colour(Decimal::ZERO, segment), Some(Health::Red), "{segment:?}");
    }
}

#[test]
fn sixty_percent_known_is_enough_for_green() {
    let usage_engagement_support = facts([Some(90), Some(90), Some(90), None, None, None]);
    assert_eq!(judge(&usage_engagement_support, Segment::Plg, &policy()).health, Some(Health::Green));
    let short = facts([Some(90), Some(90), None, None, None, Some(90)]);
    let judged = judge(&short, Segment::Plg, &policy());
    assert_eq!((judged.by_score, judged.health), (Some(Health::Green), Some(Health::Yellow)));
    assert_eq!(judge(&facts([None; 6]), Segment::Plg, &policy()).health, None);
}

#[test]
fn only_a_red_event_colours_what_is_not_known() {
    for event in Event::ALL {
        let known = Facts { events: Events::of(&[event]), ..Facts::default() };
        let expected = (event.cap() == Health::Red).then_some(Health::Red);
        assert_eq!(judge(&known, Segment::Plg, &policy()).health, expected, "{event:?}");
    }
}

#[test]
fn targets_of_nothing_are_reached_and_lines_of_nothing_crossed() {
    let policy = HealthPolicy {
        smb_long_tail_login_target: Decimal::ZERO,
        smb_long_tail_hours_max: Decimal::ZERO,
        tickets_usual_max: Decimal::ZERO,
        ..policy()
    };
    let mut raw = Raw { tickets_usual: Some(dec!(4)), ..Raw::default() };
    for (signal, value) in [(Signal::LoginPct, dec!(0)), (Signal::ResolutionHours, dec!(1)), (Signal::Tickets, dec!(5))] {
        raw.values[signal as usize] = Some(value);
    }
    let judged = judge(&Facts { raw, ..Facts::default() }, Segment::SmbLongTail, &policy);
    assert_eq!(judged.scores[Component::Usage as usize], Some(Decimal::ONE_HUNDRED));
    assert_eq!(judged.scores[Component::Support as usize], Some(Decimal::ZERO));
}

#[test]
fn a_component_that_is_given_is_not_changed_by_raw_signals() {
    let mut known = facts([Some(40), None, None, None, None, None]);
    known.raw.values[Signal::LoginPct as usize] = Some(dec!(100));
    known.raw.sentiment = Some(Sentiment::Neutral);
    let judged = judge(&known, Segment::Enterprise, &policy());
    assert_eq!(judged.scores[Component::Usage as usize], Some(dec!(40)));
    assert_eq!(judged.scores[Component::Renewal as usize], Some(dec!(60)));
    assert_eq!((judged.signals, judged.figures_count), (Signal::RenewalSentiment.bit(), 2));
}

#[test]
fn a_component_without_weight_is_not_in_the_score() {
    let policy = HealthPolicy { usage_weight: Decimal::ZERO, ..policy() };
    let judged = judge(&facts([Some(0), Some(80), None, None, None, None]), Segment::Enterprise, &policy);
    assert_eq!((judged.score, judged.figures_count), (Some(dec!(80)), 1));
}

fn component() -> impl Strategy<Value = Option<u32>> {
    prop::option::weighted(0.7, 0_u32..=100)
}

fn segment() -> impl Strategy<Value = Segment> {
    prop::sample::select(Segment::ALL.to_vec())
}

proptest! {
    #[test]
    fn points_sum_to_the_score_and_the_score_is_a_mean(scores in prop::array::uniform6(component()), segment in segment()) {
        let judged = judge(&facts(scores), segment, &policy());
        let known: Vec<Decimal> = scores.into_iter().flatten().map(Decimal::from).collect();
        prop_assert_eq!(judged.score.is_some(), !known.is_empty());
        if let Some(score) = judged.score {
            let sum: Decimal = judged.points(&policy()).into_iter().flatten().sum();
            prop_assert_eq!(sum, printed(score));
            prop_assert!(known.iter().min() <= Some(&score) && Some(&score) <= known.iter().max());
        }
    }

    #[test]
    fn a_better_component_never_gives_a_worse_colour(
        scores in prop::array::uniform6(component()), which in 0_usize..6, more in 0_u32..=100, segment in segment(),
        event in prop::option::of(prop::sample::select(Event::ALL.to_vec())),
    ) {
        let Some(before) = scores[which] else { return Ok(()) };
        let events = Events::of(event.as_slice());
        let mut better = scores;
        better[which] = Some(before.max(more));
        let colour = |scores| judge(&Facts { events, ..facts(scores) }, segment, &policy()).health;
        prop_assert!(colour(better) <= colour(scores));
    }

    #[test]
    fn a_component_that_goes_unknown_never_makes_green(
        scores in prop::array::uniform6(0_u32..=100), kept in prop::array::uniform6(any::<bool>()), segment in segment(),
    ) {
        let left = std::array::from_fn(|index| kept[index].then_some(scores[index]));
        let judged = judge(&facts(left), segment, &policy());
        let known: u32 = [25, 20, 15, 15, 15, 10].into_iter().zip(kept).filter(|(_, is)| *is).map(|(weight, _)| weight).sum();
        prop_assert!(known >= 60 || judged.health != Some(Health::Green));
    }
}
