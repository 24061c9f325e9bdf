//! The one SQL text of the aggregation, filled in for a table and an engine.
//!
//! It is plain enough that Spark, PostgreSQL and DuckDB run the same text; the others differ in a type and in quotes.

use std::fmt::Write;

use super::Terms;
use crate::units::Period;

/// The text with its gaps.
const TEXT: &str = include_str!("ledger.sql");

/// Words that mean something else than a name to one of the engines: most are an error unless they are quoted, but
/// `user` is the one who asks.
const RESERVED: &str = "all analyze and any array as asc both by case cast check collate column create cross current_date \
    current_role current_time current_timestamp current_user default desc distinct else end except false fetch \
    for foreign from full grant group having in inner intersect into is join left like limit natural not null \
    offset on or order outer primary references right select session_user some table to user where";

/// An engine's way of writing SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Spark SQL.
    Spark,
    /// PostgreSQL, and what speaks like it.
    Postgres,
    /// DuckDB.
    DuckDb,
    /// Snowflake; never run by us.
    Snowflake,
    /// BigQuery; never run by us.
    BigQuery,
}

impl Dialect {
    /// All of them, with their words.
    pub const ALL: [(&'static str, Self); 5] = [
        ("spark", Self::Spark),
        ("postgres", Self::Postgres),
        ("duckdb", Self::DuckDb),
        ("snowflake", Self::Snowflake),
        ("bigquery", Self::BigQuery),
    ];

    /// The sign around a name that is no plain word.
    const fn quote(self) -> char {
        match self {
            Self::Spark | Self::BigQuery => '`',
            Self::Postgres | Self::DuckDb | Self::Snowflake => '"',
        }
    }

    /// The types of a factor of a square, and of the square.
    const fn wide(self) -> (&'static str, &'static str) {
        match self {
            // Its NUMERIC ends at 29 digits before the point.
            Self::BigQuery => ("BIGNUMERIC", "BIGNUMERIC"),
            _ => ("DECIMAL(19, 0)", "DECIMAL(38, 0)"),
        }
    }

    /// A name as the engine reads it; plain words stay as they are, so that the text is the same for all.
    fn name(self, name: &str) -> String {
        let is_plain = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
                && part.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
        };
        if is_plain(name) && RESERVED.split(' ').all(|word| word != name) {
            return name.to_owned();
        }
        let quote = self.quote();
        // A quote inside a name is doubled; BigQuery escapes it.
        let doubled = if self == Self::BigQuery {
            name.replace('\\', "\\\\").replace('`', "\\`")
        } else {
            name.replace(quote, &format!("{quote}{quote}"))
        };
        format!("{quote}{doubled}{quote}")
    }

    /// A name of several parts, such as `schema.table`. A part in the engine's own quotes is taken whole, and DuckDB
    /// reads the file that stands in single quotes.
    fn path(self, path: &str) -> String {
        let file = path.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        if let Some(file) = file.filter(|_| self == Self::DuckDb) {
            // Whatever quotes are inside, they come in pairs.
            return format!("'{}'", file.replace("''", "'").replace('\'', "''"));
        }
        parts(path, self.quote()).iter().map(|part| self.name(part)).collect::<Vec<_>>().join(".")
    }
}

/// The parts of a name between points; a part in quotes, in which a quote is doubled, may hold points.
fn parts(path: &str, quote: char) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = Some(path);
    while let Some(text) = rest {
        let (part, after) = quoted_part(text, quote).unwrap_or_else(|| match text.split_once('.') {
            Some((part, after)) => (part.to_owned(), Some(after)),
            None => (text.to_owned(), None),
        });
        parts.push(part);
        rest = after;
    }
    parts
}

/// The part that begins here in quotes, without them, and what follows its point; none where no quotes hold a part.
fn quoted_part(text: &str, quote: char) -> Option<(String, Option<&str>)> {
    let mut part = String::new();
    let mut rest = text.strip_prefix(quote)?;
    loop {
        let (before, after) = rest.split_once(quote)?;
        part.push_str(before);
        if after.is_empty() {
            return Some((part, None));
        }
        if let Some(after) = after.strip_prefix('.') {
            return Some((part, Some(after)));
        }
        rest = after.strip_prefix(quote)?;
        part.push(quote);
    }
}

/// How the period stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeriodType {
    /// As a date or a timestamp.
    #[default]
    Date,
    /// As text that begins with YYYY-MM.
    Text,
}

/// Where the rows lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The table, with its schema where it has one.
    pub table: String,
    /// The column of the customer.
    pub customer: String,
    /// The column of the month.
    pub period: String,
    /// How that column is typed.
    pub period_type: PeriodType,
    /// The column of the amount.
    pub amount: String,
    /// The column of the segment, if there is one.
    pub segment: Option<String>,
    /// The column of the currency, if there is one.
    pub currency: Option<String>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            table: "ledger".to_owned(),
            customer: "customer".to_owned(),
            period: "period".to_owned(),
            period_type: PeriodType::Date,
            amount: "amount".to_owned(),
            segment: None,
            currency: None,
        }
    }
}

/// The text for a table, an engine and what is asked.
#[must_use]
pub fn text(place: &Place, dialect: Dialect, terms: &Terms) -> String {
    let column = |name: &str| dialect.name(name);
    // Typed as text, and unknown, in every engine.
    let optional =
        |name: &Option<String>| name.as_ref().map_or_else(|| "NULLIF('', '')".to_owned(), |name| column(name));
    let period = column(&place.period);
    let part = |name: &str, from: u8, count: u8| match place.period_type {
        PeriodType::Date => format!("CAST(EXTRACT({name} FROM {period}) AS INT)"),
        PeriodType::Text => format!("CAST(SUBSTR({period}, {from}, {count}) AS INT)"),
    };
    let (wide, widest) = dialect.wide();
    let as_of = terms.as_of.map(Period::months);
    let gaps = [
        ("customer", column(&place.customer)),
        ("year", part("YEAR", 1, 4)),
        ("month", part("MONTH", 6, 2)),
        ("amount", column(&place.amount)),
        ("segment", optional(&place.segment)),
        ("currency", optional(&place.currency)),
        ("table", dialect.path(&place.table)),
        ("as_of", as_of.map_or_else(|| "MAX(mi)".to_owned(), |months| format!("CAST({months} AS INT)"))),
        ("window_months", terms.window_months.to_string()),
        ("cohort_months", terms.cohort_by.months().to_string()),
        ("arr_factor", terms.cadence.factor().to_string()),
        ("wide", wide.to_owned()),
        ("widest", widest.to_owned()),
    ];
    filled(TEXT, &gaps)
}

/// Fills each gap once: what is filled in is not read again.
fn filled(text: &str, gaps: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len() + 1024);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = gaps.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value.as_str());
        // A string takes whatever is written.
        let _ = write!(out, "{before}{value}");
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Cadence, CohortBy};

    fn terms() -> Terms {
        Terms { cadence: Cadence::Mrr, cohort_by: CohortBy::Quarter, window_months: 12, as_of: None }
    }

    #[test]
    fn every_gap_is_filled() {
        for (_, dialect) in Dialect::ALL {
            let filled = text(&Place::default(), dialect, &terms());
            assert!(!filled.contains(['{', '}']), "{filled}");
        }
        for gap in TEXT.split('{').skip(1) {
            let name = gap.split('}').next().unwrap();
            assert!(text(&Place::default(), Dialect::Spark, &terms()) != TEXT, "{name}");
        }
    }

    #[test]
    fn the_engines_that_are_run_get_one_text() {
        let of = |dialect| text(&Place::default(), dialect, &terms());
        assert_eq!(of(Dialect::Spark), of(Dialect::Postgres));
        assert_eq!(of(Dialect::Spark), of(Dialect::DuckDb));
        assert_eq!(of(Dialect::Spark), of(Dialect::Snowflake));
        assert!(of(Dialect::BigQuery).contains("BIGNUMERIC"));
    }

    #[test]
    fn odd_names_are_quoted_and_cannot_end_the_quote() {
        assert_eq!(Dialect::Postgres.path("sales.Ledger 2024"), "sales.\"Ledger 2024\"");
        assert_eq!(Dialect::DuckDb.name("a\"; DROP TABLE x; --"), "\"a\"\"; DROP TABLE x; --\"");
        assert_eq!(Dialect::Spark.name("a`b"), "`a``b`");
        assert_eq!(Dialect::BigQuery.name("a`b"), "`a\\`b`");
        assert_eq!(Dialect::Spark.name("account_id"), "account_id");
        assert_eq!(Dialect::Postgres.path("sales.order"), "sales.\"order\"");
        assert_eq!(Dialect::Postgres.name("user"), "\"user\"");
        assert_eq!(Dialect::Spark.name("user"), "`user`");
    }

    #[test]
    fn parts_in_quotes_are_taken_whole_and_cannot_end_them() {
        let cases = [
            (Dialect::Spark, "parquet.`/data/ledger.parquet`", "parquet.`/data/ledger.parquet`"),
            (Dialect::Spark, "parquet.`/a``b.parquet`", "parquet.`/a``b.parquet`"),
            (Dialect::Postgres, "sales.\"Ledger.2024\".x", "sales.\"Ledger.2024\".x"),
            (Dialect::BigQuery, "`project-x.sales.ledger`", "`project-x.sales.ledger`"),
            // No quotes hold a part here: each sign is a sign of the name.
            (Dialect::Postgres, "\"a\" UNION SELECT b", "\"\"\"a\"\" UNION SELECT b\""),
            (Dialect::Postgres, "\"a", "\"\"\"a\""),
            (Dialect::Postgres, "'a.b'", "\"'a\".\"b'\""),
        ];
        for (dialect, path, wanted) in cases {
            assert_eq!(dialect.path(path), wanted, "{dialect:?} {path}");
        }
    }

    #[test]
    fn duckdb_reads_a_file_in_quotes_that_it_cannot_end() {
        let cases = [
            ("'exports/ledger.parquet'", "'exports/ledger.parquet'"),
            ("'exports/*/O''Brien.csv'", "'exports/*/O''Brien.csv'"),
            ("'exports/O'Brien.csv'", "'exports/O''Brien.csv'"),
            ("'a' UNION SELECT * FROM 'b'", "'a'' UNION SELECT * FROM ''b'"),
            ("'''; DROP TABLE x; --'", "'''; DROP TABLE x; --'"),
            ("'", "\"'\""),
            ("''", "''"),
        ];
        for (path, wanted) in cases {
            assert_eq!(Dialect::DuckDb.path(path), wanted, "{path}");
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(filled("{a}{b}", &[("a", "{b}".to_owned()), ("b", "x".to_owned())]), "{b}x");
    }

    #[test]
    fn the_text_parses_in_every_dialect() {
        use sqlparser::dialect::{
            BigQueryDialect, DatabricksDialect, DuckDbDialect, PostgreSqlDialect, SnowflakeDialect,
        };
        use sqlparser::parser::Parser;
        let place = Place {
            table: "billing.Ledger 2024".to_owned(),
            segment: Some("Plan".to_owned()),
            currency: Some("currency".to_owned()),
            period_type: PeriodType::Text,
            ..Place::default()
        };
        let parsers: [(Dialect, Box<dyn sqlparser::dialect::Dialect>); 5] = [
            (Dialect::Spark, Box::new(DatabricksDialect {})),
            (Dialect::Postgres, Box::new(PostgreSqlDialect {})),
            (Dialect::DuckDb, Box::new(DuckDbDialect {})),
            (Dialect::Snowflake, Box::new(SnowflakeDialect {})),
            (Dialect::BigQuery, Box::new(BigQueryDialect {})),
        ];
        for (dialect, parser) in parsers {
            for place in [&place, &Place::default()] {
                let text = text(place, dialect, &Terms { as_of: Period::parse(b"2024-06"), ..terms() });
                let parsed = Parser::parse_sql(parser.as_ref(), &text);
                assert!(parsed.as_ref().is_ok_and(|statements| statements.len() == 1), "{dialect:?}: {parsed:?}");
            }
        }
    }
}
