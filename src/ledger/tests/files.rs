//! Files that are read more than once: in parts where memory ends, and again where numbers are dressed up.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

use super::*;
use crate::ingest::{Host, Source, Unwatched};
use crate::ledger::read::{Asked, read};

/// What a file of this text comes to, read with so much memory, and in how many passes.
fn asked<T: Append>(
    text: &str,
    bytes_max: usize,
    fold: impl Fn(&Taken) -> Result<Option<T>, LedgerFault>,
) -> (Asked<T>, u32) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ledger.csv"), text).unwrap();
    let host = Host { data_dir: Some(folder.path()), watch: &Unwatched };
    let Shape::Object(record) = shape_of::<LedgerRow>() else { panic!("no record") };
    let (tiny_percents, written) = (RefCell::default(), RefCell::default());
    let source = Source {
        table: "ledger",
        file: Some("ledger.csv"),
        format: None,
        columns: None,
        record: &record,
        sheet: None,
        tiny_percents: &tiny_percents,
        names_all: false,
        written: &written,
    };
    let passes_count = Cell::new(0);
    let counted = |taken: &Taken| {
        passes_count.set(passes_count.get() + 1);
        fold(taken)
    };
    let asked = read(&source, None, &host, bytes_max, &counted).unwrap();
    (asked, passes_count.get())
}

const TERMS: Terms = Terms { cadence: Cadence::Mrr, cohort_by: CohortBy::Month, window_months: 12, as_of: None };

#[test]
fn a_ledger_beyond_its_memory_is_read_in_parts_and_comes_to_the_same() {
    let mut text = String::from("customer,period,amount,segment,currency\n");
    for number in 0..24_000 {
        let (customer, month) = (number * 7_919 % 8_000, number % 11);
        writeln!(text, "{customer},{}-{:02},{}.50,s{},EUR", 2023 + month % 2, month + 1, number % 97, month % 3)
            .unwrap();
    }
    let (whole, passes_count) = asked(&text, usize::MAX, |taken| aggregate(taken, &TERMS));
    assert_eq!((passes_count, whole.sums.meta.rows, whole.sums.meta.customers), (1, 24_000, 8_000));
    let (parted, passes_count) = asked(&text, 3 << 19, |taken| aggregate(taken, &TERMS));
    assert!(passes_count > 1, "{passes_count}");
    assert_eq!((parted.sums, parted.currencies), (whole.sums, whole.currencies));
    let (whole, _) = asked(&text, usize::MAX, overview);
    assert_eq!(asked(&text, 3 << 19, overview).0.sums, whole.sums);
}

#[test]
fn rows_that_are_read_again_count_once() {
    let mut text = String::from("customer,period,amount,segment\n");
    for number in 0..40_000 {
        writeln!(text, "C,{}-01,1.00,s{}", 2023 + number % 2, number % 2).unwrap();
    }
    text.push_str("D,2025-01,\"$1,000.00\",s2\n");
    let seen = asked(&text, usize::MAX, overview).0.sums;
    let hundredths: i128 = seen.months.values().map(|of| of.hundredths).sum();
    assert_eq!((seen.rows, seen.customers, seen.duplicate_rows, hundredths), (40_001, 2, 39_998, 4_100_000));
}
