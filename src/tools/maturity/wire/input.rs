//! The arguments as they arrive.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::tools::maturity::calc::Answer;
use crate::tools::maturity::questions::Question;
use crate::tools::maturity::words::{Instrumentation, Level, Literacy};
use crate::units::{Amount, Label, Money, Percent};

/// Arguments of `score_cx_maturity`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// Aim and owners. Every section and field may be left out, one section must be there.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: written_cx_strategy primary_outcome_defined renewals_owner_named expansion_owner_named; numbers: owner_clarity_score 0-10, board_review_cadence_months (0 never)"
    }))]
    pub strategy: Option<Strategy>,
    /// Segments and how they are covered.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: segment_coverage_models_defined csm_ratio_in_band exec_sponsorship_on_top20; number: segment_count"
    }))]
    pub segmentation: Option<Segmentation>,
    /// The customer's way through the company.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: journey_mapped handoffs_documented; numbers: stages_count stage_owners_assigned_pct; instrumentation_per_stage: none, partial, comprehensive"
    }))]
    pub journey: Option<Journey>,
    /// Voice of customer.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: nps_relationship_running nps_transactional_running interview_program_running behavioral_voc_in_use quarterly_synthesis_published; number: closed_loop_pct"
    }))]
    pub voice: Option<Voice>,
    /// Health, renewals, saves, and the retention that came of it.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: health_score_in_use renewal_motion_documented save_room_active qbr_standard_in_use; numbers: trailing_nrr_pct trailing_grr_pct logo_churn_pct"
    }))]
    pub operations: Option<Operations>,
    /// The people.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "true/false: cco_or_head_of_cx_filled support_lead_in_place renewals_team_in_place csm_ladder_defined; csm_count: number; literacy_program: none, partial, all-tiers"
    }))]
    pub talent: Option<Talent>,
    /// A sentence for each yes, by its path or field: {"strategy.written_cx_strategy": "signed off in May"}.
    #[schemars(extend("x-tell" = "{field that is true: sentence that shows it}"))]
    pub evidence: Option<Map<String, Value>>,
    /// Annual recurring revenue, to tell whether the title CCO comes too early.
    pub arr_usd: Option<Money>,
    /// The organisation's name.
    pub org_name: Option<Label>,
}

/// An answer as a field has it.
trait Answered {
    fn answer(&self) -> Answer;
}

impl Answered for bool {
    fn answer(&self) -> Answer {
        Answer::Claim(*self)
    }
}

impl Answered for u64 {
    fn answer(&self) -> Answer {
        Answer::Number((*self).into())
    }
}

impl Answered for Amount {
    fn answer(&self) -> Answer {
        Answer::Number(self.decimal())
    }
}

impl Answered for Percent {
    fn answer(&self) -> Answer {
        Answer::Number(self.decimal())
    }
}

impl Answered for Instrumentation {
    fn answer(&self) -> Answer {
        Answer::Level(match self {
            Self::None => Level::None,
            Self::Partial => Level::Partial,
            Self::Comprehensive => Level::Full,
        })
    }
}

impl Answered for Literacy {
    fn answer(&self) -> Answer {
        Answer::Level(match self {
            Self::None => Level::None,
            Self::Partial => Level::Partial,
            Self::AllTiers => Level::Full,
        })
    }
}

/// Declares a section: its fields, each with the question that it answers.
macro_rules! section {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$field_meta:meta])* $field:ident: $kind:ty => $question:ident,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: Option<$kind>,)*
        }

        impl $name {
            fn answers(&self, out: &mut Vec<(Question, Answer)>) {
                $(
                    let answer = self.$field.as_ref().map_or(Answer::Unknown, Answered::answer);
                    out.push((Question::$question, answer));
                )*
            }
        }
    };
}
section! {
    /// Aim and owners.
    Strategy {
        /// Whether a CX strategy is written down.
        written_cx_strategy: bool => WrittenStrategy,
        /// Whether one primary customer outcome is defined.
        primary_outcome_defined: bool => PrimaryOutcome,
        /// How clear it is who owns what, 0 to 10; decimals count.
        #[schemars(extend("x-max" = 10))]
        owner_clarity_score: Amount => OwnerClarity,
        /// Whether renewals have an owner by name.
        renewals_owner_named: bool => RenewalsOwner,
        /// Whether expansion has an owner by name.
        expansion_owner_named: bool => ExpansionOwner,
        /// Months between two reviews of customers by the board; 0 is never.
        board_review_cadence_months: Amount => BoardReview,
    }
}
section! {
    /// Segments and how they are covered.
    Segmentation {
        /// How many segments there are; 0 is none.
        segment_count: u64 => Segments,
        /// Whether every segment has a coverage model.
        segment_coverage_models_defined: bool => CoverageModels,
        /// Whether ARR and accounts per CSM lie in their bands (`size_cs_team`).
        csm_ratio_in_band: bool => CsmRatio,
        /// Whether the top 20 accounts, or the top 20 % if fewer, each have an executive sponsor.
        exec_sponsorship_on_top20: bool => ExecSponsorship,
    }
}
section! {
    /// The customer's way through the company.
    Journey {
        /// Whether the journey is mapped.
        journey_mapped: bool => JourneyMapped,
        /// How many stages it has; 0 is none.
        stages_count: u64 => Stages,
        /// Whether hand-offs between stages are documented.
        handoffs_documented: bool => Handoffs,
        /// The percentage of stages with an owner, 0 to 100.
        stage_owners_assigned_pct: Percent => StageOwners,
        /// Whether stages are measured.
        instrumentation_per_stage: Instrumentation => Instrumented,
    }
}
section! {
    /// Voice of customer.
    Voice {
        /// Whether relationship NPS runs.
        nps_relationship_running: bool => NpsRelationship,
        /// Whether transactional NPS runs.
        nps_transactional_running: bool => NpsTransactional,
        /// Whether customer interviews run as a program.
        interview_program_running: bool => Interviews,
        /// Whether behaviour is read as voice of customer.
        behavioral_voc_in_use: bool => Behavioral,
        /// The percentage of feedback that got an answer, 0 to 100.
        closed_loop_pct: Percent => ClosedLoop,
        /// Whether a synthesis is published each quarter.
        quarterly_synthesis_published: bool => Synthesis,
    }
}
section! {
    /// Health, renewals, saves, and the retention that came of it.
    Operations {
        /// Whether a health score is in use.
        health_score_in_use: bool => HealthScore,
        /// Whether the renewal motion is documented.
        renewal_motion_documented: bool => RenewalMotion,
        /// Whether a save room is active.
        save_room_active: bool => SaveRoom,
        /// Whether a QBR standard is in use.
        qbr_standard_in_use: bool => Qbr,
        /// Net revenue retention of the last twelve months as a percentage, 0 to 300.
        #[schemars(extend("x-max" = 300))]
        trailing_nrr_pct: Percent => Nrr,
        /// Gross revenue retention of the last twelve months as a percentage, 0 to 100; never above NRR.
        trailing_grr_pct: Percent => Grr,
        /// Customers lost in the last twelve months as a percentage, 0 to 100.
        logo_churn_pct: Percent => LogoChurn,
    }
}
section! {
    /// The people.
    Talent {
        /// Whether a CCO or head of CX is in the seat.
        cco_or_head_of_cx_filled: bool => Head,
        /// How many CSMs there are; 0 is none.
        csm_count: u64 => Csms,
        /// Whether a support lead is in place.
        support_lead_in_place: bool => SupportLead,
        /// Whether a renewals team or lead is in place.
        renewals_team_in_place: bool => RenewalsTeam,
        /// Whether a career ladder for CSMs is defined.
        csm_ladder_defined: bool => Ladder,
        /// Whom the program for customer literacy reaches.
        literacy_program: Literacy => LiteracyProgram,
    }
}

impl Input {
    /// Whether any section is there.
    pub(super) const fn has_section(&self) -> bool {
        self.strategy.is_some()
            || self.segmentation.is_some()
            || self.journey.is_some()
            || self.voice.is_some()
            || self.operations.is_some()
            || self.talent.is_some()
    }

    /// An answer for every question; a section that is absent answers nothing.
    pub(super) fn answers(&self) -> Vec<(Question, Answer)> {
        let mut out = Vec::with_capacity(Question::ALL.len());
        self.strategy.clone().unwrap_or_default().answers(&mut out);
        self.segmentation.clone().unwrap_or_default().answers(&mut out);
        self.journey.clone().unwrap_or_default().answers(&mut out);
        self.voice.clone().unwrap_or_default().answers(&mut out);
        self.operations.clone().unwrap_or_default().answers(&mut out);
        self.talent.clone().unwrap_or_default().answers(&mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Shape, shape_of};

    #[test]
    fn the_questions_stand_where_the_fields_are() {
        let Shape::Object(input) = shape_of::<Input>() else { panic!("the arguments are an object") };
        let mut paths = Vec::new();
        for section in &input.fields {
            if let Shape::Object(fields) = &section.shape {
                // What models see instead of the fields is one text, which must name them all.
                let told = section.public.as_ref().map(ToString::to_string).unwrap_or_default();
                let words: Vec<&str> = told.split([' ', '"', ',', ':']).collect();
                let hidden: Vec<&str> = fields.fields.iter().map(|field| field.name.as_str()).collect();
                assert!(hidden.iter().all(|name| words.contains(name)), "{}: {told} of {hidden:?}", section.name);
                paths.extend(fields.fields.iter().map(|field| format!("{}.{}", section.name, field.name)));
            }
        }
        let asked: Vec<&str> = Question::ALL.iter().map(|question| question.path()).collect();
        assert_eq!(paths, asked);
        let none = Input {
            strategy: None,
            segmentation: None,
            journey: None,
            voice: None,
            operations: None,
            talent: None,
            evidence: None,
            arr_usd: None,
            org_name: None,
        };
        let answered: Vec<Question> = none.answers().into_iter().map(|(question, _)| question).collect();
        assert_eq!(answered, Question::ALL);
    }
}
