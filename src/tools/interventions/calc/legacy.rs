//! The priority of the older planner, repeated for those who still compare with it.
//!
//! Its weights are no thresholds of this tool and no rows of the policy: they are frozen, since a score that can be
//! overridden repeats nothing (`references/interventions.md#legacy-priority`).

use rust_decimal::{Decimal, dec};

use super::account::Account;
use crate::customers::{Health, Segment};

/// The older score, where it was defined: four segments, days and touch above 0, everything known.
#[must_use]
pub(crate) fn priority(account: &Account) -> Option<Decimal> {
    let tier = match account.segment {
        Segment::Strategic => return None,
        Segment::Enterprise => dec!(1.0),
        Segment::MidMarket => dec!(0.8),
        Segment::SmbLongTail => dec!(0.5),
        Segment::Plg => dec!(0.3),
    };
    let health = match account.health? {
        Health::Red => dec!(1.0),
        Health::Yellow => dec!(0.6),
        Health::Green => dec!(0.2),
    };
    let days = account.days.filter(|days| *days > 0)?;
    let touch = account.touch.filter(|touch| *touch > 0)?;
    let urgency = match days {
        ..=30 => dec!(1.5),
        31..=60 => dec!(1.2),
        61..=90 => dec!(1.0),
        91.. => dec!(0.8),
    };
    let mut recoverability = match days {
        ..30 => dec!(0.3),
        30..=60 => dec!(0.5),
        61..=90 => dec!(0.6),
        91.. => dec!(0.7),
    };
    recoverability += if account.sponsor? { dec!(0.15) } else { dec!(-0.1) };
    recoverability -= if touch > 60 { dec!(0.15) } else { Decimal::ZERO };
    recoverability -= if account.open_p1? > 0 { dec!(0.1) } else { Decimal::ZERO };
    let size = dec!(0.3) + dec!(0.7) * (account.arr.decimal() / dec!(500000)).min(Decimal::ONE);
    Some(tier * health * urgency * size * recoverability.clamp(Decimal::ZERO, Decimal::ONE))
}
