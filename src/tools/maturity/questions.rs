//! The questions: where each stands, what it is called, what it is worth, who answers for it, and what closing it means.

use rust_decimal::Decimal;

use super::calc::Scale;
use super::policy::MaturityPolicy;
use super::words::{Dimension, Level, Owner};

/// Declares every question once: its place, its name in print, its owner and the sentence of its key result, in which
/// `{}` stands for the target.
macro_rules! questions {
    ($($dimension:ident $section:literal {
        $($question:ident $field:literal $title:literal $owner:ident $outcome:literal;)*
    })*) => {
        /// What is asked; in the order of the arguments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Question {
            $($(#[doc = $title] $question,)*)*
        }

        impl Question {
            /// All of them.
            pub(super) const ALL: &'static [Self] = &[$($(Self::$question,)*)*];

            /// The dimension it belongs to.
            pub(super) const fn dimension(self) -> Dimension {
                match self {
                    $($(Self::$question)|* => Dimension::$dimension,)*
                }
            }

            /// Its place in the arguments.
            pub(super) const fn path(self) -> &'static str {
                match self {
                    $($(Self::$question => concat!($section, ".", $field),)*)*
                }
            }

            /// Its field inside the section.
            pub(super) const fn field(self) -> &'static str {
                match self {
                    $($(Self::$question => $field,)*)*
                }
            }

            /// Its name in print.
            pub(super) const fn title(self) -> &'static str {
                match self {
                    $($(Self::$question => $title,)*)*
                }
            }

            /// The role that answers for it where a head of CX is there.
            pub(super) const fn owner(self) -> Owner {
                match self {
                    $($(Self::$question => Owner::$owner,)*)*
                }
            }

            /// What is true once it is closed.
            pub(super) const fn outcome(self) -> &'static str {
                match self {
                    $($(Self::$question => $outcome,)*)*
                }
            }
        }
    };
}
questions! {
    Strategy "strategy" {
        WrittenStrategy "written_cx_strategy" "written CX strategy" HeadOfCx
            "The CX strategy is written down and every team has it";
        PrimaryOutcome "primary_outcome_defined" "primary outcome defined" HeadOfCx
            "One customer outcome is named as the primary one";
        OwnerClarity "owner_clarity_score" "owner clarity score" HeadOfCx
            "Owner clarity is {} when the teams are asked again";
        RenewalsOwner "renewals_owner_named" "renewals owner named" Ceo
            "Renewals have one owner by name";
        ExpansionOwner "expansion_owner_named" "expansion owner named" Ceo
            "Expansion has owners by name: growth from use, and new lines";
        BoardReview "board_review_cadence_months" "months between board reviews" Ceo
            "Months between two reviews of customers by the board: {}";
    }
    Segmentation "segmentation" {
        Segments "segment_count" "segment count" HeadOfCx
            "The number of segments is {}, each with a bound that decides";
        CoverageModels "segment_coverage_models_defined" "segment coverage models defined" HeadOfCx
            "Every segment has a coverage model that differs from its neighbour's";
        CsmRatio "csm_ratio_in_band" "CSM ratio in band" CsOperations
            "ARR and accounts per CSM lie in their bands by size_cs_team";
        ExecSponsorship "exec_sponsorship_on_top20" "executive sponsors of the top accounts" HeadOfCx
            "Each of the top 20 accounts, or of the top 20 % if those are fewer, has an executive sponsor by name";
    }
    Journey "journey" {
        JourneyMapped "journey_mapped" "journey mapped" HeadOfCx
            "The customer's journey is mapped from signature to renewal";
        Stages "stages_count" "stages of the journey" HeadOfCx
            "The number of the journey's stages is {}";
        Handoffs "handoffs_documented" "hand-offs documented" CsOperations
            "Every hand-off between stages is written down";
        StageOwners "stage_owners_assigned_pct" "stages with an owner" HeadOfCx
            "The share of stages with an owner is {}";
        Instrumented "instrumentation_per_stage" "instrumentation per stage" CsOperations
            "Instrumentation of the stages is {}";
    }
    Voice "voice" {
        NpsRelationship "nps_relationship_running" "relationship NPS" HeadOfCxOps
            "Relationship NPS runs";
        NpsTransactional "nps_transactional_running" "transactional NPS" HeadOfCxOps
            "Transactional NPS runs";
        Interviews "interview_program_running" "interview program" HeadOfCxOps
            "Customer interviews run as a program";
        Behavioral "behavioral_voc_in_use" "behavioral voice of customer" HeadOfCxOps
            "What customers do is read beside what they say";
        ClosedLoop "closed_loop_pct" "closed loop" HeadOfCxOps
            "The share of feedback that got an answer is {}";
        Synthesis "quarterly_synthesis_published" "quarterly synthesis" HeadOfCxOps
            "A synthesis of the feedback is published each quarter";
    }
    Operations "operations" {
        HealthScore "health_score_in_use" "health score in use" CsOperations
            "A health score decides whom CSMs see first";
        RenewalMotion "renewal_motion_documented" "renewal motion documented" HeadOfCx
            "The renewal motion is written down, step by step before the date";
        SaveRoom "save_room_active" "save room active" HeadOfCx
            "A save room meets every week";
        Qbr "qbr_standard_in_use" "QBR standard in use" CsOperations
            "One QBR standard is in use";
        Nrr "trailing_nrr_pct" "trailing NRR" HeadOfCx
            "Trailing NRR is {}";
        Grr "trailing_grr_pct" "trailing GRR" HeadOfCx
            "Trailing GRR is {}";
        LogoChurn "logo_churn_pct" "logo churn" HeadOfCx
            "Logo churn is {}";
    }
    Talent "talent" {
        Head "cco_or_head_of_cx_filled" "CCO or head of CX" Ceo
            "A head of CX is in the seat";
        Csms "csm_count" "CSM count" HeadOfCx
            "The number of CSMs is {}, as far as size_cs_team asks for them";
        SupportLead "support_lead_in_place" "support lead" HeadOfCx
            "A support lead is in place";
        RenewalsTeam "renewals_team_in_place" "renewals team" HeadOfCx
            "A renewals team or lead is in place";
        Ladder "csm_ladder_defined" "CSM ladder" HeadOfCx
            "The ladder for CSMs is written down";
        LiteracyProgram "literacy_program" "literacy program" HeadOfCx
            "The literacy program reaches {}";
    }
}

impl Question {
    /// Whether its answer is a percentage.
    pub(super) fn is_percent(self) -> bool {
        self.field().ends_with("_pct")
    }

    /// The word of the arguments for a level.
    pub(super) const fn level_word(self, level: Level) -> &'static str {
        match (self, level) {
            (_, Level::None) => "none",
            (_, Level::Partial) => "partial",
            (Self::LiteracyProgram, Level::Full) => "all-tiers",
            (_, Level::Full) => "comprehensive",
        }
    }

    /// How an answer becomes points.
    pub(super) fn scale(self, policy: &MaturityPolicy) -> Scale {
        let p = policy;
        match self {
            Self::WrittenStrategy => Scale::Claim(p.written_strategy_points),
            Self::PrimaryOutcome => Scale::Claim(p.primary_outcome_points),
            Self::OwnerClarity => Scale::Rated { each: p.owner_clarity_factor, full: p.owner_clarity_points },
            Self::RenewalsOwner => Scale::Claim(p.renewals_owner_points),
            Self::ExpansionOwner => Scale::Claim(p.expansion_owner_points),
            Self::BoardReview => Scale::Months {
                at_most: p.board_review_months_max,
                often: p.board_review_points,
                rare: p.board_review_rare_points,
            },
            Self::Segments => Scale::Range {
                low: p.segments_min,
                high: p.segments_max,
                fit: p.segments_points,
                other: p.segments_other_points,
            },
            Self::CoverageModels => Scale::Claim(p.coverage_models_points),
            Self::CsmRatio => Scale::Claim(p.csm_ratio_points),
            Self::ExecSponsorship => Scale::Claim(p.exec_sponsorship_points),
            Self::JourneyMapped => Scale::Claim(p.journey_mapped_points),
            Self::Stages => Scale::Range {
                low: p.stages_min,
                high: p.stages_max,
                fit: p.stages_points,
                other: p.stages_other_points,
            },
            Self::Handoffs => Scale::Claim(p.handoffs_points),
            Self::StageOwners => Scale::Part { full: p.stage_owners_points, target: Decimal::ONE_HUNDRED },
            Self::Instrumented => {
                Scale::Levels { partial: p.instrumentation_partial_points, full: p.instrumentation_points }
            }
            Self::NpsRelationship => Scale::Claim(p.nps_relationship_points),
            Self::NpsTransactional => Scale::Claim(p.nps_transactional_points),
            Self::Interviews => Scale::Claim(p.interviews_points),
            Self::Behavioral => Scale::Claim(p.behavioral_points),
            Self::ClosedLoop => Scale::Part { full: p.closed_loop_points, target: p.closed_loop_target },
            Self::Synthesis => Scale::Claim(p.synthesis_points),
            Self::HealthScore => Scale::Claim(p.health_score_points),
            Self::RenewalMotion => Scale::Claim(p.renewal_motion_points),
            Self::SaveRoom => Scale::Claim(p.save_room_points),
            Self::Qbr => Scale::Claim(p.qbr_points),
            Self::Nrr => Scale::Ladder {
                steps: vec![
                    (p.nrr_top_line, p.nrr_top_points),
                    (p.nrr_good_line, p.nrr_good_points),
                    (p.nrr_flat_line, p.nrr_flat_points),
                ],
                floor: p.nrr_low_points,
            },
            Self::Grr => Scale::Ladder {
                steps: vec![(p.grr_top_line, p.grr_top_points), (p.grr_good_line, p.grr_good_points)],
                floor: p.grr_low_points,
            },
            Self::LogoChurn => Scale::Penalty {
                steps: vec![(p.churn_high_line, p.churn_high_penalty), (p.churn_line, p.churn_penalty)],
            },
            Self::Head => Scale::Claim(p.head_points),
            Self::Csms => Scale::Ladder {
                steps: vec![
                    (p.csms_team_min, p.csms_team_points),
                    (p.csms_some_min, p.csms_some_points),
                    (Decimal::ONE, p.csms_one_points),
                ],
                floor: Decimal::ZERO,
            },
            Self::SupportLead => Scale::Claim(p.support_lead_points),
            Self::RenewalsTeam => Scale::Claim(p.renewals_team_points),
            Self::Ladder => Scale::Claim(p.ladder_points),
            Self::LiteracyProgram => Scale::Levels { partial: p.literacy_partial_points, full: p.literacy_points },
        }
    }
}
