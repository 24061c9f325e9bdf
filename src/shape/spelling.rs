//! How loosely names are read, and the nearest known name to an unknown one.

/// Folds case, and takes space, dash, slash and underscore as one: `Mid-Market` is `mid_market`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if matches!(character, ' ' | '-' | '_' | '/') {
            if !folded.ends_with('_') {
                folded.push('_');
            }
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded
}

/// The known name that an unknown one most likely means, if any is near.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Past this length the comparison would cost more than the hint is worth.
    const NAME_CHARACTERS_COUNT_MAX: usize = 64;
    const LIKENESS_MIN: f64 = 0.6;
    const START_CHARACTERS_COUNT_MIN: usize = 3;
    if unknown.len() > NAME_CHARACTERS_COUNT_MAX {
        return None;
    }
    let folded = fold(unknown);
    known
        .map(|name| {
            let known = fold(name);
            // The beginning of a name is a shortening of it: `churned` means `churned_arr`.
            let is_start = folded.len() >= START_CHARACTERS_COUNT_MIN && known.starts_with(&folded);
            let likeness = strsim::normalized_damerau_levenshtein(&folded, &known);
            // Of several that begin so, the shortest is the nearest.
            (if is_start { likeness.max(LIKENESS_MIN + likeness / 10.0) } else { likeness }, name)
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_a_slip_or_the_shortest_that_begins_so() {
        let known = ["churned_arr", "churned_customer_count", "churned_arr_by_reason", "stage"];
        let near = |unknown| nearest(unknown, known.into_iter());
        assert_eq!(near("churn"), Some("churned_arr"));
        assert_eq!(near("Churned-ARR"), Some("churned_arr"));
        assert_eq!(near("stgae"), Some("stage"));
        assert_eq!(near("x"), None);
    }
}
