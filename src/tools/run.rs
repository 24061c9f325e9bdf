//! The one path of every call: shape, policy, rules and figures, then the result in both channels.

use std::cell::RefCell;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::page::{Notes, page};
use super::{Arguments, Common, Decision, Detail, Tool, catalog};
use crate::customers::Stage;
use crate::ingest::{Host, Source};
use crate::policy::{Scope, echo, overlay};
use crate::problem::{Code, Collector, Problem, Problems, Stop};
use crate::report::Page;
use crate::rule::{Finding, GEN_01, GEN_02, NotAssessed, sort_findings};
use crate::shape::{Record, Shape, TinyPercents, read, shape_of};
use crate::units::{Currency, Date, Money};

/// The key under which a page of a tool's own format is repeated for clients that show the structured part alone.
const PAGE_KEY: &str = "page";
/// The version of the result's schema.
const SCHEMA_VERSION: &str = "1";

/// What a tool has at hand while it answers.
pub struct Call<'a, P> {
    /// The common arguments.
    pub common: Common,
    /// The thresholds with the caller's overrides.
    pub policy: P,
    /// The shape of the tool's arguments.
    pub record: &'a Record,
    /// Files and the watcher.
    pub host: &'a Host<'a>,
    /// Percentages between 0 and 1, in the arguments and in the file.
    tiny_percents: RefCell<TinyPercents>,
    /// What is worth saying of how the file is written.
    written: RefCell<Vec<String>>,
}

impl<P> Call<'_, P> {
    /// The source of one of the tool's tables.
    #[must_use]
    pub fn source(&self, table: &'static str) -> Source<'_> {
        static NO_FIELDS: Record = Record { fields: Vec::new() };
        let record = self.record.field(table).and_then(|field| match &field.shape {
            Shape::Array(item) => match item.as_ref() {
                Shape::Object(record) => Some(record),
                _ => None,
            },
            _ => None,
        });
        Source {
            table,
            file: self.common.file.as_ref().map(crate::units::Label::as_str),
            format: self.common.format.as_ref().map(crate::units::Label::as_str),
            columns: self.common.columns.as_ref(),
            record: record.unwrap_or(&NO_FIELDS),
            sheet: self.common.sheet.as_ref().map(crate::units::Label::as_str),
            tiny_percents: &self.tiny_percents,
            written: &self.written,
            names_all: self.is_full(),
        }
    }

    /// What is found of percentages between 0 and 1 (GEN-01): one finding a field, or a table of fractions would bury
    /// everything else.
    fn of_tiny_percents(&self) -> impl Iterator<Item = Finding> {
        self.tiny_percents.take().by_field().map(|(first, count)| {
            let message = match count {
                1 => "is between 0 and 1 and read as it stands: a percentage, not a fraction".to_owned(),
                _ => format!(
                    "{} values are between 0 and 1, the first at {first}, and read as they stand: percentages, not \
                     fractions",
                    Money::whole(count)
                ),
            };
            GEN_01.finding(first, message)
        })
    }

    /// How the file is written, where that is worth saying (GEN-02).
    fn of_file(&self) -> Option<Finding> {
        let written = self.written.take();
        (!written.is_empty()).then(|| GEN_02.finding("file", format!("read as written: {}", written.join("; "))))
    }

    /// Whether everything is wanted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.common.detail() == Detail::Full
    }
}

/// What a tool concludes.
#[derive(Debug)]
pub struct Answer<F> {
    /// One sentence with its number.
    pub bottom_line: String,
    /// The kind of decision it serves.
    pub decision: Decision,
    /// Three concrete steps.
    pub how_to_act: [String; 3],
    /// The call that only a person can make.
    pub your_decision: String,
    /// The rules that fired.
    pub findings: Vec<Finding>,
    /// What could not be assessed.
    pub not_assessed: Vec<NotAssessed>,
    /// The tool's own figures.
    pub figures: F,
}

/// The words around the figures.
#[derive(Debug)]
pub struct Concluded {
    /// One sentence with its number.
    pub bottom_line: String,
    /// Three concrete steps.
    pub how_to_act: [String; 3],
    /// The call that only a person can make.
    pub your_decision: String,
}

impl Concluded {
    /// The words and the figures together.
    #[must_use]
    pub fn answer<F>(
        self,
        decision: Decision,
        findings: Vec<Finding>,
        not_assessed: Vec<NotAssessed>,
        figures: F,
    ) -> Answer<F> {
        let Self { bottom_line, how_to_act, your_decision } = self;
        Answer { bottom_line, decision, how_to_act, your_decision, findings, not_assessed, figures }
    }
}

/// A result in both channels.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The structured part.
    pub report: Value,
    /// The page that the text part is printed from.
    pub page: Page,
}

/// What every result begins with.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Head {
    /// The tool that answered.
    tool: &'static str,
    /// The version of this schema.
    schema_version: &'static str,
    /// One sentence with its number.
    bottom_line: String,
    /// The kind of decision it serves.
    decision: Decision,
    /// Exactly three concrete steps.
    how_to_act: Vec<String>,
    /// The call that only a person can make.
    your_decision: String,
    /// The day the figures stand for.
    as_of: Option<Date>,
    /// A label: nothing is converted.
    currency: Currency,
    /// The company's stage.
    stage: Option<Stage>,
    /// Thresholds that the caller set.
    policy_overrides: Option<Map<String, Value>>,
    /// The rules that fired: by severity, rule, place.
    findings: Vec<Finding>,
    /// How many fired, where the list was cut.
    findings_total: Option<u64>,
    /// What could not be assessed, why, and what it would take.
    not_assessed: Vec<NotAssessed>,
}

/// The shape of a tool's arguments: its own, then the common ones that concern it.
pub(super) fn record<T: Tool>() -> Record {
    let Shape::Object(mut record) = shape_of::<Arguments<T::Input>>() else {
        return Record::default();
    };
    let Shape::Object(common) = shape_of::<Common>() else {
        return record;
    };
    let is_common = |name: &str| common.field(name).is_some();
    let of_file = ["file", "format", "sheet", "columns"];
    record.fields.retain(|field| T::TABLE.is_some() || !of_file.contains(&field.name.as_str()));
    for field in &mut record.fields {
        field.hidden |= is_common(&field.name) && !T::SHOWN.contains(&field.name.as_str());
    }
    record
}

pub(super) fn output_schema<T: Tool>() -> Value {
    let mut schema = crate::shape::output_schema::<Head, T::Figures>();
    if let (true, Some(Value::Object(properties))) = (T::HAS_OWN_PAGE, schema.get_mut("properties")) {
        let about = "The whole text part, as Markdown.";
        properties.insert(PAGE_KEY.to_owned(), serde_json::json!({"type": "string", "description": about}));
    }
    schema
}

/// Answers a call from JSON arguments.
pub(super) fn run<T: Tool>(record: &Record, arguments: &Value, host: &Host<'_>) -> Result<Reply, Stop> {
    let mut of_policy = Collector::default();
    let policy = read_policy::<T>(arguments, &mut of_policy);
    let reading = match (read(record, arguments), of_policy.finish()) {
        (Ok(reading), Ok(())) => reading,
        (Err(refused), Err(of_policy)) => return Err(refused.and(of_policy).into()),
        (Err(refused), Ok(())) | (Ok(_), Err(refused)) => return Err(refused.into()),
    };
    let unfit = |error: serde_json::Error| Stop::from(not_read(&error.to_string()));
    let common = Common::deserialize(&reading.value).map_err(unfit)?;
    let own = T::Input::deserialize(reading.value).map_err(unfit)?;
    let call = Call {
        common,
        policy,
        record,
        host,
        tiny_percents: RefCell::new(reading.tiny_percents),
        written: RefCell::default(),
    };
    let mut answer = T::answer(own, &call)?;
    answer.findings.extend(call.of_tiny_percents());
    answer.findings.extend(call.of_file());
    Ok(reply::<T>(answer, &call))
}

/// What a composed tool answered, and the thresholds it answered with.
pub(crate) struct Nested<T: Tool> {
    pub(crate) answer: Answer<T::Figures>,
    pub(crate) policy: T::Policy,
    pub(crate) common: Common,
}

/// Answers for a tool that composes others: typed arguments, problems under the evidence's place.
pub(crate) fn answer_nested<T: Tool>(
    arguments: Arguments<T::Input>,
    record: &Record,
    host: &Host<'_>,
    under: &str,
) -> Result<Nested<T>, Stop> {
    let placed = |stop: Stop| match stop {
        Stop::Refused(refused) => Stop::Refused(refused.under(under)),
        Stop::Cancelled => Stop::Cancelled,
    };
    let mut problems = Collector::default();
    let policy = match &arguments.common.policy {
        Some(overrides) => with_scope::<T, _>(|scope| overlay::<T::Policy>(overrides, scope, &mut problems)),
        None => T::Policy::default(),
    };
    problems.finish().map_err(|refused| placed(refused.into()))?;
    let call = Call {
        common: arguments.common,
        policy,
        record,
        host,
        tiny_percents: RefCell::default(),
        written: RefCell::default(),
    };
    let mut answer = T::answer(arguments.own, &call).map_err(placed)?;
    // Those of the arguments themselves are the composing tool's, which read them.
    answer.findings.extend(call.of_tiny_percents());
    answer.findings.extend(call.of_file());
    Ok(Nested { answer, policy: call.policy, common: call.common })
}

/// The overridden thresholds of a composed tool as they were used.
pub(crate) fn echoed<T: Tool>(overrides: &Map<String, Value>, policy: &T::Policy) -> Map<String, Value> {
    with_scope::<T, _>(|scope| echo(overrides, policy, scope))
}

/// Calls with the thresholds that a tool's `policy` may name: its own, and those of the tools it composes.
fn with_scope<T: Tool, R>(act: impl FnOnce(Scope<'_>) -> R) -> R {
    let composed = || catalog().iter().filter(|entry| T::COMPOSES.contains(&entry.name));
    act(Scope {
        tool: T::NAME,
        foreign: &|key| composed().flat_map(super::Entry::policy_rows).find(|row| row.key == key),
        is_composed: &|key| T::COMPOSES.contains(&key),
        foreign_names: &|| {
            let keys = composed().flat_map(super::Entry::policy_rows).map(|row| row.key);
            T::COMPOSES.iter().copied().chain(keys).collect()
        },
    })
}

fn read_policy<T: Tool>(arguments: &Value, problems: &mut Collector) -> T::Policy {
    let from_text;
    let overrides = match arguments.get("policy") {
        Some(Value::Object(overrides)) => overrides,
        Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(overrides)) => {
                from_text = overrides;
                &from_text
            }
            // The reader tells what is wrong with it.
            _ => return T::Policy::default(),
        },
        _ => return T::Policy::default(),
    };
    with_scope::<T, _>(|scope| overlay(overrides, scope, problems))
}

/// Arguments that passed the reader and that serde still refuses: a fault of ours that must not pass in silence.
fn not_read(why: &str) -> Problems {
    Problem::new(
        Code::Type,
        "arguments",
        format!("the arguments do not fit: {}", crate::units::clean_text(why)),
        "Compare them with cco://schema of this tool.",
    )
    .into()
}

fn reply<T: Tool>(mut answer: Answer<T::Figures>, call: &Call<'_, T::Policy>) -> Reply {
    sort_findings(&mut answer.findings);
    let summary = !call.is_full();
    let findings_count = answer.findings.len();
    if summary {
        answer.findings.truncate(call.common.limit());
    }
    let findings_total = (answer.findings.len() < findings_count).then_some(findings_count as u64);
    let overrides = call.common.policy.as_ref().filter(|overrides| !overrides.is_empty());
    let overrides = overrides.map(|overrides| echoed::<T>(overrides, &call.policy));
    let notes = Notes { findings_total, overrides: overrides.as_ref() };
    let own_page = T::own_page(&answer, call, notes);
    let own_text = own_page.as_ref().map(crate::render::markdown);
    let page = own_page.unwrap_or_else(|| page::<T>(&answer, notes));
    let head = Head {
        tool: T::NAME,
        schema_version: SCHEMA_VERSION,
        bottom_line: answer.bottom_line,
        decision: answer.decision,
        how_to_act: answer.how_to_act.to_vec(),
        your_decision: answer.your_decision,
        as_of: call.common.as_of,
        currency: call.common.currency(),
        stage: call.common.stage,
        policy_overrides: overrides,
        findings: answer.findings,
        findings_total,
        not_assessed: answer.not_assessed,
    };
    let mut report = to_object(&head);
    report.extend(to_object(&answer.figures));
    if let Some(text) = own_text {
        report.insert(PAGE_KEY.to_owned(), text.into());
    }
    let mut report = Value::Object(report);
    if summary {
        prune(&mut report);
    }
    Reply { report, page }
}

fn to_object<S: Serialize>(part: &S) -> Map<String, Value> {
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        // Our own types serialise to objects; anything else is a broken invariant, and silence would hide it.
        other => unreachable!("a report must be an object, got {other:?}"),
    }
}

/// Leaves nulls and empty lists out; what every result promises stays.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, inner| {
                let empty = inner.is_null() || inner.as_array().is_some_and(Vec::is_empty);
                !empty || key == "findings"
            });
            map.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}
