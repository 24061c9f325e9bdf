//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::Stage;

/// A role of a customer organisation (`references/organisation.md#roles-and-boundaries`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "customer_success_manager": "csm", "csms": "csm", "customer_support": "support", "support_engineer": "support",
    "account_manager": "am", "account_management": "am",
    "implementation_manager": "implementation", "im": "implementation", "onboarding": "implementation",
    "onboarding_specialist": "implementation", "onboarding_manager": "implementation",
    "ops": "cs_ops", "operations": "cs_ops", "cs_operations": "cs_ops", "customer_success_operations": "cs_ops",
    "marketing": "customer_marketing", "advocacy": "customer_marketing",
    "renewal": "renewals", "renewals_manager": "renewals", "renewal_manager": "renewals", "renewals_lead": "renewals",
    "cs_manager": "manager", "csm_manager": "manager", "team_lead": "manager", "cs_lead": "manager",
    "vp": "director", "vp_cs": "director", "vp_of_cs": "director", "vp_customer_success": "director",
    "vp_of_customer_success": "director", "head_of_cs": "director", "head_of_customer_success": "director",
    "director_of_cs": "director", "cs_director": "director", "chief_customer_officer": "cco"
}))]
pub enum Role {
    /// Answers tickets.
    Support,
    /// Customer success manager: value before anyone asks, and the renewal.
    Csm,
    /// Account manager: commercial talks and the contract.
    Am,
    /// Implementation manager: from signature to first value.
    Implementation,
    /// CS operations: tools, data, playbooks.
    CsOps,
    /// Customer marketing: references and stories.
    CustomerMarketing,
    /// Renewals specialist.
    Renewals,
    /// Manager of CSMs.
    Manager,
    /// Director or VP of CS.
    Director,
    /// Chief customer officer.
    Cco,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 10] = [
        Self::Support,
        Self::Csm,
        Self::Am,
        Self::Implementation,
        Self::CsOps,
        Self::CustomerMarketing,
        Self::Renewals,
        Self::Manager,
        Self::Director,
        Self::Cco,
    ];

    /// The place of its count among the arguments.
    #[must_use]
    pub const fn argument(self) -> &'static str {
        match self {
            Self::Support => "cs_team.support",
            Self::Csm => "cs_team.csm",
            Self::Am => "cs_team.am",
            Self::Implementation => "cs_team.implementation",
            Self::CsOps => "cs_team.cs_ops",
            Self::CustomerMarketing => "cs_team.customer_marketing",
            Self::Renewals => "cs_team.renewals",
            Self::Manager => "cs_team.manager",
            Self::Director => "cs_team.director",
            Self::Cco => "cs_team.cco",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Support => "Support",
            Self::Csm => "CSM",
            Self::Am => "account manager",
            Self::Implementation => "implementation manager",
            Self::CsOps => "CS operations",
            Self::CustomerMarketing => "customer marketing",
            Self::Renewals => "renewals manager",
            Self::Manager => "CS manager",
            Self::Director => "director of CS",
            Self::Cco => "CCO",
        }
    }

    /// What it answers for.
    #[must_use]
    pub const fn owns(self) -> &'static str {
        match self {
            Self::Support => "tickets, as they come",
            Self::Csm => "value before anyone asks, renewal, the lead on growth",
            Self::Am => "commercial talks, closing, the contract",
            Self::Implementation => "the way from signature to first value",
            Self::CsOps => "tools, data, playbooks, health scores",
            Self::CustomerMarketing => "references, advocacy, stories",
            Self::Renewals => "the renewal motion",
            Self::Manager => "the CSMs: who they are, how they work, what they escalate",
            Self::Director => "the CS function, its plan and its budget",
            Self::Cco => "success, support, onboarding, voice of customer, education",
        }
    }

    /// What it does not answer for.
    #[must_use]
    pub const fn does_not_own(self) -> &'static str {
        match self {
            Self::Support => "renewal, expansion",
            Self::Csm => "tickets, implementation",
            Self::Am => "whether the customer succeeds",
            Self::Implementation => "anything after go-live",
            Self::CsOps => "customers",
            Self::CustomerMarketing => "one-to-one care",
            Self::Renewals => "the relationship",
            Self::Manager => "a book of accounts",
            Self::Director => "single accounts",
            Self::Cco => "the arithmetic of revenue",
        }
    }

    /// Whether it has one bounded motion, and so the short ramp.
    #[must_use]
    pub const fn is_bounded(self) -> bool {
        matches!(self, Self::Support | Self::Implementation | Self::CsOps | Self::CustomerMarketing)
    }

    /// Whether one person holds it.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Manager | Self::Director | Self::Cco)
    }

    /// The roles that are hired in its place by mistake, the nearest first.
    #[must_use]
    pub const fn neighbours(self) -> &'static [Self] {
        match self {
            Self::Support => &[Self::Csm, Self::CsOps],
            Self::Csm => &[Self::Support, Self::Am],
            Self::Am => &[Self::Csm, Self::Renewals],
            Self::Implementation => &[Self::Csm, Self::Support],
            Self::CsOps | Self::CustomerMarketing => &[Self::Csm],
            Self::Renewals => &[Self::Am, Self::Csm],
            Self::Manager => &[Self::Csm, Self::Director],
            Self::Director => &[Self::Manager, Self::Cco],
            Self::Cco => &[Self::Director],
        }
    }
}

/// Why a customer outcome fails today; each cause calls for one role (`references/organisation.md#causes-and-roles`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "tickets": "tickets_unanswered", "ticket_backlog": "tickets_unanswered", "support_overload": "tickets_unanswered",
    "slow_support": "tickets_unanswered", "slow_onboarding": "onboarding_slow", "onboarding": "onboarding_slow",
    "no_implementation": "onboarding_slow", "no_first_value": "onboarding_slow", "time_to_value": "onboarding_slow",
    "no_owner": "no_proactive_care", "csm_capacity": "no_proactive_care", "low_adoption": "no_proactive_care",
    "nobody_owns_value": "no_proactive_care", "late_renewals": "renewals_slip", "renewals_late": "renewals_slip",
    "commercial": "commercial_skill", "csm_commercial_weak": "commercial_skill", "deals_stall": "commercial_skill",
    "tools": "tools_and_data", "tooling": "tools_and_data", "data": "tools_and_data", "no_advocacy": "no_references",
    "no_manager": "no_lead", "coordination": "no_lead", "no_leadership": "no_lead", "no_leader": "no_lead",
    "renewal_capacity": "renewals_capacity", "no_executive": "no_executive_owner"
}))]
pub enum Cause {
    /// Tickets wait, or eat the CSMs' week: Support.
    TicketsUnanswered,
    /// Customers do not reach first value in time: implementation.
    OnboardingSlow,
    /// Nobody watches value between signature and renewal: CSM.
    NoProactiveCare,
    /// Renewals are taken up too late: CSM.
    RenewalsSlip,
    /// Deals stall at the contract: AM, if the split holds.
    CommercialSkill,
    /// CSMs fight tools and data: CS operations.
    ToolsAndData,
    /// Good customers tell nobody: customer marketing.
    NoReferences,
    /// Nobody leads the CSMs: a manager.
    NoLead,
    /// More renewals than the CSMs can carry: renewals.
    RenewalsCapacity,
    /// Nobody answers for customers before executives and board: a director; a CCO late.
    NoExecutiveOwner,
}

impl Cause {
    /// The role that ends it; late in a company's life the executive is a CCO.
    #[must_use]
    pub const fn role(self, is_late: bool) -> Role {
        match self {
            Self::TicketsUnanswered => Role::Support,
            Self::OnboardingSlow => Role::Implementation,
            Self::NoProactiveCare | Self::RenewalsSlip => Role::Csm,
            Self::CommercialSkill => Role::Am,
            Self::ToolsAndData => Role::CsOps,
            Self::NoReferences => Role::CustomerMarketing,
            Self::NoLead => Role::Manager,
            Self::RenewalsCapacity => Role::Renewals,
            Self::NoExecutiveOwner => {
                if is_late {
                    Role::Cco
                } else {
                    Role::Director
                }
            }
        }
    }

    /// The cause in a clause.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::TicketsUnanswered => "tickets wait or eat the CSMs' week",
            Self::OnboardingSlow => "customers do not reach first value in time",
            Self::NoProactiveCare => "nobody watches value between signature and renewal",
            Self::RenewalsSlip => "renewals are taken up too late",
            Self::CommercialSkill => "deals stall at the contract",
            Self::ToolsAndData => "CSMs fight tools and data",
            Self::NoReferences => "good customers tell nobody",
            Self::NoLead => "nobody leads the CSMs",
            Self::RenewalsCapacity => "renewals are more than the CSMs can carry",
            Self::NoExecutiveOwner => "no executive answers for customers",
        }
    }
}

/// How CSM and AM work together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// One person does both.
    Combined,
    /// The CSM keeps relationship and renewal; the AM only closes.
    Hybrid,
    /// Two roles.
    Split,
}

impl Split {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Hybrid => "hybrid",
            Self::Split => "split",
        }
    }
}

/// The name of an organisation's stage, 1 to 5.
#[must_use]
pub const fn stage_name(stage: u8) -> &'static str {
    match stage {
        0 | 1 => "pre-seed, seed",
        2 => "Series A",
        3 => "Series B",
        4 => "growth",
        _ => "late",
    }
}

/// The first and the last of the five stages that the named one may be.
#[must_use]
pub const fn stages_of(stage: Stage) -> (u8, u8) {
    match stage {
        Stage::Seed => (1, 2),
        Stage::Growth => (3, 4),
        Stage::Scale => (5, 5),
    }
}
