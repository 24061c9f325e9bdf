//! Tiers that each need less than one person, and what they would need together.

use rust_decimal::Decimal;

use super::TierAnswer;
use super::need::people;
use crate::customers::Tier;

/// An offer to serve small tiers together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pooling {
    /// The tiers, from the top.
    pub tiers: Vec<Tier>,
    /// People they need together, as a fraction.
    pub fte_required: Decimal,
    /// Whole people they need together.
    pub csms: u64,
    /// Whole people they need each by itself.
    pub csms_apart: u64,
}

/// The offer, where two tiers or more need less than one person each. Strategic accounts are never pooled.
pub(super) fn option(tiers: &[TierAnswer]) -> Option<Pooling> {
    let small: Vec<&TierAnswer> = tiers
        .iter()
        .filter(|one| one.tier != Tier::Strategic && one.now.fte > Decimal::ZERO && one.now.fte < Decimal::ONE)
        .collect();
    if small.len() < 2 {
        return None;
    }
    let fte_required: Decimal = small.iter().map(|one| one.now.fte).sum();
    Some(Pooling {
        tiers: small.iter().map(|one| one.tier).collect(),
        csms: people(fte_required, Decimal::ONE),
        csms_apart: small.iter().map(|one| one.now.required).sum(),
        fte_required,
    })
}
