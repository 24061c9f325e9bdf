//! Whether CSM and AM stay one role (`references/organisation.md#am-split`).

use rust_decimal::Decimal;

use super::Company;
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::Split;

/// The four conditions, by their arguments, and what they come to.
#[derive(Debug)]
pub(in crate::tools::hiring) struct AmSplit {
    /// None while an unknown condition could change it.
    pub(in crate::tools::hiring) recommend: Option<Split>,
    /// What it comes to at least, whatever the unknown conditions are.
    pub(in crate::tools::hiring) least: Split,
    pub(in crate::tools::hiring) conditions: [(&'static str, Option<bool>); 4],
    /// Whether ARR lies under the line, so that the conditions do not matter.
    pub(in crate::tools::hiring) is_under_line: bool,
}

impl AmSplit {
    /// How many conditions are known to hold.
    pub(in crate::tools::hiring) fn met_count(&self) -> usize {
        self.conditions.iter().filter(|(_, met)| *met == Some(true)).count()
    }

    /// The conditions that are unknown and matter.
    pub(in crate::tools::hiring) fn open(&self) -> impl Iterator<Item = &'static str> {
        let is_open = self.recommend.is_none();
        self.conditions.iter().filter(move |(_, met)| is_open && met.is_none()).map(|(name, _)| *name)
    }
}

pub(super) fn am_split(company: &Company, policy: &HiringPolicy) -> AmSplit {
    let conditions = [
        ("acv_usd", company.acv.map(|acv| acv.decimal() >= policy.am_split_acv_min)),
        ("csm_commercial_weak", company.csm_commercial_weak),
        ("multi_product", company.multi_product),
        ("sales_led", company.sales_led),
    ];
    let is_under_line = company.arr.decimal() < policy.am_split_arr_min;
    let count = |wanted: Option<bool>| Decimal::from(conditions.iter().filter(|(_, met)| *met == wanted).count());
    let (met, unknown) = (count(Some(true)), count(None));
    // What it comes to if no unknown condition holds, and if all do.
    let (least, most) = (class(met, policy), class(met + unknown, policy));
    let (least, most) = if is_under_line { (Split::Combined, Split::Combined) } else { (least, most) };
    AmSplit { recommend: (least == most).then_some(least), least, conditions, is_under_line }
}

fn class(met: Decimal, policy: &HiringPolicy) -> Split {
    if met <= policy.am_conditions_block_max {
        Split::Combined
    } else if met <= policy.am_conditions_sharpen_max {
        Split::Hybrid
    } else {
        Split::Split
    }
}
