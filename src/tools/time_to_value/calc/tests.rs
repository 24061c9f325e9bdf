use proptest::prelude::*;

use super::*;

fn account(row: usize, tier: Tier, days: u32, reached: bool) -> Account {
    Account { id: Label::of(&format!("A-{row}")), tier, days, reached, left: false, row }
}

prop_compose! {
    /// A few accounts of any tier; short waits, so that days are often shared.
    fn accounts()(rows in prop::collection::vec((0_usize..4, 0_u32..90, any::<bool>()), 1..40)) -> Vec<Account> {
        rows.into_iter().enumerate().map(|(row, (tier, days, reached))| account(row, Tier::ALL[tier], days, reached)).collect()
    }
}

/// Everything that is told of a tier but the rows' numbers.
fn told(accounts: &[Account]) -> Vec<String> {
    measure(accounts, &TimeToValuePolicy::default())
        .iter()
        .map(|tier| {
            let waiting: Vec<_> = tier.waiting.iter().map(|account| (&account.id, account.days)).collect();
            let interval = (tier.low_days, tier.median_days, tier.high_days);
            format!(
                "{:?} {waiting:?} {interval:?} {:?} {:?} {:?}",
                tier.tier, tier.stuck_count, tier.past_warning, tier.steps
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn the_order_of_the_rows_changes_nothing(accounts in accounts(), turn in 0_usize..40) {
        let mut turned = accounts.clone();
        turned.reverse();
        turned.rotate_left(turn % accounts.len());
        prop_assert_eq!(told(&accounts), told(&turned));
    }

    #[test]
    fn every_account_counts_once(accounts in accounts()) {
        let tiers = measure(&accounts, &TimeToValuePolicy::default());
        prop_assert_eq!(tiers.iter().map(|tier| tier.accounts_count).sum::<usize>(), accounts.len());
        for tier in &tiers {
            let arrived: u64 = tier.steps.iter().map(|step| step.events).sum();
            prop_assert_eq!(arrived + tier.waiting.len() as u64, tier.accounts_count as u64);
            prop_assert!(tier.stuck_count <= tier.waiting.len());
        }
    }

    #[test]
    fn with_nobody_waiting_the_median_is_the_plain_one(mut days in prop::collection::vec(0_u32..200, 1..40)) {
        let accounts: Vec<Account> =
            days.iter().enumerate().map(|(row, days)| account(row, Tier::Enterprise, *days, true)).collect();
        days.sort_unstable();
        let tiers = measure(&accounts, &TimeToValuePolicy::default());
        prop_assert_eq!(tiers[0].median_days, Some(days[days.len().div_ceil(2) - 1]));
        let late: u32 = days.iter().map(|days| u32::from(*days > 60)).sum();
        let share = f64::from(late) / f64::from(u32::try_from(days.len()).unwrap());
        prop_assert!((tiers[0].past_warning.unwrap() - share).abs() < 1e-12);
    }

    #[test]
    fn those_who_start_today_move_neither_curve_nor_median(accounts in accounts(), newcomers in 1_usize..5) {
        // Somebody who arrives on the first day shares it with the newcomers, who are then at risk.
        prop_assume!(accounts.iter().all(|account| account.days > 0));
        let before = measure(&accounts, &TimeToValuePolicy::default());
        let mut grown = accounts.clone();
        grown.extend((0..newcomers).map(|index| account(100 + index, accounts[0].tier, 0, false)));
        let after = measure(&grown, &TimeToValuePolicy::default());
        for (one, other) in before.iter().zip(&after) {
            prop_assert_eq!(&one.steps, &other.steps);
            prop_assert_eq!((one.median_days, one.verdict), (other.median_days, other.verdict));
        }
    }

    #[test]
    fn waiting_longer_never_shortens_the_median(accounts in accounts(), more in 1_u32..50) {
        let before = measure(&accounts, &TimeToValuePolicy::default());
        let mut longer = accounts.clone();
        longer.iter_mut().filter(|account| !account.reached).for_each(|account| account.days += more);
        for (one, other) in before.iter().zip(&measure(&longer, &TimeToValuePolicy::default())) {
            let median = |tier: &TierTimes<'_>| tier.median_days.unwrap_or(u32::MAX);
            prop_assert!(median(one) <= median(other));
        }
    }

    #[test]
    fn the_verdict_follows_the_lines(days in 0_u32..200) {
        let lines = TimeToValuePolicy::default().lines(Tier::Strategic);
        let expected = match days {
            0..30 => Verdict::OnTarget,
            30..=60 => Verdict::AboveTarget,
            _ => Verdict::BeyondWarning,
        };
        prop_assert_eq!(lines.verdict(Some(days)), expected);
        prop_assert_eq!(lines.verdict(None), Verdict::NotReached);
    }
}
