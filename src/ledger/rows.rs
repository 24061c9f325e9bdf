//! An aggregate as rows: what the SQL text returns, and what `rows: aggregate` takes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::aggregate::{AgeSums, Aggregate, CohortSums, Meta, Sums, TOP_COUNT};
use crate::problem::{Code, Problem};
use crate::units::Label;

/// What a row of an aggregate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// What was asked.
    Asked,
    /// What was seen of the ledger's rows.
    Seen,
    /// A cohort over the window.
    Cohort,
    /// A segment over the window.
    Segment,
    /// A segment over the window before.
    SegmentBefore,
    /// One of the largest accounts; `age_months` is its place.
    Top,
    /// A cohort at an age.
    Age,
}

impl RowKind {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Seen => "seen",
            Self::Cohort => "cohort",
            Self::Segment => "segment",
            Self::SegmentBefore => "segment_before",
            Self::Top => "top",
            Self::Age => "age",
        }
    }
}

/// A row of an aggregate. Cents are hundredths of annual recurring revenue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
pub struct AggregateRow {
    /// What the row is about.
    pub kind: RowKind,
    /// The segment, or what was asked or seen.
    pub name: Option<Label>,
    /// The cohort's first month: year × 12 + month − 1.
    pub cohort_month: Option<u32>,
    /// Age in months; the place of a largest account.
    pub age_months: Option<u32>,
    /// Customers at the start; the figure asked or seen.
    pub customers: Digits,
    /// Customers who pay nothing at the end.
    pub churned_customers: Option<Digits>,
    /// What was paid at the start.
    pub starting_cents: Option<Digits>,
    /// What those who left had paid.
    pub churned_cents: Option<Digits>,
    /// What those who stayed pay less.
    pub contraction_cents: Option<Digits>,
    /// What those who stayed pay more.
    pub expansion_cents: Option<Digits>,
    /// Customers who came back.
    pub returned_customers: Option<Digits>,
    /// What they pay.
    pub returned_cents: Option<Digits>,
    /// Customers who began within the window.
    pub new_customers: Option<Digits>,
    /// What they pay.
    pub new_cents: Option<Digits>,
    /// Customers who stayed with a month of nothing in between.
    pub gapped_customers: Option<Digits>,
    /// Σ start².
    pub start_start: Option<Digits>,
    /// Σ start × kept.
    pub start_kept: Option<Digits>,
    /// Σ kept².
    pub kept_kept: Option<Digits>,
}

/// The names of the columns, in the order of the SQL text.
pub const COLUMNS: [&str; 18] = [
    "kind",
    "name",
    "cohort_month",
    "age_months",
    "customers",
    "churned_customers",
    "starting_cents",
    "churned_cents",
    "contraction_cents",
    "expansion_cents",
    "returned_customers",
    "returned_cents",
    "new_customers",
    "new_cents",
    "gapped_customers",
    "start_start",
    "start_kept",
    "kept_kept",
];

/// A whole number of up to 38 digits, 0 or more: more than a JSON number holds, so it may come as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Digits(pub i128);

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The reader of cells has taken everything but digits off.
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("not a whole number"))
    }
}

impl JsonSchema for Digits {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digits".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "x-kind": "digits"})
    }
}

impl Aggregate {
    /// The rows, in the order of kind, name, cohort and age.
    #[must_use]
    pub fn to_rows(&self) -> Vec<AggregateRow> {
        let mut rows: Vec<AggregateRow> =
            ASKED.iter().map(|(name, get)| figure(RowKind::Asked, name, get(&self.meta))).collect();
        rows.extend(SEEN.iter().map(|(name, get)| figure(RowKind::Seen, name, get(&self.meta))));
        rows.extend(self.cohorts.iter().map(|(cohort, sums)| cohort_row(*cohort, sums)));
        for (kind, segments) in [(RowKind::Segment, &self.segments), (RowKind::SegmentBefore, &self.segments_before)] {
            let named = |segment: &Option<String>| segment.as_deref().filter(|name| !name.is_empty()).map(Label::of);
            rows.extend(
                segments.iter().map(|(segment, sums)| AggregateRow { name: named(segment), ..of_sums(kind, sums) }),
            );
        }
        for (place, (start, kept)) in (1..).zip(&self.top) {
            let mut sums = Sums::default();
            sums.add(*start, *kept);
            rows.push(AggregateRow { age_months: Some(place), ..of_sums(RowKind::Top, &sums) });
        }
        rows.extend(self.triangle.iter().map(|((cohort, age), sums)| AggregateRow {
            cohort_month: u32::try_from(*cohort).ok(),
            age_months: Some(*age),
            returned_customers: Some(Digits(sums.returned_customers.into())),
            returned_cents: Some(Digits(sums.returned)),
            ..of_sums(RowKind::Age, &sums.base)
        }));
        rows.sort();
        rows
    }

    /// The sums of rows; tells by its index each row that cannot be, and what is missing.
    ///
    /// # Errors
    /// Rows of nothing, twice, out of bounds or that contradict each other, each at the place that `at` gives its index
    /// and field; what is missing stands at `whole`.
    pub fn of_rows(
        rows: &[AggregateRow],
        whole: &str,
        at: &dyn Fn(usize, &str) -> String,
    ) -> Result<Self, Vec<Problem>> {
        let mut reader =
            Reader { sums: Self::default(), figures: BTreeMap::new(), top: BTreeMap::new(), at, problems: Vec::new() };
        rows.iter().enumerate().for_each(|(index, row)| reader.read(index, row));
        reader.end(whole)
    }
}

/// A figure of [`Meta`] by its name.
type Figure = (&'static str, fn(&Meta) -> i64);

/// What was asked.
const ASKED: [Figure; 3] = [
    ("window_months", |meta| meta.window_months),
    ("cohort_months", |meta| meta.cohort_months),
    ("arr_factor", |meta| meta.arr_factor),
];

/// What was seen.
const SEEN: [Figure; 14] = [
    ("rows", |meta| meta.rows),
    ("customers", |meta| meta.customers),
    ("duplicate_rows", |meta| meta.duplicate_rows),
    ("segment_conflicts", |meta| meta.segment_conflicts),
    ("later_rows", |meta| meta.later_rows),
    ("incomplete_rows", |meta| meta.incomplete_rows),
    ("negative_rows", |meta| meta.negative_rows),
    ("inexact_rows", |meta| meta.inexact_rows),
    ("first_month", |meta| meta.first_month),
    ("last_month", |meta| meta.last_month),
    ("as_of_month", |meta| meta.as_of_month),
    ("currencies", |meta| meta.currencies),
    ("once_customers", |meta| meta.once_customers),
    ("first_month_customers", |meta| meta.first_month_customers),
];

fn figure(kind: RowKind, name: &str, value: i64) -> AggregateRow {
    AggregateRow { name: Some(Label::of(name)), customers: Digits(value.into()), ..of_sums(kind, &Sums::default()) }
}

fn of_sums(kind: RowKind, sums: &Sums) -> AggregateRow {
    AggregateRow {
        kind,
        name: None,
        cohort_month: Some(0),
        age_months: Some(0),
        customers: Digits(sums.customers.into()),
        churned_customers: Some(Digits(sums.churned_customers.into())),
        starting_cents: Some(Digits(sums.starting)),
        churned_cents: Some(Digits(sums.churned)),
        contraction_cents: Some(Digits(sums.contraction)),
        expansion_cents: Some(Digits(sums.expansion)),
        returned_customers: Some(Digits(0)),
        returned_cents: Some(Digits(0)),
        new_customers: Some(Digits(0)),
        new_cents: Some(Digits(0)),
        gapped_customers: Some(Digits(0)),
        start_start: Some(Digits(0)),
        start_kept: Some(Digits(0)),
        kept_kept: Some(Digits(0)),
    }
}

fn cohort_row(cohort: i32, sums: &CohortSums) -> AggregateRow {
    AggregateRow {
        cohort_month: u32::try_from(cohort).ok(),
        returned_customers: Some(Digits(sums.returned_customers.into())),
        returned_cents: Some(Digits(sums.returned)),
        new_customers: Some(Digits(sums.new_customers.into())),
        new_cents: Some(Digits(sums.new)),
        gapped_customers: Some(Digits(sums.gapped_customers.into())),
        start_start: Some(Digits(sums.start_start)),
        start_kept: Some(Digits(sums.start_kept)),
        kept_kept: Some(Digits(sums.kept_kept)),
        ..of_sums(RowKind::Cohort, &sums.base)
    }
}

impl AggregateRow {
    /// The cells, in the order of [`COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [String; COLUMNS.len()] {
        let digits = |value: &Option<Digits>| value.map_or_else(String::new, |Digits(value)| value.to_string());
        let number = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
        [
            self.kind.as_str().to_owned(),
            self.name.as_ref().map_or_else(String::new, ToString::to_string),
            number(self.cohort_month),
            number(self.age_months),
            self.customers.0.to_string(),
            digits(&self.churned_customers),
            digits(&self.starting_cents),
            digits(&self.churned_cents),
            digits(&self.contraction_cents),
            digits(&self.expansion_cents),
            digits(&self.returned_customers),
            digits(&self.returned_cents),
            digits(&self.new_customers),
            digits(&self.new_cents),
            digits(&self.gapped_customers),
            digits(&self.start_start),
            digits(&self.start_kept),
            digits(&self.kept_kept),
        ]
    }
}

/// Puts rows together.
struct Reader<'a> {
    sums: Aggregate,
    figures: BTreeMap<String, i64>,
    top: BTreeMap<u32, (i64, i64)>,
    at: &'a dyn Fn(usize, &str) -> String,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, index: usize, row: &AggregateRow) {
        let count = |value: &Option<Digits>| i64::try_from(value.unwrap_or_default().0).ok();
        let amount = |value: &Option<Digits>| value.unwrap_or_default().0;
        let (
            Some(customers),
            Some(churned_customers),
            Some(returned_customers),
            Some(new_customers),
            Some(gapped_customers),
        ) = (
            count(&Some(row.customers)),
            count(&row.churned_customers),
            count(&row.returned_customers),
            count(&row.new_customers),
            count(&row.gapped_customers),
        )
        else {
            return self.refuse(index, "customers", Code::Range, "a count is beyond 64 bits".to_owned());
        };
        let base = Sums {
            customers,
            churned_customers,
            starting: amount(&row.starting_cents),
            churned: amount(&row.churned_cents),
            contraction: amount(&row.contraction_cents),
            expansion: amount(&row.expansion_cents),
        };
        if !matches!(row.kind, RowKind::Asked | RowKind::Seen) {
            self.check_sums(index, &base);
        }
        let cohort = row.cohort_month.and_then(|month| i32::try_from(month).ok()).unwrap_or_default();
        let age = row.age_months.unwrap_or_default();
        let name = row.name.as_ref().map(|name| name.as_str().to_owned());
        let returned = amount(&row.returned_cents);
        let is_new = match row.kind {
            RowKind::Asked | RowKind::Seen => self.figures.insert(name.unwrap_or_default(), customers).is_none(),
            RowKind::Cohort => {
                let sums = CohortSums {
                    base,
                    returned_customers,
                    returned,
                    new_customers,
                    new: amount(&row.new_cents),
                    gapped_customers,
                    start_start: amount(&row.start_start),
                    start_kept: amount(&row.start_kept),
                    kept_kept: amount(&row.kept_kept),
                };
                self.sums.cohorts.insert(cohort, sums).is_none()
            }
            RowKind::Segment => self.sums.segments.insert(name, base).is_none(),
            RowKind::SegmentBefore => self.sums.segments_before.insert(name, base).is_none(),
            RowKind::Age => {
                let sums = AgeSums { base, returned_customers, returned };
                self.sums.triangle.insert((cohort, age), sums).is_none()
            }
            RowKind::Top => {
                let kept = base.starting - base.churned - base.contraction;
                let pair = i64::try_from(base.starting).ok().zip(i64::try_from(kept).ok());
                self.top.insert(age, pair.unwrap_or_default()).is_none()
            }
        };
        if !is_new {
            self.refuse(index, "kind", Code::Duplicate, format!("this {} row stands twice", row.kind.as_str()));
        }
    }

    /// Losses beyond the start cannot be.
    fn check_sums(&mut self, index: usize, sums: &Sums) {
        let lost = sums.churned.saturating_add(sums.contraction);
        if lost > sums.starting || sums.churned_customers > sums.customers {
            let message = format!("{lost} lost of {} cents at the start", sums.starting);
            self.refuse(index, "churned_cents", Code::Identity, message);
        }
    }

    fn refuse(&mut self, index: usize, field: &str, code: Code, message: String) {
        let help = "Give the rows as the SQL of cco ledger sql returned them, all of them and each once.";
        self.problems.push(Problem::new(code, (self.at)(index, field), message, help));
    }

    fn end(mut self, whole: &str) -> Result<Aggregate, Vec<Problem>> {
        let missing: Vec<&str> =
            ASKED.iter().chain(&SEEN).map(|(name, _)| *name).filter(|name| !self.figures.contains_key(*name)).collect();
        if !missing.is_empty() {
            let help =
                "Give all rows that the SQL of cco ledger sql returned; kinds asked and seen say what they mean.";
            self.problems.push(Problem::new(
                Code::Missing,
                whole,
                format!("no row tells {}", missing.join(", ")),
                help,
            ));
        }
        let get = |name: &str| self.figures.get(name).copied().unwrap_or_default();
        self.sums.meta = Meta {
            rows: get("rows"),
            customers: get("customers"),
            duplicate_rows: get("duplicate_rows"),
            segment_conflicts: get("segment_conflicts"),
            later_rows: get("later_rows"),
            once_customers: get("once_customers"),
            first_month_customers: get("first_month_customers"),
            first_month: get("first_month"),
            last_month: get("last_month"),
            as_of_month: get("as_of_month"),
            window_months: get("window_months"),
            cohort_months: get("cohort_months"),
            arr_factor: get("arr_factor"),
            currencies: get("currencies"),
            incomplete_rows: get("incomplete_rows"),
            negative_rows: get("negative_rows"),
            inexact_rows: get("inexact_rows"),
        };
        self.sums.top = self.top.into_values().take(TOP_COUNT).collect();
        if self.problems.is_empty() { Ok(self.sums) } else { Err(self.problems) }
    }
}
