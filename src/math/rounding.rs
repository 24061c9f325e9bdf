//! Decimal rounding as a reader of the printed number does it, for figures on their way out.
//! Not for anything that is computed with afterwards.

/// Rounds to `places` decimals, halves away from zero; -0 becomes 0.
///
/// What is rounded is the shortest decimal text that stands for the double (Steele and White 1990), not the binary
/// value behind it: 0.12345 becomes 0.1235 at four places, though the double lies a hair below the half.
/// The result is the double nearest to the rounded decimal, so it prints with at most `places` decimals.
/// A value that is not finite is handed back as it came; nothing in this module makes one.
#[must_use]
pub fn round_half_away(value: f64, places: u32) -> f64 {
    if !value.is_finite() {
        return value;
    }
    let rounded = round_text(value.abs(), places).unwrap_or(value.abs());
    // Adding 0 turns -0 into 0.
    if value < 0.0 { 0.0 - rounded } else { rounded + 0.0 }
}

/// The same for a value that is not negative; `None` if there is nothing to cut off.
fn round_text(value: f64, places: u32) -> Option<f64> {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let digits = mantissa.replace('.', "");
    // The number is 0.DIGITS times ten to `point`, so the first `point + places` digits stay.
    let point = exponent.parse::<i64>().ok()? + 1;
    let Ok(kept) = usize::try_from(point + i64::from(places)) else {
        return Some(0.0);
    };
    let (head, tail) = digits.split_at_checked(kept)?;
    let head = if head.is_empty() { 0 } else { head.parse::<u64>().ok()? };
    let up = u64::from(tail.bytes().next()? >= b'5');
    let nearest = format!("{}e-{places}", head + up).parse::<f64>().ok()?;
    nearest.is_finite().then_some(nearest)
}

#[cfg(test)]
mod tests;
