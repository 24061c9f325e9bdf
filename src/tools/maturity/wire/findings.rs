//! What fires, and what could not be told.

use rust_decimal::Decimal;

use super::check::Checked;
use crate::rule::{Finding, NotAssessed};
use crate::tools::maturity::calc::Answer;
use crate::tools::maturity::policy::{self, MaturityPolicy};
use crate::tools::maturity::questions::Question;
use crate::units::{Amount, Percent};

fn percent(value: Decimal) -> Percent {
    Percent::from_decimal(value)
}

/// The rules that fire on checked answers.
#[must_use]
pub(in crate::tools::maturity) fn findings(checked: &Checked, policy: &MaturityPolicy) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(open_band(checked, policy));
    found.extend(self_attested(checked));
    found.extend(retention(checked, policy));
    found.extend(early_title(checked, policy));
    found.extend(theatre(checked));
    let unanswered = checked.evidence.keys().filter(|question| checked.answer(**question) == Answer::Unknown);
    found.extend(unanswered.map(|question| {
        let message = format!("evidence is given for {}, the answer is not", question.title());
        policy::CXM_06.finding(format!("evidence.{}", question.path()), message)
    }));
    found
}

fn open_band(checked: &Checked, policy: &MaturityPolicy) -> Option<Finding> {
    let overall = checked.assessment.overall;
    let (band, band_max) = (policy.band(overall.low), policy.band(overall.high));
    (band != band_max).then(|| {
        let unknown_count = checked.assessment.items().filter(|item| item.answer == Answer::Unknown).count();
        let message = format!(
            "{unknown_count} of {} answers are unknown, so the band lies anywhere from {} to {}",
            Question::ALL.len(),
            band.title(),
            band_max.title()
        );
        policy::CXM_01.finding("portfolio", message)
    })
}

fn self_attested(checked: &Checked) -> Option<Finding> {
    let without: Vec<&str> =
        checked.claims().filter(|(_, has_evidence)| !has_evidence).map(|(question, _)| question.title()).collect();
    let (first, more) = without.split_first()?;
    let named = match more.len() {
        0 => (*first).to_owned(),
        count => format!("{first} and {count} more"),
    };
    let message = format!("{} of {} answers of yes have no evidence: {named}", without.len(), checked.claims().count());
    Some(policy::CXM_02.finding("evidence", message))
}

fn retention(checked: &Checked, policy: &MaturityPolicy) -> Vec<Finding> {
    let mut found = Vec::new();
    let [gross, net, churn] = [Question::Grr, Question::Nrr, Question::LogoChurn].map(|one| checked.number(one));
    if let (Some(gross), Some(net)) = (gross, net)
        && gross < policy.leaky_grr_below
        && net > policy.leaky_nrr_above
    {
        let message = format!("leaky bucket: GRR {} under NRR {}", percent(gross), percent(net));
        found.push(policy::CXM_03.finding(Question::Grr.path(), message));
    }
    if let Some(item) = checked.assessment.items().find(|item| item.question == Question::LogoChurn)
        && let (Some(churn), true) = (churn, item.points.low < Decimal::ZERO)
    {
        let line = if churn > policy.churn_high_line { policy.churn_high_line } else { policy.churn_line };
        let off = Amount::from_decimal(-item.points.low);
        let message = format!("logo churn {} is above {}: {off} points off", percent(churn), percent(line));
        found.push(policy::CXM_04.finding(Question::LogoChurn.path(), message));
    }
    if let (Some(gross), Some(churn)) = (gross, churn) {
        let all = Decimal::ONE_HUNDRED;
        if (gross == all && !churn.is_zero()) || (churn == all && !gross.is_zero()) {
            let message = format!("GRR {} and logo churn {} do not fit one book", percent(gross), percent(churn));
            found.push(policy::CXM_07.finding(Question::Grr.path(), message));
        }
    }
    found
}

fn early_title(checked: &Checked, policy: &MaturityPolicy) -> Option<Finding> {
    let arr = checked.arr.filter(|arr| arr.decimal() < policy.cco_arr_min)?;
    (checked.answer(Question::Head) == Answer::Claim(true)).then(|| {
        let line = crate::units::Money::from_decimal(policy.cco_arr_min);
        let message = format!("ARR {arr} is under {line}: a head of CX is enough, the title CCO comes too early");
        policy::CXM_05.finding(Question::Head.path(), message)
    })
}

fn theatre(checked: &Checked) -> Option<Finding> {
    let segments = checked.number(Question::Segments).filter(|count| *count > Decimal::ONE)?;
    (checked.answer(Question::CoverageModels) == Answer::Claim(false)).then(|| {
        let message = format!("{} segments without coverage models change nothing for customers", segments.normalize());
        policy::CXM_08.finding(Question::CoverageModels.path(), message)
    })
}

/// What could not be told: unknown answers a dimension a line, and what hangs on arguments that are absent.
#[must_use]
pub(in crate::tools::maturity) fn not_assessed(checked: &Checked) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    for one in &checked.assessment.dimensions {
        let name = one.dimension.as_str();
        let unknown: Vec<&str> = one
            .items
            .iter()
            .filter(|item| item.answer == Answer::Unknown)
            .map(|item| item.question.field())
            .collect();
        if unknown.len() == one.items.len() {
            gaps.push(NotAssessed::new(name, "no answer is given", format!("the section {name}")));
        } else if !unknown.is_empty() {
            let why = format!("{} of {} answers are unknown", unknown.len(), one.items.len());
            gaps.push(NotAssessed::new(name, why, unknown.join(", ")));
        }
    }
    if checked.arr.is_none() && checked.answer(Question::Head) == Answer::Claim(true) {
        gaps.push(NotAssessed::new("CXM-05, title CCO", "ARR is not given", "arr_usd"));
    }
    if checked.claims().next().is_none() {
        gaps.push(NotAssessed::new("attested.confidence", "no question is answered with yes", "answers of yes"));
    }
    gaps
}
