//! One number as it is written: what stands around it, and what its digits come to under each decimal sign.

use super::{Mark, Style};

/// What parts thousands beside the other decimal sign: blanks, and what the Swiss write.
const NEUTRAL_GROUPS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}'];
/// Currencies that are written by their own sign; letters may stand before it, as in US$.
const SIGNS: &str = "$€£¥₹₩₽₺₪₫₴฿₦₱₡₲₵₸₭";
/// Currencies that are written by letters of their own.
const LETTERS: [&str; 9] = ["kr", "kr.", "zł", "Kč", "Ft", "Fr.", "Rs", "Rs.", "lei"];

/// A number taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written<'t> {
    /// Digits with points, commas and groups between them.
    digits: &'t str,
    /// The currency beside it, as it is written.
    pub(super) symbol: Option<&'t str>,
    pub(super) in_parentheses: bool,
    is_below_zero: bool,
    is_percent: bool,
}

impl<'t> Written<'t> {
    /// Takes a text apart; none if it is no number in any country.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let mut rest = text.trim();
        let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let in_parentheses = inner.is_some();
        rest = inner.unwrap_or(rest).trim();
        let mut symbol = None;
        let mut is_below_zero = false;
        let mut is_percent = false;
        let in_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '\u{2212}');
        // Sign, currency and percent stand on either side, in any order: -$5, $-5, 5- €.
        loop {
            let before = rest;
            if let Some(after) = rest.strip_prefix(['-', '\u{2212}']).or_else(|| rest.strip_suffix(['-', '\u{2212}'])) {
                if is_below_zero {
                    return None;
                }
                is_below_zero = true;
                rest = after.trim();
            }
            if let Some(after) = rest.strip_suffix('%') {
                if is_percent {
                    return None;
                }
                is_percent = true;
                rest = after.trim();
            }
            if symbol.is_none() {
                let start = rest.find(in_number).unwrap_or(0);
                let end = rest
                    .char_indices()
                    .rfind(|(_, sign)| in_number(*sign))
                    .map_or(rest.len(), |(last, sign)| last + sign.len_utf8());
                if let Some((sign, after)) =
                    rest.split_at_checked(start).and_then(|(sign, after)| Some((currency(sign)?, after)))
                {
                    symbol = Some(sign);
                    rest = after.trim();
                } else if let Some((after, sign)) =
                    rest.split_at_checked(end).and_then(|(after, sign)| Some((after, currency(sign)?)))
                {
                    symbol = Some(sign);
                    rest = after.trim();
                }
            }
            if rest == before {
                break;
            }
        }
        let is_digits = rest.starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ','))
            && rest.ends_with(|sign: char| sign.is_ascii_digit())
            && rest
                .chars()
                .all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',') || NEUTRAL_GROUPS.contains(&sign));
        is_digits.then_some(Self { digits: rest, symbol, in_parentheses, is_below_zero, is_percent })
    }

    /// Its digits as plain text under a decimal sign; none if they are no number then.
    pub(super) fn under(&self, mark: Mark) -> Option<String> {
        let (decimal, group) = match mark {
            Mark::Point => ('.', ','),
            Mark::Comma => (',', '.'),
        };
        let (whole, parts) = match self.digits.split_once(decimal) {
            Some((whole, parts)) => (whole, Some(parts)),
            None => (self.digits, None),
        };
        if parts.is_some_and(|parts| !parts.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let whole = without_groups(whole, group)?;
        Some(match parts {
            Some(parts) => format!("{}.{parts}", if whole.is_empty() { "0" } else { &whole }),
            None => whole,
        })
    }

    /// Whether it is written otherwise than a machine would: with a currency, in parentheses or in groups.
    pub(super) fn is_dressed(&self) -> bool {
        let is_plain = |sign: char| sign.is_ascii_digit() || sign == '.';
        let is_grouped = !self.digits.chars().all(is_plain) || self.digits.matches('.').count() > 1;
        is_grouped || self.in_parentheses || self.symbol.is_some()
    }

    /// Whether it is nothing, however it is written.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0')
    }
}

/// The whole part without what parts its thousands: groups of three, or of two before the last three as in India.
fn without_groups(whole: &str, other_mark: char) -> Option<String> {
    let groups = |sign: char| sign == other_mark || NEUTRAL_GROUPS.contains(&sign);
    let Some(group) = whole.chars().find(|sign| groups(*sign)) else { return Some(whole.to_owned()) };
    let parts: Vec<&str> = whole.split(group).collect();
    let [first, middle @ .., last] = parts.as_slice() else { return None };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let of_three = (1..=3).contains(&first.len()) && middle.iter().all(|part| part.len() == 3);
    let of_two = group == ',' && (1..=2).contains(&first.len()) && middle.iter().all(|part| part.len() == 2);
    // Nobody begins with a nought: of 0.125 the point parts no thousands.
    let fits =
        last.len() == 3 && (of_three || of_two) && !first.starts_with('0') && parts.iter().all(|part| is_digits(part));
    fits.then(|| parts.concat())
}

/// A currency beside a number.
fn currency(text: &str) -> Option<&str> {
    let text = text.trim();
    let sign = text.chars().last()?;
    let letters = text.strip_suffix(sign)?;
    let is_sign = SIGNS.contains(sign) && letters.len() <= 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_sign || is_code || LETTERS.contains(&text)).then_some(text)
}

/// Whether a text that is no plain number may be one in another dress.
pub(in crate::ingest) fn may_be_styled(text: &str) -> bool {
    Written::of(text).is_some()
}

/// A number of a column as plain text; none if the column's style does not fit it.
pub(in crate::ingest) fn plain_text(text: &str, style: &Style) -> Option<String> {
    let written = Written::of(text)?;
    let digits = written.under(style.mark)?;
    let is_below_zero = written.is_below_zero || (written.in_parentheses && !style.sizes);
    let sign = if is_below_zero && !written.is_zero() { "-" } else { "" };
    let percent = if written.is_percent { "%" } else { "" };
    Some(format!("{sign}{digits}{percent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(text: &str) -> (Option<String>, Option<String>) {
        let written = Written::of(text);
        let of = |mark| written.as_ref().and_then(|written| written.under(mark));
        (of(Mark::Point), of(Mark::Comma))
    }

    fn told(point: Option<&str>, comma: Option<&str>) -> (Option<String>, Option<String>) {
        (point.map(str::to_owned), comma.map(str::to_owned))
    }

    #[test]
    fn digits_come_to_what_the_decimal_sign_makes_of_them() {
        assert_eq!(under("12,400.00"), told(Some("12400.00"), None));
        assert_eq!(under("12.400,00"), told(None, Some("12400.00")));
        assert_eq!(under("1.200"), told(Some("1.200"), Some("1200")));
        assert_eq!(under("1,200"), told(Some("1200"), Some("1.200")));
        assert_eq!(under("1,20"), told(None, Some("1.20")));
        assert_eq!(under("1.234.567"), told(None, Some("1234567")));
        assert_eq!(under("12,34,567.5"), told(Some("1234567.5"), None));
        assert_eq!(under("12'400.00"), told(Some("12400.00"), None));
        assert_eq!(under("12 400"), told(Some("12400"), Some("12400")));
        assert_eq!(under("12\u{202f}400,5"), told(None, Some("12400.5")));
        assert_eq!(under(".5"), told(Some("0.5"), None));
        assert_eq!(under("0.125"), told(Some("0.125"), None));
        assert_eq!(under("0,500"), told(None, Some("0.500")));
        assert_eq!(under("500"), told(Some("500"), Some("500")));
    }

    #[test]
    fn groups_that_are_none_are_refused() {
        for text in ["1,2,3", "12,4000", "1,,200", ",200", "1234,567,890", "1 2", "1,200,"] {
            assert_eq!(under(text).0, None, "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_number_is_told() {
        let symbol = |text| Written::of(text).and_then(|written| written.symbol);
        for (text, wanted) in [
            ("$12,400.00", "$"),
            ("12.400,00 €", "€"),
            ("US$ 5", "US$"),
            ("CHF 12'400", "CHF"),
            ("1 200 kr", "kr"),
            ("-$5", "$"),
            ("$-5", "$"),
            ("(£1,200)", "£"),
            ("5 EUR", "EUR"),
        ] {
            assert_eq!(symbol(text), Some(wanted), "{text}");
        }
        assert_eq!(symbol("12,400"), None);
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["n/a", "", "-", "$", "12k", "about 5", "5 apples", "--5", "5%%", "2026-09-30", "1e6", "()", "USD"]
        {
            assert_eq!(Written::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_s_style_makes_text_plain() {
        let style = |mark, sizes| Style { mark, sizes, ..Style::default() };
        let plain = |text, mark, sizes| plain_text(text, &style(mark, sizes));
        assert_eq!(plain("(1,200)", Mark::Point, false).as_deref(), Some("-1200"));
        assert_eq!(plain("(1,200)", Mark::Point, true).as_deref(), Some("1200"));
        assert_eq!(plain("12,5 %", Mark::Comma, false).as_deref(), Some("12.5%"));
        assert_eq!(plain("1.200,50-", Mark::Comma, false).as_deref(), Some("-1200.50"));
        assert_eq!(plain("-0,00", Mark::Comma, false).as_deref(), Some("0.00"));
        assert_eq!(plain("1.200,50", Mark::Point, false), None);
    }
}
