//! The tool's vocabulary: words that the wire and the calculation share. No logic but naming.

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::Stage;

/// A part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Ways of listening.
    Instruments,
    /// What happens with what was heard.
    ActionLoop,
    /// Who sees to it.
    Governance,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Instruments, Self::ActionLoop, Self::Governance];

    /// The argument that holds it.
    #[must_use]
    pub const fn argument(self) -> &'static str {
        match self {
            Self::Instruments => "instruments_in_use",
            Self::ActionLoop => "action_loop",
            Self::Governance => "governance",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Instruments => "Instruments",
            Self::ActionLoop => "Action loop",
            Self::Governance => "Governance",
        }
    }
}

/// Declares the items of a program: variant, word on the wire, name in print, part.
macro_rules! items {
    ($($(#[$doc:meta])* $name:ident $word:literal $title:literal $part:ident;)*) => {
        /// One thing that a program has or lacks (`references/voice.md#instruments`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Item {
            $($(#[$doc])* $name,)*
        }

        impl Item {
            /// All items: the starter six, the other instruments, the action loop, governance.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The name in print.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The part it belongs to.
            #[must_use]
            pub const fn part(self) -> Part {
                match self { $(Self::$name => Part::$part,)* }
            }
        }
    };
}
items! {
    /// How likely customers are to recommend, asked on a calendar.
    NpsRelationship "nps_relationship" "relationship NPS" Instruments;
    /// The same, asked after a moment that matters.
    NpsTransactional "nps_transactional" "transactional NPS" Instruments;
    /// Satisfaction after a ticket.
    CsatPostTicket "csat_post_ticket" "post-ticket CSAT" Instruments;
    /// Talks with customers who left.
    ChurnInterviews "churn_interviews" "churn interviews" Instruments;
    /// Talks with those who bought or did not.
    WinLossInterviews "win_loss_interviews" "win/loss interviews" Instruments;
    /// What customers do in the product.
    ProductAnalytics "product_analytics" "product analytics" Instruments;
    /// How much effort something took.
    Ces "ces" "customer effort score" Instruments;
    /// A question inside the product.
    InAppMicroSurveys "in_app_micro_surveys" "in-app micro-surveys" Instruments;
    /// Talks with those who renewed.
    RenewalInterviews "renewal_interviews" "renewal interviews" Instruments;
    /// Behaviour read as an opinion: silence, workarounds, seats given up.
    BehavioralVoc "behavioral_voc" "behavioural signals" Instruments;
    /// Tickets sorted by cause.
    SupportTicketTaxonomy "support_ticket_taxonomy" "support ticket taxonomy" Instruments;
    /// What customers tell each other.
    CommunityListening "community_listening" "community listening" Instruments;
    /// A standing board of customers.
    AdvisoryBoard "advisory_board" "customer advisory board" Instruments;
    /// The share of feedback whose sender heard what came of it.
    ClosedLoopPct "closed_loop_pct" "closed loop" ActionLoop;
    /// How often what was heard is written up.
    SynthesisCadenceMonths "synthesis_cadence_months" "synthesis" ActionLoop;
    /// How many people read it.
    SynthesisRecipientsCount "synthesis_recipients_count" "readers of the synthesis" ActionLoop;
    /// How soon a detractor hears from somebody.
    DetractorFollowupSlaDays "detractor_followup_sla_days" "detractor follow-up" ActionLoop;
    /// How often customers are told what changed.
    ExternalResponseCadenceMonths "external_response_cadence_months" "word back to customers" ActionLoop;
    /// Whether one person owns the program.
    OwnerNamed "owner_named" "named owner" Governance;
    /// Whether a committee meets each month.
    MonthlyCommitteeActive "monthly_committee_active" "monthly committee" Governance;
    /// How often the instruments themselves are looked at.
    InstrumentReviewCadenceMonths "instrument_review_cadence_months" "instrument review" Governance;
}

impl Item {
    /// Whether it is one of the six to begin with.
    #[must_use]
    pub const fn is_starter(self) -> bool {
        matches!(
            self,
            Self::NpsRelationship
                | Self::NpsTransactional
                | Self::CsatPostTicket
                | Self::ChurnInterviews
                | Self::WinLossInterviews
                | Self::ProductAnalytics
        )
    }

    /// What its figure counts; nothing where it has none.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::ClosedLoopPct => "%",
            Self::SynthesisCadenceMonths
            | Self::ExternalResponseCadenceMonths
            | Self::InstrumentReviewCadenceMonths => "months",
            Self::SynthesisRecipientsCount => "readers",
            Self::DetractorFollowupSlaDays => "days",
            _ => "",
        }
    }

    /// The path of its argument.
    #[must_use]
    pub fn argument(self) -> String {
        format!("{}.{}", self.part().argument(), self.as_str())
    }
}

/// Why an item stands among the gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is not there at all.
    Missing,
    /// It is there and falls short of its target.
    BelowTarget,
    /// Nobody said.
    Unknown,
}

impl Status {
    /// The word in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::BelowTarget => "below target",
            Self::Unknown => "unknown",
        }
    }
}

/// How far a program has come (`references/voice.md#bands`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Nothing holds it together.
    AdHoc,
    /// Some of it is there.
    Emerging,
    /// It has a form.
    Defined,
    /// It is run.
    Managed,
    /// It improves itself.
    Optimizing,
}

impl Band {
    /// The word in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AdHoc => "ad hoc",
            Self::Emerging => "emerging",
            Self::Defined => "defined",
            Self::Managed => "managed",
            Self::Optimizing => "optimizing",
        }
    }
}

/// Who answers for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Chief customer officer.
    Cco,
    /// Head of CX operations, under the CCO.
    HeadOfCxOps,
    /// Head of customer success.
    HeadOfCs,
    /// Head of support.
    SupportLead,
    /// Chief product officer.
    Cpo,
    /// Chief marketing officer.
    Cmo,
}

impl Owner {
    /// The role in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cco => "CCO",
            Self::HeadOfCxOps => "Head of CX Ops",
            Self::HeadOfCs => "Head of CS",
            Self::SupportLead => "Support lead",
            Self::Cpo => "CPO",
            Self::Cmo => "CMO",
        }
    }
}

/// What orders the rollout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The table for a company up to Series A.
    Seed,
    /// The table for Series B and later growth.
    Growth,
    /// The table for a late company.
    Scale,
    /// No stage is known: the starter six, then the rest.
    StarterFirst,
}

impl Order {
    /// The order for a stage.
    #[must_use]
    pub const fn of_stage(stage: Option<Stage>) -> Self {
        match stage {
            Some(Stage::Seed) => Self::Seed,
            Some(Stage::Growth) => Self::Growth,
            Some(Stage::Scale) => Self::Scale,
            None => Self::StarterFirst,
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Growth => "growth",
            Self::Scale => "scale",
            Self::StarterFirst => "the starter six first",
        }
    }
}
