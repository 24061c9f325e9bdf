//! The arguments as they arrive.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::customers::Tier;
use crate::tools::coverage::words::Benchmark;
use crate::units::{Amount, Label, Money, Month, Ratio};

/// Arguments of `size_cs_team`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// Customers, ARR and CSMs by tier; instead of a file of customers. A tier that is left out is not assessed.
    #[schemars(extend("x-tell" = "or file"))]
    pub book: Option<Book>,
    /// One row a customer, instead of the book; tiers are counted from it.
    #[schemars(extend("x-hidden" = true))]
    pub customers: Option<Vec<CustomerRow>>,
    /// CSMs today by tier, beside a file of customers.
    #[schemars(extend("x-public" = {"type": "object", "description": "with file: {tier: CSMs}"}))]
    pub current_csms: Option<CurrentCsms>,
    /// Growth of ARR and accounts over twelve months, as a fraction: 0.40 is 40 %. Above 1 as text, "150%". Default 0.
    #[schemars(extend(
        "x-aliases" = ["growth_target_pct"], "x-percent-text-max" = 10, "x-tell" = "12-month fraction, 0.40"
    ))]
    pub growth_target: Option<Ratio>,
    /// Share of CSMs who leave in a year, a fraction up to 0.9. Default 0.15.
    #[schemars(extend("x-max" = 0.9, "x-tell" = "yearly fraction, default 0.15"))]
    pub attrition: Option<Ratio>,
    /// Months between the end of a new CSM's ramp and the need, up to 24. Default 3.
    #[schemars(extend("x-max" = 24, "x-tell" = "default 3"))]
    pub hiring_lead_months: Option<u64>,
    /// Factor on every load, 0.5 to 2: above 1 for regulated, technical or expansion-heavy work. Default 1.
    #[schemars(extend("x-min" = 0.5, "x-max" = 2, "x-tell" = "load factor 0.5-2"))]
    pub complexity: Option<Amount>,
    /// The first month of the plan, YYYY-MM; without it months are M1 to M12.
    #[schemars(extend("x-tell" = "first plan month, YYYY-MM"))]
    pub start: Option<Month>,
    /// The set of ratios to size by; wins over the stage's bands. Default: those bands, or baseline without a stage.
    pub benchmark: Option<Benchmark>,
    /// Whether executives are called in every week over matters that are not the product's.
    pub weekly_exec_escalations: Option<bool>,
}

/// The customer base by tier.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Book {
    /// Named CSM and executive sponsor.
    #[schemars(extend("x-loose" = true))]
    pub strategic: Option<BookTier>,
    /// Named CSM.
    #[schemars(extend("x-loose" = true))]
    pub enterprise: Option<BookTier>,
    /// Pooled CSMs.
    #[schemars(extend("x-loose" = true))]
    pub mid_market: Option<BookTier>,
    /// Tech-touch.
    #[schemars(extend("x-loose" = true, "x-aliases" = ["smb", "long_tail"]))]
    pub smb_long_tail: Option<BookTier>,
}

/// One tier of the book.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct BookTier {
    /// Customers today, up to 1,000,000,000.
    #[schemars(extend("x-max" = 1_000_000_000))]
    pub customer_count: u64,
    /// Their annual recurring revenue.
    pub total_arr_usd: Money,
    /// CSMs today, up to 1,000,000; absent if not known.
    #[schemars(extend("x-max" = 1_000_000))]
    pub current_csm_count: Option<u64>,
    /// Hours a month that each account takes, up to 744; absent if not known.
    #[schemars(extend("x-max" = 744))]
    pub hours_per_account: Option<Amount>,
}

/// CSMs today by tier.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct CurrentCsms {
    /// CSMs of Strategic accounts.
    #[schemars(extend("x-loose" = true, "x-max" = 1_000_000))]
    pub strategic: Option<u64>,
    /// CSMs of Enterprise accounts.
    #[schemars(extend("x-loose" = true, "x-max" = 1_000_000))]
    pub enterprise: Option<u64>,
    /// CSMs of Mid-market accounts.
    #[schemars(extend("x-loose" = true, "x-max" = 1_000_000))]
    pub mid_market: Option<u64>,
    /// CSMs of the long tail.
    #[schemars(extend("x-loose" = true, "x-max" = 1_000_000, "x-aliases" = ["smb", "long_tail"]))]
    pub smb_long_tail: Option<u64>,
}

/// A customer of a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CustomerRow {
    /// Identifier; tells customers of one name apart.
    pub id: Option<Label>,
    /// Name.
    pub name: Option<Label>,
    /// Annual recurring revenue.
    pub arr_usd: Money,
    /// The tier, where it is not the one that the ARR gives.
    #[schemars(extend("x-aliases" = ["segment"]))]
    pub tier: Option<Tier>,
}

impl Book {
    /// The tiers from the top.
    pub(super) fn by_tier(self) -> [Option<BookTier>; 4] {
        [self.strategic, self.enterprise, self.mid_market, self.smb_long_tail]
    }
}

impl CurrentCsms {
    /// The counts from the top.
    pub(super) const fn by_tier(&self) -> [Option<u64>; 4] {
        [self.strategic, self.enterprise, self.mid_market, self.smb_long_tail]
    }
}
