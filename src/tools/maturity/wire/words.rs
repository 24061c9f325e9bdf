//! Answers, targets and scales as text; no figure is made here.

use rust_decimal::Decimal;

use crate::tools::maturity::calc::{Answer, Goal, Scale};
use crate::tools::maturity::questions::Question;
use crate::tools::maturity::words::Level;
use crate::units::{Amount, Percent};

/// A number as its question counts it.
fn number(question: Question, value: Decimal) -> String {
    if question.is_percent() {
        Percent::from_decimal(value).to_string()
    } else {
        Amount::from_decimal(value).to_string()
    }
}

/// The answer; none where it is not known.
pub(super) fn answer(question: Question, given: Answer) -> Option<String> {
    match given {
        Answer::Unknown => None,
        Answer::Claim(true) => Some("yes".to_owned()),
        Answer::Claim(false) => Some("no".to_owned()),
        Answer::Number(value) => Some(number(question, value)),
        Answer::Level(level) => Some(question.level_word(level).to_owned()),
    }
}

/// The target.
pub(super) fn goal(question: Question, goal: Goal) -> String {
    match goal {
        Goal::Yes => "yes".to_owned(),
        Goal::AtLeast(least) => format!("at least {}", number(question, least)),
        Goal::AtMost(most) => format!("at most {}", number(question, most)),
        Goal::Between(low, high) => format!("{} to {}", number(question, low), number(question, high)),
        Goal::Level(level) => question.level_word(level).to_owned(),
    }
}

/// How an answer becomes points.
pub(super) fn how(question: Question, scale: &Scale) -> String {
    let points = |value: Decimal| Amount::from_decimal(value).to_string();
    let line = |value: Decimal| number(question, value);
    match scale {
        Scale::Claim(full) => format!("yes {}", points(*full)),
        Scale::Rated { each, full } => format!("{} a point, at most {}", points(*each), points(*full)),
        Scale::Months { at_most, often, rare } => {
            format!("up to {} months {}, longer {}, never 0", line(*at_most), points(*often), points(*rare))
        }
        Scale::Range { low, high, fit, other } => {
            format!("{} to {}: {}, other {}, none 0", line(*low), line(*high), points(*fit), points(*other))
        }
        Scale::Part { full, .. } => format!("100 % {}, in proportion", points(*full)),
        Scale::Levels { partial, full } => {
            let full_word = question.level_word(Level::Full);
            format!("{} {}, {full_word} {}", question.level_word(Level::Partial), points(*partial), points(*full))
        }
        Scale::Ladder { steps, floor } => {
            let steps: Vec<String> =
                steps.iter().map(|(from, earned)| format!("from {} {}", line(*from), points(*earned))).collect();
            format!("{}, below {}", steps.join(", "), points(*floor))
        }
        Scale::Penalty { steps } => {
            let steps: Vec<String> =
                steps.iter().map(|(above, off)| format!("above {} takes {} off", line(*above), points(*off))).collect();
            steps.join(", ")
        }
    }
}
