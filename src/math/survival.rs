//! How long until something happens, when for some it has not happened yet: the product-limit curve, its band and
//! its median. Leaving out those still waiting would make every wait look shorter than it is.

use std::collections::BTreeMap;

use super::{Z_95, count, halves, real};

/// One subject: how long it was watched and why the watching ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// Time of the event, or the last time seen without it; whole units from the subject's own start.
    pub time: u32,
    /// Whether the event was seen at that time; if not, the subject is censored there.
    pub event: bool,
}

/// One step of the curve: a time at which events were seen.
///
/// `at_risk − events − censored` is the `at_risk` of the next step, 0 after the last one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time of the events, in the unit of the observations.
    pub time: u32,
    /// Subjects watched up to this time, with those whose watching ends just then.
    pub at_risk: u64,
    /// Events at this time, at least one.
    pub events: u64,
    /// Subjects censored at this time or after it, but before the next step.
    pub censored: u64,
    /// Share for whom the event comes later than this time, a fraction.
    pub survival: f64,
    /// Lower end of the band at 95 %, pointwise; `None` where the share is 0 and the band has no width.
    pub low: Option<f64>,
    /// Upper end of the band at 95 %, pointwise; `None` where the share is 0 and the band has no width.
    pub high: Option<f64>,
}

/// The product-limit curve: one step a distinct event time, in ascending order; none without events.
///
/// Those censored at a time still count as at risk there. The band is the log–log one on Greenwood's variance,
/// which stays within 0 to 1.
///
/// Reference: Kaplan and Meier 1958, JASA 53; Greenwood 1926; Kalbfleisch and Prentice 2002, section 1.4.
#[must_use]
pub fn curve(observations: &[Observation]) -> Vec<Step> {
    let mut times = BTreeMap::<u32, (u64, u64)>::new();
    for observation in observations {
        let (events, censored) = times.entry(observation.time).or_default();
        *(if observation.event { events } else { censored }) += 1;
    }
    let mut steps = Vec::<Step>::new();
    let mut at_risk = count(observations.len());
    let (mut survival, mut variance) = (1.0, 0.0);
    for (time, (events, censored)) in times {
        let left = at_risk - events;
        if events > 0 {
            survival *= real(left) / real(at_risk);
            variance += real(events) / (real(at_risk) * real(left));
            let (low, high) = band(survival, variance).unzip();
            steps.push(Step { time, at_risk, events, censored, survival, low, high });
        } else if let Some(last) = steps.last_mut() {
            last.censored += censored;
        }
        at_risk = left - censored;
    }
    steps
}

/// Ends of the band from S and the variance of ln S; `None` where S is 0 or 1.
fn band(survival: f64, variance: f64) -> Option<(f64, f64)> {
    let log = libm::log(survival);
    let width = Z_95 * libm::sqrt(variance) / log.abs();
    if !width.is_finite() {
        return None;
    }
    Some((libm::exp(log * libm::exp(width)), libm::exp(log * libm::exp(-width))))
}

/// The median: the smallest time by which at least half have had the event, S ≤ 1/2.
///
/// `None` if the curve does not fall that far: the median is then later than anything seen.
///
/// Reference: Kaplan and Meier 1958, JASA 53.
#[must_use]
pub fn median(steps: &[Step]) -> Option<u32> {
    let reached = |(index, step): &(usize, &Step)| at_most_half(step.survival, steps.get(..=*index).unwrap_or(steps));
    steps.iter().enumerate().find(reached).map(|(_, step)| step.time)
}

/// Interval of the median at 95 %: where the lower and where the upper end of the band first fall to 1/2.
///
/// An end is `None` where its side of the band never falls that far: the interval is open there. A step at which
/// the share is 0 has no band and closes nothing.
///
/// Reference: Brookmeyer and Crowley 1982, Biometrics 38.
#[must_use]
pub fn median_interval(steps: &[Step]) -> (Option<u32>, Option<u32>) {
    let first = |end: fn(&Step) -> Option<f64>| {
        steps.iter().find(|step| end(step).is_some_and(|end| end <= 0.5)).map(|step| step.time)
    };
    (first(|step| step.low), first(|step| step.high))
}

/// Whether S ≤ 1/2, exactly. The double can miss a half by its last bits (9/10 · 7/9 · 5/7 does), so next to it
/// the fractions themselves are multiplied out: 2·Π(n − d) against Π n.
fn at_most_half(survival: f64, steps: &[Step]) -> bool {
    // Far more than the rounding of millions of factors, so outside it the double is right.
    if (survival - 0.5).abs() > 1e-9 {
        return survival < 0.5;
    }
    let (mut left, mut right) = (vec![2], vec![1]);
    let mut survivors = 1;
    for step in steps {
        // Without censoring in between, those left are those next at risk: the factors cancel.
        if survivors != step.at_risk {
            multiply(&mut left, survivors);
            multiply(&mut right, step.at_risk);
        }
        survivors = step.at_risk.saturating_sub(step.events);
    }
    multiply(&mut left, survivors);
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev())).is_le()
}

/// Multiplies a whole number of any length, lowest 64 bits first, by a positive factor.
fn multiply(limbs: &mut Vec<u64>, factor: u64) {
    let mut carry = 0;
    for limb in limbs.iter_mut() {
        (carry, *limb) = halves(u128::from(*limb) * u128::from(factor) + u128::from(carry));
    }
    if carry > 0 {
        limbs.push(carry);
    }
}

#[cfg(test)]
mod tests;
