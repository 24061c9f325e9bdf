//! Where figures stand against the lines of a stage. Taken on the exact share, before anything is rounded.

use super::super::policy::{Lines, RetentionPolicy};
use super::super::words::{Band, Overall};
use super::cohort::Measured;
use crate::customers::Stage;
use crate::units::Share;

/// The bands of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) grr: Band,
    pub(crate) nrr: Band,
    /// None where customers were not counted.
    pub(crate) logo: Option<Band>,
    pub(crate) contraction: Band,
    pub(crate) expansion: Band,
    pub(crate) overall: Overall,
}

/// What may be said of a cohort's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The stage is known.
    Known(Verdict),
    /// It is not: what each would say, in the order of [`Stage::ALL`].
    ByStage([Verdict; 3]),
    /// No verdict: too young, or nothing to hold against the lines.
    None,
}

impl Standing {
    /// The standing at a stage, or at each where it is not known.
    pub(super) fn of(stage: Option<Stage>, verdict: impl Fn(Stage) -> Option<Verdict>) -> Self {
        if let Some(stage) = stage {
            return verdict(stage).map_or(Self::None, Self::Known);
        }
        match Stage::ALL.map(verdict) {
            [Some(seed), Some(growth), Some(scale)] => Self::ByStage([seed, growth, scale]),
            _ => Self::None,
        }
    }

    /// The verdict, where the stage is known.
    pub(crate) const fn known(&self) -> Option<&Verdict> {
        match self {
            Self::Known(verdict) => Some(verdict),
            _ => None,
        }
    }
}

impl Verdict {
    /// The verdict at a stage; none without a starting ARR.
    pub(super) fn of(measured: &Measured, stage: Stage, policy: &RetentionPolicy) -> Option<Self> {
        let grr = band(measured.grr?, policy.grr_lines(stage));
        let nrr = band(measured.nrr?, policy.nrr_lines(stage));
        let logo = measured.logo.map(|logo| band(logo, policy.logo_lines(stage)));
        let worst = grr.max(nrr).max(logo.unwrap_or(Band::Healthy));
        let concerning = |is: bool| if is { Band::Concerning } else { Band::Healthy };
        Some(Self {
            grr,
            nrr,
            logo,
            contraction: concerning(measured.contraction?.at_least(policy.contraction_concerning_min)),
            expansion: concerning(measured.expansion?.below(policy.expansion_healthy_min)),
            overall: if measured.leaky == Some(true) { Overall::LeakyBucket } else { worst.into() },
        })
    }
}

fn band(share: Share, lines: Lines) -> Band {
    if share.at_least(lines.healthy) {
        Band::Healthy
    } else if share.at_least(lines.concerning) {
        Band::Concerning
    } else {
        Band::Critical
    }
}
