//! From what was computed to the figures on the wire.

use super::figures::{
    BookReport, Figures, GatedReport, PlayReport, PlayShareReport, RangeReport, RatesReport, ReasonReport, StatusReport,
};
use crate::policy::{Grade, PolicyTable};
use crate::tools::Call;
use crate::tools::expansion::calc::account::Account;
use crate::tools::expansion::calc::evidence::bearing;
use crate::tools::expansion::calc::gate::gate;
use crate::tools::expansion::calc::plays::{Range, Target, plays};
use crate::tools::expansion::calc::{Ranked, Review, is_sized};
use crate::tools::expansion::policy::ExpansionPolicy;
use crate::tools::expansion::rows::Table;
use crate::tools::expansion::words::{PlayKind, Reason, Status};
use crate::units::{Amount, Share};

/// The figures of a review.
#[must_use]
pub(crate) fn report(table: &Table, review: &Review, call: &Call<'_, ExpansionPolicy>) -> Figures {
    let of_base = |part| Share::of_money(part, review.expected.base).map(Share::ratio);
    let of_arr = |part| Share::of_money(part, review.all.arr).map(Share::ratio);
    let by_play = PlayKind::ALL.into_iter().zip(&review.by_play).filter(|(_, sum)| sum.accounts_count > 0);
    let statuses = Status::ALL.into_iter().zip(&review.statuses).zip(&review.behind);
    let reasons = Reason::ALL.into_iter().zip(&review.reasons);
    Figures {
        book: BookReport {
            accounts: review.all.accounts_count,
            arr: review.all.arr,
            pitchable: review.pitchable.accounts_count,
            pitchable_arr: review.pitchable.arr,
            pitchable_arr_share: of_arr(review.pitchable.arr),
            no_play: review.no_play.accounts_count,
            expected_share_of_arr: of_arr(review.expected.base),
        },
        expected: range(review.expected),
        by_play: by_play
            .map(|(play, sum)| PlayShareReport {
                play,
                accounts: sum.accounts_count,
                low: sum.expected.low,
                base: sum.expected.base,
                high: sum.expected.high,
                share: of_base(sum.expected.base),
            })
            .collect(),
        plays: review.plays.iter().filter_map(|ranked| play(table, ranked, call.is_full())).collect(),
        plays_total: review.plays_count,
        gated_by_status: statuses
            .filter(|((_, group), _)| group.accounts_count > 0)
            .map(|((status, group), behind)| StatusReport {
                status,
                accounts: group.accounts_count,
                arr: group.arr,
                behind_gate: is_sized(status).then_some(behind.base),
            })
            .collect(),
        gated_by_reason: reasons
            .filter(|(_, group)| group.accounts_count > 0)
            .map(|(reason, group)| ReasonReport { reason, accounts: group.accounts_count, arr: group.arr })
            .collect(),
        gated: review.gated.iter().filter_map(|index| gated(table, *index, call)).collect(),
        gated_total: review.gated_all.accounts_count,
        rates: rates(review, &call.policy),
    }
}

/// The play that ranks first of all.
#[must_use]
pub(crate) fn lead(table: &Table, review: &Review) -> Option<PlayReport> {
    review.lead.as_ref().and_then(|ranked| play(table, ranked, false))
}

const fn range(range: Range) -> RangeReport {
    RangeReport { low: range.low, base: range.base, high: range.high }
}

fn play(table: &Table, ranked: &Ranked, is_full: bool) -> Option<PlayReport> {
    let account = table.accounts.get(ranked.account)?;
    let play = &ranked.play;
    let module = match play.target {
        Target::Module(index) => table.catalogue.module(index).map(|module| module.name.clone()),
        Target::Same | Target::Plan(_) => None,
    };
    let to_plan = match play.target {
        Target::Plan(next) => Some(next),
        Target::Same | Target::Module(_) => None,
    };
    Some(PlayReport {
        id: account.id.clone(),
        name: account.name.clone(),
        tier: account.segment,
        arr_usd: account.arr,
        play: play.kind,
        to_plan,
        module,
        expected: range(play.size),
        uplift: play.uplift.map(Share::ratio),
        effort: play.effort,
        confidence: play.confidence,
        timing: play.timing,
        owner: play.owner,
        alternative_to: play.alternative_to,
        signals: if is_full { bearing(account, play.kind) } else { Vec::new() },
        priority: is_full.then(|| Amount::from_decimal(play.priority)),
    })
}

fn gated(table: &Table, index: usize, call: &Call<'_, ExpansionPolicy>) -> Option<GatedReport> {
    let account: &Account = table.accounts.get(index)?;
    let gate = gate(account, &call.policy);
    let status = gate.status?;
    let behind = is_sized(status).then(|| plays(account, &table.catalogue, &call.policy).total().base);
    Some(GatedReport {
        id: account.id.clone(),
        name: account.name.clone(),
        tier: account.segment,
        arr_usd: account.arr,
        status,
        reasons: gate.reasons.list(),
        behind_gate: behind,
        health: account.health.filter(|_| call.is_full()),
        days_since_first_value: account.days_since_value.filter(|_| call.is_full()),
    })
}

/// The rates that were used, by how well they are founded.
fn rates(review: &Review, policy: &ExpansionPolicy) -> RatesReport {
    let mut rates = RatesReport::default();
    for row in ExpansionPolicy::rows().iter().filter(|row| review.rates.contains(row.key)) {
        let Some(value) = policy.value(row.key) else { continue };
        let group = match row.grade {
            _ if value != row.value => &mut rates.yours,
            Grade::Assumption => &mut rates.unsourced_assumption,
            Grade::Guidance | Grade::Statistics => &mut rates.guidance,
        };
        group.get_or_insert_default().insert(row.key, Amount::from_decimal(value));
    }
    rates
}
