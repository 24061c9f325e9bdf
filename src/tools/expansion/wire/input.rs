//! The arguments.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::customers::{Health, Segment};
use crate::tools::expansion::words::{Plan, Signal};
use crate::units::{Date, Label, Money, Ratio};

/// Arguments of `find_expansion`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row an account, healthy or not: the gates decide who is pitched.
    pub accounts: Option<Vec<AccountInput>>,
    /// What a module costs a year; one without a price is sized by a range.
    #[schemars(extend("x-hidden" = true))]
    pub module_prices: Option<Vec<PriceInput>>,
    /// The plans on sale, in any order; all four if absent.
    #[schemars(extend("x-hidden" = true))]
    pub plans_sold: Option<Vec<Plan>>,
}

/// The price of a module.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct PriceInput {
    /// The module's name, as in the accounts.
    pub module: Label,
    /// Its price a year.
    pub price_usd: Money,
}

/// One account. What is left out is unknown, and an unknown gate is closed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AccountInput {
    /// The account's identifier, once in the table.
    pub id: Label,
    /// Its name.
    pub name: Option<Label>,
    /// Its tier; plg for the product-led, who are sized as SMB.
    #[schemars(extend("x-aliases" = ["segment"]))]
    pub tier: Segment,
    /// Its annual recurring revenue; 0 is not assessable.
    pub arr_usd: Money,
    /// Its health; only green is pitched.
    pub health: Option<Health>,
    /// Whether the last outcome it bought was proven to it.
    pub last_outcome_proven: Option<bool>,
    /// Days since it first saw value.
    #[schemars(extend("x-max" = 36_500))]
    pub days_since_first_value: Option<u32>,
    /// Seats used over seats paid for: 0.92; above 1 is over-use, at most 3.
    #[schemars(extend("x-tell" = "0.92", "x-aliases" = ["seat_utilization"], "x-max" = 3))]
    pub seat_utilisation: Option<Ratio>,
    /// The modules it owns.
    pub modules_owned: Option<Vec<Label>>,
    /// The modules it could have; those it owns may be among them.
    pub modules_available: Option<Vec<Label>>,
    /// Those of its modules that it uses.
    pub modules_used: Option<Vec<Label>>,
    /// How many of its departments use it now.
    #[schemars(extend("x-max" = 10_000))]
    pub departments: Option<u32>,
    /// How many of its departments could.
    #[schemars(extend("x-max" = 10_000))]
    pub departments_total: Option<u32>,
    /// The plan it is on; the next one up is the play.
    pub current_plan: Option<Plan>,
    /// What was observed; an empty list says that nothing was.
    pub signals: Option<Vec<Signal>>,
    /// Whether it has left; then it is in no figure.
    #[schemars(extend("x-hidden" = true))]
    pub churned: Option<bool>,
    /// The day it left, YYYY-MM-DD.
    #[schemars(extend("x-hidden" = true))]
    pub churned_on: Option<Date>,
}
