//! One line to one typed message, or to the answer that a line gets which is none.
//!
//! The SDK reads a line as a union of all messages, so that arguments of a wrong type turn into "method not found" and
//! broken lines into silence. Here the method picks the type, and whatever is wrong is told under the request's own id.
//! No request is carried out here.

use rmcp::model::{
    CallToolRequest, CallToolResult, CancelledNotification, CancelledNotificationParam, ClientJsonRpcMessage,
    ClientNotification, ClientRequest, CompleteRequest, CustomRequest, DiscoverRequest, DiscoverRequestParams,
    ErrorData, GetExtensions, GetPromptRequest, GetSkillRequest, InitializeRequest, InitializedNotification,
    ListPromptsRequest, ListResourceTemplatesRequest, ListResourcesRequest, ListSkillsRequest, ListToolsRequest,
    PingRequest, ProtocolVersion, ReadResourceRequest, RequestId, RequestMetaObject,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, from_value};

use super::json_text::{LEVELS_COUNT_MAX, VALUES_COUNT_MAX, holds_too_many, mend, outline};
use super::tools::refused;
use crate::ingest::strict_json;
use crate::problem::{Code, Problem};
use crate::units::clean_text;

/// The method that calls a tool.
const CALL: &str = "tools/call";

/// What a line turned out to be.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message for the handler.
    Message(Box<ClientJsonRpcMessage>),
    /// No message: this is the answer, under the id if there was one.
    Answer(Option<RequestId>, ErrorData),
    /// A tool call that is refused before it is one.
    Refused(RequestId, Box<CallToolResult>),
    /// A notification or response that nobody waits for.
    Nothing,
}

/// Arguments of a tool that are no object; they travel beside the request, and the tool refuses them in its own words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NotAnObject(pub(super) Value);

/// How long the line of a request was, for the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineBytes(pub(super) usize);

/// A request that the SDK reads from its line as it is read here, so that nobody need write it out again.
#[derive(Debug, Clone, Copy)]
pub(super) struct AsItCame;

/// Why a request is answered without being carried out.
#[derive(Debug)]
enum Excess {
    /// It nests deeper than is read.
    Levels,
    /// It holds more values than are read.
    Values,
    /// A key stands twice in one object: a fault of tool calls alone, whose figures would depend on which one counts.
    Twice(Problem),
}

impl Excess {
    /// The fault as a tool's refusal tells it.
    fn problem(self) -> Problem {
        let (code, message, help) = match self {
            Self::Levels => (
                Code::Type,
                format!("nest deeper than {LEVELS_COUNT_MAX} levels"),
                "Send them in the shape of the tool's schema.",
            ),
            Self::Values => (
                Code::TooMany,
                format!("hold more than {VALUES_COUNT_MAX} values"),
                "Save the table as a file and name it in file.",
            ),
            Self::Twice(problem) => return Problem { at: "arguments".to_owned(), ..problem },
        };
        Problem::new(code, "arguments", message, help)
    }
}

/// Reads a line.
pub(super) fn read(line: &[u8]) -> Incoming {
    let without_mark = line.strip_prefix(b"\xef\xbb\xbf");
    let line = without_mark.unwrap_or(line);
    let Some((value, excess, is_mended)) = parse(line) else {
        return Incoming::Answer(None, ErrorData::parse_error("this is not JSON, or too much of it", None));
    };
    match value {
        Value::Object(message) => {
            read_object(message, excess, LineBytes(line.len()), is_mended || without_mark.is_some())
        }
        Value::Array(_) => invalid(None, "batches are not taken: send one message at a time"),
        _ => invalid(None, "a message is a JSON object"),
    }
}

/// The JSON of a line, why something of it was left out, if so, and whether it took more than reading.
fn parse(line: &[u8]) -> Option<(Value, Option<Excess>, bool)> {
    let text = || std::str::from_utf8(line).ok();
    if holds_too_many(line) {
        let outlined = serde_json::from_str(&outline(text()?)?).ok()?;
        return Some((outlined, Some(Excess::Values), true));
    }
    if let Some((value, twice)) = parse_noting_twice(line) {
        return Some((value, twice, false));
    }
    let mended = mend(text()?)?;
    let (value, twice) = parse_noting_twice(mended.text.as_bytes())?;
    Some((value, if mended.too_deep { Some(Excess::Levels) } else { twice }, true))
}

/// A value as any parser reads it, and whether that overlooks a key.
fn parse_noting_twice(text: &[u8]) -> Option<(Value, Option<Excess>)> {
    match strict_json("arguments", text) {
        Ok(value) => Some((value, None)),
        Err(problem) => {
            let value = serde_json::from_slice(text).ok()?;
            Some((value, (problem.code == Code::Duplicate).then_some(Excess::Twice(problem))))
        }
    }
}

fn invalid(id: Option<RequestId>, why: &'static str) -> Incoming {
    Incoming::Answer(id, ErrorData::invalid_request(why, None))
}

fn read_object(
    mut message: Map<String, Value>,
    excess: Option<Excess>,
    line_bytes: LineBytes,
    is_mended: bool,
) -> Incoming {
    let has_id = message.contains_key("id");
    let id: Option<RequestId> = message.remove("id").and_then(|id| from_value(id).ok());
    let method = match message.remove("method") {
        Some(Value::String(method)) => method,
        // Answers to requests: this server sends none, so nobody waits for them.
        None if message.contains_key("result") || message.contains_key("error") => return Incoming::Nothing,
        None => return invalid(id, "the method is missing"),
        Some(_) => return invalid(id, "the method must be a string"),
    };
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid(id, "jsonrpc must be \"2.0\"");
    }
    let params = match message.remove("params") {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(params)) => Ok(params),
        Some(_) => Err("params must be an object"),
    };
    let Some(id) = id else {
        if has_id {
            return invalid(None, "the id must be a string or a whole number");
        }
        return notification(&method, params.unwrap_or_default());
    };
    let excess = excess.or_else(|| params.as_ref().ok().and_then(|params| twice_in_text(&method, params)));
    let params = match (params, excess) {
        (Ok(params), Some(Excess::Twice(_))) if method != CALL => params,
        (params, Some(excess)) => return too_much(id, &method, &params.unwrap_or_default(), excess),
        (Ok(params), None) => params,
        (Err(why), None) => return Incoming::Answer(Some(id), ErrorData::invalid_params(why, None)),
    };
    let is_as_it_came = !is_mended && method == CALL && is_plain_call(&params);
    match request(method, params) {
        Ok(mut request) => {
            request.extensions_mut().insert(line_bytes);
            if is_as_it_came {
                request.extensions_mut().insert(AsItCame);
            }
            Incoming::Message(Box::new(ClientJsonRpcMessage::request(request, id)))
        }
        Err(error) => Incoming::Answer(Some(id), error),
    }
}

/// Whether the params of a call hold what they are to hold, in the form it is to have.
fn is_plain_call(params: &Map<String, Value>) -> bool {
    ["_meta", "arguments"].iter().all(|key| params.get(*key).is_none_or(Value::is_object))
}

/// Whether arguments that come as JSON text have a key twice.
fn twice_in_text(method: &str, params: &Map<String, Value>) -> Option<Excess> {
    let text = params.get("arguments").and_then(Value::as_str).filter(|_| method == CALL)?;
    parse_noting_twice(text.as_bytes())?.1
}

/// The answer to a request of which not everything was read.
fn too_much(id: RequestId, method: &str, params: &Map<String, Value>, excess: Excess) -> Incoming {
    let problem = excess.problem();
    if method != CALL {
        let why = format!("the params {}", problem.message);
        return Incoming::Answer(Some(id), ErrorData::invalid_params(why, None));
    }
    let mut result = refused(&problem.into());
    let meta = params.get("_meta").and_then(Value::as_object).cloned().map(RequestMetaObject::from);
    let version = meta.and_then(|meta| meta.protocol_version());
    let is_modern = version.is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
    // The SDK does this for the results that it sees.
    result.result_type.take_if(|_| !is_modern);
    Incoming::Refused(id, Box::new(result))
}

/// The typed request of a method, with its metadata where the SDK looks for it.
fn request(method: String, mut params: Map<String, Value>) -> Result<ClientRequest, ErrorData> {
    let meta = match params.remove("_meta") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(meta)) => meta,
        Some(_) => return Err(ErrorData::invalid_params("params._meta must be an object", None)),
    };
    let mut request: ClientRequest = match method.as_str() {
        "initialize" => InitializeRequest::new(typed(&method, params)?).into(),
        "ping" => PingRequest::default().into(),
        "server/discover" => DiscoverRequest::new(DiscoverRequestParams {}).into(),
        "tools/list" => ListToolsRequest::with_param(typed(&method, params)?).into(),
        CALL => call(&method, params)?,
        "prompts/list" => ListPromptsRequest::with_param(typed(&method, params)?).into(),
        "prompts/get" => GetPromptRequest::new(typed(&method, params)?).into(),
        "resources/list" => ListResourcesRequest::with_param(typed(&method, params)?).into(),
        "resources/templates/list" => ListResourceTemplatesRequest::with_param(typed(&method, params)?).into(),
        "resources/read" => ReadResourceRequest::new(typed(&method, params)?).into(),
        "completion/complete" => CompleteRequest::new(typed(&method, params)?).into(),
        "skills/list" => ListSkillsRequest::with_param(typed(&method, params)?).into(),
        "skills/get" => GetSkillRequest::new(typed(&method, params)?).into(),
        // What is not served is answered by the SDK as unknown.
        _ => CustomRequest::new(method, Some(Value::Object(params))).into(),
    };
    request.extensions_mut().insert(RequestMetaObject::from(meta));
    Ok(request)
}

/// A tool call. Arguments may come as the JSON text of an object, as null or not at all.
fn call(method: &str, mut params: Map<String, Value>) -> Result<ClientRequest, ErrorData> {
    let arguments = match params.remove("arguments") {
        Some(Value::String(text)) => serde_json::from_str(&text).ok().filter(Value::is_object).unwrap_or(text.into()),
        other => other.unwrap_or_default(),
    };
    let mut unfit = None;
    match arguments {
        Value::Object(_) => {
            params.insert("arguments".to_owned(), arguments);
        }
        Value::Null => {}
        other => unfit = Some(NotAnObject(other)),
    }
    let mut request = CallToolRequest::new(typed(method, params)?);
    if let Some(unfit) = unfit {
        request.extensions.insert(unfit);
    }
    Ok(request.into())
}

fn typed<T: DeserializeOwned>(method: &str, params: Map<String, Value>) -> Result<T, ErrorData> {
    from_value(Value::Object(params)).map_err(|error| {
        let why: String = clean_text(&error.to_string()).chars().take(200).collect();
        ErrorData::invalid_params(format!("params of {method}: {why}"), None)
    })
}

fn notification(method: &str, params: Map<String, Value>) -> Incoming {
    let notification: ClientNotification = match method {
        "notifications/initialized" => InitializedNotification::default().into(),
        "notifications/cancelled" => match from_value::<CancelledNotificationParam>(Value::Object(params)) {
            Ok(params) => CancelledNotification::new(params).into(),
            Err(_) => return Incoming::Nothing,
        },
        _ => return Incoming::Nothing,
    };
    Incoming::Message(Box::new(ClientJsonRpcMessage::notification(notification)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(line: &str) -> (Value, i32) {
        match read(line.as_bytes()) {
            Incoming::Answer(id, error) => (id.map_or(Value::Null, RequestId::into_json_value), error.code.0),
            other => panic!("{line}: {other:?}"),
        }
    }

    fn request_of(line: &str) -> ClientRequest {
        match read(line.as_bytes()) {
            Incoming::Message(message) => message.into_request().unwrap().0,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_line_that_is_no_message_is_answered_under_its_id_if_it_has_one() {
        let cases = [
            ("{", Value::Null, -32700),
            ("[]", Value::Null, -32600),
            ("7", Value::Null, -32600),
            ("{}", Value::Null, -32600),
            (r#"{"id":1}"#, 1.into(), -32600),
            (r#"{"jsonrpc":"2.0","id":"a","method":5}"#, "a".into(), -32600),
            (r#"{"jsonrpc":"1.0","id":2,"method":"ping"}"#, 2.into(), -32600),
            (r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, Value::Null, -32600),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, Value::Null, -32600),
            (r#"{"jsonrpc":"2.0","id":3,"method":"ping","params":[1]}"#, 3.into(), -32602),
            (r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{}}"#, 4.into(), -32602),
            (r#"{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":3}}"#, 5.into(), -32602),
        ];
        for (line, id, code) in cases {
            assert_eq!(answer(line), (id, code), "{line}");
        }
        assert_eq!(answer("\u{feff}{"), (Value::Null, -32700));
        assert!(matches!(read(b"{\"id\":\xff}"), Incoming::Answer(None, error) if error.code.0 == -32700));
    }

    #[test]
    fn responses_and_foreign_notifications_get_no_answer() {
        for line in [
            r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"#,
            r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[]}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}"#,
        ] {
            assert!(matches!(read(line.as_bytes()), Incoming::Nothing), "{line}");
        }
    }

    #[test]
    fn arguments_that_are_no_object_reach_the_tool_beside_the_request() {
        let unfit = |arguments: &str| {
            let line = format!(
                r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"t","arguments":{arguments}}}}}"#
            );
            request_of(&line).extensions().get::<NotAnObject>().cloned()
        };
        for fit in ["{}", "null", r#""{\"a\":1}""#] {
            assert_eq!(unfit(fit), None, "{fit}");
        }
        for other in ["[1]", "3", "true", "\"text\"", "\"[1]\""] {
            let value = serde_json::from_str(other).unwrap();
            assert_eq!(unfit(other), Some(NotAnObject(value)), "{other}");
        }
    }

    #[test]
    fn a_call_is_handed_on_as_it_came_where_the_sdk_reads_the_same() {
        let call = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{params}}}"#);
        let is_as_it_came = |line: &str| request_of(line).extensions().get::<AsItCame>().is_some();
        for params in [
            r#"{"name":"t"}"#,
            r#"{"arguments":{"a":[1.50,{"b":"\u00e9"}],"file":"x"},"name":"t","more":1}"#,
            r#"{"name":"t","arguments":{},"_meta":{"progressToken":9}}"#,
        ] {
            let line = call(params);
            assert!(is_as_it_came(&line), "{line}");
            let read: ClientJsonRpcMessage = serde_json::from_str(&line).unwrap();
            let (request, id) = read.into_request().unwrap();
            assert_eq!(id, RequestId::String("a".into()));
            let mut own = serde_json::to_value(request_of(&line)).unwrap();
            // Metadata without anything in it is as good as none.
            own["params"].as_object_mut().unwrap().retain(|key, value| key != "_meta" || *value != json!({}));
            assert_eq!(serde_json::to_value(request).unwrap(), own);
        }
        let plain = call(r#"{"name":"t"}"#);
        let others = [
            call(r#"{"name":"t","arguments":"{}"}"#),
            call(r#"{"name":"t","arguments":null}"#),
            call(r#"{"name":"t","arguments":[1]}"#),
            call(r#"{"name":"t","_meta":null}"#),
            format!("\u{feff}{plain}"),
            plain.replace("tools/call", "prompts/get"),
        ];
        for line in others {
            assert!(!is_as_it_came(&line), "{line}");
        }
    }

    #[test]
    fn a_call_with_too_much_in_it_is_refused_in_the_shape_of_its_era() {
        let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
        let many = format!("[{}0]", "0,".repeat(VALUES_COUNT_MAX));
        for (rows, code) in [(&deep, "type"), (&many, "too-many"), (&json!(many).to_string(), "too-many")] {
            for (version, result_type) in [("2025-11-25", None), ("2026-07-28", Some("complete"))] {
                let meta = json!({"io.modelcontextprotocol/protocolVersion": version});
                let params = format!(r#"{{"_meta":{meta},"name":"t","arguments":{{"rows":{rows}}}}}"#);
                let line = format!(r#"{{"method":"tools/call","params":{params},"jsonrpc":"2.0","id":"x"}}"#);
                let Incoming::Refused(id, result) = read(line.as_bytes()) else { panic!("{code}") };
                let result = serde_json::to_value(result).unwrap();
                assert_eq!((id, &result["isError"]), (RequestId::String("x".into()), &json!(true)));
                assert_eq!(result["_meta"]["cco/problems"][0]["code"], code);
                assert_eq!(result.get("resultType").and_then(Value::as_str), result_type);
            }
            let line = format!(r#"{{"jsonrpc":"2.0","id":6,"method":"prompts/get","params":{{"x":{rows}}}}}"#);
            assert_eq!(answer(&line), (6.into(), -32602));
        }
    }

    #[test]
    fn a_key_that_stands_twice_matters_in_a_tool_call_alone() {
        let line = |method: &str| {
            format!(
                r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{{"name":"t","arguments":{{"a":1,"a":2}}}}}}"#
            )
        };
        let Incoming::Refused(_, result) = read(line("tools/call").as_bytes()) else { panic!("a call is refused") };
        let result = serde_json::to_value(result).unwrap();
        assert_eq!(result["_meta"]["cco/problems"][0]["code"], "duplicate");
        assert!(matches!(request_of(&line("prompts/get")), ClientRequest::GetPromptRequest(_)));
        // A name may be told apart by what one of its keys escapes.
        let escaped = line("tools/call").replacen("\"a\"", "\"\\u0061\"", 1);
        assert!(matches!(read(escaped.as_bytes()), Incoming::Refused(..)));
    }

    #[test]
    fn metadata_is_where_the_sdk_looks_for_it() {
        let line = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"progressToken":9}}}"#;
        let request = request_of(line);
        let meta = request.extensions().get::<RequestMetaObject>().unwrap();
        assert!(meta.get_progress_token().is_some());
    }
}
