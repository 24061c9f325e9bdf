//! Tools and a prompt that ask their client before they answer: they end with what they need, and are called again with
//! it. What they must remember goes out and comes back sealed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, GetPromptRequestParams,
    GetPromptResponse, GetPromptResult, InputRequest, InputRequiredResult, InputResponses, PromptMessage, Role,
};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The tools that ask.
pub(crate) const TOOLS: &[(&str, &str)] = &[
    ("test_streaming_elicitation", "Asks the user in a stream"),
    ("test_input_required_result_elicitation", "Asks the user"),
    ("test_input_required_result_sampling", "Asks the model"),
    ("test_input_required_result_list_roots", "Asks for folders"),
    ("test_input_required_result_request_state", "Asks, and knows its own question again"),
    ("test_input_required_result_tampered_state", "Asks, and knows a question that is not its own"),
    ("test_input_required_result_multiple_inputs", "Asks three things at once"),
    ("test_input_required_result_multi_round", "Asks twice"),
    ("test_input_required_result_capabilities", "Asks what the client can answer"),
];
/// The prompt that asks.
pub(crate) const PROMPT: &str = "test_input_required_result_prompt";

/// A key that nobody needs to keep: what it seals is worth nothing.
const KEY: &str = "of a fixture, which keeps no secret from anybody";

/// A question under the name that its answer has.
type Question = (&'static str, Value);

/// Whether a tool asks.
pub(crate) fn asks(name: &str) -> bool {
    TOOLS.iter().any(|(known, _)| *known == name)
}

/// Calls one of them.
pub(crate) fn call(
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    let answers = request.input_responses.as_ref();
    let state = request.request_state.as_deref().map(opened).transpose()?;
    let kind = request.name.trim_start_matches("test_").trim_start_matches("input_required_result_");
    let asked = match (kind, state) {
        ("elicitation" | "streaming_elicitation", _) => asked_for(answers, vec![user("user_name")], None),
        ("sampling", _) => asked_for(answers, vec![model()], None),
        ("list_roots", _) => asked_for(answers, vec![folders()], None),
        ("request_state" | "tampered_state", Some(_)) => return Ok(said("state-ok")),
        ("request_state" | "tampered_state", None) => Some(ask(vec![user("sure")], Some("asked"))),
        ("multiple_inputs", _) => asked_for(answers, vec![user("user_name"), model(), folders()], Some("asked")),
        ("multi_round", None) => Some(ask(vec![user("user_name")], Some("first"))),
        ("multi_round", Some(round)) if round == "first" => Some(ask(vec![user("colour")], Some("second"))),
        ("multi_round", Some(_)) => None,
        ("capabilities", _) => {
            let able = context.meta.client_capabilities().unwrap_or_default();
            let questions = [
                able.elicitation.is_some().then(|| user("user_name")),
                able.sampling.is_some().then(model),
                able.roots.is_some().then(folders),
            ];
            asked_for(answers, questions.into_iter().flatten().collect(), None)
        }
        _ => return Err(ErrorData::invalid_params("there is no tool of this name", None)),
    };
    Ok(asked.map_or_else(|| said(&told(answers)), CallToolResponse::from))
}

/// Gets the prompt.
pub(crate) fn prompt(request: &GetPromptRequestParams) -> GetPromptResponse {
    let answers = request.input_responses.as_ref();
    match asked_for(answers, vec![user("about")], None) {
        Some(asked) => asked.into(),
        None => GetPromptResult::new(vec![PromptMessage::new_text(Role::User, told(answers))]).into(),
    }
}

/// The questions, unless each of them has an answer that can be one.
fn asked_for(
    answers: Option<&InputResponses>,
    questions: Vec<Question>,
    state: Option<&str>,
) -> Option<InputRequiredResult> {
    let is_answered = |(name, _): &Question| answers.and_then(|all| all.get(*name)).is_some_and(Value::is_object);
    (!questions.iter().all(is_answered)).then(|| ask(questions, state))
}

fn ask(questions: Vec<Question>, state: Option<&str>) -> InputRequiredResult {
    let request = |question| serde_json::from_value::<InputRequest>(question).expect("a question of the protocol");
    let requests = questions.into_iter().map(|(name, question)| (name.to_owned(), request(question))).collect();
    InputRequiredResult::new(Some(requests), state.map(|state| format!("{state}.{}", seal(state))))
}

/// What only who knows the key can say of a text.
fn seal(state: &str) -> String {
    let inner = Sha256::new().chain_update(KEY).chain_update(state).finalize();
    let outer = Sha256::new().chain_update(KEY).chain_update(inner).finalize();
    STANDARD.encode(outer)
}

/// What was sealed, if it is ours and whole.
fn opened(sealed: &str) -> Result<String, ErrorData> {
    let ours = sealed.split_once('.').filter(|(state, told)| seal(state) == *told);
    let (state, _) = ours.ok_or_else(|| ErrorData::invalid_params("requestState is not what was sent", None))?;
    Ok(state.to_owned())
}

fn said(text: &str) -> CallToolResponse {
    CallToolResult::success(vec![ContentBlock::text(text)]).into()
}

/// The answers, as they came.
fn told(answers: Option<&InputResponses>) -> String {
    format!("answered: {}", json!(answers))
}

fn user(field: &'static str) -> Question {
    let kind = if field == "sure" { "boolean" } else { "string" };
    let schema = json!({"type": "object", "properties": {field: {"type": kind}}, "required": [field]});
    let params = json!({"mode": "form", "message": format!("{field}?"), "requestedSchema": schema});
    (field, json!({"method": "elicitation/create", "params": params}))
}

fn model() -> Question {
    let message = json!({"role": "user", "content": {"type": "text", "text": "Say a word."}});
    ("word", json!({"method": "sampling/createMessage", "params": {"messages": [message], "maxTokens": 10}}))
}

fn folders() -> Question {
    ("folders", json!({"method": "roots/list"}))
}
