//! Typed cells of workbooks and columnar files as the text that a CSV would have: one reader of cells serves them all.

use std::io::Write;

use rust_decimal::Decimal;

use crate::units::Date;

/// Digits that a binary double holds whatever the number; beyond them stands what the writer never meant.
const DOUBLE_DIGITS_COUNT: usize = 15;
/// Hundredths up to which a double holds every one of them, in 15 digits.
const HUNDREDTHS_MAX: f64 = 1e15;
/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// A double, to the digits that it holds: 0.1 + 0.2 is 0.3.
pub(super) fn double(out: &mut Vec<u8>, value: f64) {
    if let Some(hundredths) = hundredths(value) {
        return of_hundredths(out, hundredths);
    }
    // The format counts the digits after the first.
    let text = format!("{value:.*e}", DOUBLE_DIGITS_COUNT - 1);
    match Decimal::from_scientific(&text) {
        Ok(decimal) => put(out, decimal.normalize()),
        // Too large or small to be an amount, or no number; its reader says so.
        Err(_) => put(out, value),
    }
}

/// The hundredths of a double, if it is the nearest one to so many: nearly every amount in a file is.
pub(super) fn hundredths(value: f64) -> Option<i64> {
    let scaled = value * 100.0;
    // Cut off after a half more, which is rounding without a call of the library; beyond the bounds it is refused.
    #[expect(clippy::cast_possible_truncation, reason = "what is cut off is meant to be")]
    let nearest = (scaled + 0.5_f64.copysign(scaled)) as i64;
    #[expect(clippy::cast_precision_loss, reason = "more digits than a double holds are refused")]
    let again = nearest as f64;
    let is_exact = again.abs() < HUNDREDTHS_MAX && (again / 100.0).total_cmp(&value).is_eq();
    is_exact.then_some(nearest)
}

/// An amount in hundredths, without zeros at its end.
fn of_hundredths(out: &mut Vec<u8>, hundredths: i64) {
    let (whole, parts) = (hundredths / 100, (hundredths % 100).unsigned_abs());
    if hundredths < 0 && whole == 0 {
        out.push(b'-');
    }
    integer(out, whole);
    if parts > 0 {
        out.push(b'.');
        // 0.05 has a zero before its last digit, 0.50 none after its first.
        if parts < 10 {
            out.push(b'0');
        }
        integer(out, if parts.is_multiple_of(10) { parts / 10 } else { parts });
    }
}

/// A whole number.
pub(super) fn integer(out: &mut Vec<u8>, value: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// A double that is shown as a percentage.
pub(super) fn percent(out: &mut Vec<u8>, value: f64) {
    double(out, value);
    // The digits are moved, not multiplied: 0.07 is 7 %, not 7.000000000000001 %.
    let decimal = std::str::from_utf8(out).ok().and_then(|text| text.parse::<Decimal>().ok());
    // What is too large for that is too large for every reader.
    if let Some(hundredfold) = decimal.and_then(|decimal| decimal.checked_mul(Decimal::ONE_HUNDRED)) {
        out.clear();
        put(out, hundredfold.normalize());
        out.push(b'%');
    }
}

/// A whole number of so many decimals.
pub(super) fn decimal(out: &mut Vec<u8>, unscaled: i128, scale: u32) {
    if let (Ok(hundredths), 2) = (i64::try_from(unscaled), scale) {
        return of_hundredths(out, hundredths);
    }
    digits(out, &unscaled.to_string(), scale);
}

/// A whole number of so many decimals by its digits, of which there may be as many as one likes.
pub(super) fn digits(out: &mut Vec<u8>, unscaled: &str, scale: u32) {
    let (sign, digits) = unscaled.strip_prefix('-').map_or(("", unscaled), |digits| ("-", digits));
    let scale = usize::try_from(scale).unwrap_or(usize::MAX);
    let (whole, parts) = digits.split_at(digits.len().saturating_sub(scale));
    let whole = if whole.is_empty() { "0" } else { whole };
    put(out, format_args!("{sign}{whole}"));
    let padded = format!("{parts:0>scale$}");
    let parts = padded.trim_end_matches('0');
    if !parts.is_empty() {
        put(out, format_args!(".{parts}"));
    }
}

/// Days since 1970.
pub(super) fn date(out: &mut Vec<u8>, days: i64) {
    let Some((year, month, day)) = Date::parts_of_unix_days(days) else { return integer(out, days) };
    let digit = |number: u16| b'0' + u8::try_from(number % 10).unwrap_or_default();
    out.extend([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), b'-']);
    out.extend([digit(month / 10), digit(month), b'-', digit(day / 10), digit(day)]);
}

/// Seconds since 1970; the time only where there is one.
pub(super) fn timestamp(out: &mut Vec<u8>, seconds: i64) {
    date(out, seconds.div_euclid(DAY_SECONDS));
    let time = seconds.rem_euclid(DAY_SECONDS);
    if time > 0 {
        put(out, format_args!("T{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60));
    }
}

/// Anything by its display.
pub(super) fn put(out: &mut Vec<u8>, value: impl std::fmt::Display) {
    // A vector takes whatever is written.
    let _ = write!(out, "{value}");
}

/// The day of a timestamp as exports write it; the text itself where it is none.
pub(super) fn day_of(text: &str) -> &str {
    let Some((day, rest)) = text.trim().split_at_checked(10) else { return text };
    let is_time = |time: &str| {
        let time = time.trim_end_matches("UTC").trim_end_matches('Z').trim_end();
        let bytes = time.as_bytes();
        bytes.len() >= 5
            && bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-'))
            && bytes.get(2) == Some(&b':')
    };
    match rest.strip_prefix(['T', ' ']) {
        Some(time) if is_time(time) => day,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_double_is_the_number_that_was_meant() {
        assert_eq!(text(|out| double(out, 0.1 + 0.2)), "0.3");
        assert_eq!(text(|out| double(out, 1_234.560_000_000_000_2)), "1234.56");
        assert_eq!(text(|out| double(out, 100.0 / 3.0)), "33.3333333333333");
        assert_eq!(text(|out| double(out, 123_456_789_012_345.0)), "123456789012345");
        assert_eq!(text(|out| double(out, 0.0)), "0");
        assert_eq!(text(|out| double(out, -5.5)), "-5.5");
        assert_eq!(text(|out| double(out, -0.05)), "-0.05");
        assert_eq!(text(|out| double(out, 1_234.05)), "1234.05");
        assert_eq!(text(|out| double(out, 0.125)), "0.125");
        assert_eq!(text(|out| double(out, 1e15)), "1000000000000000");
        assert_eq!(text(|out| double(out, f64::NAN)), "NaN");
        assert_eq!(text(|out| percent(out, 0.07)), "7%");
        assert_eq!(text(|out| percent(out, 1.155)), "115.5%");
        // A hundred times as much is no decimal any more.
        assert_eq!(text(|out| percent(out, 7e27)), "7000000000000000000000000000");
    }

    proptest::proptest! {
        #[test]
        fn an_amount_survives_the_double_that_holds_it(hundredths in -99_999_999_999_999_i64..99_999_999_999_999) {
            let amount = Decimal::new(hundredths, 2).normalize();
            let as_double: f64 = amount.to_string().parse().unwrap();
            proptest::prop_assert_eq!(text(|out| double(out, as_double)), amount.to_string());
            proptest::prop_assert_eq!(text(|out| decimal(out, hundredths.into(), 2)), amount.to_string());
        }
    }

    #[test]
    fn decimals_and_days_are_exact() {
        assert_eq!(text(|out| decimal(out, 123_450, 2)), "1234.5");
        assert_eq!(text(|out| decimal(out, -5, 0)), "-5");
        assert_eq!(text(|out| decimal(out, -5, 3)), "-0.005");
        assert_eq!(text(|out| decimal(out, 120_000, 4)), "12");
        assert_eq!(text(|out| decimal(out, 0, 6)), "0");
        assert_eq!(text(|out| decimal(out, i128::MAX, 10)), "17014118346046923173168730371.5884105727",);
        assert_eq!(text(|out| digits(out, "-12345", 40)), format!("-0.{}12345", "0".repeat(35)));
        assert_eq!(text(|out| date(out, 19_723)), "2024-01-01");
        assert_eq!(text(|out| timestamp(out, 19_723 * 86_400)), "2024-01-01");
        assert_eq!(text(|out| timestamp(out, 19_723 * 86_400 + 3_661)), "2024-01-01T01:01:01");
        assert_eq!(text(|out| timestamp(out, -1)), "1969-12-31T23:59:59");
    }

    #[test]
    fn a_timestamp_has_a_day() {
        for stamp in
            ["2024-03-01T10:20:30Z", "2024-03-01 10:20:30.123 UTC", "2024-03-01 10:20", "2024-03-01T10:20:30+02:00"]
        {
            assert_eq!(day_of(stamp), "2024-03-01", "{stamp}");
        }
        for other in ["2024-03-01", "2024-03-01 noon", "2024-03", "2024-03-01x", "2024-03-01 "] {
            assert_eq!(day_of(other), other);
        }
    }
}
