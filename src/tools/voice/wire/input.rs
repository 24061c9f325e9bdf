//! What arrives at `design_voc_program`, and the rules across its fields.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::calc::{Answers, Program, Reading};
use super::super::policy::VoicePolicy;
use super::super::words::{Item, Part};
use crate::customers::Stage;
use crate::problem::{Code, Collector, Stop};
use crate::tools::Call;
use crate::units::{Label, Percent};

/// Arguments of `design_voc_program`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// Ways of listening that run today: true, false, or absent if nobody knows.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "booleans: nps_relationship nps_transactional csat_post_ticket churn_interviews win_loss_interviews product_analytics ces in_app_micro_surveys renewal_interviews behavioral_voc support_ticket_taxonomy community_listening advisory_board"
    }))]
    pub instruments_in_use: Instruments,
    /// What happens with what was heard.
    pub action_loop: ActionLoop,
    /// Who sees to it.
    pub governance: Governance,
    /// Answers to surveys, so that a score comes with its interval and with those who stayed silent.
    pub responses: Option<Responses>,
    /// seed is pre-seed to Series A, growth is Series B and later, scale is late stage; orders the rollout.
    #[schemars(extend("x-aliases" = ["company_stage"]))]
    pub stage: Option<Stage>,
    /// The organisation's name, repeated in the result.
    #[schemars(extend("x-hidden" = true))]
    pub org_name: Option<Label>,
}

/// Declares a section of the arguments whose fields are all optional, and how each becomes a reading.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty = $item:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize, JsonSchema)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<$kind>,)*
        }
        impl $name {
            fn readings(&self) -> Vec<(Item, Reading)> {
                vec![$((Item::$item, self.$field.map_or(Reading::Unknown, Reading::from)),)*]
            }
        }
    };
}

impl From<bool> for Reading {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Percent> for Reading {
    fn from(percent: Percent) -> Self {
        Self::Figure(percent.decimal())
    }
}

impl From<u32> for Reading {
    fn from(count: u32) -> Self {
        Self::Figure(Decimal::from(count))
    }
}

section! {
    /// The thirteen instruments; the first six are the ones to begin with.
    Instruments {
        /// Relationship NPS, asked on a calendar.
        nps_relationship: bool = NpsRelationship,
        /// Transactional NPS, asked after a moment that matters.
        nps_transactional: bool = NpsTransactional,
        /// CSAT after a support ticket.
        csat_post_ticket: bool = CsatPostTicket,
        /// Interviews with customers who left.
        churn_interviews: bool = ChurnInterviews,
        /// Interviews with those who bought and those who did not.
        win_loss_interviews: bool = WinLossInterviews,
        /// Product analytics.
        product_analytics: bool = ProductAnalytics,
        /// Customer effort score.
        ces: bool = Ces,
        /// Short questions inside the product.
        in_app_micro_surveys: bool = InAppMicroSurveys,
        /// Interviews with customers who renewed.
        renewal_interviews: bool = RenewalInterviews,
        /// Behaviour read as an opinion.
        behavioral_voc: bool = BehavioralVoc,
        /// Support tickets sorted by cause.
        support_ticket_taxonomy: bool = SupportTicketTaxonomy,
        /// What customers tell each other.
        community_listening: bool = CommunityListening,
        /// A standing board of customers.
        advisory_board: bool = AdvisoryBoard,
    }
}

section! {
    /// The way from feedback to an answer; what is absent is not known.
    ActionLoop {
        /// Share of feedback whose sender heard what came of it, 0 to 100.
        #[schemars(extend("x-tell" = "% answered"))]
        closed_loop_pct: Percent = ClosedLoopPct,
        /// Months between two written syntheses, 0 to 120; 0 is none.
        #[schemars(extend("x-max" = 120))]
        synthesis_cadence_months: u32 = SynthesisCadenceMonths,
        /// How many people read the synthesis, 0 to 1,000,000.
        #[schemars(extend("x-max" = 1_000_000))]
        synthesis_recipients_count: u32 = SynthesisRecipientsCount,
        /// Days until somebody speaks to a detractor, 0 to 3,650; 0 is the same day.
        #[schemars(extend("x-max" = 3_650))]
        detractor_followup_sla_days: u32 = DetractorFollowupSlaDays,
        /// Months between two times that customers are told what changed, 0 to 120; 0 is never.
        #[schemars(extend("x-max" = 120))]
        external_response_cadence_months: u32 = ExternalResponseCadenceMonths,
    }
}

section! {
    /// Who sees to it; what is absent is not known.
    Governance {
        /// Whether one person owns the program.
        owner_named: bool = OwnerNamed,
        /// Whether a committee across functions meets each month.
        monthly_committee_active: bool = MonthlyCommitteeActive,
        /// Months between two reviews of the instruments themselves, 0 to 120; 0 is none.
        #[schemars(extend("x-max" = 120))]
        instrument_review_cadence_months: u32 = InstrumentReviewCadenceMonths,
    }
}

/// Answers to surveys.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Responses {
    /// The last NPS survey.
    pub nps: NpsResponses,
}

/// The answers to one NPS survey, by count.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct NpsResponses {
    /// Those who gave 9 or 10, 0 to 1,000,000,000.
    #[schemars(extend("x-max" = 1_000_000_000))]
    pub promoters: u32,
    /// Those who gave 7 or 8, 0 to 1,000,000,000.
    #[schemars(extend("x-max" = 1_000_000_000))]
    pub passives: u32,
    /// Those who gave 0 to 6, 0 to 1,000,000,000.
    #[schemars(extend("x-max" = 1_000_000_000))]
    pub detractors: u32,
    /// How many were asked, at least those who answered, up to 4,000,000,000.
    #[schemars(extend("x-max" = 4_000_000_000_u32))]
    pub sent: Option<u32>,
}

/// A question whose parts agree.
pub(in super::super) struct Question {
    pub(in super::super) program: Program,
    pub(in super::super) answers: Option<Answers>,
    pub(in super::super) org_name: Option<Label>,
}

/// Checks the rules across fields.
///
/// # Errors
/// More answers than were asked for, or overridden points and weights that are no score.
pub(in super::super) fn check(input: Input, call: &Call<'_, VoicePolicy>) -> Result<Question, Stop> {
    let mut problems = Collector::default();
    let answers = input.responses.map(|Responses { nps }| Answers {
        promoters: nps.promoters.into(),
        passives: nps.passives.into(),
        detractors: nps.detractors.into(),
        sent: nps.sent.map(u64::from),
    });
    if let Some((answers, sent)) = answers.and_then(|answers| Some((answers, answers.sent?)))
        && answers.answered() > sent
    {
        problems.add(
            Code::Identity,
            "responses.nps.sent",
            format!("{} answered, of {sent} asked", answers.answered()),
            "Give how many were asked in the same survey, or leave sent out if nobody knows.",
        );
    }
    check_policy(&call.policy, &mut problems);
    problems.finish()?;
    let readings = [input.instruments_in_use.readings(), input.action_loop.readings(), input.governance.readings()];
    Ok(Question { program: Program::new(readings.into_iter().flatten()), answers, org_name: input.org_name })
}

fn check_policy(policy: &VoicePolicy, problems: &mut Collector) {
    let sum: Decimal = Part::ALL.iter().map(|part| policy.weight(*part)).sum();
    if sum != Decimal::ONE_HUNDRED {
        problems.add(
            Code::Identity,
            "policy",
            format!("the weights of the three parts sum to {}, not 100", sum.normalize()),
            "Override instruments_weight, action_loop_weight and governance_weight so that they sum to 100.",
        );
    }
    for part in Part::ALL.into_iter().filter(|part| policy.possible_points(*part).is_zero()) {
        problems.add(
            Code::Identity,
            "policy",
            format!("no item of {} earns a point", part.argument()),
            "Leave at least one of its points above 0; to leave the part out, set its weight to 0.",
        );
    }
}
