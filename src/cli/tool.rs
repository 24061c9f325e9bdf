//! The subcommand of a tool: its arguments gathered, the call made, the reply printed.

use std::process::ExitCode;

use clap::error::ErrorKind;
use serde_json::Value;

use super::args::{FailOn, Format, ToolArgs, usage};
use super::output::{self, Medium};
use super::set::Setting;
use super::watch::TerminalWatch;
use super::{EXIT_FAILED_ON, Failure, source};
use crate::ingest::Host;
use crate::render::markdown;
use crate::tools::{Entry, Reply};

/// The verdicts on a plan, worst first; a tool has them if its results' schema has.
const VERDICTS: [&str; 2] = ["BLOCK", "SHARPEN"];

/// Runs a tool and prints what it answers.
pub(super) fn run(entry: &Entry, args: &ToolArgs) -> Result<ExitCode, Failure> {
    check_together(entry, args)?;
    if let Some(path) = &args.out {
        output::check_out(path, args.force)?;
    }
    if args.print_sample {
        deliver(entry.sample, args)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut source = source::read(entry, args.file.as_deref(), args.data_dir.as_deref())?;
    for setting in settings(args) {
        setting.apply(&mut source.arguments)?;
    }
    let watch = TerminalWatch::begin();
    let host = Host { data_dir: source.data_dir.as_deref(), watch: &watch };
    let answered = entry.call(&source.arguments, &host);
    watch.end();
    let reply = answered?;
    deliver(&printed(&reply, args), args)?;
    let fails = args.fail_on.is_some_and(|fail_on| falls_under(&reply.report, fail_on));
    Ok(if fails { EXIT_FAILED_ON.into() } else { ExitCode::SUCCESS })
}

/// Options that only make sense in company.
fn check_together(entry: &Entry, args: &ToolArgs) -> Result<(), Failure> {
    if args.pretty && args.format != Format::Json {
        return Err(usage(ErrorKind::ArgumentConflict, "--pretty goes with --format json").into());
    }
    let of_verdict = matches!(args.fail_on, Some(FailOn::Block | FailOn::Sharpen));
    if of_verdict && !has_verdict(entry) {
        let message = format!("cco {} gives no verdict on a plan: use --fail-on blocker or warning", entry.command);
        return Err(usage(ErrorKind::ArgumentConflict, &message).into());
    }
    Ok(())
}

fn has_verdict(entry: &Entry) -> bool {
    let schema = entry.output_schema();
    let words = schema.pointer("/properties/verdict/enum").and_then(Value::as_array);
    words.is_some_and(|words| VERDICTS.iter().all(|verdict| words.iter().any(|word| word == verdict)))
}

/// The options as arguments; those by path come last and win.
fn settings(args: &ToolArgs) -> Vec<Setting> {
    let text = |key: &str, value: &Option<String>| value.as_ref().map(|value| Setting::of(key, value.as_str()));
    let count = |key: &str, value: Option<u64>| value.map(|value| Setting::of(key, value));
    let named = [
        text("stage", &args.stage),
        text("as_of", &args.as_of),
        text("currency", &args.currency),
        args.detail.map(|detail| Setting::of("detail", detail.as_str())),
        count("limit", args.limit),
        count("offset", args.offset),
    ];
    named.into_iter().flatten().chain(args.settings.iter().cloned()).collect()
}

fn printed(reply: &Reply, args: &ToolArgs) -> String {
    match args.format {
        // The report is what the server sends, byte for byte.
        Format::Json if args.pretty => format!("{:#}\n", reply.report),
        Format::Json => format!("{}\n", reply.report),
        Format::Markdown => markdown(&reply.page),
        Format::Text => output::text(&reply.page, if args.out.is_some() { Medium::File } else { Medium::Stdout }),
    }
}

fn deliver(answer: &str, args: &ToolArgs) -> Result<(), Failure> {
    match &args.out {
        Some(path) => output::write_out(path, args.force, answer),
        None => output::print(answer),
    }
}

/// Whether an answer is one of those that are to fail.
fn falls_under(report: &Value, fail_on: FailOn) -> bool {
    let verdict =
        |verdicts: &[&str]| report.get("verdict").is_some_and(|verdict| verdicts.iter().any(|one| verdict == one));
    // A list cut to its limit still has the worst, which stand first.
    let finding =
        |severities: &[&str]| {
            report.get("findings").and_then(Value::as_array).into_iter().flatten().any(|finding| {
                finding.get("severity").is_some_and(|severity| severities.iter().any(|one| severity == one))
            })
        };
    match fail_on {
        FailOn::Block => verdict(&["BLOCK"]),
        FailOn::Sharpen => verdict(&VERDICTS),
        FailOn::Blocker => finding(&["blocker"]),
        FailOn::Warning => finding(&["blocker", "warning"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn worse_answers_fail_too() {
        let report = json!({"verdict": "BLOCK", "findings": [{"severity": "warning"}]});
        assert!(falls_under(&report, FailOn::Block));
        assert!(falls_under(&report, FailOn::Sharpen));
        assert!(!falls_under(&report, FailOn::Blocker));
        assert!(falls_under(&report, FailOn::Warning));
        let report = json!({"verdict": "SHARPEN", "findings": [{"severity": "blocker"}]});
        assert!(!falls_under(&report, FailOn::Block));
        assert!(falls_under(&report, FailOn::Sharpen));
        assert!(falls_under(&report, FailOn::Blocker));
        assert!(falls_under(&report, FailOn::Warning));
        let report = json!({"findings": [{"severity": "info"}]});
        assert!(!falls_under(&report, FailOn::Sharpen));
        assert!(!falls_under(&report, FailOn::Warning));
    }
}
