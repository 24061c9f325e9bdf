//! The same table in every format gives the same answer, byte for byte; how it was written is told, and nothing else.

use std::fmt::Write;
use std::path::Path;

use cco_advisor::tools::entry;
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use serde_json::{Value, json};

use crate::support::call;
use crate::support::columnar::{Storing, parquet};
use crate::support::table::{PLAIN, Table, Writing, gzip, utf_16, zstd};

/// Tools that read the account file, and its numbers with decimals that each of them reads.
const TOOLS: [(&str, &str); 3] = [
    ("segment_customers", "arr_usd"),
    ("score_customer_health", "arr_usd"),
    ("find_expansion", "arr_usd, seat_utilisation"),
];
/// The file's name, without an ending that could tell its format.
const NAME: &str = "accounts";

/// A tool's answer from a file of this format: the result without GEN-02, and what GEN-02 says.
fn answer(tool: &str, folder: &Path, format: &str, bytes: &[u8]) -> (String, Vec<String>) {
    std::fs::write(folder.join(NAME), bytes).unwrap();
    let arguments = json!({"file": NAME, "format": format, "as_of": "2026-09-30", "detail": "full", "limit": 500});
    let reply = call(entry(tool).unwrap(), &arguments, Some(folder))
        .unwrap_or_else(|problems| panic!("{tool} from {format}: {problems}"));
    let mut report = reply.report;
    let findings = report["findings"].as_array_mut().unwrap();
    let is_told = |finding: &Value| finding["rule"] == "GEN-02";
    let told = findings.iter().filter(|finding| is_told(finding)).map(|finding| finding["message"].as_str().unwrap());
    let told = told.map(str::to_owned).collect();
    findings.retain(|finding| !is_told(finding));
    (report.to_string(), told)
}

/// The places of rows as if a header stood above them.
fn below_a_header(report: &str) -> String {
    let mut parts = report.split("accounts:");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(|sign: char| !sign.is_ascii_digit()).unwrap();
        let row: u64 = part[..end].parse().unwrap();
        write!(out, "accounts:{}{}", row + 1, &part[end..]).unwrap();
    }
    out
}

/// What GEN-02 is to say, `{}` standing for the tool's own columns with decimals.
fn told(wanted: &str, columns: &str) -> Vec<String> {
    let message = format!("read as written: {}", wanted.replace("{}", columns));
    if wanted.is_empty() { Vec::new() } else { vec![message] }
}

/// Compares the answers from a file with those from plain CSV.
fn same(what: &str, format: &str, bytes: &[u8], wanted: &str) {
    let folder = tempfile::tempdir().unwrap();
    let plain = Table::accounts().delimited(PLAIN);
    for (tool, columns) in TOOLS {
        let (baseline, nothing) = answer(tool, folder.path(), "csv", plain.as_bytes());
        assert_eq!(nothing, Vec::<String>::new(), "{tool}: of plain CSV there is nothing to say");
        let (mut report, said) = answer(tool, folder.path(), format, bytes);
        if matches!(format, "json" | "ndjson" | "parquet") {
            report = below_a_header(&report);
        }
        let alike_count = report.bytes().zip(baseline.bytes()).take_while(|(one, other)| one == other).count();
        let near = |text: &str| text.chars().skip(alike_count.saturating_sub(80)).take(160).collect::<String>();
        assert!(report == baseline, "{tool} from {what}:\n…{}…\n…{}…", near(&report), near(&baseline));
        assert_eq!(said, told(wanted, columns), "{tool} from {what}");
    }
}

#[test]
fn delimited_text_in_every_dialect_says_the_same() {
    let table = Table::accounts();
    let text = |writing| table.delimited(writing);
    same("tabs", "tsv", text(Writing { delimiter: b'\t', ..PLAIN }).as_bytes(), "cells parted by tabs");
    same("tabs called CSV", "csv", text(Writing { delimiter: b'\t', ..PLAIN }).as_bytes(), "cells parted by tabs");
    same("bars", "csv", text(Writing { delimiter: b'|', ..PLAIN }).as_bytes(), "cells parted by bars");
    same("line ends of Windows", "csv", text(Writing { is_crlf: true, ..PLAIN }).as_bytes(), "lines ended by CRLF");
    let european = text(Writing { delimiter: b';', decimal: ',', is_crlf: false });
    same("semicolons", "csv", european.as_bytes(), "cells parted by semicolons; {}: decimal comma");
}

#[test]
fn text_in_every_character_set_says_the_same() {
    let text = Table::accounts().delimited(PLAIN);
    for (is_little, ending) in [(true, "little"), (false, "big")] {
        let wanted = format!("UTF-16, {ending}-endian");
        same("UTF-16", "csv", &utf_16(&text, is_little, true), &wanted);
        same("UTF-16 without a mark", "csv", &utf_16(&text, is_little, false), &format!("{wanted}, without a mark"));
    }
    same("UTF-8 with a mark", "csv", format!("\u{feff}{text}").as_bytes(), "UTF-8 with a byte-order mark");
    let excel = Table::accounts().delimited(Writing { delimiter: b'\t', decimal: '.', is_crlf: true });
    let wanted = "UTF-16, little-endian; cells parted by tabs; lines ended by CRLF";
    same("Unicode text of Excel", "csv", &utf_16(&excel, true, true), wanted);
}

#[test]
fn json_says_the_same() {
    let table = Table::accounts();
    let rows = Value::from(table.objects(false)).to_string();
    same("JSON", "json", rows.as_bytes(), "");
    same("JSON in UTF-16", "json", &utf_16(&rows, true, true), "UTF-16, little-endian");
    let mut lines = table.objects(false).iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    lines.push('\n');
    same("NDJSON", "ndjson", lines.as_bytes(), "");
    same("NDJSON with line ends of Windows", "ndjson", lines.replace('\n', "\r\n").as_bytes(), "");
    let stamped = rows.replace("\"2026-11-16\"", "\"2026-11-16T00:00:00.000Z\"");
    assert_ne!(stamped, rows);
    same("JSON with timestamps", "json", stamped.as_bytes(), "");
}

#[test]
fn json_with_records_inside_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let table = Table::accounts();
    let of_columns = |report: &str| {
        // A record that is not used is named by itself, its columns one by one.
        let mut report: Value = serde_json::from_str(report).unwrap();
        let gaps = report["not_assessed"].as_array_mut().unwrap();
        gaps.retain(|gap| !gap["what"].as_str().unwrap().starts_with("columns "));
        report
    };
    for (tool, _) in TOOLS {
        let (flat, _) = answer(tool, folder.path(), "json", Value::from(table.objects(false)).to_string().as_bytes());
        let (nested, _) = answer(tool, folder.path(), "json", Value::from(table.objects(true)).to_string().as_bytes());
        assert_eq!(of_columns(&flat), of_columns(&nested), "{tool}");
    }
}

#[test]
fn packed_files_say_the_same() {
    let table = Table::accounts();
    let text = table.delimited(PLAIN);
    let rows = Value::from(table.objects(false)).to_string();
    let columns = parquet(&table, &Storing::default());
    for (pack, told) in [(gzip as fn(&[u8]) -> Vec<u8>, "packed with gzip"), (zstd, "packed with zstd")] {
        same(told, "csv", &pack(text.as_bytes()), told);
        same(told, "json", &pack(rows.as_bytes()), told);
        same(told, "xlsx", &pack(&table.workbook("Accounts", 0)), &format!("{told}; sheet Accounts"));
        same(told, "parquet", &pack(&columns), told);
    }
}

#[test]
fn a_workbook_says_the_same() {
    let table = Table::accounts();
    same("XLSX", "xlsx", &table.workbook("Accounts", 0), "sheet Accounts");
}

/// A way of storing with these properties.
fn stored(number: &'static str, day: &'static str, properties: WriterPropertiesBuilder) -> Storing {
    Storing { number, day, properties: properties.build(), ..Storing::default() }
}

#[test]
fn parquet_says_the_same_however_it_stores() {
    let table = Table::accounts();
    let properties = WriterProperties::builder;
    let gzip = Compression::GZIP(GzipLevel::default());
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let second = || properties().set_writer_version(WriterVersion::PARQUET_2_0);
    let plain = || properties().set_dictionary_enabled(false);
    let storings = [
        ("doubles and dates", Storing::default()),
        ("nested", Storing { is_nested: true, ..Storing::default() }),
        ("several row groups", Storing { group_rows_count: 7, ..Storing::default() }),
        (
            "narrow decimals, snappy, no dictionary",
            stored(
                "int32 {} (DECIMAL(9,2))",
                "int64 {} (TIMESTAMP(MILLIS,true))",
                plain().set_compression(Compression::SNAPPY),
            ),
        ),
        (
            "decimals, gzip",
            stored(
                "int64 {} (DECIMAL(18,2))",
                "int64 {} (TIMESTAMP(MICROS,false))",
                properties().set_compression(gzip),
            ),
        ),
        (
            "decimals of fixed length, zstd, second version",
            stored(
                "fixed_len_byte_array(9) {} (DECIMAL(20,2))",
                "int64 {} (TIMESTAMP(NANOS,true))",
                second().set_compression(zstd),
            ),
        ),
        (
            "decimals of any length, LZ4, older timestamps",
            stored("binary {} (DECIMAL(30,2))", "int96 {}", plain().set_compression(Compression::LZ4_RAW)),
        ),
        ("LZ4 of Hadoop", stored("double {}", "int32 {} (DATE)", properties().set_compression(Compression::LZ4))),
        ("older marks", stored("int64 {} (DECIMAL(18,2))", "int64 {} (TIMESTAMP_MILLIS)", properties())),
        (
            "differences, gzip, second version",
            stored(
                "int64 {} (DECIMAL(18,2))",
                "int32 {} (DATE)",
                second().set_dictionary_enabled(false).set_compression(gzip).set_data_page_row_count_limit(9),
            ),
        ),
        (
            "differences of lengths",
            stored(
                "binary {} (DECIMAL(18,2))",
                "int32 {} (DATE)",
                plain().set_column_encoding("name".into(), Encoding::DELTA_LENGTH_BYTE_ARRAY),
            ),
        ),
        (
            "bytes apart",
            stored(
                "double {}",
                "int32 {} (DATE)",
                plain().set_column_encoding("arr_usd".into(), Encoding::BYTE_STREAM_SPLIT),
            ),
        ),
    ];
    for (what, storing) in storings {
        same(what, "parquet", &parquet(&table, &storing), "");
    }
}
