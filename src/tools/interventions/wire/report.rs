//! From what was computed to the figures on the wire.

use super::Portfolio;
use super::figures::{
    AccountReport, AssumptionsReport, Figures, OfferReport, OffersReport, OwnerReport, PatternReport,
    PlayReport, UnownedReport,
};
use crate::policy::{Grade, PolicyTable};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::interventions::calc::account::Account;
use crate::tools::interventions::calc::plays::PlannedPlay;
use crate::tools::interventions::calc::worth::Span;
use crate::tools::interventions::calc::{Planned, Scheme, legacy, offers, time};
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::units::{Money, Percent, Ratio, Share};

/// How many plays of an account a summary shows: those first due.
const PLAYS_SHOWN_COUNT_MAX: usize = 3;

/// The accounts that the steps name, on whatever page of the list.
#[must_use]
pub(crate) fn leads(portfolio: &Portfolio, scheme: &Scheme<'_>, planned: &Planned) -> Leads {
    let of = |index: Option<usize>| {
        let account = portfolio.book.accounts.get(index?)?;
        Some(account_report(1, account, portfolio, scheme, false))
    };
    Leads { escalated: of(planned.first).filter(|first| first.escalate), with_play: of(planned.first_with_play) }
}

/// The accounts that the steps name.
pub(crate) struct Leads {
    /// The first that wants an executive.
    pub(crate) escalated: Option<AccountReport>,
    /// The first by rank that has a play.
    pub(crate) with_play: Option<AccountReport>,
}

/// The figures of a plan.
#[must_use]
pub(crate) fn report(
    portfolio: &Portfolio,
    scheme: &Scheme<'_>,
    planned: &Planned,
    call: &Call<'_, InterventionsPolicy>,
) -> Figures {
    let (limit, offset) = (call.common.limit(), call.common.offset());
    let book = &portfolio.book;
    let known_arr = planned.arr_listed - planned.arr_health_unknown;
    let ranks = (offset as u64 + 1)..;
    let accounts = ranks.zip(&planned.page).filter_map(|(rank, index)| {
        book.accounts.get(*index).map(|account| account_report(rank, account, portfolio, scheme, call.is_full()))
    });
    let owners = planned.owners.ranked.iter().take(limit).filter_map(|(owner, load)| {
        Some(OwnerReport {
            owner: book.owners.get(*owner)?.clone(),
            accounts: load.accounts_count,
            plays: load.plays_count,
            over: portfolio.capacity_count.map(|capacity| load.over(capacity)),
        })
    });
    let unowned = planned.owners.unowned;
    let is_any_known = planned.unknown.health < book.accounts.len() as u64;
    Figures {
        accounts_total: book.accounts.len() as u64,
        arr_listed: planned.arr_listed,
        arr_at_risk: is_any_known.then_some(planned.arr_at_risk),
        arr_at_risk_share: Share::of_money(planned.arr_at_risk, known_arr).map(Share::ratio),
        arr_health_unknown: (planned.unknown.health > 0).then_some(planned.arr_health_unknown),
        expected_save: (planned.expected_save_known_count > 0).then_some(planned.expected_save),
        expected_save_accounts: planned.expected_save_known_count,
        assumptions: assumptions(scheme.policy),
        escalations_total: planned.escalated_count,
        accounts: accounts.collect(),
        plays_total: planned.plays_count,
        capacity: portfolio.capacity_count,
        owners_total: planned.owners.ranked.len() as u64,
        owners_over: portfolio.capacity_count.map(|_| planned.owners.overloaded_count),
        owners: owners.collect(),
        unowned: (unowned.accounts_count > 0)
            .then_some(UnownedReport { accounts: unowned.accounts_count, plays: unowned.plays_count }),
        accounts_with_drivers: planned.patterns.accounts_count,
        patterns: patterns(planned, limit),
        offers: offers_report(portfolio, scheme.policy, planned),
    }
}

fn assumptions(policy: &InterventionsPolicy) -> AssumptionsReport {
    let keys = ["loss_green", "loss_yellow", "loss_red", "save_odds_today", "save_odds_at_prepare"];
    let yours: Vec<&'static str> = keys.into_iter().filter(|key| policy.is_own(key)).collect();
    AssumptionsReport {
        grade: (yours.len() < keys.len()).then_some(Grade::Assumption.as_str()),
        yours,
        loss_green: Ratio::from_decimal(policy.loss_green),
        loss_yellow: Ratio::from_decimal(policy.loss_yellow),
        loss_red: Ratio::from_decimal(policy.loss_red),
        save_odds_today: Ratio::from_decimal(policy.save_odds_today),
        save_odds_at_prepare: Ratio::from_decimal(policy.save_odds_at_prepare),
    }
}

fn patterns(planned: &Planned, limit: usize) -> Vec<PatternReport> {
    let all = &planned.patterns;
    let of = |pattern: &crate::tools::interventions::calc::load::Pattern| PatternReport {
        driver: pattern.driver,
        accounts: pattern.accounts_count,
        account_share: Share::of_counts(pattern.accounts_count, all.accounts_count).map(Share::ratio),
        arr: pattern.arr,
        arr_share: Share::of_money(pattern.arr, all.arr).map(Share::ratio),
    };
    all.drivers.iter().take(limit).map(of).collect()
}

fn offers_report(portfolio: &Portfolio, policy: &InterventionsPolicy, planned: &Planned) -> Option<OffersReport> {
    let all = planned.offers;
    let share = Share::of_counts(all.above_line, all.saves);
    portfolio.book.accounts.iter().any(|account| account.offer.is_some()).then(|| OffersReport {
        saves: all.saves,
        discounts: all.discounts,
        above_line: all.above_line,
        above_line_share: share.map(Share::ratio),
        structural: all.is_enough(policy).then(|| share.is_some_and(|share| share.above(policy.discount_saves_share))),
        poison: all.poison,
    })
}

fn account_report(
    rank: u64,
    account: &Account,
    portfolio: &Portfolio,
    scheme: &Scheme<'_>,
    is_full: bool,
) -> AccountReport {
    let worth = scheme.worth(account);
    let motion = time::motion(account, &scheme.steps);
    let reasons = scheme.escalate_for(account);
    let shown_count = if is_full { usize::MAX } else { PLAYS_SHOWN_COUNT_MAX };
    let is_open = |span: Span| span.exact().is_none();
    let ratio = Ratio::from_decimal;
    let money = Money::from_decimal;
    // Of unknown health the value is unknown, even where every chance of loss is the same.
    let is_value_known = account.health.is_some();
    let is_save_open = !is_value_known || is_open(worth.save_odds);
    AccountReport {
        rank,
        id: account.id.clone(),
        name: account.name.clone(),
        tier: account.segment,
        arr_usd: account.arr,
        health: account.health,
        days_to_renewal: account.days,
        state: time::state(account, &scheme.steps),
        urgency: worth.urgency.map(ratio),
        value_at_risk: is_value_known.then_some(money(worth.value_at_risk.low)),
        save_odds: worth.save_odds.exact().map(ratio),
        save_odds_low: is_open(worth.save_odds).then_some(ratio(worth.save_odds.low)),
        save_odds_high: is_open(worth.save_odds).then_some(ratio(worth.save_odds.high)),
        expected_save: (!is_save_open).then_some(money(worth.expected_save.low)),
        expected_save_low: is_save_open.then_some(money(worth.expected_save.low)),
        expected_save_high: is_save_open.then_some(money(worth.expected_save.high)),
        priority: worth.priority,
        escalate: !reasons.is_empty(),
        escalate_for: reasons,
        respond_within_hours: scheme.respond_within(account),
        renewal_step: motion.step,
        overdue_steps: motion.overdue,
        steps_unconfirmed: motion.unconfirmed,
        plays: scheme.plays(account).into_iter().take(shown_count).map(play_report).collect(),
        offer: account.offer.map(|offer| OfferReport {
            discount_pct: Percent::from_decimal(offer.discount),
            verdict: offers::verdict(account, offer, scheme.policy),
        }),
        owner: account.owner.and_then(|owner| portfolio.book.owners.get(owner)).cloned(),
        legacy_priority: legacy::priority(account).map(ratio),
    }
}

fn play_report(play: PlannedPlay) -> PlayReport {
    PlayReport {
        play: play.play,
        driver: play.driver,
        also: play.also.iter().collect(),
        owner: play.owner,
        due_in_days: play.due_in_days,
        feasible: play.feasible,
        form: play.form,
    }
}

/// What could not be assessed: one entry a missing argument, with how many accounts lack it.
#[must_use]
pub(crate) fn not_assessed(
    portfolio: &Portfolio,
    planned: &Planned,
    call: &Call<'_, InterventionsPolicy>,
) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    let unknown = &planned.unknown;
    let mut tell = |count: u64, what: &str, why: &str, needs: &str| {
        if count > 0 {
            let accounts = if count == 1 { "account" } else { "accounts" };
            gaps.push(NotAssessed::new(format!("{what} of {} {accounts}", Money::whole(count)), why, needs));
        }
    };
    tell(unknown.health, "P(loss) and value_at_risk", "health is unknown; ranked by the most it can be", "health");
    tell(unknown.days, "urgency and renewal_step", "days are unknown; ranked as if due today", "days_to_renewal");
    tell(
        unknown.odds,
        "save_odds and expected_save",
        "a range: what the odds hang on is not all known",
        "days_to_renewal, exec_sponsor_engaged, last_touch_days_ago, support_open_p1",
    );
    tell(unknown.drivers, "plays", "risk drivers are unknown", "risk_drivers");
    tell(unknown.step_done, "overdue_steps", "nobody said which step is done", "renewal_step_done");
    tell(unknown.arr_zero, "what a loss means", "ARR is 0", "arr_usd above 0");
    let offers = planned.offers;
    if offers.discounts > 0 && !offers.is_enough(&call.policy) {
        gaps.push(NotAssessed::new(
            "whether discounts are structural",
            format!("too few saves for a share of them: {}", Money::whole(offers.saves)),
            format!("{} saves", call.policy.discount_saves_min.normalize()),
        ));
    }
    if portfolio.capacity_count.is_none() && planned.plays_count > 0 {
        gaps.push(NotAssessed::new("owners over capacity", "the plays one owner can run were not given", "capacity"));
    }
    let has_days = portfolio.book.accounts.iter().any(|account| account.days.is_some());
    if call.common.as_of.is_none() && has_days {
        gaps.push(NotAssessed::new(
            "whether days_to_renewal is current",
            "the day it counts from was not given",
            "as_of",
        ));
    }
    gaps
}
