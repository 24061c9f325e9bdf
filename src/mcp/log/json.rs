//! An event as a line of JSON: when, how grave, its fields, and the span that it happened in.
//!
//! The fields of a span are put into text once and stand in each of its lines as they are.

use std::fmt::{self, Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing::{Event, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes events.
pub(super) struct Lines;

/// Writes the fields of spans.
pub(super) struct Fields;

impl<S> FormatEvent<S, Fields> for Lines
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Fields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        writer.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut writer)?;
        write!(writer, "\",\"level\":\"{}\"", event.metadata().level())?;
        let mut members = Members { out: writer.by_ref(), is_first: false, outcome: Ok(()) };
        event.record(&mut members);
        members.outcome?;
        let parent = event.parent().and_then(|id| context.span(id)).or_else(|| context.lookup_current());
        if let Some(span) = parent {
            writer.write_str(",\"span\":{")?;
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<Fields>>().map_or("", |fields| fields.fields.as_str());
            let comma = if fields.is_empty() { "" } else { "," };
            write!(writer, "{fields}{comma}\"name\":\"{}\"}}", span.name())?;
        }
        writer.write_str("}\n")
    }
}

impl<'writer> FormatFields<'writer> for Fields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut members = Members { out: writer, is_first: true, outcome: Ok(()) };
        fields.record(&mut members);
        members.outcome
    }

    fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        let is_first = current.fields.is_empty();
        let mut members = Members { out: current.as_writer(), is_first, outcome: Ok(()) };
        fields.record(&mut members);
        members.outcome
    }
}

/// The members of an object, one after the other.
struct Members<'w> {
    out: Writer<'w>,
    is_first: bool,
    outcome: fmt::Result,
}

impl Members<'_> {
    fn put(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'_>) -> fmt::Result) {
        if self.outcome.is_ok() {
            let comma = if std::mem::take(&mut self.is_first) { "" } else { "," };
            // Names of fields are words of ours, without a quote in them.
            self.outcome = write!(self.out, "{comma}\"{}\":", field.name()).and_then(|()| value(&mut self.out));
        }
    }
}

impl Visit for Members<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        // A number that is none has no form in JSON.
        self.put(field, |out| if value.is_finite() { write!(out, "{value}") } else { out.write_str("null") });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, |out| write!(out, "{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, |out| write!(out, "{value}"));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put(field, |out| write!(out, "{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, |out| write!(out, "{value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, |out| {
            out.write_char('"')?;
            Escaping(out).write_str(value)?;
            out.write_char('"')
        });
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, |out| {
            out.write_char('"')?;
            write!(Escaping(out), "{value:?}")?;
            out.write_char('"')
        });
    }
}

/// Text inside quotes.
struct Escaping<'w, 'o>(&'w mut Writer<'o>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, mut text: &str) -> fmt::Result {
        let is_special = |character: char| matches!(character, '"' | '\\') || character < ' ';
        while let Some(at) = text.find(is_special) {
            let (plain, rest) = text.split_at(at);
            self.0.write_str(plain)?;
            let mut characters = rest.chars();
            match characters.next() {
                Some(quoted @ ('"' | '\\')) => write!(self.0, "\\{quoted}")?,
                Some(control) => write!(self.0, "\\u{:04x}", u32::from(control))?,
                None => {}
            }
            text = characters.as_str();
        }
        self.0.write_str(text)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::{Value, json};
    use tracing_subscriber::fmt;
    use tracing_subscriber::prelude::*;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(work: impl FnOnce()) -> Vec<Value> {
        // With two of them every place that logs asks both; one alone is asked by the thread that gets there first.
        let _other = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = fmt::layer().fmt_fields(Fields).event_format(Lines).with_writer(move || writer.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), work);
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
    }

    #[test]
    fn every_kind_of_value_stands_in_its_line() {
        let nothing = f64::NAN;
        let lines = logged(|| {
            let text = "a \"b\" \\ c\n\u{1}ä";
            tracing::warn!(text, count = 3_u64, less = -3, much = 7_u128, half = 0.5, nothing, is = true, "said");
            tracing::error!(codes = ?["a", "b"], shown = %"x\ty");
        });
        let mut first = lines[0].clone();
        let time = first["timestamp"].take();
        assert!(time.as_str().is_some_and(|time| time.ends_with('Z') && time.contains('T')), "{time}");
        let expected = json!({
            "timestamp": null, "level": "WARN", "message": "said", "text": "a \"b\" \\ c\n\u{1}ä", "count": 3, "less": -3,
            "much": 7, "half": 0.5, "nothing": null, "is": true,
        });
        assert_eq!(first, expected);
        assert_eq!((&lines[1]["codes"], &lines[1]["shown"]), (&json!("[\"a\", \"b\"]"), &json!("x\ty")));
    }

    #[test]
    fn a_line_has_the_span_with_what_was_recorded_later() {
        let lines = logged(|| {
            let span = tracing::info_span!("request", id = "i\"1", trace = tracing::field::Empty);
            span.in_scope(|| tracing::info!("first"));
            span.record("trace", "t");
            span.in_scope(|| tracing::info!("second"));
            tracing::info_span!("bare").in_scope(|| tracing::info!("third"));
        });
        assert_eq!(lines[0]["span"], json!({"id": "i\"1", "name": "request"}));
        assert_eq!(lines[1]["span"], json!({"id": "i\"1", "trace": "t", "name": "request"}));
        assert_eq!(lines[2]["span"], json!({"name": "bare"}));
    }
}
