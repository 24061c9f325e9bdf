//! The arguments.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::words::{CATEGORIES_COUNT, Category, RenewedBasis, RowsKind};
use crate::ledger::{AggregateRow, Cadence, CohortBy, LedgerRow};
use crate::units::{Label, Money};

/// More customers than any cohort has, so that no sum of counts can overflow.
const CUSTOMERS_COUNT_MAX: u64 = 1_000_000_000;

/// Arguments of `retention_decompose`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row a group of customers acquired together, in order of acquisition.
    #[schemars(extend("x-tell" = "by acquisition date, oldest first; one will do"))]
    pub cohorts: Option<Vec<CohortInput>>,
    /// Instead of cohorts: one row a customer, at the start and at the end of the period, usually a year.
    #[schemars(extend("x-tell" = "instead of cohorts: start and end of the year"))]
    pub customers: Option<Vec<CustomerInput>>,
    /// Instead of cohorts: one row a customer and month. Longer ledgers come as a file.
    #[schemars(extend("x-hidden" = true))]
    pub ledger: Option<Vec<LedgerRow>>,
    /// Instead of cohorts: the rows that the SQL of `cco ledger sql` returned.
    #[schemars(extend("x-hidden" = true))]
    pub aggregate: Option<Vec<AggregateRow>>,
    /// What the file holds, where its headers do not tell: cohorts, customers, ledger or aggregate.
    #[schemars(extend("x-tell" = "what the file holds, if its headers do not tell"))]
    pub rows: Option<RowsKind>,
    /// What a ledger's amounts stand for: mrr, revenue of a month, or arr. Told by a header that says so.
    #[schemars(extend("x-tell" = "ledger amounts"))]
    pub cadence: Option<Cadence>,
    /// How a ledger's customers are put into acquisition cohorts: quarter (default), month or year.
    pub cohort_by: Option<CohortBy>,
    /// Months of a ledger's window, 1 to 12; default 12, which alone is held against the annual lines.
    #[schemars(range(min = 1), extend("x-max" = 12))]
    pub window_months: Option<u32>,
    /// What `renewed_arr` holds, for all cohorts that do not say themselves.
    #[schemars(extend("x-hidden" = true))]
    pub renewed_arr_basis: Option<RenewedBasis>,
}

/// A group of customers acquired together, over a year.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CohortInput {
    /// The cohort's name, such as 2024-Q1; each once.
    pub name: Label,
    /// ARR of its customers at the start of the period.
    pub starting_arr: Money,
    /// Its customers at the start of the period.
    #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
    pub starting_customer_count: Option<u64>,
    /// ARR at the start of the customers who left; this or `renewed_arr` is required.
    #[schemars(extend("x-tell" = "required; starting ARR of those who left"))]
    pub churned_arr: Option<Money>,
    /// Older name's figure: ARR that renewed. Needs `renewed_arr_basis` unless contraction is 0 or `churned_arr` is given.
    #[schemars(extend("x-hidden" = true))]
    pub renewed_arr: Option<Money>,
    /// Whether `renewed_arr` is before or after contraction; goes before the one at the top.
    #[schemars(extend("x-hidden" = true))]
    pub renewed_arr_basis: Option<RenewedBasis>,
    /// ARR lost from customers who stayed; absent is 0, with a finding.
    #[schemars(extend("x-tell" = "lost from those who stayed"))]
    pub contraction_arr: Option<Money>,
    /// ARR gained from customers who stayed; absent is 0, with a finding.
    #[schemars(extend("x-tell" = "gained from those who stayed"))]
    pub expansion_arr: Option<Money>,
    /// Customers who renewed; the older format's counterpart of `churned_customer_count`.
    #[schemars(extend("x-hidden" = true, "x-max" = CUSTOMERS_COUNT_MAX))]
    pub renewed_customer_count: Option<u64>,
    /// Customers who left.
    #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
    pub churned_customer_count: Option<u64>,
    /// Customers who left, by their main reason.
    #[schemars(extend("x-public" = {
        "type": "object",
        "description": "customers lost by category: product_fit competitor_loss no_value_realized pricing champion_left company_event tactical_failure involuntary_payment consolidation unknown"
    }))]
    pub churn_reasons: Option<ReasonCounts>,
    /// Churned ARR by main reason.
    #[schemars(extend("x-public" = {"type": "object", "description": "churned ARR by category"}))]
    pub churned_arr_by_reason: Option<ReasonAmounts>,
    /// Months since the cohort was acquired, default 12; a younger one gets no verdict.
    #[schemars(extend("x-tell" = "default 12; younger gets no verdict"))]
    pub age_months: Option<u64>,
}

/// A customer at the start and the end of the period.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CustomerInput {
    /// The customer's id; each once.
    #[schemars(extend("x-aliases" = ["customer_id"]))]
    pub id: Label,
    /// ARR at the start; 0 for a customer who was not there yet.
    pub start_arr: Money,
    /// ARR at the end; 0 for a customer who left.
    pub end_arr: Money,
    /// The customer's segment.
    #[schemars(extend("x-hidden" = true))]
    pub segment: Option<Label>,
    /// Why the customer left, one of the categories of `churn_reasons`.
    #[schemars(extend("x-public" = {"type": "string", "description": "a churn_reasons category"}))]
    pub reason: Option<Category>,
}

/// Declares the ten categories once for counts and once for money, in the order of [`Category::ALL`].
macro_rules! by_category {
    ($(#[$doc:meta])* $name:ident of $kind:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        pub struct $name {
            /// Wrong product or wrong customer.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub product_fit: Option<$kind>,
            /// Lost to a rival.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub competitor_loss: Option<$kind>,
            /// Never reached the outcome.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub no_value_realized: Option<$kind>,
            /// Price or budget.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub pricing: Option<$kind>,
            /// The sponsor is gone.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub champion_left: Option<$kind>,
            /// Closed, acquired, changed course.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub company_event: Option<$kind>,
            /// Our own service slipped.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub tactical_failure: Option<$kind>,
            /// A payment failed.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub involuntary_payment: Option<$kind>,
            /// The customer cut its list of vendors.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub consolidation: Option<$kind>,
            /// Nobody knows.
            #[schemars(extend("x-max" = CUSTOMERS_COUNT_MAX))]
            pub unknown: Option<$kind>,
        }
        impl $name {
            /// The values in the order of the categories; a category that is not named holds nothing.
            pub(super) fn values(&self) -> [$kind; CATEGORIES_COUNT] {
                [
                    self.product_fit,
                    self.competitor_loss,
                    self.no_value_realized,
                    self.pricing,
                    self.champion_left,
                    self.company_event,
                    self.tactical_failure,
                    self.involuntary_payment,
                    self.consolidation,
                    self.unknown,
                ]
                .map(Option::unwrap_or_default)
            }
        }
    };
}
by_category! {
    /// Customers lost, by their main reason.
    ReasonCounts of u64
}
by_category! {
    /// Churned ARR, by main reason.
    ReasonAmounts of Money
}
