//! Whom to move and whom to hire, month by month.
//!
//! Month 0 is today, months 1 to 12 are the plan's. A need grows in a straight line from today's to that in twelve
//! months. In the first month in which it would exceed what the heads can carry, less the buffer, another head is due;
//! that head starts by the lead and the ramp earlier. What would have had to start before month 1 starts then, and is
//! overdue. Nobody is hired merely to bridge a ramp: such people would stand idle once the others have come up.

use super::capacity::{Ramp, Survival, Team, months_of};
use super::redeploy::{Ask, Move, Pool};
use super::{MONTHS_COUNT, TooLarge};
use crate::customers::Tier;
use crate::tools::coverage::words::{HireReason, Role};

/// The most people a plan hires, or adds to a tier; more come from a slip in the arguments.
pub(crate) const PLAN_PEOPLE_COUNT_MAX: usize = 2_000;

/// Binary noise below which a load is on the line, not above it.
const NOISE: f64 = 1e-9;

/// A tier whose number of CSMs is known.
#[derive(Debug, Clone)]
pub(super) struct Staffed {
    pub tier: Tier,
    /// People needed today, as a fraction.
    pub need_now: f64,
    /// People needed in twelve months.
    pub need_12mo: f64,
    pub current: u64,
    pub required_now: u64,
    pub required_12mo: u64,
    pub ramp: Ramp,
}

impl Staffed {
    /// People needed in a month.
    pub(crate) fn need(&self, month: usize) -> f64 {
        self.need_now + (self.need_12mo - self.need_now) * months_of(month) / months_of(MONTHS_COUNT)
    }

    /// People whom the tier lacks, now or in twelve months.
    pub(crate) fn shortage(&self) -> u64 {
        self.required_now.max(self.required_12mo).saturating_sub(self.current)
    }

    /// People whom the tier requires neither now nor in twelve months.
    pub(crate) fn surplus(&self) -> u64 {
        self.current.saturating_sub(self.required_now.max(self.required_12mo))
    }

    /// How the count at which somebody is due came about.
    fn reason(&self, heads_added: u64) -> HireReason {
        if heads_added <= self.required_now.saturating_sub(self.current) {
            HireReason::Shortage
        } else if heads_added <= self.required_12mo.saturating_sub(self.current) {
            HireReason::Growth
        } else {
            HireReason::Buffer
        }
    }
}

/// A hire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hire {
    /// The month in which the person starts, 1 to 12.
    pub month: usize,
    /// Whom.
    pub role: Role,
    /// For which tier; none for a manager.
    pub tier: Option<Tier>,
    /// The month in which the need stands, 0 for today.
    pub need_month: usize,
    /// Why.
    pub reason: HireReason,
    /// Whether the start should have been earlier.
    pub overdue: bool,
}

/// The months of a plan's rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Months between the end of a ramp and the need.
    pub lead_months: f64,
    /// Capacity that must stand for each unit of need.
    pub capacity_per_need: f64,
    pub survival: Survival,
}

impl Pace {
    /// Whether a need is more than the capacity carries with its buffer.
    pub(crate) fn exceeds(&self, need: f64, capacity: f64) -> bool {
        need * self.capacity_per_need > capacity * (1.0 + NOISE) + NOISE
    }
}

/// When a person must start so that lead and ramp are over by the month of need, and whether that has passed.
pub(super) fn start_month(need_month: usize, lead_months: f64, ramp_months: f64) -> (usize, bool) {
    let start = libm::floor(months_of(need_month) - lead_months - ramp_months);
    // Finding the month among the few there are needs no cast of a real number to a whole one.
    let month = (1..=MONTHS_COUNT).rev().find(|month| months_of(*month) <= start).unwrap_or(1);
    (month, start < 1.0)
}

/// What was planned.
#[derive(Debug)]
pub(super) struct Planned {
    pub hires: Vec<Hire>,
    pub moves: Vec<Move>,
    /// The people of each tier, in the order of the tiers given.
    pub teams: Vec<Team>,
}

/// Plans moves first, then hires.
pub(super) fn plan(tiers: &[Staffed], pace: &Pace) -> Result<Planned, TooLarge> {
    let mut pool = Pool::of(tiers, pace);
    let mut hires = Vec::new();
    let mut teams: Vec<(Tier, Team)> = Vec::new();
    // Who has nobody to spare asks first, from the top tier down; who gives is planned without those who went.
    let (givers, others): (Vec<&Staffed>, Vec<&Staffed>) = tiers.iter().partition(|one| one.surplus() > 0);
    for one in others {
        pool.close(one);
        teams.push((one.tier, plan_tier(one, pace, &mut pool, &mut hires)?));
    }
    // Of the givers, those who gave most have most to ask of the others.
    let mut givers: Vec<(u64, &Staffed)> = givers.into_iter().map(|one| (pool.surplus_left(one.tier), one)).collect();
    givers.sort_by_key(|(left, one)| (*left, one.tier));
    for (_, one) in givers {
        pool.close(one);
        teams.push((one.tier, plan_tier(one, pace, &mut pool, &mut hires)?));
    }
    teams.sort_by_key(|(tier, _)| *tier);
    pool.moves.sort_unstable();
    Ok(Planned { hires, moves: pool.moves, teams: teams.into_iter().map(|(_, team)| team).collect() })
}

fn plan_tier(one: &Staffed, pace: &Pace, pool: &mut Pool, hires: &mut Vec<Hire>) -> Result<Team, TooLarge> {
    let mut team = Team {
        current: people(one.current),
        survival: pace.survival,
        ramp: one.ramp,
        joins: Vec::new(),
        leaves: pool.leaves(one.tier),
    };
    let mut added_count = 0_u64;
    for month in 0..=MONTHS_COUNT {
        // Those who joined late count from the month that needs them: nothing that starts later could come sooner.
        let mut heads = team_heads_when_ramped(&team, month);
        while pace.exceeds(one.need(month), heads) {
            added_count += 1;
            if team.joins.len() >= PLAN_PEOPLE_COUNT_MAX || hires.len() >= PLAN_PEOPLE_COUNT_MAX {
                return Err(TooLarge::Plan(one.tier));
            }
            let ask = if added_count <= one.shortage() { Ask::Shortage } else { Ask::Buffer };
            let start = if let Some(from) = pool.giver_for(one.tier, ask) {
                // Nobody has to be found first, so there is no lead.
                let (start, _) = start_month(month, 0.0, one.ramp.full_months);
                pool.record(start, from, one.tier);
                start
            } else {
                let (start, overdue) = start_month(month, pace.lead_months, one.ramp.full_months);
                let reason = one.reason(added_count);
                let (role, tier) = (Role::Csm, Some(one.tier));
                hires.push(Hire { month: start, role, tier, need_month: month, reason, overdue });
                start
            };
            team.joins.push(start);
            heads += pace.survival.after(month.saturating_sub(start));
        }
    }
    Ok(team)
}

/// What the heads of a month will carry once they have come up; whoever joins later counts whole.
fn team_heads_when_ramped(team: &Team, month: usize) -> f64 {
    let still_to_come: f64 = team.joins.iter().filter(|start| **start > month).map(|_| 1.0).sum();
    team.heads(month) + still_to_come
}

/// A number of people as a real number.
#[expect(clippy::cast_precision_loss, reason = "counts are at most 2^53 on the wire, which a double holds exactly")]
pub(super) const fn people(count: u64) -> f64 {
    count as f64
}
