//! An account before its place in the book is known, from a typed row or straight from the cells of a file.

use super::input::CustomerInput;
use crate::customers::Segment;
use crate::ingest::{CellRow, Made};
use crate::tools::accounts::Departure;
use crate::tools::segmentation::calc::account::{Account, Mark, Marks, TextSpan};
use crate::units::{Date, Label, Money};

/// An account whose texts are not yet among the book's.
pub(super) struct Draft {
    pub(super) account: Account,
    pub(super) name: Label,
    pub(super) id: Option<Label>,
    pub(super) departure: Departure,
    /// Whether nobody serves it, which is read as long tail.
    pub(super) is_plg: bool,
}

/// The places of the fields of [`CustomerInput`], those of the signals in between.
mod field {
    use super::Mark;

    pub(super) const NAME: usize = 0;
    pub(super) const ID: usize = 1;
    pub(super) const ARR: usize = 2;
    pub(super) const TENURE: usize = 3;
    pub(super) const SUPPORT_COST: usize = 11;
    pub(super) const CURRENT_TIER: usize = 12;
    pub(super) const ESCALATIONS: usize = 13;
    pub(super) const CONTRACT_END: usize = 19;
    pub(super) const CHURNED: usize = 20;
    pub(super) const CHURNED_ON: usize = 21;
    /// The marks, each with the place of its field.
    pub(super) const MARKS: [(Mark, usize); 12] = [
        (Mark::InTargetIndustry, 4),
        (Mark::InTargetSizeRange, 5),
        (Mark::UsesTargetWorkflow, 6),
        (Mark::HasExecutiveSponsor, 7),
        (Mark::AdvocatesPublicly, 8),
        (Mark::ExpansionPotentialHigh, 9),
        (Mark::CompetitorConcentrationLow, 10),
        (Mark::AcquiredByConflictingEntity, 14),
        (Mark::DecliningOrClosing, 15),
        (Mark::DedicatedExecContact, 16),
        (Mark::MultiYear, 17),
        (Mark::SponsorBothSides, 18),
    ];
}

/// The draft of each row of a table.
pub(super) fn drafts<'t>() -> Made<'t, CustomerInput, Draft> {
    Made { row: &of_row, cells: Some(&of_cells) }
}

fn of_row(row: CustomerInput) -> Draft {
    let signals = row.icp_fit_signals.unwrap_or_default();
    let mut marks = Marks::default();
    for (mark, truth) in [
        (Mark::InTargetIndustry, signals.in_target_industry),
        (Mark::InTargetSizeRange, signals.in_target_size_range),
        (Mark::UsesTargetWorkflow, signals.uses_target_workflow),
        (Mark::HasExecutiveSponsor, signals.has_executive_sponsor),
        (Mark::AdvocatesPublicly, signals.advocates_publicly),
        (Mark::ExpansionPotentialHigh, signals.expansion_potential_high),
        (Mark::CompetitorConcentrationLow, signals.competitor_concentration_low),
        (Mark::AcquiredByConflictingEntity, row.acquired_by_conflicting_entity),
        (Mark::DecliningOrClosing, row.declining_or_closing),
        (Mark::DedicatedExecContact, row.dedicated_exec_contact),
        (Mark::MultiYear, row.multi_year),
        (Mark::SponsorBothSides, row.sponsor_both_sides),
    ] {
        marks.set(mark, truth);
    }
    Draft {
        account: Account {
            text: TextSpan::default(),
            arr: row.arr_usd,
            support_cost: row.annual_support_cost_usd,
            tenure_months: row.tenure_months,
            escalations: row.escalations_12mo,
            marks,
            current_tier: row.current_tier.map(Segment::tier),
            contract_end: row.contract_end,
            row: 0,
        },
        name: row.name,
        id: row.id,
        departure: Departure { churned: row.churned, on: row.churned_on },
        is_plg: row.current_tier == Some(Segment::Plg),
    }
}

fn of_cells(row: &CellRow<'_, '_>) -> Draft {
    let mut marks = Marks::default();
    for (mark, place) in field::MARKS {
        marks.set(mark, row.truth(place));
    }
    let date = |place| row.text(place).and_then(Date::parse);
    let label = |place| row.text(place).map(Label::of_clean);
    let segment = row.text(field::CURRENT_TIER).and_then(Segment::of_word);
    Draft {
        account: Account {
            text: TextSpan::default(),
            // The reader of cells has seen to it that the amount and the name are there.
            arr: row.money(field::ARR).unwrap_or(Money::ZERO),
            support_cost: row.money(field::SUPPORT_COST),
            tenure_months: row.count(field::TENURE),
            escalations: row.count(field::ESCALATIONS),
            marks,
            current_tier: segment.map(Segment::tier),
            contract_end: date(field::CONTRACT_END),
            row: 0,
        },
        name: label(field::NAME).unwrap_or_default(),
        id: label(field::ID),
        departure: Departure { churned: row.truth(field::CHURNED), on: date(field::CHURNED_ON) },
        is_plg: segment == Some(Segment::Plg),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::field_names;
    use crate::shape::{Shape, shape_of};

    #[test]
    fn each_place_is_that_of_its_field() {
        let Shape::Object(record) = shape_of::<CustomerInput>() else { panic!("a row is a record") };
        let names = field_names(&record);
        let name = |place: usize| names[place].as_str();
        let own = [
            (field::NAME, "name"),
            (field::ID, "id"),
            (field::ARR, "arr_usd"),
            (field::TENURE, "tenure_months"),
            (field::SUPPORT_COST, "annual_support_cost_usd"),
            (field::CURRENT_TIER, "current_tier"),
            (field::ESCALATIONS, "escalations_12mo"),
            (field::CONTRACT_END, "contract_end"),
            (field::CHURNED, "churned"),
            (field::CHURNED_ON, "churned_on"),
        ];
        assert!(own.iter().all(|(place, wanted)| name(*place) == *wanted));
        // A field is called as its mark is, a signal within its record.
        for (mark, place) in field::MARKS {
            let last = name(place).rsplit('.').next().unwrap();
            assert_eq!(last.replace('_', ""), format!("{mark:?}").to_lowercase());
        }
        // And none is left out.
        assert_eq!(names.len(), own.len() + field::MARKS.len());
    }
}
