//! How a delimited file is written: what parts its cells and what quotes them, told from its first rows.

use csv::{ByteRecord, ReaderBuilder};

/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows that are looked at.
const SEEN_ROWS_COUNT: usize = 64;

/// What parts cells, and what quotes a cell that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

/// Commas and double quotes, as RFC 4180 has them.
const PLAIN: Dialect = Dialect { delimiter: b',', quote: b'"' };

impl Dialect {
    /// The dialect of a file that begins with these bytes; `delimiter` where the format's name already says it.
    ///
    /// The cells of most rows must be as many as the headers. Of several that fit, the one with more columns is
    /// meant: a comma in a sentence does not make a table.
    pub(super) fn of(start: &[u8], delimiter: Option<u8>) -> Self {
        let quote = if is_quoted(start, b'\'') { b'\'' } else { PLAIN.quote };
        let candidates = DELIMITERS.into_iter().filter(|candidate| delimiter.is_none_or(|known| known == *candidate));
        let best = candidates
            .map(|delimiter| Self { delimiter, quote })
            // Of equals the first: the iterator gives the last of its maxima, so the likeliest come last.
            .rev()
            .max_by_key(|dialect| dialect.fit(start));
        best.filter(|dialect| delimiter.is_some() || dialect.fit(start).columns_count > 1).unwrap_or(PLAIN)
    }

    /// A reader of records in this dialect.
    pub(super) fn reader(self) -> ReaderBuilder {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.delimiter).quote(self.quote);
        builder
    }

    /// What is worth saying of it; none for commas and double quotes.
    pub(super) fn told(self) -> Option<String> {
        let parted = match self.delimiter {
            b';' => Some("cells parted by semicolons"),
            b'\t' => Some("cells parted by tabs"),
            b'|' => Some("cells parted by bars"),
            _ => None,
        };
        let quoted = (self.quote != PLAIN.quote).then_some("single quotes around cells");
        let words: Vec<&str> = parted.into_iter().chain(quoted).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    fn fit(self, start: &[u8]) -> Fit {
        let mut reader = self.reader().from_reader(start);
        let mut record = ByteRecord::new();
        let mut counts = Vec::new();
        while counts.len() < SEEN_ROWS_COUNT && reader.read_byte_record(&mut record).is_ok_and(|more| more) {
            counts.push(record.len());
        }
        // The last row may be cut off by the end of what was seen.
        if counts.len() > 2 {
            counts.pop();
        }
        let columns_count = counts.first().copied().unwrap_or_default();
        let even_count = counts.iter().filter(|count| **count == columns_count).count();
        Fit { is_even: even_count * 10 >= counts.len() * 9 && columns_count > 1, columns_count }
    }
}

/// How well a delimiter explains the first rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Nine rows in ten have as many cells as the header.
    is_even: bool,
    columns_count: usize,
}

/// Whether the first line begins and ends with this quote.
fn is_quoted(start: &[u8], quote: u8) -> bool {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    line.len() > 2 && line.first() == Some(&quote) && line.last() == Some(&quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (char, char) {
        let dialect = Dialect::of(text.as_bytes(), None);
        (dialect.delimiter.into(), dialect.quote.into())
    }

    #[test]
    fn what_parts_cells_is_told_from_the_rows() {
        assert_eq!(told("id,arr\na,1\n"), (',', '"'));
        assert_eq!(told("id;arr\na;1,5\nb;2,5\n"), (';', '"'));
        assert_eq!(told("id\tname\tarr\na\tAlder, Bank\t5\n"), ('\t', '"'));
        assert_eq!(told("id|arr\na|1\n"), ('|', '"'));
    }

    #[test]
    fn a_sign_inside_a_cell_parts_nothing() {
        assert_eq!(told("name;note\nAlder;\"a, b, c, d\"\nBeck;\"e, f, g, h\"\n"), (';', '"'));
        assert_eq!(told("name,note\n\"Alder; Bank; Co\",x\n\"Beck\",y\n"), (',', '"'));
        assert_eq!(told("id,drivers,arr\na,x;y;z,1\nb,x,2\n"), (',', '"'));
    }

    #[test]
    fn single_quotes_around_the_header_are_quotes() {
        assert_eq!(told("'id','name'\n'a','Alder, Bank'\n"), (',', '\''));
        assert_eq!(told("id,name\na,O'Hara\n"), (',', '"'));
    }

    #[test]
    fn one_column_or_nothing_is_plain() {
        assert_eq!(told("id\na\nb\n"), (',', '"'));
        assert_eq!(told(""), (',', '"'));
    }

    #[test]
    fn a_format_that_names_its_delimiter_keeps_it() {
        let dialect = Dialect::of(b"id,a,b\tarr\n1,2,3\t4\n", Some(b'\t'));
        assert_eq!(dialect.delimiter, b'\t');
        assert_eq!(dialect.told().as_deref(), Some("cells parted by tabs"));
        assert_eq!(PLAIN.told(), None);
    }
}
