//! How much work a tier's people can carry in a month: who is left, and how far the new have come.
//!
//! Real-valued by nature, and so in doubles; `libm` keeps the digits the same on every machine.

use crate::tools::coverage::calc::MONTHS_COUNT;

/// How a new CSM's output rises: in a straight line to half, then to full.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ramp {
    /// Months until half.
    pub half_months: f64,
    /// Months until all.
    pub full_months: f64,
}

impl Ramp {
    /// The share of a full CSM's output after so many months.
    #[must_use]
    pub(crate) fn output(self, months: f64) -> f64 {
        if months < 0.0 {
            0.0
        } else if months >= self.full_months {
            1.0
        } else if months < self.half_months {
            0.5 * months / self.half_months
        } else {
            0.5 + 0.5 * (months - self.half_months) / (self.full_months - self.half_months)
        }
    }
}

/// The share of people who are still there after each number of months.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survival([f64; MONTHS_COUNT + 1]);

impl Survival {
    /// From the share who leave in a year.
    #[must_use]
    pub(crate) fn of_attrition(attrition: f64) -> Self {
        let mut shares = [1.0; MONTHS_COUNT + 1];
        let mut months = 0.0;
        for share in &mut shares {
            *share = libm::pow(1.0 - attrition, months / 12.0);
            months += 1.0;
        }
        Self(shares)
    }

    /// After so many months; past the horizon as at its end.
    #[must_use]
    pub(crate) fn after(&self, months: usize) -> f64 {
        self.0.get(months).or(self.0.last()).copied().unwrap_or(1.0)
    }
}

/// A tier's people over the year.
#[derive(Debug, Clone)]
pub(crate) struct Team {
    /// CSMs today.
    pub current: f64,
    /// Who stays.
    pub survival: Survival,
    /// How the new come up.
    pub ramp: Ramp,
    /// The months in which people join, by hire or from another tier.
    pub joins: Vec<usize>,
    /// The months in which people move to another tier.
    pub leaves: Vec<usize>,
}

impl Team {
    /// Today's people who are expected to be there in a month.
    fn veterans(&self, month: usize) -> f64 {
        let moved: f64 = self.leaves.iter().filter(|left| **left <= month).map(|_| 1.0).sum();
        (self.current - moved).max(0.0) * self.survival.after(month)
    }

    /// People expected on the payroll in a month.
    #[must_use]
    pub(crate) fn heads(&self, month: usize) -> f64 {
        let joined = self.joins.iter().filter_map(|start| month.checked_sub(*start));
        self.veterans(month) + joined.map(|age| self.survival.after(age)).sum::<f64>()
    }

    /// Fully productive people's worth of work in a month.
    #[must_use]
    pub(crate) fn capacity(&self, month: usize) -> f64 {
        let joined = self.joins.iter().filter_map(|start| month.checked_sub(*start));
        self.veterans(month)
            + joined.map(|age| self.survival.after(age) * self.ramp.output(months_of(age))).sum::<f64>()
    }
}

/// A number of months as a real number; months here are few.
pub(super) fn months_of(months: usize) -> f64 {
    u32::try_from(months).map_or(f64::from(u32::MAX), f64::from)
}
