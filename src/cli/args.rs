//! The words of the command line. Subcommands of tools are made from the catalog, so a new tool needs no line here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, FromArgMatches, Subcommand, ValueEnum, ValueHint};

use super::doctor::DoctorArgs;
use super::install::InstallArgs;
use super::ledger::LedgerCommand;
use super::serve::ServeArgs;
use super::set::Setting;
use crate::library::{REFERENCES, SAMPLE_FILES};
use crate::tools::{Entry, catalog};

/// What is to be done.
pub(super) enum Command {
    Tool(&'static Entry, Box<ToolArgs>),
    Serve(Box<ServeArgs>),
    Docs(DocsArgs),
    Schema(SchemaArgs),
    Rules(RulesArgs),
    Completions(CompletionsArgs),
    Ledger(Box<LedgerCommand>),
    Install(InstallArgs),
    Doctor(DoctorArgs),
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading on a terminal
    Text,
    /// The structured result, byte for byte what the MCP server sends
    Json,
    /// The text part that the MCP server sends
    Markdown,
}

/// How much of a result is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Detail {
    /// What a conversation needs
    Summary,
    /// Every field and interval
    Full,
}

impl Detail {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Full => "full",
        }
    }
}

/// Which answers end with exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// The verdict is BLOCK (tools with a verdict on a plan)
    Block,
    /// The verdict is SHARPEN or BLOCK (tools with a verdict on a plan)
    Sharpen,
    /// A finding is a blocker
    Blocker,
    /// A finding is a warning or a blocker
    Warning,
}

/// Options of every tool.
#[derive(Debug, Args)]
pub(super) struct ToolArgs {
    /// A JSON document of arguments, or the table as CSV or as a JSON list of rows; - reads JSON from stdin.
    /// Without it the embedded sample runs
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) file: Option<PathBuf>,

    /// Company stage: seed (to Series A), growth (Series B and later), scale (late)
    #[arg(long, help_heading = ARGUMENTS)]
    pub(super) stage: Option<String>,
    /// The day the figures stand for
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = ARGUMENTS)]
    pub(super) as_of: Option<String>,
    /// ISO 4217 code; a label, nothing is converted
    #[arg(long, value_name = "CODE", help_heading = ARGUMENTS)]
    pub(super) currency: Option<String>,
    /// How much of the result is wanted
    #[arg(long, value_enum, hide_possible_values = true, value_name = "summary|full", help_heading = ARGUMENTS)]
    pub(super) detail: Option<Detail>,
    /// The longest a list of the result may be, 1 to 500
    #[arg(long, value_name = "COUNT", help_heading = ARGUMENTS)]
    pub(super) limit: Option<u64>,
    /// How many rows of a long list to skip
    #[arg(long, value_name = "COUNT", help_heading = ARGUMENTS)]
    pub(super) offset: Option<u64>,
    /// Sets any argument by its path, as JSON or text; repeatable.
    /// Such as policy.KEY=0.9, columns.FIELD="Header in the file", rows[0].field=5
    #[arg(long = "set", value_name = "KEY=VALUE", help_heading = ARGUMENTS)]
    pub(super) settings: Vec<Setting>,
    /// The folder of files that a JSON document names; default: the document's own, or the working directory for stdin
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = ARGUMENTS)]
    pub(super) data_dir: Option<PathBuf>,

    /// How the result is printed
    #[arg(
        long, value_enum, default_value_t = Format::Text, hide_possible_values = true,
        value_name = "text|json|markdown", help_heading = OUTPUT
    )]
    pub(super) format: Format,
    /// Lays JSON out over lines
    #[arg(long, help_heading = OUTPUT)]
    pub(super) pretty: bool,
    /// Writes to a file instead of stdout, whole or not at all
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = OUTPUT)]
    pub(super) out: Option<PathBuf>,
    /// Lets --out replace a file
    #[arg(long, requires = "out", help_heading = OUTPUT)]
    pub(super) force: bool,
    /// Exits with 3 when a finding is that severe, or the verdict that bad
    #[arg(
        long, value_enum, hide_possible_values = true,
        value_name = "block|sharpen|blocker|warning", help_heading = OUTPUT
    )]
    pub(super) fail_on: Option<FailOn>,
    /// Prints the sample's arguments to start from, and computes nothing
    #[arg(long, conflicts_with_all = ["file", "fail_on"], help_heading = OUTPUT)]
    pub(super) print_sample: bool,
}

const ARGUMENTS: &str = "Arguments of the tool";
const OUTPUT: &str = "Output";

/// Which document to print.
#[derive(Debug, Args)]
pub(super) struct DocsArgs {
    /// The document or sample file; without it they are listed
    #[arg(value_parser = PossibleValuesParser::new(
        REFERENCES.iter().map(|document| document.stem).chain(SAMPLE_FILES.iter().map(|file| file.name))
    ))]
    #[arg(hide_possible_values = true)]
    pub(super) name: Option<String>,
}

/// Which schema to print.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The tool, by its name or its command
    #[arg(value_parser = PossibleValuesParser::new(
        catalog().iter().map(|entry| clap::builder::PossibleValue::new(entry.command).alias(entry.name))
    ))]
    pub(super) tool: String,
    /// The schema of its results
    #[arg(long, conflicts_with = "lean")]
    pub(super) output: bool,
    /// The shorter schema of its arguments that models are shown
    #[arg(long)]
    pub(super) lean: bool,
}

/// How the rules are printed.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How they are printed
    #[arg(
        long, value_enum, default_value_t = Format::Text, hide_possible_values = true,
        value_name = "text|json|markdown"
    )]
    pub(super) format: Format,
}

/// For which shell.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// The whole command line.
pub(super) fn command() -> clap::Command {
    let tools = catalog().iter().map(|entry| {
        ToolArgs::augment_args(clap::Command::new(entry.command))
            .about(entry.title)
            .long_about(entry.about)
            .after_help(examples(entry))
    });
    clap::Command::new("cco")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Exact, sourced customer-retention mathematics")
        .after_help("A tool without FILE runs on sample data. Exit codes: 0 answer, 1 refused, 2 usage, 3 --fail-on.")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands(tools)
        .subcommand(
            ServeArgs::augment_args(clap::Command::new("serve"))
                .about("Serve the tools to agents: MCP on stdin and stdout"),
        )
        .subcommand(LedgerCommand::augment_subcommands(
            clap::Command::new("ledger")
                .about("Look at a ledger of recurring revenue, or compute its sums where it lies")
                .subcommand_required(true)
                .arg_required_else_help(true),
        ))
        .subcommand(
            DocsArgs::augment_args(clap::Command::new("docs")).about("List the reference documents, or print one"),
        )
        .subcommand(SchemaArgs::augment_args(clap::Command::new("schema")).about("Print a tool's JSON Schema"))
        .subcommand(RulesArgs::augment_args(clap::Command::new("rules")).about("List every rule that can fire"))
        .subcommand(
            CompletionsArgs::augment_args(clap::Command::new("completions")).about("Print completions for a shell"),
        )
        .subcommand(
            InstallArgs::augment_args(clap::Command::new("install"))
                .about("Let a client know of the server: one entry in its configuration"),
        )
        .subcommand(
            DoctorArgs::augment_args(clap::Command::new("doctor"))
                .about("Check the installation, and say how to mend it"),
        )
}

fn examples(entry: &Entry) -> String {
    let command = entry.command;
    let mut examples = vec![
        (format!("cco {command}"), "the sample company"),
        (format!("cco {command} --print-sample --out {command}.json"), "arguments to start from"),
        (format!("cco {command} {command}.json --format markdown"), "your own"),
    ];
    if let Some(table) = entry.table {
        examples.push((format!("cco {command} {table}.csv"), "from an export"));
    }
    let width = examples.iter().map(|(words, _)| words.len()).max().unwrap_or_default();
    let lines: Vec<String> = examples.iter().map(|(words, about)| format!("  {words:width$}  {about}")).collect();
    format!("Examples:\n{}", lines.join("\n"))
}

/// Reads the command line.
pub(super) fn parse(words: Vec<OsString>) -> Result<Command, clap::Error> {
    let matches = command().try_get_matches_from(words)?;
    let Some((name, matches)) = matches.subcommand() else {
        return Err(usage(ErrorKind::MissingSubcommand, "a subcommand is missing"));
    };
    if let Some(entry) = catalog().iter().find(|entry| entry.command == name) {
        let args = ToolArgs::from_arg_matches(matches)?;
        return Ok(Command::Tool(entry, Box::new(args)));
    }
    Ok(match name {
        "serve" => Command::Serve(Box::new(ServeArgs::from_arg_matches(matches)?)),
        "ledger" => Command::Ledger(Box::new(LedgerCommand::from_arg_matches(matches)?)),
        "install" => Command::Install(InstallArgs::from_arg_matches(matches)?),
        "doctor" => Command::Doctor(DoctorArgs::from_arg_matches(matches)?),
        "docs" => Command::Docs(DocsArgs::from_arg_matches(matches)?),
        "schema" => Command::Schema(SchemaArgs::from_arg_matches(matches)?),
        "rules" => Command::Rules(RulesArgs::from_arg_matches(matches)?),
        _ => Command::Completions(CompletionsArgs::from_arg_matches(matches)?),
    })
}

/// A fault of the command that shows only when its parts are seen together.
pub(super) fn usage(kind: ErrorKind, message: &str) -> clap::Error {
    command().error(kind, message)
}
