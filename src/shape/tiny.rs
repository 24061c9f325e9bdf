//! Percentages between 0 and 1, which are read as they stand and warned about: how many of each field, and where.

use std::collections::BTreeMap;

/// The percentages between 0 and 1 of a call, by field.
#[derive(Debug, Default)]
pub struct TinyPercents {
    /// The place of the first and how many there are.
    by_field: BTreeMap<String, (String, u64)>,
}

impl TinyPercents {
    /// Takes in so many of a field by the place of the first.
    pub(crate) fn add(&mut self, place: String, more: u64) {
        let (_, count) = self.by_field.entry(field_of(&place)).or_insert((place, 0));
        *count += more;
    }

    /// Takes in all of another reading.
    pub(crate) fn append(&mut self, other: Self) {
        for (field, (place, more)) in other.by_field {
            let (_, count) = self.by_field.entry(field).or_insert((place, 0));
            *count += more;
        }
    }

    /// The first place of each field, and how many there are.
    pub fn by_field(self) -> impl Iterator<Item = (String, u64)> {
        self.by_field.into_values()
    }
}

/// The field of a place, whatever its row: `accounts[].usage` of `accounts[3].usage`, `usage` of `a.csv:3:usage`.
fn field_of(place: &str) -> String {
    if let Some((_, field)) = place.rsplit_once(':') {
        return field.to_owned();
    }
    let mut parts = place.split('[');
    let mut field = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        field.push_str("[]");
        field.push_str(part.split_once(']').map_or("", |(_, rest)| rest));
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_field_count_together() {
        let mut tiny = TinyPercents::default();
        for place in
            ["accounts[0].usage", "accounts[0].raw.login_pct", "accounts[12].usage", "a.csv:2:usage", "a.csv:9:usage"]
        {
            tiny.add(place.to_owned(), 1);
        }
        let found: Vec<(String, u64)> = tiny.by_field().collect();
        let wanted = [("accounts[0].raw.login_pct", 1), ("accounts[0].usage", 2), ("a.csv:2:usage", 2)];
        assert_eq!(found, wanted.map(|(place, count)| (place.to_owned(), count)));
    }
}
