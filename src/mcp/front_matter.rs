//! The front matter of our own Markdown files: the small part of YAML that they use, read strictly.
//!
//! Known: `key: text`, `key: "text"`, `key: true`, `key: [word, word]`, and one list of such records indented by two.
//! Anything else is a fault of the file, and a test reads every file there is.

use serde_json::{Map, Value};

/// The front matter of a document as data, and the text below it.
pub(super) fn read(document: &str) -> Result<(Map<String, Value>, &str), String> {
    let rest = document.strip_prefix("---\n").ok_or("the document does not begin with ---")?;
    let (head, body) = rest.split_once("\n---\n").ok_or("the front matter does not end with ---")?;
    let mut fields = Map::new();
    let mut lines = head.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let fault = |why: &str| format!("line {}: {why}", index + 2);
        let (key, value) = pair(line).ok_or_else(|| fault("expected \"key: value\""))?;
        let value = if value.is_empty() {
            let mut records = Vec::new();
            while let Some((index, line)) = lines.next_if(|(_, line)| line.starts_with("  ")) {
                let fault = |why: &str| format!("line {}: {why}", index + 2);
                if let Some(first) = line.strip_prefix("  - ") {
                    records.push(Map::new());
                    add(&mut records, first).map_err(|why| fault(&why))?;
                } else {
                    let next = line.strip_prefix("    ").ok_or_else(|| fault("expected an indent of four"))?;
                    add(&mut records, next).map_err(|why| fault(&why))?;
                }
            }
            if records.is_empty() {
                return Err(fault("a key without a value"));
            }
            Value::Array(records.into_iter().map(Value::Object).collect())
        } else {
            scalar(value).map_err(|why| fault(&why))?
        };
        if fields.insert(key.to_owned(), value).is_some() {
            return Err(fault("the key stands twice"));
        }
    }
    Ok((fields, body))
}

fn add(records: &mut [Map<String, Value>], line: &str) -> Result<(), String> {
    let record = records.last_mut().ok_or("a field before the first \"- \"")?;
    let (key, value) = pair(line).ok_or("expected \"key: value\"")?;
    match record.insert(key.to_owned(), scalar(value)?) {
        None => Ok(()),
        Some(_) => Err("the key stands twice".to_owned()),
    }
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_name = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let spaced = value.is_empty() || value.starts_with(' ');
    (is_name && spaced).then(|| (key, value.trim()))
}

fn scalar(text: &str) -> Result<Value, String> {
    if text.starts_with('"') {
        // A double-quoted text of YAML that JSON reads as well, which is all that the files use.
        return serde_json::from_str(text).map_err(|_| "a text in quotes that does not end".to_owned());
    }
    if let Some(list) = text.strip_prefix('[') {
        let items = list.strip_suffix(']').ok_or("a list that does not end")?.trim();
        let words = items.split(',').map(str::trim).filter(|_| !items.is_empty()).map(plain);
        return words.collect::<Result<Vec<_>, _>>().map(Value::Array);
    }
    match text {
        "true" => Ok(true.into()),
        "false" => Ok(false.into()),
        text => plain(text),
    }
}

fn plain(text: &str) -> Result<Value, String> {
    let ambiguous = text.is_empty()
        || text.starts_with(['{', '}', '[', ']', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '#', '?', ','])
        || text.starts_with("- ")
        || text.contains(": ")
        || text.contains(" #")
        || matches!(text, "null" | "~" | "yes" | "no" | "on" | "off")
        || text.parse::<f64>().is_ok();
    if ambiguous { Err(format!("put quotes around {text}")) } else { Ok(text.into()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_the_files_use() {
        let text = "---\nname: a-b\nabout: \"x: \\\"y\\\"\"\non: [one, two]\narguments:\n  - name: plan\n    required: true\n    complete: []\n  - name: stage\nlast: z\n---\nbody\n---\n";
        let (fields, body) = read(text).unwrap();
        assert_eq!(body, "body\n---\n");
        let expected = json!({
            "name": "a-b", "about": "x: \"y\"", "on": ["one", "two"],
            "arguments": [{"name": "plan", "required": true, "complete": []}, {"name": "stage"}], "last": "z",
        });
        assert_eq!(Value::Object(fields), expected);
    }

    #[test]
    fn anything_else_is_refused() {
        for head in [
            "name",
            "name: 'x'",
            "name: 1",
            "name: a: b",
            "name: a #b",
            "name:",
            "a: b\na: c",
            " a: b",
            "a: [b",
            "a: \"b",
            "a:\n   - b: c",
            "a:\n    b: c",
            "a: |",
            "a: null",
        ] {
            assert!(read(&format!("---\n{head}\n---\n")).is_err(), "{head}");
        }
        assert!(read("no front matter").is_err());
        assert!(read("---\nname: x\n").is_err());
    }
}
