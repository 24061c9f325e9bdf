use proptest::prelude::*;
use rust_decimal::dec;

use super::*;

fn percent(value: u32) -> Percent {
    Percent::from_decimal(Decimal::from(value))
}

const METRICS: [Metric; 13] = [
    Metric::GrossRetention,
    Metric::NetRetention,
    Metric::Renewal,
    Metric::Activity,
    Metric::Expansion,
    Metric::Revenue,
    Metric::NewLogo,
    Metric::Nps,
    Metric::Csat,
    Metric::HealthScore,
    Metric::Adoption,
    Metric::Team,
    Metric::Other,
];

const NAMES: [&str; 6] = ["CSM", "Senior CSM", "CS team lead", "CSM, pooled", "Senior pooled CSM", "Pool manager"];

prop_compose! {
    /// A role of any name; its shares may sum to anything.
    fn role()(
        name in prop::sample::select(&NAMES[..]),
        base in prop::option::of(0_u32..=100),
        balances in any::<bool>(),
        variable in prop::option::of(0_u32..=100),
        components in prop::option::of(prop::collection::btree_map(prop::sample::select(&METRICS[..]), 0_u32..=100, 0..5)),
        same_plan_as_sales in any::<Option<bool>>(),
        accelerators in any::<Option<bool>>(),
    ) -> Role {
        Role {
            name: Label::of(name),
            level: Level::of_name(name),
            model: Model::of_name(name),
            base: base.map(percent),
            variable: if balances { base.map(|base| percent(100 - base)) } else { variable.map(percent) },
            components: components.map(|shares| shares.into_iter().map(|(metric, share)| (metric, percent(share))).collect()),
            accelerators,
            same_plan_as_sales,
            multi_year: None,
        }
    }
}

/// The role on its corrected split.
fn on_corrected(role: &Role, policy: &CompPolicy) -> Role {
    let split = check_role(role, policy).corrected;
    Role {
        base: Some(split.base),
        variable: Some(split.variable),
        components: Some(split.components),
        same_plan_as_sales: Some(false),
        accelerators: None,
        ..role.clone()
    }
}

fn ids(check: &RoleCheck) -> Vec<&'static str> {
    check.fired.iter().map(|fired| fired.rule.id).collect()
}

proptest! {
    #[test]
    fn the_corrected_split_passes_its_own_check(role in role(), low in 0_u32..=60, high in 80_u32..=100) {
        let own = CompPolicy { base_csm_min: low.into(), base_csm_max: high.into(), ..CompPolicy::default() };
        for policy in [CompPolicy::default(), own] {
            let again = check_role(&on_corrected(&role, &policy), &policy);
            prop_assert!(again.fired.is_empty(), "{:?}", ids(&again));
            prop_assert!(again.gaps.is_empty());
            // What passes is left alone.
            prop_assert_eq!(again.corrected.base, check_role(&role, &policy).corrected.base);
        }
    }

    #[test]
    fn the_distance_is_zero_for_the_reference_alone(role in role()) {
        let policy = CompPolicy::default();
        let distance = check_role(&role, &policy).distance_points;
        let paid = |shares: &Shares| shares.iter().filter(|(_, share)| **share != percent(0)).map(|(m, s)| (*m, *s)).collect::<Shares>();
        let is_reference = role.base == Some(percent(70))
            && role.variable == Some(percent(30))
            && role.components.as_ref().is_some_and(|shares| paid(shares) == reference_shares(role.model, &policy));
        prop_assert_eq!(distance == Some(percent(0)), is_reference);
        if let Some(points) = distance {
            prop_assert!(points <= percent(100));
        }
        let reference = Role { base: Some(percent(70)), variable: Some(percent(30)), components: Some(reference_shares(role.model, &policy)), ..role };
        prop_assert_eq!(check_role(&reference, &policy).distance_points, Some(percent(0)));
    }

    #[test]
    fn unknown_is_told_and_never_fires(role in role()) {
        let check = check_role(&role, &CompPolicy::default());
        let fired = ids(&check);
        let told = |argument| check.gaps.iter().any(|gap| matches!(gap, Gap::Absent(name, _) if *name == argument));
        prop_assert_eq!(told("base_pct"), role.base.is_none());
        prop_assert_eq!(told("variable_pct"), role.variable.is_none());
        prop_assert_eq!(told("components"), role.components.is_none());
        prop_assert_eq!(told("same_plan_as_sales"), role.same_plan_as_sales.is_none());
        prop_assert!(role.base.is_some() || !fired.contains(&"CMP-07"));
        prop_assert!(role.same_plan_as_sales == Some(true) || !fired.contains(&"CMP-01"));
        prop_assert!(role.components.is_some() || fired.iter().all(|id| ["CMP-01", "CMP-07", "CMP-08"].contains(id)));
        // No figure is absent without a word.
        prop_assert!(check.distance_points.is_some() || !check.gaps.is_empty());
    }

    #[test]
    fn survey_pay_is_alone_or_beside_but_not_both(role in role()) {
        let check = check_role(&role, &CompPolicy::default());
        let fired = ids(&check);
        prop_assert!(!(fired.contains(&"CMP-02") && fired.contains(&"CMP-03")));
        let survey = role.components.iter().flatten().any(|(metric, share)| metric.is_survey() && *share != percent(0));
        prop_assert_eq!(survey, fired.contains(&"CMP-02") || fired.contains(&"CMP-03"));
    }
}

#[test]
fn the_later_word_of_a_name_tells_the_level() {
    let levels = [
        ("CSM", Level::Csm),
        ("Customer Success Manager", Level::Csm),
        ("customer-success  manager", Level::Csm),
        ("Technical Account Manager", Level::Csm),
        ("Leading CSM", Level::Csm),
        ("Sr. CSM", Level::Senior),
        ("Senior Customer Success Manager", Level::Senior),
        ("Senior CSM Lead", Level::Manager),
        ("CSM team lead", Level::Manager),
        ("Lead CSM", Level::Manager),
        ("CS Manager", Level::Manager),
        ("Customer Success Team Manager", Level::Manager),
        ("Manager, Customer Success", Level::Manager),
        ("Team lead, senior", Level::Senior),
        ("Director of CS", Level::Manager),
        ("", Level::Csm),
    ];
    for (name, level) in levels {
        assert_eq!(Level::of_name(name), level, "{name}");
    }
}

#[test]
fn a_name_tells_of_a_pool_by_a_word_of_its_own() {
    for (name, model) in [
        ("CSM, pooled", Model::Pooled),
        ("Pool CSM", Model::Pooled),
        ("Digital CSM", Model::Pooled),
        ("Scaled success manager", Model::Pooled),
        ("CSM", Model::Named),
        ("CSM Liverpool", Model::Named),
    ] {
        assert_eq!(Model::of_name(name), model, "{name}");
    }
}

#[test]
fn without_a_variable_part_there_is_nothing_to_divide() {
    let role = Role {
        name: Label::of("CSM, pooled"),
        level: Level::Csm,
        model: Model::Pooled,
        base: Some(percent(100)),
        variable: Some(percent(0)),
        components: Some(Shares::new()),
        accelerators: None,
        same_plan_as_sales: Some(false),
        multi_year: None,
    };
    let check = check_role(&role, &CompPolicy::default());
    assert_eq!(ids(&check), ["CMP-07"]);
    // 30 points have to move from base to variable.
    assert_eq!(check.distance_points, Some(Percent::from_decimal(dec!(30))));
}
