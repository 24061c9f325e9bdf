//! The plays of one account: where there is room, what each brings, and what speaks for it.

use rust_decimal::Decimal;

use super::account::{Account, Catalogue};
use super::evidence::{Measured, evidence};
use crate::tools::expansion::policy::ExpansionPolicy;
use crate::tools::expansion::words::{Confidence, Effort, Owner, Plan, PlayKind, Signal, Timing};
use crate::units::{Money, Share};

/// What a play brings a year, to the cent so that parts add up to the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub low: Money,
    pub base: Money,
    pub high: Money,
}

impl Range {
    /// Adds another.
    pub(crate) fn add(&mut self, other: Self) {
        self.low += other.low;
        self.base += other.base;
        self.high += other.high;
    }
}

/// What is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The play says it all.
    Same,
    Plan(Plan),
    /// By its place in the catalogue.
    Module(usize),
}

/// A way to grow an account.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub kind: PlayKind,
    pub target: Target,
    pub size: Range,
    /// What it brings over ARR.
    pub uplift: Option<Share>,
    pub effort: Effort,
    pub confidence: Confidence,
    pub timing: Timing,
    pub owner: Owner,
    /// What it is ranked by.
    pub priority: Decimal,
    /// The play that is counted in its place: both are paid for by the same users.
    pub alternative_to: Option<PlayKind>,
    /// The rows of the policy that size and rank it.
    pub rates: [Option<&'static str>; 4],
}

/// Why a play could not be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lack {
    SeatUse,
    Modules,
    ModuleUse,
    Departments,
    Plan,
    Signals,
}

impl Lack {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::SeatUse, Self::Modules, Self::ModuleUse, Self::Departments, Self::Plan, Self::Signals];
}

/// The plays of an account, and what was not known.
#[derive(Debug, Default)]
pub(crate) struct Plays {
    pub list: Vec<Play>,
    pub lacks: Vec<Lack>,
    /// Whether cross-sell waits until what is owned is used.
    pub is_held: bool,
}

impl Plays {
    /// What they bring together, alternatives left out.
    #[must_use]
    pub(crate) fn total(&self) -> Range {
        let mut total = Range::default();
        for play in self.list.iter().filter(|play| play.alternative_to.is_none()) {
            total.add(play.size);
        }
        total
    }
}

/// What is found of a play before signals, effort and owner are looked at.
struct Room {
    kind: PlayKind,
    target: Target,
    low: Money,
    base: Money,
    high: Money,
    measured: Measured,
    rates: [Option<&'static str>; 3],
}

/// The plays of an account whose ARR is above nothing.
#[must_use]
pub(crate) fn plays(account: &Account, catalogue: &Catalogue, policy: &ExpansionPolicy) -> Plays {
    let mut out = Plays::default();
    let rooms = [
        seats(account, policy, &mut out),
        upgrade(account, catalogue, policy, &mut out),
        module(account, catalogue, policy, &mut out),
        department(account, policy, &mut out),
    ];
    if account.signals.is_none() {
        out.lacks.push(Lack::Signals);
    }
    let found = rooms.into_iter().flatten().filter(|room| !room.base.rounded().is_zero());
    out.list = found.map(|room| play(&room, account, policy)).collect();
    exclude(&mut out.list);
    out
}

/// Around a point that the sources give without a range.
fn around(base: Money, policy: &ExpansionPolicy) -> (Money, Money) {
    let low = (Decimal::ONE - policy.estimate_spread).max(Decimal::ZERO);
    (base.times(low), base.times(Decimal::ONE + policy.estimate_spread))
}

fn seats(account: &Account, policy: &ExpansionPolicy, out: &mut Plays) -> Option<Room> {
    let Some(seat_use) = account.seat_use else {
        out.lacks.push(Lack::SeatUse);
        return None;
    };
    if seat_use < policy.seat_use_min {
        return None;
    }
    let (key, rate) = policy.seat_rate(account.segment);
    let base = account.arr.times(rate);
    let (low, high) = around(base, policy);
    // What is used beyond the contract is no guess.
    let over_use = account.arr.times((seat_use - Decimal::ONE).max(Decimal::ZERO));
    Some(Room {
        kind: PlayKind::Seats,
        target: Target::Same,
        low,
        base,
        high: high.max(over_use),
        measured: if seat_use >= Decimal::ONE { Measured::Strongly } else { Measured::Yes },
        rates: [Some(key), Some("estimate_spread"), None],
    })
}

fn upgrade(account: &Account, catalogue: &Catalogue, policy: &ExpansionPolicy, out: &mut Plays) -> Option<Room> {
    let Some(plan) = account.plan else {
        out.lacks.push(Lack::Plan);
        return None;
    };
    let next = catalogue.next_plan(plan)?;
    // A higher plan is offered to those who need it, not to all below the top.
    if !account.signals?.has_any(&[Signal::HittingLimits, Signal::HigherPlanQuestions]) {
        return None;
    }
    let ((key, from), (next_key, to)) = (policy.multiplier(plan), policy.multiplier(next));
    let base = Money::from_decimal(account.arr.times(to - from).decimal().checked_div(from)?);
    let (low, high) = around(base, policy);
    Some(Room {
        kind: PlayKind::PlanUpgrade,
        target: Target::Plan(next),
        low,
        base,
        high,
        measured: Measured::No,
        rates: [Some(key), Some(next_key), Some("estimate_spread")],
    })
}

fn module(account: &Account, catalogue: &Catalogue, policy: &ExpansionPolicy, out: &mut Plays) -> Option<Room> {
    let Some(open) = &account.modules.open else {
        out.lacks.push(Lack::Modules);
        return None;
    };
    let index = catalogue.next_module(open)?;
    let used = account.modules.used.and_then(|(owned, used)| Share::of_counts(used, owned));
    if used.is_some_and(|used| used.below(policy.modules_used_min)) {
        out.is_held = true;
        return None;
    }
    if account.modules.used.is_none() {
        out.lacks.push(Lack::ModuleUse);
    }
    let rate = |rate: Decimal| account.arr.times(rate);
    let (low, base, high, rates) = match catalogue.module(index)?.price {
        Some(price) => (price, price, price, [None; 3]),
        None => (
            rate(policy.module_rate_low),
            rate(policy.module_rate_base),
            rate(policy.module_rate_high),
            [Some("module_rate_low"), Some("module_rate_base"), Some("module_rate_high")],
        ),
    };
    let measured = if used.is_some() { Measured::Yes } else { Measured::No };
    Some(Room { kind: PlayKind::Module, target: Target::Module(index), low, base, high, measured, rates })
}

fn department(account: &Account, policy: &ExpansionPolicy, out: &mut Plays) -> Option<Room> {
    let asked = account.signals.map(|signals| signals.has_any(&[Signal::NewStakeholders, Signal::PowerUser]));
    let departments = account.departments;
    let has_room = match (departments, account.departments_total) {
        // Nobody uses it: that is known, and there is no present department to size a further one by.
        (Some(0), _) => false,
        (Some(departments), Some(total)) => total > departments,
        // How many there are is not known, but somebody from another one has come.
        (Some(_), None) if asked == Some(true) => true,
        _ => {
            out.lacks.push(Lack::Departments);
            false
        }
    };
    let departments = departments.filter(|_| has_room)?;
    let share = account.arr.times(policy.department_rate).decimal().checked_div(Decimal::from(departments))?;
    let base = Money::from_decimal(share);
    let (low, high) = around(base, policy);
    Some(Room {
        kind: PlayKind::Department,
        target: Target::Same,
        low,
        base,
        high,
        measured: Measured::No,
        rates: [Some("department_rate"), Some("estimate_spread"), None],
    })
}

/// How much work a play is; ours, the weights are the source's.
const fn effort(kind: PlayKind) -> Effort {
    match kind {
        PlayKind::Seats => Effort::Low,
        PlayKind::PlanUpgrade | PlayKind::Module => Effort::Medium,
        PlayKind::Department => Effort::High,
    }
}

fn play(room: &Room, account: &Account, policy: &ExpansionPolicy) -> Play {
    let uplift = Share::of_money(room.base, account.arr);
    let (confidence, timing) = evidence(account, room.kind, room.measured);
    let effort = effort(room.kind);
    let of_use = matches!(room.kind, PlayKind::Seats | PlayKind::PlanUpgrade);
    let is_small = uplift.is_some_and(|uplift| uplift.below(policy.csm_uplift_max));
    let (weight_key, weight) = policy.confidence_weight(confidence);
    let [first, second, third] = room.rates;
    Play {
        kind: room.kind,
        target: room.target,
        size: Range { low: room.low.rounded(), base: room.base.rounded(), high: room.high.rounded() },
        uplift,
        effort,
        confidence,
        timing,
        owner: if of_use && is_small { Owner::Csm } else { Owner::AmAe },
        priority: room.base.times(policy.effort_weight(effort)).times(weight).decimal(),
        alternative_to: None,
        rates: [first, second, third, Some(weight_key)],
    }
}

/// Of more seats and the next plan only the one that ranks first is counted: the same users pay for both.
fn exclude(plays: &mut [Play]) {
    let is_of_use = |play: &&mut Play| matches!(play.kind, PlayKind::Seats | PlayKind::PlanUpgrade);
    let mut of_use: Vec<&mut Play> = plays.iter_mut().filter(is_of_use).collect();
    if let [seats, upgrade] = of_use.as_mut_slice() {
        if (seats.priority, seats.size.base) >= (upgrade.priority, upgrade.size.base) {
            upgrade.alternative_to = Some(seats.kind);
        } else {
            seats.alternative_to = Some(upgrade.kind);
        }
    }
}
