//! Compounding by month, and the fair share of each driver. Pure; real numbers, with powers from `libm` alone.

use super::words::Part;

/// Months in a year, and in the window over which retention is stated.
const YEAR_MONTHS_COUNT: usize = 12;

/// How an effect is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Low,
    Base,
    High,
}

impl Case {
    pub(super) const ALL: [Self; 3] = [Self::Low, Self::Base, Self::High];
}

/// An effect in points of a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub(super) part: Part,
    pub(super) low: f64,
    pub(super) base: f64,
    pub(super) high: f64,
    /// The first month in which it acts, from 1.
    pub(super) start_month: u32,
}

impl Effect {
    const fn of(&self, case: Case) -> f64 {
        match case {
            Case::Low => self.low,
            Case::Base => self.base,
            Case::High => self.high,
        }
    }
}

/// Annual ratios of ARR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    pub(super) churn: f64,
    pub(super) contraction: f64,
    pub(super) expansion: f64,
}

impl Rates {
    fn gross(self) -> f64 {
        (1.0 - self.churn - self.contraction).max(0.0)
    }

    fn net(self) -> f64 {
        self.gross() + self.expansion
    }
}

/// What is to be projected.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) starting_arr: f64,
    pub(super) rates: Rates,
    pub(super) months: u32,
    pub(super) effects: Vec<Effect>,
    pub(super) program_cost: Option<f64>,
}

/// The end of one month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) arr: f64,
    /// Over the trailing twelve months.
    pub(super) grr: f64,
    pub(super) nrr: f64,
}

/// One path, a point a month from the start.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) points: Vec<Point>,
    /// ARR lost to churn and contraction on the way.
    pub(super) gross_loss: f64,
}

impl Path {
    pub(super) fn end(&self) -> Option<Point> {
        self.points.last().copied()
    }
}

/// What one case buys against doing nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gain {
    /// ARR at the end.
    pub(super) arr: f64,
    /// Revenue over all months.
    pub(super) revenue: f64,
    /// The first month by which that revenue has reached the program's cost.
    pub(super) payback_month: Option<u32>,
}

/// The whole projection.
#[derive(Debug, Clone)]
pub(super) struct Projected {
    pub(super) baseline: Path,
    /// Low, base, high; none without an effect.
    pub(super) cases: Option<[(Path, Gain); 3]>,
    /// Each effect's share of the base gain in ARR, in the order of the effects.
    pub(super) contributions: Vec<f64>,
    /// Where the effects of a case would take a ratio past its bounds.
    pub(super) clips: Vec<Clip>,
}

/// A bound that the effects of some case run into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clip {
    /// A part would fall below nothing.
    BelowZero(Part),
    /// Churn and contraction together would be more than all there is.
    AboveAll,
}

/// Projects the plan.
pub(super) fn project(plan: &Plan) -> Projected {
    let baseline = path(plan, &[]);
    let cases = (!plan.effects.is_empty()).then(|| {
        Case::ALL.map(|case| {
            let path = path(plan, &taken(&plan.effects, case));
            let gain = gain(&baseline, &path, plan.program_cost);
            (path, gain)
        })
    });
    Projected { baseline, cases, contributions: shares(plan), clips: clips(plan) }
}

/// An effect as one case takes it.
#[derive(Debug, Clone, Copy)]
struct Taken {
    part: Part,
    points: f64,
    start_month: u32,
}

fn taken(effects: &[Effect], case: Case) -> Vec<Taken> {
    let taken = effects.iter().map(|effect| Taken {
        part: effect.part,
        points: effect.of(case),
        start_month: effect.start_month,
    });
    taken.collect()
}

/// The annual ratios in a month as the effects would have them, whatever the bounds.
fn raw_rates_in(rates: Rates, effects: &[Taken], month: u32) -> Rates {
    let of = |part: Part| -> f64 {
        effects.iter().filter(|one| one.part == part && one.start_month <= month).map(|one| one.points).sum()
    };
    Rates {
        churn: rates.churn - of(Part::Churn),
        contraction: rates.contraction - of(Part::Contraction),
        expansion: rates.expansion + of(Part::Expansion),
    }
}

/// The annual ratios in a month: none below zero, and no more lost than there is.
fn rates_in(rates: Rates, effects: &[Taken], month: u32) -> Rates {
    let raw = raw_rates_in(rates, effects, month);
    let churn = raw.churn.clamp(0.0, 1.0);
    Rates { churn, contraction: raw.contraction.clamp(0.0, 1.0 - churn), expansion: raw.expansion.max(0.0) }
}

/// A month's factors of gross and net retention.
fn factors(rates: Rates) -> (f64, f64) {
    let monthly = |annual: f64| libm::pow(annual, 1.0 / 12.0);
    (monthly(rates.gross()), monthly(rates.net()))
}

fn path(plan: &Plan, effects: &[Taken]) -> Path {
    // The months before the start went at today's rates.
    let mut months = vec![factors(plan.rates); YEAR_MONTHS_COUNT];
    let mut points = Vec::new();
    let mut arr = plan.starting_arr;
    let mut gross_loss = 0.0;
    points.push(Point { arr, grr: plan.rates.gross(), nrr: plan.rates.net() });
    let mut last = (plan.rates, factors(plan.rates));
    for month in 1..=plan.months {
        let rates = rates_in(plan.rates, effects, month);
        if rates != last.0 {
            last = (rates, factors(rates));
        }
        let (gross, net) = last.1;
        gross_loss += arr * (1.0 - gross);
        arr *= net;
        months.push((gross, net));
        let window = months.iter().rev().take(YEAR_MONTHS_COUNT);
        let (grr, nrr) = window.fold((1.0, 1.0), |(grr, nrr), (gross, net)| (grr * gross, nrr * net));
        points.push(Point { arr, grr, nrr });
    }
    Path { points, gross_loss }
}

fn gain(baseline: &Path, path: &Path, program_cost: Option<f64>) -> Gain {
    let mut revenue = 0.0;
    let mut payback_month = None;
    let pairs = baseline.points.iter().zip(&path.points).skip(1);
    for (month, (without, with)) in (1..).zip(pairs) {
        revenue += (with.arr - without.arr) / 12.0;
        if payback_month.is_none() && program_cost.is_some_and(|cost| revenue >= cost) {
            payback_month = Some(month);
        }
    }
    let end = |path: &Path| path.end().map_or(0.0, |point| point.arr);
    Gain { arr: end(path) - end(baseline), revenue, payback_month }
}

/// Shapley values of the effects on ARR at the end of the base case: the mean, over every order in which they could be
/// counted, of what each adds. So no order is told apart, and they sum to the gain.
fn shares(plan: &Plan) -> Vec<f64> {
    let effects = taken(&plan.effects, Case::Base);
    let count = effects.len();
    let ends: Vec<f64> = (0..1_usize << count)
        .map(|set| {
            let chosen: Vec<Taken> = members(&effects, set).collect();
            path(plan, &chosen).end().map_or(0.0, |point| point.arr)
        })
        .collect();
    let weights = weights(count);
    (0..count)
        .map(|index| {
            let own = 1 << index;
            let parts = ends.iter().enumerate().filter(|(set, _)| set & own == 0).map(|(set, without)| {
                let with = ends.get(set | own).copied().unwrap_or_default();
                let size = set.count_ones() as usize;
                weights.get(size).copied().unwrap_or_default() * (with - without)
            });
            parts.sum()
        })
        .collect()
}

fn members(effects: &[Taken], set: usize) -> impl Iterator<Item = Taken> {
    effects.iter().enumerate().filter(move |(index, _)| set & (1 << index) != 0).map(|(_, effect)| *effect)
}

/// s!(n − 1 − s)! ÷ n! for each size s of what was counted before.
fn weights(count: usize) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(real).product::<f64>();
    (0..count).map(|size| factorial(size) * factorial(count - 1 - size) / factorial(count)).collect()
}

/// A small count as a real number.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The bounds that some case runs into in some month.
fn clips(plan: &Plan) -> Vec<Clip> {
    // The dust of doubles is not past a bound.
    const DUST: f64 = 1e-12;
    let mut clips = Vec::new();
    let mut note = |clip: Clip, is_so: bool| {
        if is_so && !clips.contains(&clip) {
            clips.push(clip);
        }
    };
    for case in Case::ALL {
        let effects = taken(&plan.effects, case);
        for month in 1..=plan.months {
            let raw = raw_rates_in(plan.rates, &effects, month);
            for (part, ratio) in
                [(Part::Churn, raw.churn), (Part::Contraction, raw.contraction), (Part::Expansion, raw.expansion)]
            {
                note(Clip::BelowZero(part), ratio < -DUST);
            }
            note(Clip::AboveAll, raw.churn.max(0.0) + raw.contraction.max(0.0) > 1.0 + DUST);
        }
    }
    clips
}
