//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to grow an account (`references/expansion.md#plays`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlayKind {
    /// More seats for those who use it now.
    Seats,
    /// The next plan up.
    PlanUpgrade,
    /// A module it does not own.
    Module,
    /// A department that does not use it yet.
    Department,
}

impl PlayKind {
    /// All plays, in the order of the reference.
    pub const ALL: [Self; 4] = [Self::Seats, Self::PlanUpgrade, Self::Module, Self::Department];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::PlanUpgrade => "plan_upgrade",
            Self::Module => "module",
            Self::Department => "department",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Seats => "more seats",
            Self::PlanUpgrade => "the next plan",
            Self::Module => "a module",
            Self::Department => "a further department",
        }
    }
}

/// A plan, from the smallest (`references/expansion.md#plans`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {"basic": "starter", "pro": "professional", "enterprise+": "enterprise_plus"}))]
pub enum Plan {
    /// The first plan.
    Starter,
    /// The second.
    Professional,
    /// The third.
    Enterprise,
    /// The top.
    EnterprisePlus,
}

impl Plan {
    /// All plans, from the smallest.
    pub const ALL: [Self; 4] = [Self::Starter, Self::Professional, Self::Enterprise, Self::EnterprisePlus];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Professional => "professional",
            Self::Enterprise => "enterprise",
            Self::EnterprisePlus => "enterprise_plus",
        }
    }
}

/// What speaks for a play or for its moment (`references/expansion.md#signals`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "limits": "hitting_limits", "higher_tier_questions": "higher_plan_questions",
    "new_departments": "new_stakeholders", "roi": "roi_talk", "nps": "high_nps",
    "executive_visibility": "exec_visibility", "company_growth": "growth", "new_initiative": "initiative",
    "initiatives": "initiative", "competitor_opening": "competitive_opening"
}))]
pub enum Signal {
    /// Strong: it runs into the limits of what it bought.
    HittingLimits,
    /// Strong: it asks about a higher plan.
    HigherPlanQuestions,
    /// Strong: people of other departments appear.
    NewStakeholders,
    /// Strong: it speaks of its return.
    RoiTalk,
    /// Moderate: it engages more.
    Engagement,
    /// Moderate: it scores us high.
    HighNps,
    /// Moderate: it is ready to be a reference.
    Reference,
    /// Moderate: it asks for training.
    Training,
    /// Moderate: it adds integrations.
    Integrations,
    /// Moderate: somebody uses it far more than the rest.
    PowerUser,
    /// Moderate: its executives look at it.
    ExecVisibility,
    /// Timing: its budget is being made.
    BudgetCycle,
    /// Timing: it grows.
    Growth,
    /// Timing: it starts something that we serve.
    Initiative,
    /// Timing: a competitor leaves an opening.
    CompetitiveOpening,
    /// Timing: a date of the contract comes up.
    ContractMilestone,
}

impl Signal {
    /// All signals: strong, moderate, timing.
    pub const ALL: [Self; 16] = [
        Self::HittingLimits,
        Self::HigherPlanQuestions,
        Self::NewStakeholders,
        Self::RoiTalk,
        Self::Engagement,
        Self::HighNps,
        Self::Reference,
        Self::Training,
        Self::Integrations,
        Self::PowerUser,
        Self::ExecVisibility,
        Self::BudgetCycle,
        Self::Growth,
        Self::Initiative,
        Self::CompetitiveOpening,
        Self::ContractMilestone,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HittingLimits => "hitting_limits",
            Self::HigherPlanQuestions => "higher_plan_questions",
            Self::NewStakeholders => "new_stakeholders",
            Self::RoiTalk => "roi_talk",
            Self::Engagement => "engagement",
            Self::HighNps => "high_nps",
            Self::Reference => "reference",
            Self::Training => "training",
            Self::Integrations => "integrations",
            Self::PowerUser => "power_user",
            Self::ExecVisibility => "exec_visibility",
            Self::BudgetCycle => "budget_cycle",
            Self::Growth => "growth",
            Self::Initiative => "initiative",
            Self::CompetitiveOpening => "competitive_opening",
            Self::ContractMilestone => "contract_milestone",
        }
    }
}

/// Why an account is not pitched (`references/expansion.md#gates`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Health is red.
    HealthRed,
    /// Health is yellow.
    HealthYellow,
    /// Nobody knows its health.
    HealthUnknown,
    /// The last outcome was not proven.
    OutcomeNotProven,
    /// Nobody knows whether it was.
    OutcomeUnknown,
    /// Its first value is too recent.
    ValueTooRecent,
    /// Nobody knows when its first value was.
    ValueAgeUnknown,
    /// It pays nothing, so there is nothing to size from.
    ArrZero,
}

impl Reason {
    /// All reasons, in the order of the reference.
    pub const ALL: [Self; 8] = [
        Self::HealthRed,
        Self::HealthYellow,
        Self::HealthUnknown,
        Self::OutcomeNotProven,
        Self::OutcomeUnknown,
        Self::ValueTooRecent,
        Self::ValueAgeUnknown,
        Self::ArrZero,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HealthRed => "health_red",
            Self::HealthYellow => "health_yellow",
            Self::HealthUnknown => "health_unknown",
            Self::OutcomeNotProven => "outcome_not_proven",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::ValueTooRecent => "value_too_recent",
            Self::ValueAgeUnknown => "value_age_unknown",
            Self::ArrZero => "arr_zero",
        }
    }
}

/// What to do with an account that is not pitched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Red: it is saved before anybody sells, and no play is sized.
    SaveFirst,
    /// Mend it or prove its value, then pitch.
    Nurture,
    /// Nothing known speaks against a pitch, but a gate is not known.
    FindOut,
    /// It pays nothing: not assessable.
    NotAssessable,
}

impl Status {
    /// All, in the order of the reference.
    pub const ALL: [Self; 4] = [Self::SaveFirst, Self::Nurture, Self::FindOut, Self::NotAssessable];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SaveFirst => "save_first",
            Self::Nurture => "nurture",
            Self::FindOut => "find_out",
            Self::NotAssessable => "not_assessable",
        }
    }

    /// The place in the order, 0 to 3.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How much work a play is (`references/expansion.md#ranking`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// An order form.
    Low,
    /// A business case with the people we know.
    Medium,
    /// New people to win.
    High,
}

impl Effort {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// How well a play is evidenced (`references/expansion.md#signals`); no chance of winning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A strong signal for this play.
    High,
    /// Measured use, a moderate signal, or a strong one for another play.
    Medium,
    /// Signals were looked for and none speaks for it.
    Low,
    /// Signals were not given.
    Unknown,
}

impl Confidence {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Unknown => "unknown",
        }
    }
}

/// When to speak of a play (`references/expansion.md#timing`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// A moment is open, or the customer asks for it.
    Now,
    /// At the next business review.
    NextReview,
}

impl Timing {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::NextReview => "next_review",
        }
    }
}

/// Who sells a play (`references/expansion.md#who-owns-which-growth`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The customer success manager.
    Csm,
    /// The account manager or account executive.
    AmAe,
}

impl Owner {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csm => "csm",
            Self::AmAe => "am_ae",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csm => "CSM",
            Self::AmAe => "AM or AE",
        }
    }
}
