//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tools::Decision;

/// What is about to be decided (`references/review.md#triggers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A retention figure goes to the board.
    BoardRetentionClaim,
    /// CS headcount is asked for.
    CsHeadcount,
    /// Customers are put into new tiers.
    Resegmentation,
    /// Customers are put on a stage: advocacy, references, launch.
    CustomerMarketing,
    /// A hire that changes the CS organisation.
    MajorCsHire,
    /// NRR looks fine while customers complain.
    NrrVsComplaints,
    /// Account managers are split from CSMs.
    AmSplit,
}

impl Trigger {
    /// The kind of decision.
    #[must_use]
    pub const fn decision(self) -> Decision {
        match self {
            Self::BoardRetentionClaim | Self::NrrVsComplaints => Decision::Retention,
            Self::CsHeadcount => Decision::Coverage,
            Self::Resegmentation => Decision::Segmentation,
            Self::CustomerMarketing => Decision::Program,
            Self::MajorCsHire | Self::AmSplit => Decision::NextHire,
        }
    }

    /// The decision in a sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::BoardRetentionClaim => "Whether this retention figure can go to the board.",
            Self::CsHeadcount => "Whether CS gets the headcount it asks for.",
            Self::Resegmentation => "Whether customers move into new tiers.",
            Self::CustomerMarketing => "Whether customers can be put on a stage now.",
            Self::MajorCsHire => "Whether this hire is the next one CS makes.",
            Self::NrrVsComplaints => "Whether net retention hides what customers complain about.",
            Self::AmSplit => "Whether account managers are split from CSMs.",
        }
    }

    /// The questions that must pass; the first is always among them.
    #[must_use]
    pub const fn required(self) -> &'static [QuestionId] {
        use QuestionId::{Q1, Q2, Q3, Q4, Q5, Q6};
        match self {
            Self::BoardRetentionClaim | Self::CustomerMarketing => &[Q1, Q2],
            Self::CsHeadcount => &[Q1, Q2, Q5, Q6],
            Self::Resegmentation => &[Q1, Q3, Q4],
            Self::MajorCsHire | Self::AmSplit => &[Q1, Q5, Q6],
            Self::NrrVsComplaints => &[Q1, Q2, Q3],
        }
    }
}

/// One of the six forcing questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum QuestionId {
    /// What is gross retention?
    Q1,
    /// What is the first reason customers leave?
    Q2,
    /// How long until value, by segment?
    Q3,
    /// Whom would you let go?
    Q4,
    /// ARR per CSM, and which model?
    Q5,
    /// Does the CS plan pay for retention?
    Q6,
}

impl QuestionId {
    /// All questions.
    pub const ALL: [Self; 6] = [Self::Q1, Self::Q2, Self::Q3, Self::Q4, Self::Q5, Self::Q6];

    /// What to bring when it is unanswered.
    #[must_use]
    pub const fn ask(self) -> &'static str {
        match self {
            Self::Q1 => "Bring evidence.retention: starting, churned, contraction and expansion ARR by cohort.",
            Self::Q2 => "Bring churn_reasons: customers lost by first reason, for each cohort.",
            Self::Q3 => "Bring evidence.time_to_value: days to first value by tier.",
            Self::Q4 => "Bring evidence.segmentation: ARR, fit and cost by customer.",
            Self::Q5 => "Bring evidence.coverage: customers, ARR and CSMs by tier.",
            Self::Q6 => "Bring evidence.comp: base, variable, components and same_plan_as_sales of each CS role.",
        }
    }

    /// What to bring, and the tool that answers with it.
    #[must_use]
    pub fn ask_of_tool(self) -> String {
        format!("{} ({}).", self.ask().trim_end_matches('.'), self.tool())
    }

    /// The tool that answers it.
    #[must_use]
    pub const fn tool(self) -> &'static str {
        match self {
            Self::Q1 | Self::Q2 => "retention_decompose",
            Self::Q3 => "measure_time_to_value",
            Self::Q4 => "segment_customers",
            Self::Q5 => "size_cs_team",
            Self::Q6 => "check_cs_comp",
        }
    }
}

/// How a question fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionStatus {
    /// Answered, and the answer carries the plan.
    Pass,
    /// Answered, with a doubt.
    Concern,
    /// Answered, and against the plan.
    Fail,
    /// No evidence.
    Unanswered,
}

/// What the review says of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum ReviewVerdict {
    /// Go ahead.
    Ship,
    /// Answer what fired, then go ahead.
    Sharpen,
    /// Not as it stands.
    Block,
}

impl ReviewVerdict {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ship => "SHIP",
            Self::Sharpen => "SHARPEN",
            Self::Block => "BLOCK",
        }
    }

    /// The word with its light.
    #[must_use]
    pub const fn lit(self) -> &'static str {
        match self {
            Self::Ship => "🟢 SHIP",
            Self::Sharpen => "🟡 SHARPEN",
            Self::Block => "🔴 BLOCK",
        }
    }
}

/// Who else must look at the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Product.
    Cpo,
    /// Revenue.
    Cro,
    /// Finance.
    Cfo,
    /// People.
    Chro,
    /// Marketing.
    Cmo,
    /// The decision log: always.
    Decide,
    /// A waiting time of 30 days.
    #[serde(rename = "freeze 30")]
    #[schemars(rename = "freeze 30")]
    Freeze30,
}

/// Whether the caller named the trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerFrom {
    /// The caller did.
    Given,
    /// It was taken from the evidence that is there.
    Evidence,
}
