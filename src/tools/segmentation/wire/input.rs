//! The arguments, and the book that comes of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::{Segment, Tier};
use super::draft::{Draft, drafts};
use crate::ingest::{TablePlace, gather_rows};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Stop};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::accounts::{Departures, plg_as_smb};
use crate::tools::segmentation::calc::account::{Account, Book, Mark, Marks, Texts};
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::units::{Date, Label, Money, Ratio};

/// Arguments of `segment_customers`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row a customer.
    pub customers: Option<Vec<CustomerInput>>,
    /// Gross margin as a fraction, for break-even prices; without it cost is compared with price directly.
    #[schemars(extend("x-tell" = "fraction"))]
    pub gross_margin: Option<Ratio>,
}

/// One customer. What is left out is unknown, which is never held against anybody.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CustomerInput {
    /// The customer's name.
    pub name: Label,
    /// Its identifier; where given, it tells duplicates in place of the name.
    pub id: Option<Label>,
    /// Annual recurring revenue; 0 for a free account.
    pub arr_usd: Money,
    /// Whole months since it became a customer.
    #[schemars(extend("x-max" = 1200))]
    pub tenure_months: Option<u32>,
    /// The seven signals of the ideal customer profile; leave out what nobody has checked.
    #[schemars(extend("x-tell" = "leave out what is not known"))]
    pub icp_fit_signals: Option<Signals>,
    /// What supporting it costs a year.
    pub annual_support_cost_usd: Option<Money>,
    /// The tier it is treated as today; moves are tested against it, and plg is read as smb_long_tail.
    #[schemars(extend(
        "x-tell" = "tier treated as today",
        "x-aliases" = ["tier", "segment"],
        "x-public" = {"type": "string", "enum": Tier::ALL.map(Tier::as_str)}
    ))]
    pub current_tier: Option<Segment>,
    /// Escalations in the last 12 months.
    #[schemars(extend("x-max" = 1_000_000))]
    pub escalations_12mo: Option<u32>,
    /// Whether a company whose interests conflict with ours bought it.
    pub acquired_by_conflicting_entity: Option<bool>,
    /// Whether it shrinks or closes down.
    pub declining_or_closing: Option<bool>,
    /// Whether we have a dedicated executive contact there.
    pub dedicated_exec_contact: Option<bool>,
    /// Whether the contract runs for several years.
    pub multi_year: Option<bool>,
    /// Whether sponsors are named on both sides.
    pub sponsor_both_sides: Option<bool>,
    /// The day the contract ends, YYYY-MM-DD.
    pub contract_end: Option<Date>,
    /// Whether it has left; then it is in no figure.
    #[schemars(extend("x-hidden" = true))]
    pub churned: Option<bool>,
    /// The day it left, YYYY-MM-DD.
    #[schemars(extend("x-hidden" = true))]
    pub churned_on: Option<Date>,
}

/// The seven signals; true, false, or absent while nobody has checked.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, JsonSchema)]
pub struct Signals {
    /// It is in a target industry: 2 points.
    pub in_target_industry: Option<bool>,
    /// Its size is in the target range: 1.5 points.
    pub in_target_size_range: Option<bool>,
    /// It uses the workflow the product is made for: 2 points.
    pub uses_target_workflow: Option<bool>,
    /// It has an executive sponsor: 1.5 points.
    pub has_executive_sponsor: Option<bool>,
    /// It speaks for us in public: 1 point.
    pub advocates_publicly: Option<bool>,
    /// It can grow much: 1 point.
    pub expansion_potential_high: Option<bool>,
    /// Few competitors are in the account: 1 point.
    pub competitor_concentration_low: Option<bool>,
}

/// A book whose rows are right.
pub(crate) struct Portfolio {
    /// The accounts.
    pub(in crate::tools::segmentation) book: Book,
    /// Where they stand.
    pub(in crate::tools::segmentation) place: TablePlace,
    /// Columns that were not used.
    pub(in crate::tools::segmentation) not_assessed: Vec<NotAssessed>,
    /// Gross margin.
    pub(in crate::tools::segmentation) gross_margin: Option<Ratio>,
}

/// Reads the table and checks the rules across rows.
///
/// # Errors
/// A customer that stands twice, a day of leaving that cannot be, or what the table's source refuses.
pub(crate) fn check(input: Input, call: &Call<'_, SegmentationPolicy>) -> Result<Portfolio, Stop> {
    let (rows, Gathered { texts, departures, plg_count }) =
        gather_rows(&call.source("customers"), input.customers, call.host, &drafts(), Gathered::account)?;
    let mut book = Book { accounts: rows.rows, texts };
    let place = rows.place;
    let mut problems = Collector::default();
    let told = match place {
        TablePlace::Inline(_) => usize::MAX,
        TablePlace::File { .. } => FILE_PROBLEMS_COUNT_MAX,
    };
    for (first, later) in book.repeated().into_iter().take(told) {
        let Some(account) = book.accounts.get(later) else { continue };
        let id = book.id(account);
        let (field, text) = if id.is_empty() { ("name", book.name(account)) } else { ("id", id) };
        problems.add(
            Code::Duplicate,
            place.field(later, field),
            format!("the {field} \"{text}\" stands twice, first at {}", place.row(first)),
            "Give each customer once; tell customers of one name apart by id.",
        );
    }
    departures.check(&place, call.common.as_of, told.saturating_sub(problems.count()), &mut problems);
    problems.finish()?;
    let left = departures.take_out(&mut book.accounts, |account| (account.row, account.arr));
    let not_assessed = left.into_iter().chain(plg_as_smb(plg_count)).chain(rows.not_assessed).collect();
    Ok(Portfolio { book, place, not_assessed, gross_margin: input.gross_margin })
}

/// What is gathered while the rows are read.
#[derive(Default)]
struct Gathered {
    texts: Texts,
    departures: Departures,
    plg_count: u64,
}

impl Gathered {
    fn account(&mut self, draft: Draft) -> Account {
        let Draft { account, name, id, departure, is_plg } = draft;
        self.plg_count += u64::from(is_plg && !departure.is_gone());
        let text = self.texts.keep(name.as_str(), id.as_ref().map(Label::as_str));
        Account { text, row: self.departures.next_row(departure), ..account }
    }
}

impl Signals {
    /// The signals of an account, as they came.
    pub(super) fn of(marks: Marks) -> Self {
        Self {
            in_target_industry: marks.get(Mark::InTargetIndustry),
            in_target_size_range: marks.get(Mark::InTargetSizeRange),
            uses_target_workflow: marks.get(Mark::UsesTargetWorkflow),
            has_executive_sponsor: marks.get(Mark::HasExecutiveSponsor),
            advocates_publicly: marks.get(Mark::AdvocatesPublicly),
            expansion_potential_high: marks.get(Mark::ExpansionPotentialHigh),
            competitor_concentration_low: marks.get(Mark::CompetitorConcentrationLow),
        }
    }
}
