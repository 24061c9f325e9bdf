//! The poison test: whether price is what drives the account away.

use rust_decimal::Decimal;

use super::account::{Account, Offer};
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::{Driver, OfferReason, Verdict};

/// Product, trust, support and adoption: a discount answers none of them and teaches the customer to ask again.
const fn is_poisoned_by(driver: Driver) -> bool {
    matches!(
        driver,
        Driver::AdoptionDecline
            | Driver::SponsorChange
            | Driver::TechnicalGap
            | Driver::LowEngagement
            | Driver::SupportPain
            | Driver::OutcomeNotMet
    )
}

const fn is_commercial(driver: Driver) -> bool {
    matches!(driver, Driver::CommercialPressure | Driver::Consolidation)
}

/// What the test says of an account's discount.
#[must_use]
pub(crate) fn verdict(account: &Account, offer: Offer, policy: &InterventionsPolicy) -> Verdict {
    if offer.discount.is_zero() {
        return Verdict::NoDiscount;
    }
    let drivers = account.known_drivers();
    let of_reason = offer.reason.and_then(OfferReason::driver);
    if drivers.iter().chain(of_reason).any(is_poisoned_by) {
        return Verdict::Poison;
    }
    let is_about_price = !drivers.is_empty() && drivers.iter().all(is_commercial);
    if !is_about_price || offer.reason != Some(OfferReason::CashCrunch) {
        return Verdict::Unproven;
    }
    if is_above_line(offer.discount, policy) { Verdict::Oversized } else { Verdict::Fit }
}

/// Whether a discount is more than what is proportional.
#[must_use]
pub(crate) fn is_above_line(discount: Decimal, policy: &InterventionsPolicy) -> bool {
    discount > policy.discount_line
}
