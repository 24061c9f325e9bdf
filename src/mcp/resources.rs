//! Resources: documents and data that a client reads by address. What they say is in [`crate::library`] and the catalog.

use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::json;

use super::skills;
use crate::library::{ACCOUNTS, LEDGER, REFERENCES, SampleFile, policy, reference, rules_json};
use crate::shape::Telling;
use crate::tools::{catalog, entry};

const MARKDOWN: &str = "text/markdown";
const JSON: &str = "application/json";
const CSV: &str = "text/csv";

/// A family of resources that differ in one name.
pub(super) struct Family {
    prefix: &'static str,
    /// The variable of the template.
    pub(super) variable: &'static str,
    title: &'static str,
    about: &'static str,
    mime_type: &'static str,
    /// The names there are.
    pub(super) names: fn() -> Vec<&'static str>,
    text: fn(&str) -> Option<String>,
}

impl Family {
    /// The address with the variable in it.
    pub(super) fn template(&self) -> String {
        format!("{}{{{}}}", self.prefix, self.variable)
    }
}

fn tool_names() -> Vec<&'static str> {
    catalog().iter().map(|entry| entry.name).collect()
}

/// The families, in the order people meet them.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        prefix: "cco://reference/",
        variable: "name",
        title: "Reference",
        about: "A reference document: what the figures mean, and where every threshold comes from.",
        mime_type: MARKDOWN,
        names: || REFERENCES.iter().map(|document| document.stem).collect(),
        text: |name| reference(name).map(|document| document.text.to_owned()),
    },
    Family {
        prefix: "cco://sample/",
        variable: "tool",
        title: "Sample arguments",
        about: "Arguments of a tool about a fictional company, ready to send.",
        mime_type: JSON,
        names: tool_names,
        text: |tool| entry(tool).map(|entry| entry.sample.to_owned()),
    },
    Family {
        prefix: "cco://schema/",
        variable: "tool",
        title: "Schemas",
        about: "The whole input and output schema of a tool, with every description.",
        mime_type: JSON,
        names: tool_names,
        text: |tool| {
            let entry = entry(tool)?;
            let both = json!({"input": entry.input_schema(Telling::Whole), "output": entry.output_schema()});
            Some(both.to_string())
        },
    },
];

/// A resource of its own.
struct Single {
    uri: &'static str,
    name: &'static str,
    title: &'static str,
    about: &'static str,
    mime_type: &'static str,
    text: fn() -> String,
}

const fn sample(uri: &'static str, file: SampleFile, text: fn() -> String) -> Single {
    Single { uri, name: file.name, title: file.title, about: file.about, mime_type: CSV, text }
}

const SINGLES: &[Single] = &[
    Single {
        uri: "cco://policy",
        name: "policy",
        title: "Policy",
        about: "Every threshold of every tool: value, unit, grade and source. A tool's policy argument overrides them.",
        mime_type: JSON,
        text: || policy().to_string(),
    },
    Single {
        uri: "cco://rules",
        name: "rules",
        title: "Rules",
        about: "Every rule that can fire: id, tool, severity, when it fires and its source.",
        mime_type: JSON,
        text: || rules_json().to_string(),
    },
    sample("cco://sample/accounts", ACCOUNTS, || ACCOUNTS.text.to_owned()),
    sample("cco://sample/ledger", LEDGER, || LEDGER.text.to_owned()),
];

/// Every resource, in a fixed order.
pub(super) fn list() -> Vec<Resource> {
    let singles = SINGLES.iter().map(|single| {
        Resource::new(single.uri, single.name)
            .with_title(single.title)
            .with_description(single.about)
            .with_mime_type(single.mime_type)
    });
    let members = FAMILIES.iter().flat_map(|family| (family.names)().into_iter().map(move |name| member(family, name)));
    singles.chain(members).collect()
}

fn member(family: &Family, name: &str) -> Resource {
    let subject = reference(name).filter(|_| family.mime_type == MARKDOWN).map(|document| document.title);
    let subject = subject.or_else(|| entry(name).map(|entry| entry.title)).unwrap_or(name);
    Resource::new(format!("{}{name}", family.prefix), format!("{} {name}", family.title.to_lowercase()))
        .with_title(format!("{}: {subject}", family.title))
        .with_mime_type(family.mime_type)
}

/// The templates, in a fixed order.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let templates = FAMILIES.iter().map(|family| {
        ResourceTemplate::new(family.template(), family.title.to_lowercase())
            .with_title(family.title)
            .with_description(family.about)
            .with_mime_type(family.mime_type)
    });
    templates.collect()
}

/// A resource by its address, which may also name a file of the skill.
pub(super) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let single = || SINGLES.iter().find(|single| single.uri == uri).map(|single| ((single.text)(), single.mime_type));
    let member = || {
        let family = FAMILIES.iter().find(|family| uri.starts_with(family.prefix))?;
        let text = (family.text)(uri.strip_prefix(family.prefix)?)?;
        Some((text, family.mime_type))
    };
    let skill = || skills::file(uri).map(|text| (text.to_owned(), MARKDOWN));
    let (text, mime_type) = single().or_else(member).or_else(skill).ok_or_else(|| {
        ErrorData::resource_not_found("there is no resource of this address", Some(json!({"uri": uri})))
    })?;
    Ok(ReadResourceResult::new(vec![ResourceContents::text(text, uri).with_mime_type(mime_type)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_listed_can_be_read_and_is_what_it_says() {
        let mut uris = std::collections::BTreeSet::new();
        for resource in list() {
            assert!(uris.insert(resource.uri.clone()), "{} is listed twice", resource.uri);
            let read = read(&resource.uri).unwrap();
            let ResourceContents::TextResourceContents { uri, mime_type, text, .. } = &read.contents[0] else {
                panic!("{} is no text", resource.uri);
            };
            assert_eq!((uri, mime_type), (&resource.uri, &resource.mime_type));
            if mime_type.as_deref() == Some(JSON) {
                serde_json::from_str::<serde_json::Value>(text).unwrap();
            } else if mime_type.as_deref() == Some(CSV) {
                let mut widths = text.lines().map(|line| line.split(',').count());
                let first = widths.next().unwrap();
                assert!(first > 1 && widths.all(|width| width == first), "{uri}");
            } else {
                assert!(text.starts_with("# "), "{uri}");
            }
        }
        assert_eq!(uris.len(), SINGLES.len() + REFERENCES.len() + 2 * catalog().len());
    }

    #[test]
    fn what_is_not_there_is_told() {
        for uri in ["", "cco://", "cco://reference/", "cco://reference/../SKILL", "cco://policy/", "file:///etc/passwd"]
        {
            assert_eq!(read(uri).unwrap_err().code.0, -32002, "{uri}");
        }
    }
}
