//! The tables of `references/data_files.md` that come from the code: aliases and limits.

use std::fmt::Write;

use cco_advisor::ingest::{ALIASES, LIMITS, Measure};

use crate::catalog::current;
use crate::support::read;

/// The document with its table below this heading made anew.
fn with_table(text: &str, heading: &str, table: &str) -> String {
    let (before, section) = text.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let (prose, old) = section.split_once("\n| ").unwrap_or_else(|| panic!("no table below {heading}"));
    let (_, after) = old.split_once("\n\n").unwrap_or_else(|| panic!("nothing follows the table below {heading}"));
    format!("{before}\n## {heading}\n{prose}\n{table}\n{after}")
}

fn aliases() -> String {
    let mut table = String::from("| field | headers, the likeliest first |\n| --- | --- |\n");
    for alias in ALIASES {
        let headers: Vec<String> =
            alias.headers.iter().map(|(header, systems)| format!("{header} ({systems})")).collect();
        writeln!(table, "| `{}` | {} |", alias.field, headers.join(" · ")).unwrap();
    }
    table
}

/// A count with its thousands parted.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap());
    groups.collect::<Vec<_>>().join(",")
}

fn told(most: Measure) -> String {
    match most {
        Measure::Count(count) => grouped(count),
        Measure::Bytes(bytes) if bytes.is_multiple_of(1 << 30) => format!("{} GiB", bytes >> 30),
        Measure::Bytes(bytes) => {
            assert!(bytes.is_multiple_of(1 << 20), "{bytes} are no whole mebibytes");
            format!("{} MiB", bytes >> 20)
        }
    }
}

fn limits() -> String {
    let mut table = String::from("| of | at most | else |\n| --- | --- | --- |\n");
    for limit in LIMITS {
        let code = limit.code.as_str();
        writeln!(table, "| {} | {} | [`{code}`](problems.md#{code}) |", limit.of, told(limit.most)).unwrap();
    }
    table
}

#[test]
fn data_files_md_says_the_aliases_and_limits_of_the_code() {
    let name = "references/data_files.md";
    let text = read(name);
    let wanted = with_table(&with_table(&text, "Aliases", &aliases()), "Limits", &limits());
    current(name, &text, &wanted);
}

#[test]
fn a_table_is_made_anew_and_nothing_else() {
    let text = "# A\n\n## B\n\nprose\n\n| old |\n| --- |\n| x |\n\nmore\n\n## C\n";
    assert_eq!(with_table(text, "B", "| new |\n"), "# A\n\n## B\n\nprose\n\n| new |\n\nmore\n\n## C\n");
}
