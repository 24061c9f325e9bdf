//! From what was computed to the figures on the wire.

use rust_decimal::{Decimal, RoundingStrategy};

use super::figures::{
    ConcentrationReport, CustomerFacts, CustomerReport, Figures, KillEntry, KillReport, MoveEntry, NoticeWindow,
    NurtureEntry, PathValues, QuantileReport, TierReport, YellowEntry,
};
use super::{Portfolio, Signals};
use crate::customers::Tier;
use crate::math::round_half_away;
use crate::rule::NotAssessed;
use crate::tools::segmentation::calc::account::{Account, Mark};
use crate::tools::segmentation::calc::tiers::investment;
use crate::tools::segmentation::calc::transitions::Rise;
use crate::tools::segmentation::calc::{Listed, Scheme, Segmented, paths};
use crate::tools::segmentation::words::{CoverageModel, NurtureReason};
use crate::units::{Amount, Label, Money, Ratio, Share};

/// How much of each row is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    Short,
    Whole,
}

/// The figures of a segmentation.
#[must_use]
pub(crate) fn report(portfolio: &Portfolio, scheme: &Scheme<'_>, done: &Segmented, is_full: bool) -> Figures {
    let rows = if is_full { Rows::Whole } else { Rows::Short };
    let writer = Writer { portfolio, scheme, rows };
    let of_all = |count: u64| Share::of_counts(count, done.customers_count).map(Share::ratio).unwrap_or_default();
    let of_arr = |arr: Money| Share::of_money(arr, done.arr).map(Share::ratio);
    let tiers = Tier::ALL.into_iter().zip(&done.tiers).map(|(tier, sum)| {
        let (investment_floor, investment_ceiling) = scheme.policy.investment(tier);
        let investment = investment(tier, sum, scheme.policy);
        TierReport {
            tier,
            customers: sum.customers_count,
            customer_share: of_all(sum.customers_count),
            arr: sum.arr,
            arr_share: of_arr(sum.arr),
            coverage: coverage(tier),
            investment_floor,
            investment_ceiling,
            support_cost_known: sum.costs_known_count,
            actual_support_cost: investment.map(|known| known.actual),
            over_investment: investment.map(|known| known.over),
            under_investment: investment.map(|known| known.under),
        }
    });
    let quantiles = Tier::ALL.into_iter().zip(&done.quantiles).map(|(tier, part)| QuantileReport {
        tier,
        customers: part.customers_count,
        arr: part.arr,
        arr_min: part.arr_min,
    });
    Figures {
        total_customers: done.customers_count,
        total_arr: done.arr,
        tiers: tiers.collect(),
        kill: KillReport {
            customers: done.kill.customers_count,
            customer_share: of_all(done.kill.customers_count),
            arr: done.kill.arr,
            arr_share: of_arr(done.kill.arr),
            support_cost: (done.kill.costs_known_count > 0 || done.kill.customers_count == 0)
                .then_some(done.kill.support_cost),
        },
        kill_list: writer.list(&done.kill_list, |account| Some(writer.kill(account))),
        kill_list_total: done.kill_list.total_count,
        yellow_list: writer.list(&done.yellow_list, |account| Some(writer.yellow(account))),
        yellow_list_total: done.yellow_list.total_count,
        upgrades: writer.list(&done.upgrades, |account| writer.upgrade(account)),
        upgrades_total: done.upgrades.total_count,
        downgrades: writer.list(&done.downgrades, |account| writer.downgrade(account)),
        downgrades_total: done.downgrades.total_count,
        nurture: writer.list(&done.nurture, |account| writer.nurture(account)),
        nurture_total: done.nurture.total_count,
        quantile_tiers: quantiles.collect(),
        concentration: concentration(done),
        customers: writer.list(&done.customers, |account| Some(writer.customer(account))),
    }
}

const fn coverage(tier: Tier) -> CoverageModel {
    match tier {
        Tier::Strategic => CoverageModel::NamedWithSponsor,
        Tier::Enterprise => CoverageModel::Named,
        Tier::MidMarket => CoverageModel::Pooled,
        Tier::SmbLongTail => CoverageModel::TechTouch,
    }
}

fn concentration(done: &Segmented) -> Option<ConcentrationReport> {
    let (top, spread) = (done.top_shares?, done.concentration?);
    Some(ConcentrationReport {
        top1: top.top1.ratio(),
        top5: top.top5.ratio(),
        top10: top.top10.ratio(),
        hhi: Amount::from_f64(round_half_away(spread.hhi, 0))?,
        effective_customers: Amount::from_f64(round_half_away(spread.effective, 2))?,
    })
}

/// A score as it is printed: one decimal.
fn points(score: Decimal) -> Amount {
    Amount::from_decimal(score.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// Writes rows of the lists.
#[derive(Clone, Copy)]
struct Writer<'a> {
    portfolio: &'a Portfolio,
    scheme: &'a Scheme<'a>,
    rows: Rows,
}

impl Writer<'_> {
    fn list<T>(&self, listed: &Listed, row: impl Fn(&Account) -> Option<T>) -> Vec<T> {
        listed.indices.iter().filter_map(|index| self.portfolio.book.accounts.get(*index)).filter_map(row).collect()
    }

    fn named(&self, account: &Account) -> (Label, Option<Label>) {
        let book = &self.portfolio.book;
        let id = book.id(account);
        (Label::of(book.name(account)), (!id.is_empty()).then(|| Label::of(id)))
    }

    fn kill(&self, account: &Account) -> KillEntry {
        let (name, id) = self.named(account);
        let judgement = self.scheme.judge(account);
        let exit = paths::exit(account, self.portfolio.gross_margin, self.scheme.policy);
        KillEntry {
            name,
            id,
            tier: self.scheme.cuts.tier_of(account.arr),
            arr_usd: account.arr,
            support_cost: account.support_cost,
            flags: judgement.flags.list(),
            economic_pair: judgement.is_economic_pair(),
            recommended_path: exit.map(|exit| exit.path),
            break_even_price: exit.and_then(|exit| exit.break_even_price),
            price_for_half: exit.map(|exit| exit.price_for_half),
            notice_by: paths::notice(account, self.scheme.policy).map(|(from, to)| NoticeWindow { from, to }),
            expected_value: exit.filter(|_| self.rows == Rows::Whole).map(|exit| PathValues {
                tech_touch: exit.tech_touch,
                raise_price: exit.raise_price,
                non_renewal: exit.non_renewal,
                break_even_acceptance: exit.break_even_acceptance,
            }),
        }
    }

    fn yellow(&self, account: &Account) -> YellowEntry {
        let (name, id) = self.named(account);
        YellowEntry { name, id, arr_usd: account.arr, flags: self.scheme.judge(account).flags.list() }
    }

    fn upgrade(&self, account: &Account) -> Option<MoveEntry> {
        match self.scheme.rise(account, &self.scheme.judge(account)) {
            Rise::Upgrade { from, to } => Some(self.moved(account, from, to)),
            _ => None,
        }
    }

    fn downgrade(&self, account: &Account) -> Option<MoveEntry> {
        self.scheme.fall(account).map(|(from, to)| self.moved(account, from, to))
    }

    fn moved(&self, account: &Account, from: Tier, to: Tier) -> MoveEntry {
        let (name, id) = self.named(account);
        MoveEntry { name, id, arr_usd: account.arr, from, to }
    }

    fn nurture(&self, account: &Account) -> Option<NurtureEntry> {
        let (reason, to, missing) = match self.scheme.rise(account, &self.scheme.judge(account)) {
            Rise::Unknown { to, missing } => (NurtureReason::ConditionsUnknown, Some(to), missing),
            Rise::StrongFit => (NurtureReason::StrongFit, None, Vec::new()),
            Rise::Stay | Rise::Upgrade { .. } => return None,
        };
        let (name, id) = self.named(account);
        Some(NurtureEntry { name, id, arr_usd: account.arr, reason, to, missing })
    }

    fn customer(&self, account: &Account) -> CustomerReport {
        let (name, id) = self.named(account);
        let judgement = self.scheme.judge(account);
        let fit = judgement.fit;
        CustomerReport {
            name,
            id,
            tier: self.scheme.cuts.tier_of(account.arr),
            arr_usd: account.arr,
            icp_fit_score: points(fit.score),
            icp_fit_max: points(fit.max),
            icp_band: fit.band,
            icp_band_max: fit.band_max,
            support_cost_ratio: judgement.cost_ratio.map(Share::ratio),
            status: judgement.status,
            flags: judgement.flags.list(),
            facts: (self.rows == Rows::Whole).then(|| CustomerFacts {
                flags_unknown: judgement.unknown.list(),
                tenure_months: account.tenure_months,
                icp_fit_signals: Signals::of(account.marks),
                annual_support_cost_usd: account.support_cost,
                current_tier: account.current_tier,
                escalations_12mo: account.escalations,
                acquired_by_conflicting_entity: account.marks.get(Mark::AcquiredByConflictingEntity),
                declining_or_closing: account.marks.get(Mark::DecliningOrClosing),
                dedicated_exec_contact: account.marks.get(Mark::DedicatedExecContact),
                multi_year: account.marks.get(Mark::MultiYear),
                sponsor_both_sides: account.marks.get(Mark::SponsorBothSides),
                contract_end: account.contract_end,
            }),
        }
    }
}

/// What could not be assessed: one entry a missing argument, with how many accounts lack it.
#[must_use]
pub(crate) fn not_assessed(portfolio: &Portfolio, done: &Segmented) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    let unknown = &done.unknown;
    let mut tell = |count: u64, what: &str, why: &str, needs: &str| {
        if count > 0 {
            let accounts = if count == 1 { "account" } else { "accounts" };
            gaps.push(NotAssessed::new(format!("{what} of {} {accounts}", Money::whole(count)), why, needs));
        }
    };
    tell(unknown.cost, "cost_over_half", "support cost is unknown", "annual_support_cost_usd");
    tell(unknown.arr_zero, "cost_over_half", "ARR is 0", "arr_usd above 0");
    tell(unknown.early, "early_escalations", "tenure or escalations are unknown", "tenure_months, escalations_12mo");
    tell(unknown.acquired, "acquired", "it was not given", "acquired_by_conflicting_entity");
    tell(unknown.declining, "declining", "it was not given", "declining_or_closing");
    tell(unknown.current_tier, "moves up and down", "the current tier is unknown", "current_tier");
    let no_cost = done.kill.customers_count - done.kill.costs_known_count;
    tell(no_cost, "path and prices", "support cost is unknown", "annual_support_cost_usd");
    tell(done.kill.end_unknown_count, "notice_by", "the contract's end is unknown", "contract_end");
    if portfolio.gross_margin.is_some_and(|margin| margin == Ratio::default()) {
        tell(
            done.kill.costs_known_count,
            "break_even_price",
            "no price covers a cost at a margin of 0",
            "gross_margin",
        );
    }
    if done.arr.is_zero() {
        gaps.push(NotAssessed::new("ARR shares and concentration", "total ARR is 0", "arr_usd above 0"));
    }
    gaps
}
