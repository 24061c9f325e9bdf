//! The rules stage: what must hold across fields, and the evidence under its questions.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::input::Input;
use crate::problem::{Code, Collector, Stop};
use crate::shape::{nearest, shown_key};
use crate::tools::Call;
use crate::tools::maturity::calc::{Answer, Assessment, Weightless, assess};
use crate::tools::maturity::policy::MaturityPolicy;
use crate::tools::maturity::questions::Question;
use crate::units::{Label, Money, Percent, clean_text};

/// Characters of a sentence of evidence.
const EVIDENCE_CHARACTERS_COUNT_MAX: usize = 500;

/// Arguments that are right, scored.
pub(in crate::tools::maturity) struct Checked {
    /// The organisation's name.
    pub(super) org_name: Option<Label>,
    /// Annual recurring revenue.
    pub(super) arr: Option<Money>,
    /// The sentences, by question.
    pub(super) evidence: BTreeMap<Question, Label>,
    /// The scores.
    pub(in crate::tools::maturity) assessment: Assessment,
}

impl Checked {
    /// What was answered.
    pub(super) fn answer(&self, question: Question) -> Answer {
        let item = self.assessment.items().find(|item| item.question == question);
        item.map_or(Answer::Unknown, |item| item.answer)
    }

    /// The number answered, where one was.
    pub(super) fn number(&self, question: Question) -> Option<Decimal> {
        match self.answer(question) {
            Answer::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The questions answered with yes, with whether a sentence stands behind each.
    pub(super) fn claims(&self) -> impl Iterator<Item = (Question, bool)> {
        self.assessment
            .items()
            .filter(|item| item.answer == Answer::Claim(true))
            .map(|item| (item.question, self.evidence.contains_key(&item.question)))
    }
}

/// Checks the rules and scores the answers.
///
/// # Errors
/// No section at all, gross above net retention, evidence for no question, twice, or without a sentence, or thresholds
/// that leave a dimension without points.
pub(in crate::tools::maturity) fn check(input: Input, call: &Call<'_, MaturityPolicy>) -> Result<Checked, Stop> {
    let mut problems = Collector::default();
    if !input.has_section() {
        problems.add(
            Code::Missing,
            "arguments",
            "expected at least one of strategy, segmentation, journey, voice, operations, talent, got none",
            "Answer what is known in one section; leave out what is not.",
        );
    }
    let answers = input.answers();
    check_retention(&answers, &mut problems);
    let evidence = evidence_of(input.evidence.unwrap_or_default(), &mut problems);
    let assessed = assess(&answers, &call.policy);
    if let Err(Weightless(dimension)) = &assessed {
        problems.add(
            Code::Identity,
            "policy",
            format!("all points of {} are 0", dimension.as_str()),
            "Leave at least one question of every dimension some points.",
        );
    }
    match (problems.finish(), assessed) {
        (Err(refused), _) => Err(refused.into()),
        (Ok(()), Ok(assessment)) => {
            Ok(Checked { org_name: input.org_name, arr: input.arr_usd, evidence, assessment })
        }
        (Ok(()), Err(_)) => unreachable!("a dimension without points is a problem told above"),
    }
}

/// Net retention is gross retention and what was gained, so it is never the smaller one.
fn check_retention(answers: &[(Question, Answer)], problems: &mut Collector) {
    let number = |wanted: Question| {
        answers.iter().find_map(|(question, answer)| match answer {
            Answer::Number(number) if *question == wanted => Some(*number),
            _ => None,
        })
    };
    if let (Some(gross), Some(net)) = (number(Question::Grr), number(Question::Nrr))
        && gross > net
    {
        let (gross, net) = (Percent::from_decimal(gross), Percent::from_decimal(net));
        problems.add(
            Code::Identity,
            Question::Grr.path(),
            format!("GRR {gross} lies above NRR {net}, and NRR is GRR plus expansion"),
            "Take both figures from one window and one book, as retention_decompose gives them.",
        );
    }
}

fn evidence_of(given: Map<String, Value>, problems: &mut Collector) -> BTreeMap<Question, Label> {
    let mut evidence = BTreeMap::new();
    for (key, value) in given {
        let at = format!("evidence.{}", shown_key(&key));
        let named = Question::ALL.iter().copied().find(|question| key == question.path() || key == question.field());
        let Some(question) = named else {
            let known = Question::ALL.iter().flat_map(|question| [question.field(), question.path()]);
            let help = nearest(&key, known).map_or_else(
                || "Name a field of a section, such as strategy.written_cx_strategy.".to_owned(),
                |name| format!("Did you mean {name}?"),
            );
            problems.add(Code::UnknownKey, at, "is no field of a section", help);
            continue;
        };
        match sentence(&value) {
            Ok(None) => {}
            Ok(Some(sentence)) => {
                if evidence.insert(question, sentence).is_some() {
                    let message = format!("{} has evidence twice", question.path());
                    problems.add(Code::Duplicate, at, message, "Give each answer one sentence.");
                }
            }
            Err((code, message)) => {
                problems.add(code, at, message, "Write one sentence that somebody else could check, or leave it out.");
            }
        }
    }
    evidence
}

/// The sentence of a value; none where it is null, which is unknown.
fn sentence(value: &Value) -> Result<Option<Label>, (Code, String)> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => clean_text(text),
        Value::Bool(_) | Value::Number(_) => return Err((Code::Type, format!("expected a sentence, got {value}"))),
        Value::Array(_) => return Err((Code::Type, "expected a sentence, got a list".to_owned())),
        Value::Object(_) => return Err((Code::Type, "expected a sentence, got an object".to_owned())),
    };
    let characters_count = text.chars().count();
    if text.is_empty() {
        return Err((Code::Missing, "expected a sentence, got only blanks".to_owned()));
    }
    if characters_count > EVIDENCE_CHARACTERS_COUNT_MAX {
        let message = format!("expected at most {EVIDENCE_CHARACTERS_COUNT_MAX} characters, got {characters_count}");
        return Err((Code::Range, message));
    }
    Ok(Some(Label::of(&text)))
}
