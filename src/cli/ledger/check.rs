//! What `cco ledger check` says of a ledger.

use serde_json::{Value, json};

use crate::ledger::{Asked, Overview};
use crate::report::{Cell, Numbering, Page};
use crate::units::{Money, clean_text};

/// Months that are shown one by one; of more, the last.
const MONTHS_COUNT_MAX: usize = 24;

/// The overview as a page.
pub(super) fn page(asked: &Asked<Overview>) -> Page {
    let seen = &asked.sums;
    let mut page = Page::default();
    page.labelled("Bottom Line", bottom_line(asked));
    page.heading(2, "What it holds");
    page.list(Numbering::Bulleted, lines(asked));
    page.heading(2, "By month");
    let skipped = seen.months.len().saturating_sub(MONTHS_COUNT_MAX);
    let rows = seen.months.iter().skip(skipped).map(|(month, of)| {
        vec![
            Cell::from(month.to_string()),
            Cell::from(of.rows),
            Cell::from(of.customers),
            Cell::from(money(of.hundredths)),
        ]
    });
    page.table(&["Month", "Rows", "Paying customers", "Amount"], rows.collect());
    if skipped > 0 {
        let what = if skipped == 1 { "1 earlier month is" } else { &format!("{skipped} earlier months are") };
        page.paragraph(format!("{what} not shown; --format json has them all."));
    }
    page
}

fn money(hundredths: i128) -> Money {
    u128::try_from(hundredths).ok().and_then(Money::of_hundredths).unwrap_or_default()
}

/// What stands in the way of computing retention.
fn obstacles(asked: &Asked<Overview>) -> Vec<String> {
    let seen = &asked.sums;
    let mut obstacles = Vec::new();
    if seen.currencies.len() > 1 {
        obstacles.push(format!("{} currencies: bring one a call", seen.currencies.len()));
    }
    if seen.months.len() < 2 {
        obstacles.push("a single month shows no retention".to_owned());
    }
    obstacles
}

fn bottom_line(asked: &Asked<Overview>) -> String {
    let seen = &asked.sums;
    let (first, last) = (seen.months.first_key_value(), seen.months.last_key_value());
    let span = first.zip(last).map_or_else(String::new, |((first, _), (last, _))| format!(", {first} to {last}"));
    let what = format!("{} rows of {} customers{span}", Money::whole(seen.rows), Money::whole(seen.customers));
    match obstacles(asked).as_slice() {
        [] => format!("{what}: ready to decompose."),
        obstacles => format!("{what}, but {}.", obstacles.join("; ")),
    }
}

fn lines(asked: &Asked<Overview>) -> Vec<String> {
    let seen = &asked.sums;
    let mut lines = Vec::new();
    let empty = seen.empty_months();
    let listed = empty.iter().take(MONTHS_COUNT_MAX).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    lines.push(match empty.len() {
        0 => "Months: each from the first to the last has rows".to_owned(),
        1 => format!("Months: {listed} has no row; everybody would count as lost there"),
        count => format!("Months: {count} have no row ({listed}); everybody would count as lost there"),
    });
    lines.push(if seen.currencies.is_empty() {
        "Currency: no column names one".to_owned()
    } else {
        let of = |(currency, rows): (&String, &u64)| format!("{} ({rows} rows)", clean_text(currency));
        format!("Currency: {}", seen.currencies.iter().map(of).collect::<Vec<_>>().join(", "))
    });
    if seen.duplicate_rows > 0 {
        let of = |(customer, month): &(String, crate::units::Period)| format!("{} {month}", clean_text(customer));
        let examples = seen.duplicate_examples.iter().map(of).collect::<Vec<_>>().join(", ");
        lines.push(format!(
            "Duplicates: {} rows beyond the first of a customer and month, summed ({examples})",
            seen.duplicate_rows
        ));
    }
    if seen.alike_groups > 0 {
        let of = |names: &Vec<String>| names.iter().map(|name| clean_text(name)).collect::<Vec<_>>().join(" = ");
        let examples = seen.alike_examples.iter().map(of).collect::<Vec<_>>().join(", ");
        lines.push(format!(
            "Names: {} groups differ by case or blanks alone and count as several ({examples})",
            seen.alike_groups
        ));
    }
    for (count, what) in [
        (seen.once_customers, "with one paid month alone"),
        (seen.gapped_customers, "with nothing paid for a while, then back"),
        (seen.unpaid_customers, "with nothing ever paid"),
    ] {
        if count > 0 {
            lines.push(format!("Customers: {} {what}", Money::whole(count)));
        }
    }
    if !seen.segments.is_empty() {
        let names =
            seen.segments.iter().take(MONTHS_COUNT_MAX).map(|name| clean_text(name)).collect::<Vec<_>>().join(", ");
        let unknown = seen.without_segment + seen.segment_conflicts;
        lines.push(format!(
            "Segments: {} ({names}); {} months of customers have none or several",
            seen.segments.len(),
            Money::whole(unknown)
        ));
    }
    if let Some(header) = &asked.amount_header {
        lines.push(format!("Amount: the column \"{}\"", clean_text(header)));
    }
    lines.extend(asked.not_assessed.iter().map(|gap| format!("Not used: {} ({})", gap.what, gap.why)));
    lines
}

/// The overview as JSON.
pub(super) fn report(asked: &Asked<Overview>) -> Value {
    let seen = &asked.sums;
    let months: Vec<Value> = seen
        .months
        .iter()
        .map(|(month, of)| {
            json!({"month": month, "rows": of.rows, "paying_customers": of.customers, "amount": money(of.hundredths)})
        })
        .collect();
    let duplicates: Vec<Value> =
        seen.duplicate_examples.iter().map(|(customer, month)| json!({"customer": customer, "month": month})).collect();
    json!({
        "bottom_line": bottom_line(asked),
        "obstacles": obstacles(asked),
        "rows": seen.rows,
        "customers": seen.customers,
        "first_month": seen.months.keys().next(),
        "last_month": seen.months.keys().next_back(),
        "empty_months": seen.empty_months(),
        "currencies": seen.currencies,
        "duplicate_rows": seen.duplicate_rows,
        "duplicate_examples": duplicates,
        "alike_groups": seen.alike_groups,
        "alike_examples": seen.alike_examples,
        "once_customers": seen.once_customers,
        "gapped_customers": seen.gapped_customers,
        "unpaid_customers": seen.unpaid_customers,
        "segments": seen.segments,
        "without_segment": seen.without_segment,
        "segment_conflicts": seen.segment_conflicts,
        "amount_header": asked.amount_header,
        "months": months,
    })
}
