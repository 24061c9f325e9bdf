//! One table in every format that is read: the account file of the library, with cells that are hard to write.

use cco_advisor::library::ACCOUNTS;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::{Map, Value};

/// Columns of lists, and of days.
const LISTS: [&str; 6] = ["events", "risk_drivers", "modules_owned", "modules_available", "modules_used", "signals"];
const DAYS: [&str; 5] = ["contract_end", "started", "value_on", "score_date", "churned_on"];
/// Columns of nested records, by the record's name.
const NESTED: [(&str, &[&str]); 2] = [
    (
        "icp_fit_signals",
        &[
            "in_target_industry",
            "in_target_size_range",
            "uses_target_workflow",
            "has_executive_sponsor",
            "advocates_publicly",
            "expansion_potential_high",
            "competitor_concentration_low",
        ],
    ),
    ("raw", &["login_pct", "feature_adoption_pct", "threads", "tickets", "open_tickets", "renewal_sentiment"]),
];

/// A cell as it is meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Blank,
    Text(String),
    Whole(i64),
    /// A number with two decimals, in hundredths.
    Number(i64),
    Truth(bool),
    Day(String),
    List(Vec<String>),
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Whole,
    Number,
    Truth,
    Day,
    List,
}

/// Rows under headers.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) headers: Vec<String>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// How a table is written as text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writing {
    pub(crate) delimiter: u8,
    pub(crate) decimal: char,
    pub(crate) is_crlf: bool,
}

/// Commas, points and line feeds.
pub(crate) const PLAIN: Writing = Writing { delimiter: b',', decimal: '.', is_crlf: false };

impl Table {
    /// The account file: amounts with cents, and a name that holds every sign that parts or quotes something.
    pub(crate) fn accounts() -> Self {
        let mut reader = csv::Reader::from_reader(ACCOUNTS.text.as_bytes());
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut texts: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let column = |name: &str| names.iter().position(|known| known == name).unwrap();
        for (index, row) in texts.iter_mut().enumerate() {
            let cents = ["", ".25", ".5", ".01"][index % 4];
            row[column("arr_usd")].push_str(cents);
        }
        "Café \"Nord\", Bank; Co|x\nZürich".clone_into(&mut texts[0][column("name")]);
        let kinds: Vec<Kind> = names.iter().enumerate().map(|(index, name)| kind(name, index, &texts)).collect();
        let rows = texts.iter().map(|row| row.iter().zip(&kinds).map(|(text, kind)| cell(text, *kind)).collect());
        Self { rows: rows.collect(), headers: names.iter().map(|name| dotted(name)).collect(), kinds }
    }

    /// As delimited text.
    pub(crate) fn delimited(&self, writing: Writing) -> String {
        let end = if writing.is_crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().delimiter(writing.delimiter).terminator(end).from_writer(Vec::new());
        writer.write_record(&self.headers).unwrap();
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| cell.text(writing.decimal))).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    /// As JSON objects, with dotted keys or with records inside.
    pub(crate) fn objects(&self, is_nested: bool) -> Vec<Value> {
        let object = |row: &Vec<Cell>| {
            let mut object = Map::new();
            for (header, cell) in self.headers.iter().zip(row) {
                match header.split_once('.').filter(|_| is_nested) {
                    Some((outer, inner)) => {
                        let record = object.entry(outer).or_insert_with(|| Map::new().into());
                        record[inner] = cell.json();
                    }
                    None => drop(object.insert(header.clone(), cell.json())),
                }
            }
            object.into()
        };
        self.rows.iter().map(object).collect()
    }

    /// As a workbook with this sheet alone, whose headers stand below so many blank rows.
    pub(crate) fn workbook(&self, sheet: &str, blank_count: u32) -> Vec<u8> {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.set_name(sheet).unwrap();
        self.write_sheet(page, blank_count);
        book.save_to_buffer().unwrap()
    }

    fn write_sheet(&self, page: &mut Worksheet, blank_count: u32) {
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (column, header) in (0..).zip(&self.headers) {
            page.write_string(blank_count, column, header).unwrap();
        }
        for (row, cells) in (blank_count + 1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Blank => continue,
                    Cell::Text(text) => page.write_string(row, column, text),
                    Cell::Whole(whole) => page.write_number(row, column, f64::from(i32::try_from(*whole).unwrap())),
                    Cell::Number(_) => page.write_number(row, column, cell.text('.').parse::<f64>().unwrap()),
                    Cell::Truth(truth) => page.write_boolean(row, column, *truth),
                    Cell::Day(text) => {
                        let stamp = ExcelDateTime::parse_from_str(text).unwrap();
                        page.write_datetime_with_format(row, column, stamp, &day)
                    }
                    Cell::List(_) => page.write_string(row, column, cell.text('.')),
                }
                .unwrap();
            }
        }
    }
}

impl Cell {
    /// As text with this decimal sign.
    pub(crate) fn text(&self, decimal: char) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) | Self::Day(text) => text.clone(),
            Self::Whole(whole) => whole.to_string(),
            Self::Number(hundredths) => format!("{}{decimal}{:02}", hundredths / 100, hundredths % 100),
            Self::Truth(truth) => truth.to_string(),
            Self::List(items) => items.join(";"),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Blank => Value::Null,
            Self::Text(text) | Self::Day(text) => text.clone().into(),
            Self::Whole(whole) => (*whole).into(),
            Self::Number(_) => serde_json::from_str(&self.text('.')).unwrap(),
            Self::Truth(truth) => (*truth).into(),
            Self::List(items) => items.clone().into(),
        }
    }
}

/// The header of a nested column has the record's name before it.
fn dotted(name: &str) -> String {
    let outer = NESTED.iter().find(|(_, inner)| inner.contains(&name));
    outer.map_or_else(|| name.to_owned(), |(outer, _)| format!("{outer}.{name}"))
}

fn kind(name: &str, column: usize, rows: &[Vec<String>]) -> Kind {
    let all =
        |is: fn(&str) -> bool| rows.iter().map(|row| row[column].as_str()).all(|text| text.is_empty() || is(text));
    if LISTS.contains(&name) {
        Kind::List
    } else if DAYS.contains(&name) {
        Kind::Day
    } else if all(|text| matches!(text, "true" | "false")) {
        Kind::Truth
    } else if all(|text| text.parse::<i64>().is_ok()) {
        Kind::Whole
    } else if all(|text| text.parse::<f64>().is_ok()) {
        Kind::Number
    } else {
        Kind::Text
    }
}

fn cell(text: &str, kind: Kind) -> Cell {
    if text.is_empty() {
        return Cell::Blank;
    }
    match kind {
        Kind::Text => Cell::Text(text.to_owned()),
        Kind::Whole => Cell::Whole(text.parse().unwrap()),
        Kind::Number => {
            let (whole, parts) = text.split_once('.').unwrap_or((text, ""));
            Cell::Number(format!("{whole}{parts:0<2}").parse().unwrap())
        }
        Kind::Truth => Cell::Truth(text == "true"),
        Kind::Day => Cell::Day(text.to_owned()),
        Kind::List => Cell::List(text.split(';').map(str::to_owned).collect()),
    }
}

/// Text in UTF-16, with a mark or without.
pub(crate) fn utf_16(text: &str, is_little: bool, has_mark: bool) -> Vec<u8> {
    let unit = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    let mark = has_mark.then_some('\u{feff}');
    mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
}

/// Bytes packed with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}

/// Bytes packed with zstd.
pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}
