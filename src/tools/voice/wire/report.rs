//! From what was computed to what is printed: scores with one decimal, months by name.

use rust_decimal::{Decimal, RoundingStrategy, dec};

use super::super::calc::{Answers, Gap, Nps, Phase, Unknown, gaps, is_gated, nps, rollout, score};
use super::super::policy::VoicePolicy;
use super::super::words::{Item, Order, Part, Status};
use super::input::Question;
use super::output::{Breakdown, Figures, GapReport, NpsReport, PhaseReport, Target, TaskReport};
use crate::math::round_half_away;
use crate::tools::Call;
use crate::units::{Amount, Month, Ratio};

/// The confidence of the interval.
const CONFIDENCE: Ratio = Ratio::from_decimal(dec!(0.95));
/// Who owns the program when it is as it should be (`references/voice.md#governance`).
const OWNER: &str = "Head of CX Ops, under the CCO";
/// Who meets each month.
const COMMITTEE: &str = "CCO, CPO, CMO, support";

/// The figures of a question.
#[must_use]
pub(in super::super) fn report(question: &Question, call: &Call<'_, VoicePolicy>) -> Figures {
    let (program, policy) = (&question.program, &call.policy);
    let now = score(program, Unknown::Nothing, policy);
    let best = score(program, Unknown::Everything, policy);
    let all = gaps(program, policy);
    let open: Vec<Item> = all.iter().map(|gap| gap.item).collect();
    let order = Order::of_stage(call.common.stage);
    let instruments = |wanted: Status| -> Vec<Item> {
        let of = |item: &Item| all.iter().any(|gap| gap.item == *item && gap.status == wanted);
        Item::ALL.iter().copied().filter(|item| item.part() == Part::Instruments && of(item)).collect()
    };
    let nps = question.answers.map(|answers| nps_report(answers, nps(answers)));
    let phases = rollout(&open, order, policy);
    let months = Months::after(call.common.as_of.map(|date| date.to_string()), &phases);
    Figures {
        org_name: question.org_name.clone(),
        score: points(now.total),
        score_max: points(best.total),
        band: now.band,
        band_max: best.band,
        breakdown: breakdown(now.parts),
        breakdown_max: (best != now).then(|| breakdown(best.parts)),
        breakdown_full: breakdown(Part::ALL.map(|part| policy.weight(part))),
        action_loop_capped: is_gated(program, Unknown::Nothing, policy),
        missing_instruments: instruments(Status::Missing),
        unknown_instruments: instruments(Status::Unknown),
        gaps_total: all.len() as u64,
        gaps: all.iter().map(gap_report).collect(),
        target: target(policy),
        rollout_order: order,
        rollout: phases.iter().map(|phase| phase_report(phase, months)).collect(),
        assumptions: assumptions(policy, !open.is_empty(), nps.is_some()),
        nps,
    }
}

/// Leaves the gaps of this page, once everything was said of all of them; in full all from the offset on.
pub(in super::super) fn cut(figures: &mut Figures, call: &Call<'_, VoicePolicy>) {
    figures.gaps.drain(..call.common.offset().min(figures.gaps.len()));
    if !call.is_full() {
        figures.gaps.truncate(call.common.limit());
    }
}

/// A score as it is printed: one decimal.
fn points(score: Decimal) -> Amount {
    Amount::from_decimal(score.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

fn breakdown(parts: [Decimal; 3]) -> Breakdown {
    let [instruments, action_loop, governance] = parts.map(points);
    Breakdown { instruments, action_loop, governance }
}

fn gap_report(gap: &Gap) -> GapReport {
    GapReport {
        item: gap.item,
        status: gap.status,
        points: points(gap.gain),
        now: gap.now.map(Amount::from_decimal),
        target: gap.target.map(Amount::from_decimal),
    }
}

fn target(policy: &VoicePolicy) -> Target {
    let of = |item: Item| Amount::from_decimal(policy.target(item).unwrap_or_default());
    Target {
        closed_loop_pct: of(Item::ClosedLoopPct),
        synthesis_cadence_months: of(Item::SynthesisCadenceMonths),
        synthesis_recipients_count: of(Item::SynthesisRecipientsCount),
        detractor_followup_sla_days: of(Item::DetractorFollowupSlaDays),
        external_response_cadence_months: of(Item::ExternalResponseCadenceMonths),
        owner: OWNER,
        monthly_committee: COMMITTEE,
        instrument_review_cadence_months: of(Item::InstrumentReviewCadenceMonths),
    }
}

/// The months of the rollout by name.
#[derive(Clone, Copy)]
struct Months(Option<Month>);

impl Months {
    /// Month 1 is the one after the day's own; without a day, or where the plan leaves the calendar, M1 and so on.
    fn after(day: Option<String>, phases: &[Phase]) -> Self {
        let today = day.and_then(|day| Month::parse(day.get(..7)?));
        let last = phases.iter().map(|phase| phase.last_month).max().unwrap_or_default();
        Self(today.filter(|today| today.plus_months(last.saturating_add(1)).is_some()))
    }

    fn name(self, month: u32) -> String {
        self.0.and_then(|today| today.plus_months(month)).map_or_else(|| format!("M{month}"), |name| name.to_string())
    }
}

fn phase_report(phase: &Phase, months: Months) -> PhaseReport {
    PhaseReport {
        months: format!("{}-{}", phase.after_month, phase.last_month),
        items: phase
            .tasks
            .iter()
            .map(|task| TaskReport { item: task.item, owner: task.owner, month: months.name(task.month) })
            .collect(),
    }
}

fn nps_report(answers: Answers, nps: Nps) -> NpsReport {
    let end = |value: f64| Amount::from_f64(round_half_away(value, 1));
    NpsReport {
        nps: nps.score.map(points),
        low: nps.interval.and_then(|ends| end(ends.low)),
        high: nps.interval.and_then(|ends| end(ends.high)),
        confidence: nps.interval.map(|_| CONFIDENCE),
        answered: answers.answered(),
        sent: answers.sent,
        response_rate: nps.response.map(Ratio::from_decimal),
        silent: answers.silent(),
        if_silent_detract: nps.bounds.map(|(low, _)| points(low)),
        if_silent_promote: nps.bounds.map(|(_, high)| points(high)),
    }
}

fn assumptions(policy: &VoicePolicy, has_rollout: bool, has_nps: bool) -> Vec<String> {
    let plain = Decimal::normalize;
    let gate = format!(
        "the gate: under {} % of loops closed, and in score while that is unknown, the action loop earns at most {}, \
         whatever else of it is mended",
        plain(&policy.loop_gate_pct),
        plain(&policy.loop_gate_points)
    );
    let rollout = has_rollout.then(|| "order, owners and months of the rollout".to_owned());
    let nps = has_nps.then(|| format!("{} answers as the line for a small sample", plain(&policy.nps_answers_min)));
    [Some(gate), rollout, nps].into_iter().flatten().collect()
}
