//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a word list of results: the variants with their words on the wire.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

/// What puts an account at risk (`references/interventions.md#drivers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// Usage falls, or never began.
    AdoptionDecline,
    /// The sponsor or champion has left or changed.
    SponsorChange,
    /// The product lacks something they need.
    TechnicalGap,
    /// Price or budget.
    CommercialPressure,
    /// A competitor is named.
    CompetitiveThreat,
    /// Nobody answers or comes.
    LowEngagement,
    /// Support fails them.
    SupportPain,
    /// They cut the number of vendors.
    Consolidation,
    /// The outcome they bought is not there.
    OutcomeNotMet,
}

impl Driver {
    /// All drivers, in the order of the reference.
    pub const ALL: [Self; 9] = [
        Self::AdoptionDecline,
        Self::SponsorChange,
        Self::TechnicalGap,
        Self::CommercialPressure,
        Self::CompetitiveThreat,
        Self::LowEngagement,
        Self::SupportPain,
        Self::Consolidation,
        Self::OutcomeNotMet,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AdoptionDecline => "adoption_decline",
            Self::SponsorChange => "sponsor_change",
            Self::TechnicalGap => "technical_gap",
            Self::CommercialPressure => "commercial_pressure",
            Self::CompetitiveThreat => "competitive_threat",
            Self::LowEngagement => "low_engagement",
            Self::SupportPain => "support_pain",
            Self::Consolidation => "consolidation",
            Self::OutcomeNotMet => "outcome_not_met",
        }
    }
}

/// Why a discount is offered: the customer's cash, or the driver it is meant to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferReason {
    /// The customer cannot pay for now, and this is known.
    CashCrunch,
    /// Usage falls, or never began.
    AdoptionDecline,
    /// The sponsor or champion has left or changed.
    SponsorChange,
    /// The product lacks something they need.
    TechnicalGap,
    /// Price or budget.
    CommercialPressure,
    /// A competitor is named.
    CompetitiveThreat,
    /// Nobody answers or comes.
    LowEngagement,
    /// Support fails them.
    SupportPain,
    /// They cut the number of vendors.
    Consolidation,
    /// The outcome they bought is not there.
    OutcomeNotMet,
}

impl OfferReason {
    /// The driver that the discount answers; none where it is the customer's cash.
    #[must_use]
    pub const fn driver(self) -> Option<Driver> {
        Some(match self {
            Self::CashCrunch => return None,
            Self::AdoptionDecline => Driver::AdoptionDecline,
            Self::SponsorChange => Driver::SponsorChange,
            Self::TechnicalGap => Driver::TechnicalGap,
            Self::CommercialPressure => Driver::CommercialPressure,
            Self::CompetitiveThreat => Driver::CompetitiveThreat,
            Self::LowEngagement => Driver::LowEngagement,
            Self::SupportPain => Driver::SupportPain,
            Self::Consolidation => Driver::Consolidation,
            Self::OutcomeNotMet => Driver::OutcomeNotMet,
        })
    }
}

words! {
    /// Where an account stands to its renewal date.
    State {
        /// The date lies ahead.
        Open "open",
        /// It is today.
        DueToday "due_today",
        /// It has passed.
        Lapsed "lapsed",
        /// It is signed or formally extended, whatever the date.
        Signed "signed",
    }
}

words! {
    /// Why an executive has to act now (`references/interventions.md#escalation`).
    EscalateFor {
        /// The renewal date has passed.
        Lapsed "lapsed",
        /// Red near the renewal.
        RedNearRenewal "red_near_renewal",
        /// An open P1 near the renewal.
        OpenP1NearRenewal "open_p1_near_renewal",
        /// Nobody has been in touch for long, near the renewal.
        SilentNearRenewal "silent_near_renewal",
        /// The last step's day has passed without a signature or an extension.
        Unsigned "unsigned",
        /// A driver's play does not fit into the time left.
        NoTime "no_time",
    }
}

words! {
    /// A play of the catalogue (`references/interventions.md#plays`).
    Play {
        /// Work through the use case with the people who do the work.
        AdoptionWorkshop "adoption_workshop",
        /// Messages in the product and by mail that bring users back to the workflow.
        LifecycleCampaign "lifecycle_campaign",
        /// Our executive meets theirs.
        ExecutiveIntroduction "executive_introduction",
        /// Find two more people there who want us to stay.
        MultiThread "multi_thread",
        /// Write to whoever follows the sponsor.
        NewSponsorOutreach "new_sponsor_outreach",
        /// Engineering names a date or says no.
        TechnicalEscalation "technical_escalation",
        /// A documented way around the gap.
        WorkaroundGuide "workaround_guide",
        /// What they pay against what they use, terms and scope before price.
        PricingReview "pricing_review",
        /// Offer the plan that fits what they use.
        PlanRightSizing "plan_right_sizing",
        /// Total cost of staying against leaving.
        TcoComparison "tco_comparison",
        /// The same on two pages, sent.
        ComparisonPack "comparison_pack",
        /// Why nobody comes any more.
        EngagementDiagnostic "engagement_diagnostic",
        /// Messages to users who went quiet.
        ReengagementCampaign "reengagement_campaign",
        /// Cause, remedy and date of what support got wrong.
        SupportRootCause "support_root_cause",
        /// What the product earned them, for the one who cuts vendors.
        RoiDefence "roi_defence",
        /// The same from their usage, sent.
        ValueSummary "value_summary",
        /// Services that bring the outcome they bought.
        ServicesEngagement "services_engagement",
        /// What outcome, by when, and what stands between.
        OutcomeDiagnostic "outcome_diagnostic",
        /// Onboarding from the first step, guided.
        GuidedOnboarding "guided_onboarding",
        /// No other play fits: an executive calls an executive.
        ExecutiveEscalation "executive_escalation",
        /// The date has passed: a formal extension or an honest end.
        LapsedRecovery "lapsed_recovery",
    }
}

words! {
    /// The form in which a play fits into the time left (`references/interventions.md#plays-and-the-clock`).
    Form {
        /// In its usual days.
        Standard "standard",
        /// Cut down.
        Compressed "compressed",
        /// Only an executive's call is left.
        Emergency "emergency",
        /// After the renewal date.
        Recovery "recovery",
    }
}

words! {
    /// The role that owns a play.
    Role {
        /// The account's CSM.
        Csm "csm",
        /// The executive who sponsors the account.
        ExecutiveSponsor "executive_sponsor",
        /// Operations, for plays without a person.
        CsOps "cs_ops",
        /// Head of support.
        SupportLead "support_lead",
        /// The contact in engineering.
        Engineering "engineering",
        /// Whoever owns renewals.
        RenewalsLead "renewals_lead",
        /// Services or onboarding.
        Services "services",
        /// Head of customer success.
        CsLead "cs_lead",
        /// The chief customer officer.
        Cco "cco",
    }
}

words! {
    /// What the poison test says of a discount (`references/interventions.md#poison-test`).
    Verdict {
        /// The driver is commercial, cash is short, and it is proportional.
        Fit "fit",
        /// The same, but more than the line.
        Oversized "oversized",
        /// Nothing shows that price is the driver.
        Unproven "unproven",
        /// The driver is no matter of price: a discount makes it worse.
        Poison "poison",
        /// No discount.
        NoDiscount "no_discount",
    }
}
