//! Tools that answer at once: each form that content can take, an error, and what is told on the way.

use std::time::Duration;

use rmcp::model::{
    AudioContent, CallToolRequestParams, CallToolResult, ClientCapabilities, ContentBlock, ErrorData, JsonObject,
    LoggingLevel, ProgressNotificationParam, ResourceContents, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::asks;

/// A picture of one point.
pub(crate) const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
/// A sound of no length.
const WAV: &str = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
/// Between two things that are told.
const PAUSE: Duration = Duration::from_millis(50);

/// Tools without arguments; those that ask are in `asks`. The suite probes the headers with the first one.
const PLAIN: &[(&str, &str)] = &[
    ("test_simple_text", "One text"),
    ("test_image_content", "One picture"),
    ("test_audio_content", "One sound"),
    ("test_embedded_resource", "One document"),
    ("test_multiple_content_types", "A text, a picture and a document"),
    ("test_error_handling", "A refusal"),
    ("test_tool_with_progress", "Tells how far it is"),
    ("test_tool_with_logging", "Tells what it does"),
    ("test_logging_tool", "Tells what it does to who asked for it"),
    ("test_missing_capability", "Wants a client that samples"),
    ("test_reconnection", "Takes a moment"),
    ("test_trigger_tool_change", "Says that the tools have changed"),
    ("test_trigger_prompt_change", "Says that the prompts have changed"),
];

/// Every tool.
pub(crate) fn list() -> Vec<Tool> {
    let plain =
        PLAIN.iter().chain(asks::TOOLS).map(|(name, what)| Tool::new(*name, *what, object(json!({"type": "object"}))));
    let shaped = [
        ("test_custom_header", "Repeats an argument that a header repeats", custom_header()),
        ("json_schema_2020_12_tool", "Has a schema of many words", many_words()),
    ];
    plain.chain(shaped.map(|(name, what, schema)| Tool::new(name, what, object(schema)))).collect()
}

fn object(schema: Value) -> JsonObject {
    serde_json::from_value(schema).expect("a schema is an object")
}

fn custom_header() -> Value {
    json!({
        "type": "object",
        "properties": {"value": {"type": "string", "x-mcp-header": "Value"}},
        "required": ["value"]
    })
}

/// Whatever of the dialect a server may be tempted to leave out.
fn many_words() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "place",
                "type": "object",
                "properties": {"town": {"type": "string"}, "lane": {"type": "string"}}
            }
        },
        "properties": {
            "who": {"type": "string"},
            "where": {"$ref": "#/$defs/address"},
            "by": {"enum": ["post", "wire"]}
        },
        "allOf": [{"anyOf": [{"required": ["who"]}, {"required": ["where"]}]}],
        "if": {"properties": {"by": {"const": "post"}}, "required": ["by"]},
        "then": {"required": ["where"]},
        "else": {"required": ["who"]},
        "additionalProperties": false
    })
}

/// Calls one of them.
pub(crate) async fn call(
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResult, ErrorData> {
    let text = |text: &str| vec![ContentBlock::text(text)];
    let blocks = match request.name.as_ref() {
        "test_simple_text" => text("a text"),
        "test_image_content" => vec![ContentBlock::image(PNG, "image/png")],
        "test_audio_content" => vec![ContentBlock::Audio(AudioContent::new(WAV, "audio/wav"))],
        "test_embedded_resource" => vec![document("test://embedded-resource", "text/plain", "a document")],
        "test_multiple_content_types" => vec![
            ContentBlock::text("a text"),
            ContentBlock::image(PNG, "image/png"),
            document("test://mixed-content-resource", "application/json", r#"{"a": 1}"#),
        ],
        "test_error_handling" => return Ok(CallToolResult::error(text("refused, as it always is"))),
        "test_tool_with_progress" => {
            tell_progress(context).await;
            text("told how far it was")
        }
        "test_tool_with_logging" => {
            for what in ["began", "goes on", "ended"] {
                tell(context, LoggingLevel::Info, what).await;
                sleep(PAUSE).await;
            }
            text("told what it did")
        }
        "test_logging_tool" => {
            if let Some(level) = context.meta.log_level() {
                tell(context, level, "somebody asked").await;
            }
            text("told whoever asked")
        }
        "test_missing_capability" => {
            if context.meta.client_capabilities().is_none_or(|able| able.sampling.is_none()) {
                let wanted = ClientCapabilities::builder().enable_sampling().build();
                return Err(ErrorData::missing_required_client_capability(wanted));
            }
            text("the client samples")
        }
        "test_reconnection" => {
            sleep(PAUSE).await;
            text("a moment later")
        }
        "test_custom_header" => {
            let value = request.arguments.as_ref().and_then(|given| given.get("value")).and_then(Value::as_str);
            text(value.ok_or_else(|| ErrorData::invalid_params("value must be a string", None))?)
        }
        "json_schema_2020_12_tool" => text("taken"),
        _ => return Err(ErrorData::invalid_params("there is no tool of this name", None)),
    };
    Ok(CallToolResult::success(blocks))
}

fn document(uri: &str, kind: &str, text: &str) -> ContentBlock {
    ContentBlock::resource(ResourceContents::text(text, uri).with_mime_type(kind))
}

async fn tell_progress(context: &RequestContext<RoleServer>) {
    let token = context.meta.get_progress_token();
    for done in [0.0, 50.0, 100.0] {
        if let Some(token) = token.clone() {
            let told = ProgressNotificationParam::new(token, done).with_total(100.0);
            // Whoever does not listen any more is no fault.
            let _ = context.peer.notify_progress(told).await;
        }
        sleep(PAUSE).await;
    }
}

async fn tell(context: &RequestContext<RoleServer>, level: LoggingLevel, what: &str) {
    let told = rmcp::model::LoggingMessageNotificationParam::new(level, what.into()).with_logger("fixtures");
    let _ = context.peer.notify_logging_message(told).await;
}
