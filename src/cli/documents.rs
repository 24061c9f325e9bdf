//! The subcommands that print what travels inside the program: documents, schemas, rules, completions.

use std::process::ExitCode;

use super::args::{CompletionsArgs, DocsArgs, Format, RulesArgs, SchemaArgs, command};
use super::output::{self, Medium};
use super::{Failure, args};
use crate::library;
use crate::report::{Cell, Page};
use crate::shape::Telling;
use crate::tools::catalog;

/// The list of reference documents, or one of them.
pub(super) fn docs(args: &DocsArgs) -> Result<ExitCode, Failure> {
    if let Some(document) = args.name.as_deref().and_then(library::reference) {
        output::print(document.text)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = library::SAMPLE_FILES.iter().find(|file| args.name.as_deref() == Some(file.name)) {
        output::print(file.text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = Page::default();
    let row = |document: &library::Document| vec![Cell::from(document.stem), Cell::from(document.title)];
    let samples = library::SAMPLE_FILES.iter().map(|file| vec![Cell::from(file.name), Cell::from(file.title)]);
    page.table(&["Name", "Document"], library::REFERENCES.iter().map(row).chain(samples).collect());
    page.paragraph("cco docs NAME prints one.");
    output::print(&output::text(&page, Medium::Stdout))?;
    Ok(ExitCode::SUCCESS)
}

/// A schema of one tool.
pub(super) fn schema(args: &SchemaArgs) -> Result<ExitCode, Failure> {
    let entry = catalog().iter().find(|entry| entry.command == args.tool || entry.name == args.tool);
    // The parser let only these names pass.
    let Some(entry) = entry else {
        return Err(args::usage(clap::error::ErrorKind::InvalidValue, "no such tool").into());
    };
    let schema = match (args.output, args.lean) {
        (true, _) => entry.output_schema(),
        (false, true) => entry.input_schema(Telling::Lean),
        (false, false) => entry.input_schema(Telling::Whole),
    };
    output::print(&format!("{schema:#}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Every rule.
pub(super) fn rules(args: &RulesArgs) -> Result<ExitCode, Failure> {
    let text = match args.format {
        Format::Json => format!("{}\n", library::rules_json()),
        Format::Markdown => library::rules_markdown(),
        Format::Text => output::text(&rules_page(), Medium::Stdout),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn rules_page() -> Page {
    let mut page = Page::default();
    let mut rows = Vec::new();
    let mut rules = library::rules().peekable();
    while let Some((tool, rule)) = rules.next() {
        let severity = match rule.severity_critical {
            Some(critical) => format!("{}, {} when critical", rule.severity.as_str(), critical.as_str()),
            None => rule.severity.as_str().to_owned(),
        };
        rows.push(vec![Cell::from(rule.id), Cell::from(severity), Cell::from(rule.fires), Cell::from(rule.source)]);
        if rules.peek().is_none_or(|(next, _)| *next != tool) {
            page.heading(2, tool);
            page.table(&["Rule", "Severity", "Fires when", "Source"], std::mem::take(&mut rows));
        }
    }
    page
}

/// Completions for a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "cco", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
