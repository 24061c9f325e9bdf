//! What is done against each churn reason, and by whom. Words that the page shares with its reference; no logic.

use crate::tools::retention::words::Category;

/// What answers a churn reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counter {
    /// What is done.
    pub(super) action: &'static str,
    /// Who answers for it.
    pub(super) owner: &'static str,
}

/// The counter-action and owner of a reason (`references/board.md#churn-drivers`).
pub(super) const fn counter(reason: Category) -> Counter {
    let (action, owner) = match reason {
        Category::ProductFit => ("Sharpen the ideal profile; close the gap or stop selling into it", "CPO"),
        Category::CompetitorLoss => ("Win/loss interviews; a value case at every renewal", "CRO"),
        Category::NoValueRealized => ("Rebuild onboarding up to the first proven outcome", "CPO with CCO"),
        Category::Pricing => ("Offer value, term and scope before price; test the price model", "CRO"),
        Category::ChampionLeft => ("A second sponsor in every top account; a play when one leaves", "CCO"),
        Category::CompanyEvent => ("Track how often; look at the stability of the profile", "CCO"),
        Category::TacticalFailure => ("Mend service and escalations; a postmortem for each loss", "CCO"),
        Category::InvoluntaryPayment => ("Retries and reminders for failed payments", "CFO"),
        Category::Consolidation => ("Executive value case before the vendor review", "CRO"),
        Category::Unknown => ("Interview every lost customer", "CCO"),
    };
    Counter { action, owner }
}
