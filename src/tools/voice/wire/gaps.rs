//! What `design_voc_program` could not assess.

use super::super::calc::Reading;
use super::super::words::{Item, Order, Part};
use super::input::Question;
use super::output::Figures;
use crate::rule::NotAssessed;
use crate::units::Date;

/// Everything that is not known, and what it would take.
#[must_use]
pub(in super::super) fn not_assessed(question: &Question, figures: &Figures, as_of: Option<Date>) -> Vec<NotAssessed> {
    let mut gaps: Vec<NotAssessed> = Part::ALL.into_iter().filter_map(|part| of_part(question, part)).collect();
    let has_rollout = figures.rollout.iter().any(|phase| !phase.items.is_empty());
    if has_rollout && figures.rollout_order == Order::StarterFirst {
        let why = "no stage is given, so the starter six come first";
        gaps.push(NotAssessed::new("rollout by company stage", why, "stage"));
    }
    if has_rollout && as_of.is_none() {
        gaps.push(NotAssessed::new("calendar months of the rollout", "M1 is the month after today's", "as_of"));
    }
    gaps.extend(of_nps(question, figures));
    gaps
}

fn of_part(question: &Question, part: Part) -> Option<NotAssessed> {
    let is_unknown = |item: &&Item| item.part() == part && question.program.reading(**item) == Reading::Unknown;
    let names: Vec<&str> = Item::ALL.iter().filter(is_unknown).map(|item| item.as_str()).collect();
    let why = "not given: score counts it as nothing, score_max at its best";
    (!names.is_empty()).then(|| NotAssessed::new(format!("part of {}", part.argument()), why, names.join(", ")))
}

fn of_nps(question: &Question, figures: &Figures) -> Vec<NotAssessed> {
    let Some(nps) = &figures.nps else {
        let is_asked = [Item::NpsRelationship, Item::NpsTransactional]
            .into_iter()
            .any(|item| question.program.reading(item) == Reading::Flag(true));
        let why = "that a survey runs says neither how sure its score is nor who answered";
        return is_asked.then(|| NotAssessed::new("nps", why, "responses.nps")).into_iter().collect();
    };
    let mut gaps = Vec::new();
    if nps.answered == 0 {
        gaps.push(NotAssessed::new("nps.nps", "nobody answered", "answers"));
    } else if nps.low.is_none() {
        let why = "everybody answered alike, so the interval has no width";
        gaps.push(NotAssessed::new("nps.low and nps.high", why, "more answers"));
    }
    if nps.response_rate.is_none() {
        let (why, needs) = match nps.sent {
            Some(_) => ("nobody was asked", "answers"),
            None => ("how many were asked is not known", "responses.nps.sent"),
        };
        gaps.push(NotAssessed::new("nps.response_rate and those who stayed silent", why, needs));
    }
    gaps
}
