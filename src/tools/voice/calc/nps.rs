//! The net promoter score of one survey, how sure it is, and what those who stayed silent could make of it.

use rust_decimal::Decimal;

use crate::math::{Interval, Z_95, net_share};

/// The answers to one survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Answers {
    pub promoters: u64,
    pub passives: u64,
    pub detractors: u64,
    /// How many were asked; at least those who answered.
    pub sent: Option<u64>,
}

impl Answers {
    /// How many answered.
    pub(in super::super) const fn answered(self) -> u64 {
        self.promoters.saturating_add(self.passives).saturating_add(self.detractors)
    }

    /// How many did not.
    pub(in super::super) fn silent(self) -> Option<u64> {
        self.sent.map(|sent| sent.saturating_sub(self.answered()))
    }
}

/// What the answers tell, from −100 to 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Nps {
    /// None without an answer.
    pub score: Option<Decimal>,
    /// None where everybody answered alike.
    pub interval: Option<Interval>,
    /// None unless it is known how many were asked, and somebody was.
    pub response: Option<Decimal>,
    /// The score if all who stayed silent were detractors, and if they were promoters.
    pub bounds: Option<(Decimal, Decimal)>,
}

/// The net promoter score of the answers.
#[must_use]
pub(in super::super) fn nps(answers: Answers) -> Nps {
    let (plus, minus) = (Decimal::from(answers.promoters), Decimal::from(answers.detractors));
    let of = |part: Decimal, whole: u64| part.checked_div(Decimal::from(whole));
    let percent = |part: Decimal, whole: u64| of(part * Decimal::ONE_HUNDRED, whole);
    let answered = answers.answered();
    let bounds = answers.sent.zip(answers.silent()).and_then(|(sent, silent)| {
        let silent = Decimal::from(silent);
        percent(plus - minus - silent, sent).zip(percent(plus - minus + silent, sent))
    });
    Nps {
        score: percent(plus - minus, answered),
        interval: net_share(answers.promoters, answers.detractors, answered, Z_95)
            .map(|ends| Interval { low: ends.low * 100.0, high: ends.high * 100.0 }),
        response: answers.sent.and_then(|sent| of(Decimal::from(answered), sent)),
        bounds,
    }
}
