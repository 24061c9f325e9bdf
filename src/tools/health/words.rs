//! The tool's vocabulary: components, raw signals, critical events, trends. No logic but naming and grouping.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::{Health, Segment};

/// A part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// How much the product is used.
    Usage,
    /// How present the customer's people are.
    Engagement,
    /// How support goes and how the customer feels about it.
    Support,
    /// How far onboarding has come.
    Onboarding,
    /// How deep the use goes.
    Adoption,
    /// How the customer stands to the renewal.
    Renewal,
}

impl Component {
    /// All components, in the order of their weights.
    pub const ALL: [Self; 6] =
        [Self::Usage, Self::Engagement, Self::Support, Self::Onboarding, Self::Adoption, Self::Renewal];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Engagement => "engagement",
            Self::Support => "support",
            Self::Onboarding => "onboarding",
            Self::Adoption => "adoption",
            Self::Renewal => "renewal",
        }
    }
}

/// Which lines an account is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Strategic and Enterprise.
    Enterprise,
    /// Mid-market.
    MidMarket,
    /// SMB and product-led.
    SmbLongTail,
}

impl Measure {
    /// The lines of a segment.
    #[must_use]
    pub const fn of(segment: Segment) -> Self {
        match segment {
            Segment::Strategic | Segment::Enterprise => Self::Enterprise,
            Segment::MidMarket => Self::MidMarket,
            Segment::SmbLongTail | Segment::Plg => Self::SmbLongTail,
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Enterprise => "Enterprise",
            Self::MidMarket => "Mid-market",
            Self::SmbLongTail => "SMB / long tail",
        }
    }
}

/// A raw figure that fills a missing component (`references/health.md#raw-signals`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Users who log in.
    LoginPct,
    /// Daily users of monthly ones.
    DauMau,
    /// Features in use.
    FeatureAdoptionPct,
    /// Meetings attended.
    MeetingAttendancePct,
    /// How engaged the executive sponsor is.
    SponsorEngagementPct,
    /// Contacts we talk to.
    Threads,
    /// Open tickets.
    OpenTickets,
    /// Tickets that were escalated.
    EscalationRate,
    /// Hours to resolve a ticket.
    ResolutionHours,
    /// Satisfaction, 1 to 5.
    #[serde(rename = "csat_1_5")]
    Csat,
    /// Likelihood to recommend, 0 to 10.
    #[serde(rename = "nps_0_10")]
    Nps,
    /// Tickets against the account's own usual number.
    Tickets,
    /// What the customer says of the renewal.
    RenewalSentiment,
}

impl Signal {
    /// All signals, by component.
    pub const ALL: [Self; 13] = [
        Self::LoginPct,
        Self::DauMau,
        Self::FeatureAdoptionPct,
        Self::MeetingAttendancePct,
        Self::SponsorEngagementPct,
        Self::Threads,
        Self::OpenTickets,
        Self::EscalationRate,
        Self::ResolutionHours,
        Self::Csat,
        Self::Nps,
        Self::Tickets,
        Self::RenewalSentiment,
    ];

    /// The component it fills; no raw signal tells of onboarding.
    #[must_use]
    pub const fn component(self) -> Component {
        match self {
            Self::LoginPct | Self::DauMau => Component::Usage,
            Self::FeatureAdoptionPct => Component::Adoption,
            Self::MeetingAttendancePct | Self::SponsorEngagementPct | Self::Threads => Component::Engagement,
            Self::OpenTickets
            | Self::EscalationRate
            | Self::ResolutionHours
            | Self::Csat
            | Self::Nps
            | Self::Tickets => Component::Support,
            Self::RenewalSentiment => Component::Renewal,
        }
    }

    /// Whether it stands among those used.
    #[must_use]
    pub const fn is_in(self, used: u16) -> bool {
        used & self.bit() != 0
    }

    /// Its place in a set.
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What the customer says of the renewal; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    /// They mean to renew.
    Positive,
    /// They say neither.
    Neutral,
    /// They doubt it.
    Negative,
}

/// An event after which no score can be trusted to be green (`references/health.md#critical-events`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "champion_left": "sponsor_left", "exec_sponsor_left": "sponsor_left", "executive_sponsor_left": "sponsor_left",
    "usage_down_50": "usage_halved", "usage_down_50pct_30d": "usage_halved", "escalation": "escalated",
    "escalation_to_leadership": "escalated", "competitor": "competitor_named", "competitor_mentioned": "competitor_named",
    "renewal_pushed": "renewal_questioned", "legal": "legal_dispute", "silent": "silent_14_days",
    "14_days_silent": "silent_14_days", "no_login_14_days": "silent_14_days", "late_payment": "payment_late",
    "seat_cut": "seats_cut", "no_show": "no_shows"
}))]
pub enum Event {
    /// The sponsor or champion left: red.
    SponsorLeft,
    /// Usage fell by half within 30 days: red.
    UsageHalved,
    /// The customer escalated to our leadership: red.
    Escalated,
    /// A competitor was named: red.
    CompetitorNamed,
    /// The renewal was questioned or put off: red.
    RenewalQuestioned,
    /// Lawyers are involved: red.
    LegalDispute,
    /// Nobody logged in for 14 days: yellow.
    #[serde(rename = "silent_14_days")]
    Silent14Days,
    /// Usage fell three weeks in a row: yellow.
    #[serde(rename = "usage_down_3_weeks")]
    UsageDown3Weeks,
    /// The champion has another role: yellow.
    ChampionRoleChange,
    /// People do not come to meetings: yellow.
    NoShows,
    /// A payment is late or failed: yellow.
    PaymentLate,
    /// Seats were cut: yellow.
    SeatsCut,
    /// Tickets rose suddenly: yellow.
    TicketSpike,
    /// A complaint in public: yellow.
    PublicComplaint,
}

impl Event {
    /// All events, those that cap at red first.
    pub const ALL: [Self; 14] = [
        Self::SponsorLeft,
        Self::UsageHalved,
        Self::Escalated,
        Self::CompetitorNamed,
        Self::RenewalQuestioned,
        Self::LegalDispute,
        Self::Silent14Days,
        Self::UsageDown3Weeks,
        Self::ChampionRoleChange,
        Self::NoShows,
        Self::PaymentLate,
        Self::SeatsCut,
        Self::TicketSpike,
        Self::PublicComplaint,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SponsorLeft => "sponsor_left",
            Self::UsageHalved => "usage_halved",
            Self::Escalated => "escalated",
            Self::CompetitorNamed => "competitor_named",
            Self::RenewalQuestioned => "renewal_questioned",
            Self::LegalDispute => "legal_dispute",
            Self::Silent14Days => "silent_14_days",
            Self::UsageDown3Weeks => "usage_down_3_weeks",
            Self::ChampionRoleChange => "champion_role_change",
            Self::NoShows => "no_shows",
            Self::PaymentLate => "payment_late",
            Self::SeatsCut => "seats_cut",
            Self::TicketSpike => "ticket_spike",
            Self::PublicComplaint => "public_complaint",
        }
    }

    /// The best colour that an account may have after it.
    #[must_use]
    pub const fn cap(self) -> Health {
        match self {
            Self::SponsorLeft
            | Self::UsageHalved
            | Self::Escalated
            | Self::CompetitorNamed
            | Self::RenewalQuestioned
            | Self::LegalDispute => Health::Red,
            Self::Silent14Days
            | Self::UsageDown3Weeks
            | Self::ChampionRoleChange
            | Self::NoShows
            | Self::PaymentLate
            | Self::SeatsCut
            | Self::TicketSpike
            | Self::PublicComplaint => Health::Yellow,
        }
    }
}

/// The events of an account, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Events(u16);

impl Events {
    /// Those of a list.
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        Self(events.iter().fold(0, |set, event| set | (1 << *event as u16)))
    }

    /// Those there are, in the order of [`Event::ALL`].
    pub fn list(self) -> impl Iterator<Item = Event> {
        Event::ALL.into_iter().filter(move |event| self.0 & (1 << *event as u16) != 0)
    }

    /// The best colour that they leave; none without an event.
    #[must_use]
    pub fn cap(self) -> Option<Health> {
        self.list().map(Event::cap).max()
    }
}

/// Where a score goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Up by more than the line.
    Improving,
    /// Neither.
    Stable,
    /// Down by more than the line.
    Declining,
}

impl Trend {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Stable => "stable",
            Self::Declining => "declining",
        }
    }
}

/// How much a colour and its trend press together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Green and declining.
    High,
    /// Yellow and declining, or red and not improving.
    Critical,
}

impl Alert {
    /// The alert of a colour with a trend.
    #[must_use]
    pub const fn of(health: Health, trend: Trend) -> Option<Self> {
        match (health, trend) {
            (Health::Green, Trend::Declining) => Some(Self::High),
            (Health::Yellow, Trend::Declining) | (Health::Red, Trend::Stable | Trend::Declining) => {
                Some(Self::Critical)
            }
            _ => None,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What a share of the portfolio is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Accounts.
    Accounts,
    /// Annual recurring revenue.
    Arr,
}

impl Basis {
    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Accounts => "of accounts",
            Self::Arr => "of ARR",
        }
    }
}

/// Whether the outcomes allow other weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reweighting {
    /// Too few churned accounts whose score is known to predate the churn.
    TooFewChurns,
    /// Enough; try other weights on the older half and prove them on the newer.
    Possible,
}
