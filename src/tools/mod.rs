//! The tools, and the one list of them.
//!
//! A tool is a folder (`mod`, `wire`, `calc`, `policy`, `view` and a sample; see the map in the crate docs) and a line
//! in [`catalog`]. The command line, the MCP server, the README table, the schemas and the tests that hold for every
//! tool all derive from that list. Tools do not know each other; only `review` and `board`
//! compose, through `evidence`.

mod accounts;
mod common;
mod evidence;
mod page;
pub(crate) mod run;

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use common::{Arguments, Common, Decision, Detail};
pub use page::Notes;
pub use run::{Answer, Call, Concluded, Reply};

use crate::ingest::Host;
use crate::policy::{PolicyTable, Row};
use crate::problem::Stop;
use crate::report::Page;
use crate::rule::Rule;
use crate::shape::{Record, Telling};

/// The tools that are listed together, so that an operator can keep an agent's context small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Set {
    /// Retention, segments, team and the review over them.
    Core,
    /// Onboarding, pay and hires.
    People,
    /// One account after the other: health, saves, growth.
    Accounts,
    /// Projections, maturity, feedback and the board.
    Program,
}

impl Set {
    /// All sets, the core first.
    pub const ALL: [Self; 4] = [Self::Core, Self::People, Self::Accounts, Self::Program];

    /// The word on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::People => "people",
            Self::Accounts => "accounts",
            Self::Program => "program",
        }
    }
}

/// One question answered from data, the same way every time.
pub trait Tool: Sized + 'static {
    /// Its name for models and clients; a promise.
    const NAME: &'static str;
    /// Its name for people.
    const TITLE: &'static str;
    /// What a model is told: what it answers, and when not to use it. Under 400 characters.
    const ABOUT: &'static str;
    /// The set it is listed with.
    const SET: Set;
    /// The subcommand of the command line.
    const COMMAND: &'static str;
    /// The stem of its reference document.
    const REFERENCE: &'static str;
    /// Arguments about the sample company, ready to send.
    const SAMPLE: &'static str;
    /// The argument that may come as a file instead, where there is one.
    const TABLE: Option<&'static str>;
    /// The tools whose arguments it takes as evidence, and whose thresholds its `policy` may therefore name.
    const COMPOSES: &'static [&'static str] = &[];
    /// Whether its text part has a format of its own, repeated as `page` in the structured part.
    const HAS_OWN_PAGE: bool = false;
    /// The common arguments that models are shown; the others are read all the same.
    const SHOWN: &'static [&'static str];
    /// Its rules, by id.
    const RULES: &'static [&'static Rule];
    /// What arrives.
    type Input: DeserializeOwned + JsonSchema;
    /// What leaves, beside what every result has.
    type Figures: Serialize + JsonSchema;
    /// Its thresholds.
    type Policy: PolicyTable;

    /// Checks the arguments' rules, computes, and concludes.
    ///
    /// # Errors
    /// Every problem of the rules stage or of a file, or that the caller called it off.
    fn answer(input: Self::Input, call: &Call<'_, Self::Policy>) -> Result<Answer<Self::Figures>, Stop>;

    /// The evidence of the answer as blocks; computes nothing.
    fn evidence(figures: &Self::Figures, page: &mut Page);

    /// The whole text part, for a tool that has a format of its own; it says the notes too.
    fn own_page(_answer: &Answer<Self::Figures>, _call: &Call<'_, Self::Policy>, _notes: Notes<'_>) -> Option<Page> {
        None
    }
}

/// A tool as the outside sees it.
pub struct Entry {
    /// See [`Tool::NAME`].
    pub name: &'static str,
    /// See [`Tool::TITLE`].
    pub title: &'static str,
    /// See [`Tool::ABOUT`].
    pub about: &'static str,
    /// See [`Tool::SET`].
    pub set: Set,
    /// See [`Tool::COMMAND`].
    pub command: &'static str,
    /// See [`Tool::REFERENCE`].
    pub reference: &'static str,
    /// See [`Tool::SAMPLE`].
    pub sample: &'static str,
    /// See [`Tool::TABLE`].
    pub table: Option<&'static str>,
    /// See [`Tool::HAS_OWN_PAGE`].
    pub has_own_page: bool,
    /// See [`Tool::RULES`].
    pub rules: &'static [&'static Rule],
    record: LazyLock<Record>,
    policy_rows: fn() -> &'static [Row],
    output_schema: fn() -> Value,
    call: fn(&Record, &Value, &Host<'_>) -> Result<Reply, Stop>,
}

impl Entry {
    const fn of<T: Tool>() -> Self {
        Self {
            name: T::NAME,
            title: T::TITLE,
            about: T::ABOUT,
            set: T::SET,
            command: T::COMMAND,
            reference: T::REFERENCE,
            sample: T::SAMPLE,
            table: T::TABLE,
            has_own_page: T::HAS_OWN_PAGE,
            rules: T::RULES,
            record: LazyLock::new(run::record::<T>),
            policy_rows: T::Policy::rows,
            output_schema: run::output_schema::<T>,
            call: run::run::<T>,
        }
    }

    /// Answers a call.
    ///
    /// # Errors
    /// What the caller can mend, or that the call was called off.
    pub fn call(&self, arguments: &Value, host: &Host<'_>) -> Result<Reply, Stop> {
        (self.call)(&self.record, arguments, host)
    }

    /// The schema of its arguments.
    #[must_use]
    pub fn input_schema(&self, telling: Telling) -> Value {
        crate::shape::input_schema(&self.record, telling)
    }

    /// The schema of its results.
    #[must_use]
    pub fn output_schema(&self) -> Value {
        (self.output_schema)()
    }

    /// The rows of its policy table.
    #[must_use]
    pub fn policy_rows(&self) -> &'static [Row] {
        (self.policy_rows)()
    }
}

/// Declares the folders of the tools and the catalogue over them.
macro_rules! tools {
    ($($folder:ident::$tool:ident),* $(,)?) => {
        $(pub mod $folder;)*

        /// Every tool, in the order people meet them.
        #[must_use]
        pub fn catalog() -> &'static [Entry] {
            static CATALOG: [Entry; [$(stringify!($folder)),*].len()] = [$(Entry::of::<$folder::$tool>()),*];
            &CATALOG
        }
    };
}

// A new tool is a line here and a folder beside this file.
tools! {
    retention::Retention,
    segmentation::Segmentation,
    coverage::Coverage,
    review::Review,
    time_to_value::TimeToValue,
    comp::Comp,
    hiring::Hiring,
    health::HealthScore,
    interventions::Interventions,
    expansion::Expansion,
    projection::Projection,
    maturity::Maturity,
    voice::Voice,
    board::Board,
}

/// The tool of this name.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    catalog().iter().find(|entry| entry.name == name)
}
