//! The arguments.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::customers::Segment;
use crate::tools::health::words::{Event, Sentiment};
use crate::units::{Amount, Date, Label, Money, Percent, Ratio};

/// Arguments of `score_customer_health`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row an account.
    pub accounts: Option<Vec<AccountInput>>,
}

/// One account. What is left out is unknown, and what is unknown is not healthy.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AccountInput {
    /// The account's identifier, once in the table.
    pub id: Label,
    /// Its name.
    pub name: Option<Label>,
    /// How it is served; Strategic is measured by the bands of Enterprise, plg by those of SMB.
    #[schemars(extend("x-aliases" = ["segment"]))]
    pub tier: Segment,
    /// Annual recurring revenue.
    pub arr_usd: Money,
    /// How much the product is used, 0 to 100.
    #[schemars(extend("x-tell" = "0-100, as the next five"))]
    pub usage: Option<Percent>,
    /// How present the customer's people are, 0 to 100.
    pub engagement: Option<Percent>,
    /// How support goes and how the customer feels, 0 to 100.
    pub support: Option<Percent>,
    /// How far onboarding has come, 0 to 100.
    pub onboarding: Option<Percent>,
    /// How deep the use goes, 0 to 100.
    pub adoption: Option<Percent>,
    /// How the customer stands to the renewal, 0 to 100.
    pub renewal: Option<Percent>,
    /// Raw figures that fill components left out; in a file each is a column of its own name.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "fills components left out: login_pct dau_mau feature_adoption_pct meeting_attendance_pct \
                        sponsor_engagement_pct threads tickets tickets_usual open_tickets escalation_rate resolution_hours \
                        csat_1_5 nps_0_10 renewal_sentiment"
    }))]
    pub raw: Option<RawInput>,
    /// The score of the period before, 0 to 100.
    pub previous_score: Option<Percent>,
    /// What has happened: sponsor_left, usage_halved, escalated, competitor_named, renewal_questioned, legal_dispute cap at
    /// red; silent_14_days, usage_down_3_weeks, champion_role_change, no_shows, payment_late, seats_cut, ticket_spike,
    /// public_complaint cap at yellow.
    pub events: Option<Vec<Event>>,
    /// Whether it has left. Who has left is in the back-test alone; false is in both.
    #[schemars(extend("x-tell" = "for the back-test"))]
    pub churned: Option<bool>,
    /// The day it left, YYYY-MM-DD.
    pub churned_on: Option<Date>,
    /// The day the figures of this row stand for, YYYY-MM-DD; at least 60 days before the outcome to count.
    #[schemars(extend("x-tell" = "60+ days before the outcome"))]
    pub score_date: Option<Date>,
}

/// Raw figures of an account; each is held against the target of its segment.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct RawInput {
    /// Users who log in, in percent of those who could; fills usage.
    pub login_pct: Option<Percent>,
    /// Daily users as a fraction of monthly ones; fills usage.
    pub dau_mau: Option<Ratio>,
    /// Features in use, in percent of those bought; fills adoption.
    pub feature_adoption_pct: Option<Percent>,
    /// Meetings attended, in percent; fills engagement.
    pub meeting_attendance_pct: Option<Percent>,
    /// How engaged the executive sponsor is, in percent; fills engagement.
    pub sponsor_engagement_pct: Option<Percent>,
    /// Contacts on the customer's side that we talk to; fills engagement.
    #[schemars(extend("x-max" = 10_000))]
    pub threads: Option<u32>,
    /// Tickets in the period; 0 is silence, not health. Fills support where tickets_usual is given.
    #[schemars(extend("x-max" = 1_000_000))]
    pub tickets: Option<u32>,
    /// The account's own usual number of tickets in such a period.
    #[schemars(extend("x-max" = 1_000_000))]
    pub tickets_usual: Option<Amount>,
    /// Open tickets; fills support, 0 only where tickets is above 0.
    #[schemars(extend("x-max" = 1_000_000))]
    pub open_tickets: Option<u32>,
    /// Escalated tickets as a fraction; fills support, 0 only where tickets is above 0.
    pub escalation_rate: Option<Ratio>,
    /// Hours to resolve a ticket, on average; fills support, 0 only where tickets is above 0.
    #[schemars(extend("x-max" = 100_000))]
    pub resolution_hours: Option<Amount>,
    /// Satisfaction on the scale from 1 to 5; fills support.
    #[schemars(extend("x-min" = 1, "x-max" = 5))]
    pub csat_1_5: Option<Amount>,
    /// Likelihood to recommend on the scale from 0 to 10, not the NPS of a company; fills support.
    #[schemars(extend("x-max" = 10))]
    pub nps_0_10: Option<Amount>,
    /// What the customer says of the renewal; fills renewal.
    pub renewal_sentiment: Option<Sentiment>,
}
