//! A client's configuration as a text that is edited in place: order, comments and layout of everything else stay.
//!
//! It knows no file and no client. Every edit is read again and held against what it was to do, so that nothing can be
//! lost unseen.

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstRootNode};
use serde_json::{Map, Value, json};

use super::client::Layout;
use crate::cli::program::NAME;
use crate::problem::{Code, Problem};
use crate::units::clean_text;

/// The mark that some editors of Windows put before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// The subcommand that serves.
const SERVE: &str = "serve";
/// The option with the folder of files.
const DATA_DIR: &str = "--data-dir";

/// What an entry is to say.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// What the client is to start.
    pub(super) command: String,
    /// The folder of files, where one was named.
    pub(super) data_dir: Option<String>,
}

impl Wanted {
    /// The arguments, made of those that are there: options that somebody added stay.
    fn args(&self, there: Option<&Value>) -> Vec<String> {
        let there: Option<Vec<String>> = there.and_then(|args| serde_json::from_value(args.clone()).ok());
        let mut args = there.filter(|args| args.first().is_some_and(|first| first == SERVE)).unwrap_or_default();
        if args.is_empty() {
            args.push(SERVE.to_owned());
        }
        if let Some(folder) = &self.data_dir {
            if let Some(at) = args.iter().position(|arg| arg == DATA_DIR) {
                args.drain(at..args.len().min(at + 2));
            }
            args.retain(|arg| joined(arg).is_none());
            args.extend([DATA_DIR.to_owned(), folder.clone()]);
        }
        args
    }

    /// The entry, on top of the one that is there.
    pub(super) fn entry(&self, layout: Layout, there: Option<&Value>) -> Value {
        let mut entry = there.and_then(Value::as_object).cloned().unwrap_or_default();
        if layout.names_type {
            entry.insert("type".to_owned(), "stdio".into());
        }
        let args = self.args(entry.get("args"));
        entry.insert("command".to_owned(), self.command.as_str().into());
        entry.insert("args".to_owned(), args.into());
        Value::Object(entry)
    }
}

/// The folder of files that an entry names.
pub(in crate::cli) fn data_dir_of(entry: &Value) -> Option<&str> {
    let args = entry.get("args")?.as_array()?;
    if let Some(at) = args.iter().position(|arg| arg == DATA_DIR) {
        return args.get(at + 1)?.as_str();
    }
    args.iter().filter_map(Value::as_str).find_map(joined)
}

/// The folder of an argument that holds option and folder in one.
fn joined(arg: &str) -> Option<&str> {
    arg.strip_prefix(DATA_DIR)?.strip_prefix('=')
}

/// A configuration.
pub(in crate::cli) struct Document {
    root: CstRootNode,
    /// What the text meant before any edit.
    before: Value,
    /// The file's name, for problems.
    name: String,
    layout: Layout,
    has_mark: bool,
}

impl Document {
    /// Reads a text; an empty one is a configuration without anything.
    pub(in crate::cli) fn read(text: &str, name: &str, layout: Layout) -> Result<Self, Problem> {
        let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let root = parse(body, name)?;
        let before = root.to_serde_value().unwrap_or_else(|| json!({}));
        let document = Self { root, before, name: name.to_owned(), layout, has_mark: body.len() < text.len() };
        document.check()?;
        Ok(document)
    }

    /// Refuses what cannot be edited without a guess.
    fn check(&self) -> Result<(), Problem> {
        if !self.before.is_object() {
            return Err(self.refused("the configuration is no object", "It has to begin with { and end with }."));
        }
        let servers = self.before.get(self.layout.key);
        if servers.is_some_and(|servers| !servers.is_object()) {
            let why = format!("{} is no object", self.layout.key);
            return Err(self.refused(&why, "Mend it by hand, or take it out."));
        }
        let outer = self.root.object_value();
        let twice = |object: Option<&CstObject>, key: &str| {
            object.is_some_and(|object| {
                object.properties().iter().filter(|property| property.decoded_name().as_deref() == Some(key)).count()
                    > 1
            })
        };
        let inner = outer.as_ref().and_then(|outer| outer.object_value(self.layout.key));
        for (object, key) in [(outer.as_ref(), self.layout.key), (inner.as_ref(), NAME)] {
            if twice(object, key) {
                return Err(self.refused(&format!("{key} stands there twice"), "Keep one of the two."));
            }
        }
        Ok(())
    }

    fn refused(&self, why: &str, help: &str) -> Problem {
        Problem::new(Code::BadRow, self.name.as_str(), why, format!("{help} Nothing was written."))
    }

    /// The entry of this server; an error where the name belongs to another.
    pub(in crate::cli) fn entry(&self) -> Result<Option<&Value>, Problem> {
        let Some(entry) = self.before.get(self.layout.key).and_then(|servers| servers.get(NAME)) else {
            return Ok(None);
        };
        let command = entry.get("command").and_then(Value::as_str);
        // A path of either system: the file may come from another machine.
        let file = command.and_then(|command| command.rsplit(['/', '\\']).next()).unwrap_or_default();
        let stem = file.strip_suffix(".exe").unwrap_or(file);
        if stem.eq_ignore_ascii_case(NAME) {
            return Ok(Some(entry));
        }
        Err(self.refused(
            &format!("{}.{NAME} is another server", self.layout.key),
            "Give that one another name, or take it out by hand.",
        ))
    }

    /// The text with this entry; none where it is there already.
    pub(super) fn with(self, wanted: &Wanted) -> Result<Option<String>, Problem> {
        let there = self.entry()?;
        let entry = wanted.entry(self.layout, there);
        if there == Some(&entry) {
            return Ok(None);
        }
        self.put(&entry).map(Some)
    }

    /// The text with exactly this entry.
    pub(super) fn put(self, entry: &Value) -> Result<String, Problem> {
        let servers =
            self.root.object_value_or_create().and_then(|outer| outer.object_value_or_create(self.layout.key));
        let Some(servers) = servers else {
            return Err(self.refused("the configuration is no object", "Mend it by hand."));
        };
        match servers.object_value(NAME) {
            // Key by key, so that comments between them stay.
            Some(there) => {
                for (key, value) in entry.as_object().into_iter().flatten() {
                    match there.get(key) {
                        Some(property) if property.to_serde_value().as_ref() == Some(value) => {}
                        Some(property) => property.set_value(input(value)),
                        None => drop(there.append(key, input(value))),
                    }
                }
            }
            None => drop(servers.append(NAME, input(entry))),
        }
        let mut after = self.before.clone();
        if let Some(servers) = servers_of(&mut after, self.layout.key) {
            servers.insert(NAME.to_owned(), entry.clone());
        }
        self.finish(&after)
    }

    /// The text without the entry.
    pub(super) fn without(self) -> Result<String, Problem> {
        let property = self.root.object_value().and_then(|outer| outer.object_value(self.layout.key));
        if let Some(property) = property.and_then(|servers| servers.get(NAME)) {
            property.remove();
        }
        let mut after = self.before.clone();
        if let Some(servers) = servers_of(&mut after, self.layout.key) {
            servers.shift_remove(NAME);
        }
        self.finish(&after)
    }

    /// The edited text, if it means what was wanted and nothing else.
    fn finish(self, wanted: &Value) -> Result<String, Problem> {
        let text = self.root.to_string();
        if parse(&text, &self.name)?.to_serde_value().as_ref() != Some(wanted) {
            return Err(
                self.refused("the edit would change more than the entry", "Add the entry by hand: --print shows it.")
            );
        }
        Ok(if self.has_mark { format!("{BYTE_ORDER_MARK}{text}") } else { text })
    }
}

/// The object of servers, made where there is none.
fn servers_of<'v>(document: &'v mut Value, key: &str) -> Option<&'v mut Map<String, Value>> {
    document.as_object_mut()?.entry(key).or_insert_with(|| json!({})).as_object_mut()
}

/// JSON with comments and trailing commas, and nothing looser: a client must be able to read it too.
fn parse(text: &str, name: &str) -> Result<CstRootNode, Problem> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    CstRootNode::parse(text, &options).map_err(|error| {
        let why = clean_text(&error.kind().to_string());
        let mut signs = why.chars();
        let why = signs.next().map_or_else(String::new, |first| first.to_lowercase().chain(signs).collect());
        Problem::new(
            Code::BadRow,
            format!("{name}:{}:{}", error.line_display(), error.column_display()),
            format!("is no JSON: {why}"),
            "Mend the file there, then run this again. Nothing was written.",
        )
    })
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(yes) => CstInputValue::Bool(*yes),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(items) => CstInputValue::Array(items.iter().map(input).collect()),
        Value::Object(map) => {
            CstInputValue::Object(map.iter().map(|(key, value)| (key.clone(), input(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LAYOUT: Layout = Layout { key: "servers", names_type: true };

    fn document(text: &str) -> Document {
        Document::read(text, "mcp.json", LAYOUT).unwrap()
    }

    fn wanted() -> Wanted {
        Wanted { command: "/opt/cco".to_owned(), data_dir: Some("/a \"b\"\\c".to_owned()) }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z/\"]{0,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn only_the_entry_comes_and_goes(
            rest in prop::collection::btree_map("[a-z]{0,3}", any_json(), 0..4),
            servers in prop::option::of(prop::collection::btree_map("[a-b]{0,3}", any_json(), 0..4)),
            pretty: bool,
        ) {
            let mut before: Map<String, Value> = rest.into_iter().collect();
            if let Some(servers) = servers {
                before.insert("servers".to_owned(), Value::Object(servers.into_iter().collect()));
            }
            let before = Value::Object(before);
            let text = if pretty { format!("{before:#}\n") } else { before.to_string() };
            let with = document(&text).with(&wanted()).unwrap().unwrap();
            let mut after: Value = serde_json::from_str(&with).unwrap();
            let entry = after["servers"].as_object_mut().unwrap().shift_remove("cco").unwrap();
            prop_assert_eq!(&entry["args"][2], "/a \"b\"\\c");
            prop_assert_eq!(document(&with).with(&wanted()).unwrap(), None);
            let without = document(&with).without().unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&without).unwrap(), after.clone());
            // What is left is what was there, but for an object of servers that is empty now.
            if before.get("servers").is_none() {
                prop_assert_eq!(after.as_object_mut().unwrap().shift_remove("servers"), Some(json!({})));
            }
            prop_assert_eq!(after, before);
        }

        #[test]
        fn any_text_is_edited_or_refused(text in ".{0,40}|[{}\\[\\],:\" a1/*\n]{0,24}") {
            if let Ok(document) = Document::read(&text, "mcp.json", LAYOUT) {
                let _ = document.with(&wanted());
            }
        }
    }

    #[test]
    fn an_entry_of_an_older_form_is_taken_over() {
        let args = |args: Value| wanted().args(Some(&args));
        let fresh = ["serve", "--data-dir", "/a \"b\"\\c"];
        for there in
            [json!(null), json!([]), json!("serve"), json!([1]), json!(["review"]), json!(["serve", "--data-dir"])]
        {
            assert_eq!(args(there.clone())[..1], ["serve"], "{there}");
        }
        assert_eq!(args(json!(["serve", "--data-dir", "/old"])), fresh);
        assert_eq!(args(json!(["serve", "--data-dir"])), fresh);
        assert_eq!(args(json!(["serve", "--data-dir=/old"])), fresh);
        assert_eq!(data_dir_of(&json!({"args": ["serve", "--data-dir=/old"]})), Some("/old"));
        assert_eq!(data_dir_of(&json!({"args": ["serve"]})), None);
    }
}
