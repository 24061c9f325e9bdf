//! Reading Markdown: headings with their anchors, fenced blocks with their lines, links.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A fenced block.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    /// The words after the fence.
    pub(crate) info: String,
    /// What it holds.
    pub(crate) body: String,
    /// The line of its first fence.
    pub(crate) line: usize,
    /// The heading above it.
    pub(crate) heading: String,
}

/// A document taken apart.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The headings, in order.
    pub(crate) headings: Vec<String>,
    /// The fenced blocks, in order.
    pub(crate) fences: Vec<Fence>,
    /// The targets of links and pictures, with their lines.
    pub(crate) links: Vec<(String, usize)>,
    /// The text of each section under its heading, code left out.
    pub(crate) prose: BTreeMap<String, String>,
}

/// Takes a document apart; front matter between `---` lines is passed over.
pub(crate) fn parts(text: &str) -> Parts {
    let mut out = Parts::default();
    let mut heading: Option<String> = None;
    let mut fence: Option<Fence> = None;
    let mut current = String::new();
    let line_of = |offset: usize| text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                current = heading.take().unwrap_or_default();
                out.headings.push(current.clone());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fence = Some(Fence {
                    info: info.to_string(),
                    body: String::new(),
                    line: line_of(range.start),
                    heading: current.clone(),
                });
            }
            Event::End(TagEnd::CodeBlock) => out.fences.extend(fence.take()),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                out.links.push((dest_url.to_string(), line_of(range.start)));
            }
            Event::Text(text) | Event::Code(text) => match (&mut fence, &mut heading) {
                (Some(fence), _) => fence.body.push_str(&text),
                (None, Some(heading)) => heading.push_str(&text),
                (None, None) => out.prose.entry(current.clone()).or_default().push_str(&text),
            },
            _ => {}
        }
    }
    out
}

/// The anchors that GitHub gives to the headings of a document.
pub(crate) fn anchors(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    parts(text)
        .headings
        .iter()
        .map(|heading| {
            let slug = slug(heading);
            let count = seen.entry(slug.clone()).or_insert(0);
            *count += 1;
            if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
        })
        .collect()
}

fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            other if other.is_alphanumeric() => Some(other),
            _ => None,
        })
        .collect()
}

/// Whether `stem#anchor` is a heading of a reference document.
pub(crate) fn source_resolves(source: &str) -> bool {
    source.split_once('#').is_some_and(|(stem, anchor)| {
        cco_advisor::library::reference(stem).is_some_and(|document| anchors(document.text).contains(anchor))
    })
}

#[test]
fn anchors_are_those_of_github() {
    let found = anchors("# A & B\n\n## Retention only, expansion only\n\n## The `x_y` 2.0\n\n## A & B\n");
    let wanted = ["a--b", "a--b-1", "retention-only-expansion-only", "the-x_y-20"];
    assert_eq!(found, wanted.iter().map(|&anchor| anchor.to_owned()).collect());
}
