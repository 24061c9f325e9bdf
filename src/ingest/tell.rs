//! Which of several tables a file holds, told from what it shows before its rows are read.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::columns::slots;
use super::delimited::broken;
use super::guard::Meter;
use super::json::document_fault;
use super::objects::Take;
use super::open::open_source;
use super::stream::text;
use super::table::Source;
use super::tabular::Tabular;
use super::{Format, Host, lines};
use crate::problem::Stop;
use crate::shape::fold;

/// What a file shows of itself.
enum Glimpse {
    /// Headers, or the keys of the first row.
    Columns(Vec<String>),
    /// The keys of an object, of which one may name a table.
    Tables(Vec<String>),
}

/// The one candidate whose table the file holds; none where the file fits none of them, or several alike.
///
/// # Errors
/// What keeps the file from being opened or its first record from being read.
pub fn tell_table<'c, 's>(
    file: &str,
    candidates: &'c [Source<'s>],
    host: &Host<'_>,
) -> Result<Option<&'c Source<'s>>, Stop> {
    let Some(first) = candidates.first() else { return Ok(None) };
    Ok(match glimpse(first, file, host)? {
        Glimpse::Tables(keys) => only(candidates.iter().filter(|source| keys.iter().any(|key| key == source.table))),
        // A file without headers holds no table; the reader of any of them says so.
        Glimpse::Columns(headers) if headers.is_empty() => candidates.first(),
        Glimpse::Columns(headers) => fitting(candidates, &headers),
    })
}

/// The candidate that has all its required columns, or else the one with the most columns.
fn fitting<'c, 's>(candidates: &'c [Source<'s>], headers: &[String]) -> Option<&'c Source<'s>> {
    let headers: BTreeSet<String> = headers.iter().map(|header| fold(header)).collect();
    let fits: Vec<(Fit, &Source<'s>)> = candidates.iter().map(|source| (fit(source, &headers), source)).collect();
    let best = fits.iter().map(|(fit, _)| *fit).max().filter(|fit| fit.columns_count > 0)?;
    let both_whole = fits.iter().filter(|(fit, _)| fit.whole).count() > 1;
    if both_whole { None } else { only(fits.into_iter().filter(|(fit, _)| *fit == best).map(|(_, source)| source)) }
}

/// How well headers fit a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether every required field has a column.
    whole: bool,
    /// How many fields have one.
    columns_count: usize,
}

fn fit(source: &Source<'_>, headers: &BTreeSet<String>) -> Fit {
    let named: Vec<String> =
        source.columns.into_iter().flat_map(Map::<String, Value>::keys).map(|name| fold(name)).collect();
    let mut fit = Fit { whole: true, columns_count: 0 };
    for slot in slots(source.record) {
        let found = slot.spellings().iter().any(|spelling| headers.contains(spelling) || named.contains(spelling));
        fit.columns_count += usize::from(found);
        fit.whole &= found || !slot.required;
    }
    fit
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

fn glimpse(source: &Source<'_>, file: &str, host: &Host<'_>) -> Result<Glimpse, Stop> {
    let opened = open_source(file, source, host)?;
    match opened.format {
        Format::Csv | Format::Tsv | Format::Xlsx | Format::Parquet => {
            Tabular::open(&opened, source.sheet).map(|table| Glimpse::Columns(table.headers().to_vec()))
        }
        Format::NdJson => {
            let mut first = FirstRow(Vec::new());
            match lines::each_row(&opened, &mut first) {
                // The read is broken off after the first row.
                Ok(()) | Err(Stop::Cancelled) => Ok(Glimpse::Columns(first.0)),
                Err(stop) => Err(stop),
            }
        }
        Format::Json => {
            let meter = Meter::default();
            let bytes =
                opened.bytes(&meter).and_then(|file| text(file, &meter)).map_err(|_| broken(file, 1, &meter))?;
            let mut seen = None;
            let reader = std::io::BufReader::with_capacity(1 << 13, bytes.bytes);
            let mut deserializer = serde_json::Deserializer::from_reader(reader);
            let read = deserializer.deserialize_any(First { meter: &meter, seen: &mut seen });
            // The read is broken off after the first row; only a document without one is at fault.
            match (seen, read) {
                (Some(glimpse), _) => Ok(glimpse),
                (None, Ok(())) => Ok(Glimpse::Columns(Vec::new())),
                (None, Err(error)) => Err(meter.stop(file, 1).unwrap_or_else(|| document_fault(file, &error).into())),
            }
        }
    }
}

/// The keys of the first row.
struct FirstRow(Vec<String>);

impl Take for FirstRow {
    fn written(&mut self, _told: &[&'static str]) {}
    fn row(&mut self, _row: usize, value: Value) -> Result<(), Stop> {
        self.0 = value.as_object().map(|row| row.keys().cloned().collect()).unwrap_or_default();
        Err(Stop::Cancelled)
    }
    fn other_key(&mut self, _key: &str) {}
}

/// Sees the keys of an object, or of the first row of a list.
struct First<'a> {
    meter: &'a Meter,
    seen: &'a mut Option<Glimpse>,
}

impl<'de> Visitor<'de> for First<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some(first) = seq.next_element::<Value>()? else { return Ok(()) };
        let keys = first.as_object().map(|row| row.keys().cloned().collect()).unwrap_or_default();
        *self.seen = Some(Glimpse::Columns(keys));
        Err(de::Error::custom("seen"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            // Nothing of a value is kept.
            self.meter.pass_over();
            entries.next_value::<IgnoredAny>()?;
            self.meter.next_record();
            keys.push(key);
        }
        *self.seen = Some(Glimpse::Tables(keys));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Unwatched;
    use crate::shape::{Bounds, Field, Leaf, Record, Shape};

    fn record(fields: &[(&str, bool)]) -> Record {
        let field = |(name, required): &(&str, bool)| Field {
            name: (*name).to_owned(),
            aliases: Vec::new(),
            required: *required,
            loose: false,
            hidden: false,
            tell: None,
            about: None,
            public: None,
            shape: Shape::Leaf(Leaf::Amount(Bounds {
                min: rust_decimal::Decimal::ZERO,
                max: None,
                percent_text_max: None,
            })),
        };
        Record { fields: fields.iter().map(field).collect() }
    }

    /// What a file of this name and text is taken for, where `columns` may name a header.
    fn told(name: &str, text: &str, columns: Option<&Map<String, Value>>) -> Option<&'static str> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        let host = Host { data_dir: Some(folder.path()), watch: &Unwatched };
        let (cohorts, customers) =
            (record(&[("name", true), ("starting_arr", true)]), record(&[("id", true), ("start_arr", true)]));
        let (tiny_percents, written) = (std::cell::RefCell::default(), std::cell::RefCell::default());
        let source = |table, record| Source {
            table,
            file: Some(name),
            format: None,
            columns,
            record,
            sheet: None,
            tiny_percents: &tiny_percents,
            names_all: false,
            written: &written,
        };
        let candidates = [source("cohorts", &cohorts), source("customers", &customers)];
        tell_table(name, &candidates, &host).unwrap().map(|source| source.table)
    }

    #[test]
    fn headers_tell_the_table() {
        assert_eq!(told("a.csv", "Name,Starting ARR\n", None), Some("cohorts"));
        assert_eq!(told("a.csv", "ID,start-arr,other\n", None), Some("customers"));
        assert_eq!(told("a.csv", "id,name,start_arr\n", None), Some("customers"));
        assert_eq!(told("a.csv", "starting_arr,x\n", None), Some("cohorts"));
    }

    #[test]
    fn headers_of_both_or_none_tell_nothing() {
        assert_eq!(told("a.csv", "id,name,start_arr,starting_arr\n", None), None);
        assert_eq!(told("a.csv", "period,amount\n", None), None);
        assert_eq!(told("a.csv", "name,start_arr\n", None), None);
    }

    #[test]
    fn a_named_column_counts_as_a_header() {
        let columns = serde_json::json!({"starting_arr": "Begin"});
        assert_eq!(told("a.csv", "name,Begin\n", columns.as_object()), Some("cohorts"));
    }

    #[test]
    fn json_tells_by_its_key_or_its_first_row() {
        assert_eq!(told("a.json", r#"{"stage": "seed", "customers": []}"#, None), Some("customers"));
        assert_eq!(told("a.json", r#"{"cohorts": [], "customers": []}"#, None), None);
        assert_eq!(told("a.json", r#"[{"id": 1, "start_arr": 2}, not read"#, None), Some("customers"));
    }

    #[test]
    fn a_file_without_rows_is_left_to_its_reader() {
        assert_eq!(told("a.csv", "", None), Some("cohorts"));
        assert_eq!(told("a.json", "[]", None), Some("cohorts"));
    }
}
