//! Names and other text from the caller's data, made harmless for every reader.

use std::fmt;

use compact_str::CompactString;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Characters in a name (contract, section 0).
pub(crate) const LABEL_CHARACTERS_COUNT_MAX: usize = 500;

/// A name or short text: trimmed, at most 500 characters, without control, bidi or zero-width characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Label(CompactString);

impl Label {
    /// A label from text the program itself wrote, or that the reader has cleaned.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(clean_text(text).into())
    }

    /// A label from text that the reader has cleaned.
    pub(crate) fn of_clean(text: &str) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Label {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Label".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "x-kind": "label"})
    }
}

/// Trims text and puts a space for every character that could break a line or hide or reorder what is shown.
#[must_use]
pub fn clean_text(text: &str) -> String {
    // The common case costs one scan and one copy.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.trim().to_owned();
    }
    let replaced: String = text.chars().map(|character| if is_harmful(character) { ' ' } else { character }).collect();
    replaced.trim().to_owned()
}

/// Control, bidirectional, zero-width, line-separating and tag characters, and what encodes nothing visible.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}
