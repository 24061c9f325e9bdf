//! The figures, from what was computed.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, dec};

use super::figures::{
    AccountReport, AlertCounts, BackTestReport, BandReport, CalibrationReport, ColourReport, ComponentAuc, ComponentReport,
    Figures, IntervalReport, LeftOut, Points,
};
use crate::customers::Health;
use crate::math::{Interval, Z_95, wilson};
use crate::tools::Call;
use crate::tools::health::calc::back_test::BackTest;
use crate::tools::health::calc::portfolio::Portfolio;
use crate::tools::health::calc::{Account, printed};
use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::{Component, Measure, Reweighting, Signal};
use crate::units::{Amount, Ratio, Share};

/// The confidence of every interval here.
const CONFIDENCE: Ratio = Ratio::from_decimal(dec!(0.95));
/// A score as print shows it.
pub(super) fn points(score: Decimal) -> Amount {
    Amount::from_decimal(printed(score))
}

/// The figures of the tool.
#[must_use]
pub(in crate::tools::health) fn report(
    accounts: &[Account],
    portfolio: &Portfolio,
    test: &BackTest,
    call: &Call<'_, HealthPolicy>,
) -> Figures {
    let policy = &call.policy;
    Figures {
        accounts_total: portfolio.order.len() as u64,
        total_arr: portfolio.arr,
        churned_total: portfolio.churned_count,
        assessed_total: portfolio.assessed_count,
        assessed_arr: portfolio.assessed_arr,
        alerts: AlertCounts { critical: portfolio.critical.total_count, high: portfolio.high.total_count },
        mix: mix(portfolio, policy),
        bands: portfolio
            .segments()
            .filter(|_| call.is_full())
            .map(|tier| {
                let measured_as = Measure::of(tier);
                let bands = policy.bands(measured_as);
                let line = Amount::from_decimal;
                BandReport { tier, measured_as, green_from: line(bands.green_from), yellow_from: line(bands.yellow_from) }
            })
            .collect(),
        weights: by_component(Component::ALL.map(|component| Some(Amount::from_decimal(policy.weight(component))))),
        accounts: portfolio
            .order
            .iter()
            .skip(call.common.offset())
            .take(call.common.limit())
            .filter_map(|row| accounts.get(*row))
            .map(|account| account_report(account, call))
            .collect(),
        back_test: (portfolio.churned_count > 0).then(|| back_test(test, call)),
    }
}

fn mix(portfolio: &Portfolio, policy: &HealthPolicy) -> Vec<ColourReport> {
    Health::ALL
        .into_iter()
        .zip(&portfolio.colours)
        .filter(|_| portfolio.assessed_count > 0)
        .map(|(health, colour)| {
            let lines = policy.share_lines(health);
            ColourReport {
                health,
                accounts: colour.accounts_count,
                account_share: colour.account_share.map(Share::ratio),
                arr: colour.arr,
                arr_share: colour.arr_share.map(Share::ratio),
                target_low: Ratio::from_decimal(lines.low),
                target_high: Ratio::from_decimal(lines.high),
                alert_line: Ratio::from_decimal(lines.alert),
                alert_by: colour.alert_by(),
            }
        })
        .collect()
}

fn by_component([usage, engagement, support, onboarding, adoption, renewal]: [Option<Amount>; 6]) -> Points {
    Points { usage, engagement, support, onboarding, adoption, renewal }
}

fn account_report(account: &Account, call: &Call<'_, HealthPolicy>) -> AccountReport {
    let (judged, policy) = (&account.judged, &call.policy);
    AccountReport {
        id: account.id.clone(),
        name: account.name.clone(),
        tier: account.segment,
        arr_usd: account.arr,
        score: judged.score.map(points),
        health: judged.health,
        capped_from: judged.by_score.filter(|colour| judged.health != Some(*colour)),
        coverage: judged.coverage(policy).map(Share::ratio).unwrap_or_default(),
        change: judged.score.zip(account.previous).map(|(score, previous)| points(score - previous)),
        trend: judged.trend,
        alert: judged.alert,
        events: account.events.list().collect(),
        points: by_component(judged.points(policy).map(|points| points.map(Amount::from_decimal))),
        components: if call.is_full() { components(account, policy) } else { Vec::new() },
    }
}

fn components(account: &Account, policy: &HealthPolicy) -> Vec<ComponentReport> {
    let judged = &account.judged;
    Component::ALL
        .into_iter()
        .zip(judged.scores)
        .zip(judged.points(policy))
        .map(|((component, score), added)| {
            let weight = policy.weight(component);
            ComponentReport {
                component,
                score: score.map(points),
                weight: Amount::from_decimal(weight),
                weight_share: score.and_then(|_| Share::of(weight, judged.known_weight)).map(Share::ratio),
                points: added.map(Amount::from_decimal),
                from_raw: Signal::ALL
                    .into_iter()
                    .filter(|signal| signal.component() == component && signal.is_in(judged.signals))
                    .collect(),
            }
        })
        .collect()
}

fn back_test(test: &BackTest, call: &Call<'_, HealthPolicy>) -> BackTestReport {
    let policy = &call.policy;
    let [green, red] = [Health::Green, Health::Red].map(|health| test.outcome(health));
    let real = |value: f64| Ratio::from_f64(value);
    let share = |part: u64, whole: u64| Share::of_counts(part, whole).map(Share::ratio);
    let found = test.separation;
    BackTestReport {
        accounts: test.churned_count + test.kept_count,
        churned: test.churned_count,
        kept: test.kept_count,
        lead_days: policy.lead_days_min.to_u64().unwrap_or(u64::MAX),
        left_out: LeftOut {
            scored_too_late: test.late.total_count,
            watched_too_short: test.short_watch_count,
            watch_unknown: test.unknown_watch_count,
            without_score: test.unscored_count,
            lead_unknown_counted: test.undated.total_count,
        },
        auc: found.and_then(|found| real(found.auc)),
        auc_standard_error: found.and_then(|found| real(found.standard_error)),
        auc_interval: found.and_then(|found| interval(found.interval)),
        p_value: found.and_then(|found| real(found.p_value)),
        recall_red: share(red.churned_count, test.churned_count),
        recall_red_interval: interval(wilson(red.churned_count, test.churned_count, Z_95)),
        recall_red_or_yellow: share(test.churned_count - green.churned_count, test.churned_count),
        precision_red: share(red.churned_count, red.accounts_count),
        precision_red_interval: interval(wilson(red.churned_count, red.accounts_count, Z_95)),
        calibration: Health::ALL
            .into_iter()
            .zip(test.outcomes)
            .map(|(health, outcome)| {
                let (churned, accounts) = (outcome.churned_count, outcome.accounts_count);
                let ends = interval(wilson(churned, accounts, Z_95)).filter(|_| call.is_full());
                CalibrationReport { health, accounts, churned, churn_share: share(churned, accounts), interval: ends }
            })
            .collect(),
        brier: test.brier.and_then(real),
        brier_base: test.brier_base.and_then(real),
        reweighting: if test.allows_weights(policy) { Reweighting::Possible } else { Reweighting::TooFewChurns },
        component_auc: Component::ALL
            .into_iter()
            .zip(test.components.unwrap_or_default())
            .filter_map(|(component, auc)| Some(ComponentAuc { component, auc: real(auc?)? }))
            .collect(),
    }
}

fn interval(ends: Option<Interval>) -> Option<IntervalReport> {
    let ends = ends?;
    Some(IntervalReport { low: Ratio::from_f64(ends.low)?, high: Ratio::from_f64(ends.high)?, confidence: CONFIDENCE })
}

