//! The names of a schema's leaves: those of the groups around them and their own, joined by dots, without the names that
//! lists are wrapped in.

use parquet::basic::{ConvertedType, LogicalType, Repetition};
use parquet::schema::types::Type;

/// The names, in the order of the columns.
pub(super) fn names(root: &Type) -> Vec<String> {
    let mut out = Vec::new();
    spread(root, "", &mut out);
    out
}

fn spread(group: &Type, outer: &str, out: &mut Vec<String>) {
    for field in group.get_fields() {
        let name = if outer.is_empty() { field.name().to_owned() } else { format!("{outer}.{}", field.name()) };
        match inner(field) {
            None => out.push(name),
            Some(group) => spread(group, &name, out),
        }
    }
}

/// The group whose fields stand below this one; none where it is a value or a list of values.
fn inner(field: &Type) -> Option<&Type> {
    if field.is_primitive() {
        return None;
    }
    let Some(item) = repeated(field) else { return Some(field) };
    if item.is_primitive() {
        return None;
    }
    match item.get_fields() {
        // A list is a group with a repeated group with its element; older writers left out one of the two.
        [element] if !is_map(field) && !is_struct(field, item) => inner(element),
        _ => Some(item),
    }
}

/// The one repeated field of a group that stands for a list or a map.
fn repeated(field: &Type) -> Option<&Type> {
    match field.get_fields() {
        [item] if item.get_basic_info().repetition() == Repetition::REPEATED => Some(item),
        _ => None,
    }
}

/// Whether the repeated group is itself the element, by the rules for older writers.
fn is_struct(list: &Type, item: &Type) -> bool {
    item.name() == "array" || item.name() == format!("{}_tuple", list.name())
}

fn is_map(field: &Type) -> bool {
    let info = field.get_basic_info();
    matches!(info.logical_type_ref(), Some(LogicalType::Map))
        || matches!(info.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE)
}

#[cfg(test)]
mod tests {
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn named(schema: &str) -> Vec<String> {
        names(&parse_message_type(&format!("message t {{ {schema} }}")).unwrap())
    }

    #[test]
    fn values_and_structures_are_named_by_their_path() {
        let schema = "required binary id (UTF8); optional group raw { optional group of { optional double pct; } }";
        assert_eq!(named(schema), ["id", "raw.of.pct"]);
    }

    #[test]
    fn lists_are_named_by_themselves() {
        for list in [
            "optional group events (LIST) { repeated group list { optional binary element (UTF8); } }",
            "optional group events (LIST) { repeated group bag { optional binary array_element (UTF8); } }",
            "optional group events { repeated group list { optional binary item (UTF8); } }",
            "optional group events (LIST) { repeated binary array (UTF8); }",
            "repeated binary events (UTF8);",
        ] {
            assert_eq!(named(list), ["events"], "{list}");
        }
    }

    #[test]
    fn structures_in_lists_keep_the_names_of_their_fields() {
        let inner = "{ optional int32 a; optional int32 b; }";
        for list in [
            format!("optional group of (LIST) {{ repeated group list {{ optional group element {inner} }} }}"),
            format!("optional group of (LIST) {{ repeated group array {inner} }}"),
            format!("repeated group of {inner}"),
        ] {
            assert_eq!(named(&list), ["of.a", "of.b"], "{list}");
        }
        let lists = "optional group of (LIST) { repeated group list { optional group element (LIST) { \
                     repeated group list { optional int32 element; } } } }";
        assert_eq!(named(lists), ["of"]);
        let map = "optional group of (MAP) { repeated group key_value { required binary key; optional int32 value; } }";
        assert_eq!(named(map), ["of.key", "of.value"]);
    }
}
