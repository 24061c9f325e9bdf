//! Tools as the protocol has them: the list, and the one wrapper around every call.
//!
//! What the caller can mend is a result with `isError`; what only we can mend is a protocol error with an id and nothing
//! else. Never both, and never structured content beside an error.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ContentBlock, ErrorData, Extensions, MetaObject, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::{Map, Value, json};

use super::http::{Metrics, Traced};
use super::message::{LineBytes, NotAnObject};
use super::progress::{Watcher, follow};
use super::server::House;
use crate::ingest::Host;
use crate::problem::{Code, Problem, Problems, Stop};
use crate::shape::Telling;
use crate::tools::{Entry, Reply, Set, catalog, entry};

/// A call of so short a line that reads no file takes less time than handing it to another thread would lose it.
const LIGHT_LINE_BYTES_MAX: usize = 16 * 1024;
/// Where a refused result carries its problems as data.
const PROBLEMS_KEY: &str = "cco/problems";

/// The tools that are served.
#[derive(Debug, Clone)]
pub(super) struct Served(Arc<[Set]>);

impl Served {
    /// Those of these sets; no set is all of them.
    pub(super) fn of(sets: &[Set]) -> Self {
        Self(if sets.is_empty() { Set::ALL.into() } else { sets.into() })
    }

    fn has(&self, entry: &Entry) -> bool {
        self.0.contains(&entry.set)
    }

    /// In the order of the catalog.
    fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        catalog().iter().filter(|entry| self.has(entry))
    }

    /// Whether a tool of this name is served.
    pub(super) fn has_named(&self, name: &str) -> bool {
        entry(name).is_some_and(|entry| self.has(entry))
    }

    /// The tools that a text names and that are not served, in the order of the catalog.
    pub(super) fn absent_of(&self, text: &str) -> Vec<&'static str> {
        let absent = catalog().iter().filter(|entry| !self.has(entry) && text.contains(entry.name));
        absent.map(|entry| entry.name).collect()
    }

    /// The lines of a text that name no tool that is not served.
    pub(super) fn lines_about(&self, text: &str) -> String {
        text.lines().filter(|line| self.absent_of(line).is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// The tools that are served, in the order of the catalog.
pub(super) fn list(served: &Served) -> Vec<Tool> {
    static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(|| catalog().iter().map(describe).collect());
    let is_served = |tool: &&Tool| served.entries().any(|entry| entry.name == tool.name);
    TOOLS.iter().filter(is_served).cloned().collect()
}

fn describe(entry: &Entry) -> Tool {
    let hints = ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(false);
    Tool::new(entry.name, entry.about, as_object(entry.input_schema(Telling::Lean)))
        .with_title(entry.title)
        .with_raw_output_schema(Arc::new(as_object(entry.output_schema())))
        .with_annotations(hints)
}

fn as_object(schema: Value) -> Map<String, Value> {
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// Answers a call.
pub(super) async fn call(
    request: CallToolRequestParams,
    context: RequestContext<RoleServer>,
    house: House,
    served: &Served,
) -> Result<CallToolResult, ErrorData> {
    let Some(tool) = entry(&request.name).filter(|entry| served.has(entry)) else {
        let known: Vec<&str> = served.entries().map(|entry| entry.name).collect();
        let why = format!("there is no tool of this name; there are {}", known.join(", "));
        return Err(ErrorData::invalid_params(why, Some(json!({"tools": known}))));
    };
    let arguments = match carried::<NotAnObject>(&context.extensions) {
        None => Value::Object(request.arguments.unwrap_or_default()),
        Some(NotAnObject(other)) => other,
    };
    let line_bytes = carried::<LineBytes>(&context.extensions).map(|line| line.0);
    let span = carried::<Traced>(&context.extensions).map_or_else(tracing::Span::none, |traced| traced.0);
    let called_off = context.ct.child_token();
    let (watcher, seen) = Watcher::new(called_off.clone());
    let is_light = is_light(line_bytes, [(&String::new(), &arguments)]);
    let House { data_dir, turns, call_time_max, metrics } = house;
    let work = move || {
        let host = Host { data_dir: data_dir.as_ref().map(|dir| dir.as_path()), watch: &watcher };
        let told = Told { tool: tool.name, line_bytes: line_bytes.unwrap_or_default(), metrics: metrics.as_deref() };
        span.in_scope(|| guarded(&told, || tool.call(&arguments, &host)))
    };
    if is_light {
        return work();
    }
    let done = async {
        // Long calls wait for one another here and not for a thread, which the streams may need.
        let turn = tokio::select! {
            biased;
            () = context.ct.cancelled() => return Err(self::called_off()),
            turn = turns.acquire_owned() => turn.map_err(|_| shutting_down())?,
        };
        // On a thread of its own: a long call must not hold up the others, nor the news that it is called off.
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        let done = match context.meta.get_progress_token() {
            Some(token) => follow(work, seen, &context.peer, &token).await,
            None => work.await,
        };
        done.unwrap_or_else(|_| Err(shutting_down()))
    };
    let Some(call_time_max) = call_time_max else { return done.await };
    if let Ok(answer) = tokio::time::timeout(call_time_max, done).await {
        return answer;
    }
    // The thread hears it at its next look, and keeps its turn until then.
    called_off.cancel();
    let message = format!("took longer than {} s and was stopped", call_time_max.as_secs());
    let help = "Send fewer rows, or ask whoever runs the server to allow more time.";
    Ok(refused(&Problems::from(Problem::new(Code::TimeLimit, "arguments", message, help))))
}

/// What travels beside a request: put there with the message itself, or with the HTTP request that brought it.
fn carried<T: Clone + Send + Sync + 'static>(extensions: &Extensions) -> Option<T> {
    let beside = || extensions.get::<axum::http::request::Parts>().and_then(|parts| parts.extensions.get::<T>());
    extensions.get::<T>().or_else(beside).cloned()
}

/// What a call gets that the end of the process leaves undone.
pub(super) fn shutting_down() -> ErrorData {
    ErrorData::internal_error("the server is shutting down", None)
}

/// The SDK drops the answer to a request that was called off.
fn called_off() -> ErrorData {
    ErrorData::internal_error("cancelled", None)
}

/// Whether a call with these arguments is answered where it is, and not on a thread of its own.
pub(super) fn is_light<'a>(
    line_bytes: Option<usize>,
    arguments: impl IntoIterator<Item = (&'a String, &'a Value)>,
) -> bool {
    line_bytes.is_some_and(|bytes| bytes <= LIGHT_LINE_BYTES_MAX) && !any_names_a_file(arguments)
}

fn any_names_a_file<'a>(fields: impl IntoIterator<Item = (&'a String, &'a Value)>) -> bool {
    fields.into_iter().any(|(key, value)| key == "file" || may_name_a_file(value))
}

/// Whether a file may be to be read, by this tool or by one that it composes.
fn may_name_a_file(arguments: &Value) -> bool {
    match arguments {
        Value::Object(fields) => any_names_a_file(fields),
        Value::Array(items) => items.iter().any(may_name_a_file),
        // A list or object may come as its JSON text, and that as a text again, with every letter escaped.
        Value::String(text) => text.trim_start().starts_with(['{', '[', '"']),
        _ => false,
    }
}

/// What is told of a call beside its answer.
struct Told<'m> {
    tool: &'static str,
    line_bytes: usize,
    metrics: Option<&'m Metrics>,
}

/// Carries a call out and makes its result: the only place that catches a panic, and the only one that tells the log.
#[expect(clippy::disallowed_methods, reason = "the log tells how long a call took; no result does")]
fn guarded(told: &Told<'_>, work: impl FnOnce() -> Result<Reply, Stop>) -> Result<CallToolResult, ErrorData> {
    let &Told { tool, line_bytes, metrics } = told;
    let started = Instant::now();
    // Nothing of the call outlives it, so nothing half-done can be seen afterwards.
    let caught =
        catch_unwind(AssertUnwindSafe(|| work().map(|reply| (crate::render::markdown(&reply.page), reply.report))));
    let took = started.elapsed();
    let micros = took.as_micros();
    let (outcome, answer) = match caught {
        Ok(Ok((text, report))) => {
            tracing::info!(tool, micros, outcome = "answered", line_bytes, text_bytes = text.len());
            ("answered", Ok(answered(text, report)))
        }
        Ok(Err(Stop::Refused(problems))) => {
            let codes: Vec<&'static str> = problems.list().iter().map(|problem| problem.code.as_str()).collect();
            tracing::info!(tool, micros, outcome = "refused", line_bytes, ?codes);
            if let Some(metrics) = metrics {
                metrics.refused(codes.into_iter());
            }
            ("refused", Ok(refused(&problems)))
        }
        Ok(Err(Stop::Cancelled)) => {
            tracing::info!(tool, micros, outcome = "cancelled", line_bytes);
            ("cancelled", Err(called_off()))
        }
        Err(panic) => {
            let id = correlation_id();
            tracing::error!(tool, micros, outcome = "panicked", line_bytes, id);
            // The words may hold a caller's figures.
            tracing::debug!(id, panic = panic_text(panic.as_ref()));
            ("panicked", Err(ErrorData::internal_error("internal error", Some(json!({"correlation_id": id})))))
        }
    };
    if let Some(metrics) = metrics {
        metrics.call_ended(tool, outcome, took.as_secs_f64());
    }
    answer
}

/// Text for reading and data for computing, both from one report.
fn answered(text: String, report: Value) -> CallToolResult {
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = Some(report);
    result
}

/// The problems as text for reading and as data, and never structured content: clients would hold it against the schema.
pub(super) fn refused(problems: &Problems) -> CallToolResult {
    let list = serde_json::to_value(problems.list()).unwrap_or_default();
    let meta = Map::from_iter([(PROBLEMS_KEY.to_owned(), list)]);
    CallToolResult::error(vec![ContentBlock::text(problems.to_string())]).with_meta(Some(MetaObject::from(meta)))
}

/// What finds a failure in the log: unique while the process lives, and different in another one.
fn correlation_id() -> String {
    static FAILURES_COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}", std::process::id(), FAILURES_COUNT.fetch_add(1, Ordering::Relaxed) + 1)
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Problem};

    #[test]
    fn a_panic_is_an_internal_error_that_tells_an_id_and_nothing_else() {
        let ids: Vec<String> = (0..2)
            .map(|_| {
                let error =
                    guarded(&Told { tool: "t", line_bytes: 0, metrics: None }, || panic!("a customer's figure"))
                        .unwrap_err();
                assert_eq!((error.code.0, error.message.as_ref()), (-32603, "internal error"));
                let data = error.data.unwrap();
                assert_eq!(data.as_object().unwrap().len(), 1);
                let id = data["correlation_id"].as_str().unwrap().to_owned();
                assert!(!id.contains("figure"), "only the log may tell");
                id
            })
            .collect();
        assert_ne!(ids[0], ids[1]);
    }

    #[test]
    fn a_panics_words_are_in_the_log_at_debug_alone() {
        use std::sync::{Mutex, PoisonError};

        use tracing_subscriber::filter::LevelFilter;

        #[derive(Clone, Default)]
        struct Kept(Arc<Mutex<Vec<u8>>>);
        impl std::io::Write for Kept {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        // With two of them every place that logs asks both; one alone is asked by the thread that gets there first.
        let _other = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        let logged = |level: LevelFilter| {
            let kept = Kept::default();
            let writer = kept.clone();
            let log = tracing_subscriber::fmt().with_max_level(level).with_writer(move || writer.clone()).finish();
            tracing::subscriber::with_default(log, || {
                guarded(&Told { tool: "t", line_bytes: 0, metrics: None }, || panic!("a customer's figure: 4242"))
                    .unwrap_err();
            });
            String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
        };
        let quiet = logged(LevelFilter::INFO);
        assert!(quiet.contains("panicked") && quiet.contains("id=") && !quiet.contains("figure: 4242"), "{quiet}");
        assert!(logged(LevelFilter::DEBUG).contains("figure: 4242"));
    }

    #[test]
    fn a_call_is_light_only_if_it_cannot_name_a_file() {
        for light in [json!({"roles": [{"role": "CSM \"file\""}], "stage": "growth"}), json!({}), json!(null)] {
            assert!(!may_name_a_file(&light), "{light}");
        }
        let twice = json!(json!({"file": "a.csv"}).to_string()).to_string();
        for heavy in [
            json!({"file": "a.csv"}),
            json!({"evidence": {"comp": {"file": "a.csv"}}}),
            json!({"evidence": "{\"comp\":{\"\\u0066ile\":\"a.csv\"}}"}),
            json!({"evidence": [" [1]"]}),
            json!({"evidence": twice}),
            json!("\n{\"file\":1}"),
        ] {
            assert!(may_name_a_file(&heavy), "{heavy}");
        }
    }

    #[test]
    fn a_refusal_has_its_problems_as_data_and_no_structured_content() {
        let problem = Problem::new(Code::Range, "a.b", "must be at most 1, got 2", "Send less.");
        let result = guarded(&Told { tool: "t", line_bytes: 0, metrics: None }, || Err(problem.into())).unwrap();
        assert_eq!((result.is_error, &result.structured_content), (Some(true), &None));
        let text = &result.content[0].as_text().unwrap().text;
        assert_eq!(text, "a.b: must be at most 1, got 2. Send less.");
        assert_eq!(result.meta.unwrap().0[PROBLEMS_KEY][0]["code"], "range");
    }

    #[test]
    fn every_tool_is_described_in_the_order_of_the_catalog() {
        let tools = list(&Served::of(&[]));
        assert_eq!(tools.len(), catalog().len());
        for (tool, entry) in tools.iter().zip(catalog()) {
            assert_eq!((tool.name.as_ref(), tool.title.as_deref()), (entry.name, Some(entry.title)));
            assert_eq!(tool.input_schema["type"], "object");
            assert_eq!(tool.output_schema.as_ref().unwrap()["type"], "object");
            let hints = tool.annotations.as_ref().unwrap();
            assert_eq!((hints.read_only_hint, hints.open_world_hint), (Some(true), Some(false)));
            assert_eq!((hints.destructive_hint, hints.idempotent_hint), (Some(false), Some(true)));
        }
    }
    #[test]
    fn only_the_sets_that_were_asked_for_are_served() {
        let served = Served::of(&[Set::Core]);
        let names: Vec<_> = list(&served).into_iter().map(|tool| tool.name).collect();
        assert_eq!(names, ["retention_decompose", "segment_customers", "size_cs_team", "cco_review"]);
        let text = "First: retention_decompose\nThen: check_cs_comp\nAlways: ask";
        assert_eq!(served.lines_about(text), "First: retention_decompose\nAlways: ask");
        assert_eq!(Served::of(&[]).lines_about(text), text);
        assert_eq!(list(&Served::of(&[Set::Core, Set::People])).len(), {
            catalog().iter().filter(|entry| matches!(entry.set, Set::Core | Set::People)).count()
        });
    }
}
