//! Which column of a file holds which field of a row.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::aliases::headers_of;
use crate::problem::{Code, Collector};
use crate::shape::{Leaf, Record, Shape, fold, nearest, shown_key};

/// A cell's target: a leaf, or a list of leaves split at semicolons.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'r> {
    One(&'r Leaf),
    List(&'r Leaf),
}

/// A field that a file may hold, by its dotted name.
#[derive(Debug, Clone)]
pub(super) struct Slot<'r> {
    /// The dotted name, such as `churn_reasons.pricing`.
    pub(super) name: String,
    /// The names of the records around it, and its own.
    pub(super) path: Vec<&'r str>,
    pub(super) target: Target<'r>,
    pub(super) required: bool,
    /// Folded spellings of a header that mean it.
    spellings: Vec<String>,
}

impl Slot<'_> {
    /// Folded spellings of a header that mean it; its whole name first.
    pub(super) fn spellings(&self) -> &[String] {
        &self.spellings
    }
}

/// All the slots of a row, nested records spread out.
pub(super) fn slots(record: &Record) -> Vec<Slot<'_>> {
    let mut out = Vec::new();
    spread(record, &[], true, &mut out);
    out
}

/// The dotted names of the fields of a row, in the order of their places.
#[cfg(test)]
pub(crate) fn field_names(record: &Record) -> Vec<String> {
    slots(record).into_iter().map(|slot| slot.name).collect()
}

fn spread<'r>(record: &'r Record, outer: &[&'r str], required: bool, out: &mut Vec<Slot<'r>>) {
    for field in &record.fields {
        let mut path = outer.to_vec();
        path.push(&field.name);
        let target = match &field.shape {
            Shape::Object(inner) => {
                spread(inner, &path, required && field.required, out);
                continue;
            }
            Shape::Leaf(leaf) => Target::One(leaf),
            Shape::Array(item) => match item.as_ref() {
                Shape::Leaf(leaf) => Target::List(leaf),
                _ => continue,
            },
        };
        let name = path.join(".");
        let mut spellings = vec![fold(&name), fold(&field.name)];
        spellings.extend(field.aliases.iter().map(|alias| fold(alias)));
        // What exports call it, if the file has nothing better.
        spellings.extend(headers_of(&field.name).map(fold));
        out.push(Slot { name, path, target, required: required && field.required, spellings });
    }
}

/// The column of each slot, and the headers that mean nothing here.
pub(super) struct Mapping {
    /// For each slot the index of its column.
    pub(super) columns: Vec<Option<usize>>,
    /// Headers that no slot takes.
    pub(super) ignored: BTreeSet<String>,
}

/// Matches headers with slots; tells duplicate headers, bad `columns` and required fields without a column.
pub(super) fn map_columns(
    place: &str,
    headers: &[String],
    slots: &[Slot<'_>],
    named: Option<&Map<String, Value>>,
    problems: &mut Collector,
) -> Mapping {
    let mapping = match_columns(place, headers, slots, named, problems);
    for (slot, column) in slots.iter().zip(&mapping.columns) {
        if slot.required && column.is_none() {
            let near = nearest(&slot.name, headers.iter().map(String::as_str)).map_or_else(
                || format!("{}: add the column", listed(headers)),
                |header| format!("The nearest header is \"{}\": rename it", shown_key(header)),
            );
            problems.add(
                Code::Missing,
                format!("{place}:{}", slot.name),
                "no header matches this required field",
                format!("{near}, or name its header in columns."),
            );
        }
    }
    mapping
}

/// Tells what is wrong with `columns` where these are all the headers.
pub(super) fn check_named(
    headers: &[String],
    slots: &[Slot<'_>],
    named: &Map<String, Value>,
    problems: &mut Collector,
) {
    let by_spelling = headers.iter().enumerate().map(|(column, header)| (fold(header), column)).collect();
    let mut columns = vec![None; slots.len()];
    for (field, header) in named {
        name_column(field, header, slots, &by_spelling, headers, &mut columns, problems);
    }
}

/// Matches headers with slots; tells duplicate headers at the place of the row, and bad `columns`.
pub(super) fn match_columns(
    place: &str,
    headers: &[String],
    slots: &[Slot<'_>],
    named: Option<&Map<String, Value>>,
    problems: &mut Collector,
) -> Mapping {
    let mut by_spelling: BTreeMap<String, usize> = BTreeMap::new();
    for (column, header) in headers.iter().enumerate() {
        let spelling = fold(header);
        if !spelling.is_empty() && by_spelling.insert(spelling, column).is_some() {
            problems.add(
                Code::Duplicate,
                format!("{place}:{}", shown_key(header)),
                "the header stands twice",
                "Keep one column of that name.",
            );
        }
    }
    let mut columns: Vec<Option<usize>> = vec![None; slots.len()];
    for (field, header) in named.into_iter().flatten() {
        name_column(field, header, slots, &by_spelling, headers, &mut columns, problems);
    }
    // A header stands for one slot alone. Whole names go first, so that `churn_reasons.pricing` is not lost to a slot
    // that also ends in `pricing`; then short names and aliases, where the earlier slot keeps the column.
    for spellings_count in [1, usize::MAX] {
        for (index, slot) in slots.iter().enumerate() {
            if columns.get(index).is_some_and(Option::is_some) {
                continue;
            }
            let column = slot
                .spellings
                .iter()
                .take(spellings_count)
                .filter_map(|spelling| by_spelling.get(spelling).copied())
                .find(|column| !columns.contains(&Some(*column)));
            if let Some(place) = columns.get_mut(index) {
                *place = column;
            }
        }
    }
    let taken: BTreeSet<usize> = columns.iter().flatten().copied().collect();
    let ignored = headers
        .iter()
        .enumerate()
        .filter(|(column, header)| !header.trim().is_empty() && !taken.contains(column))
        .map(|(_, header)| shown_key(header))
        .collect();
    Mapping { columns, ignored }
}

/// The headers of a file, for somebody who cannot look into it.
fn listed(headers: &[String]) -> String {
    format!("The file has {}", few(headers.iter().map(String::as_str)))
}

/// Some names, as many as a line bears.
fn few<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const NAMED_COUNT_MAX: usize = 20;
    let mut shown: Vec<String> = names.map(shown_key).collect();
    let rest = shown.len().saturating_sub(NAMED_COUNT_MAX);
    shown.truncate(NAMED_COUNT_MAX);
    if rest > 0 {
        shown.push(format!("and {rest} more"));
    }
    shown.join(", ")
}

fn name_column(
    field: &str,
    header: &Value,
    slots: &[Slot<'_>],
    by_spelling: &BTreeMap<String, usize>,
    headers: &[String],
    columns: &mut [Option<usize>],
    problems: &mut Collector,
) {
    let at = format!("columns.{}", shown_key(field));
    let folded = fold(field);
    let Some(index) = slots.iter().position(|slot| slot.spellings.contains(&folded)) else {
        let help = nearest(field, slots.iter().map(|slot| slot.name.as_str())).map_or_else(
            || format!("Fields of a row: {}.", few(slots.iter().map(|slot| slot.name.as_str()))),
            |name| format!("Did you mean {name}?"),
        );
        problems.add(Code::UnknownKey, at, "is not a field of a row", help);
        return;
    };
    let Some(header) = header.as_str() else {
        problems.add(Code::Type, at, "expected a header's text", "Write the header as text.");
        return;
    };
    if let (Some(column), Some(slot)) = (by_spelling.get(&fold(header)), columns.get_mut(index)) {
        *slot = Some(*column);
    } else {
        let help = nearest(header, headers.iter().map(String::as_str))
            .map_or_else(|| format!("{}.", listed(headers)), |name| format!("Did you mean \"{}\"?", shown_key(name)));
        problems.add(Code::Missing, at, format!("the file has no header \"{}\"", shown_key(header)), help);
    }
}
