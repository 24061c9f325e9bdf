//! The review itself: facts in; fired rules, six questions, routing and verdict out. Pure.

mod questions;
mod routing;
mod rules;
#[cfg(test)]
mod tests;

use super::facts::Facts;
use super::policy::ReviewPolicy;
use super::words::{Owner, QuestionId, QuestionStatus, ReviewVerdict, Trigger};
use crate::rule::{Rule, Severity};

/// A rule that fired: its evidence, its place, and the questions it carries.
#[derive(Debug, Clone)]
pub(super) struct Fired {
    pub(super) rule: &'static Rule,
    pub(super) at: &'static str,
    pub(super) message: String,
    pub(super) carries: &'static [QuestionId],
}

/// One of the six questions, answered or not.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) id: QuestionId,
    pub(super) status: QuestionStatus,
    pub(super) answer: Option<String>,
    pub(super) evidence: Option<&'static str>,
    pub(super) rules: Vec<&'static str>,
}

/// Somebody who must look at the plan, and why.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) to: Owner,
    pub(super) because: String,
}

/// The whole review.
#[derive(Debug)]
pub(super) struct Reviewed {
    pub(super) verdict: ReviewVerdict,
    pub(super) fired: Vec<Fired>,
    pub(super) questions: Vec<Question>,
    pub(super) routing: Vec<Route>,
}

/// Reviews a plan by its facts.
pub(super) fn review(facts: &Facts, trigger: Trigger, policy: &ReviewPolicy) -> Reviewed {
    let mut fired = rules::fired(facts, trigger, policy);
    let mut questions: Vec<Question> =
        QuestionId::ALL.into_iter().map(|id| questions::question(id, facts, trigger, &fired)).collect();
    rules::carry_the_rest(trigger, &questions, &mut fired);
    for question in &mut questions {
        question.rules = fired.iter().filter(|one| one.carries.contains(&question.id)).map(|one| one.rule.id).collect();
        question.rules.dedup();
    }
    let worst = fired.iter().map(|one| one.rule.severity).min();
    let verdict = match worst {
        Some(Severity::Blocker) => ReviewVerdict::Block,
        Some(_) => ReviewVerdict::Sharpen,
        None => ReviewVerdict::Ship,
    };
    let all_pass = trigger.required().iter().all(|required| {
        questions.iter().any(|question| question.id == *required && question.status == QuestionStatus::Pass)
    });
    assert!(verdict != ReviewVerdict::Ship || all_pass, "a plan ships only if every required question passes");
    Reviewed { verdict, routing: routing::routes(facts, trigger), fired, questions }
}
