//! Resources, a template, prompts, and words to complete.

use rmcp::model::{
    CompleteRequestParams, CompleteResult, CompletionInfo, ContentBlock, ErrorData, GetPromptRequestParams,
    GetPromptResult, ImageContent, Prompt, PromptArgument, PromptMessage, ReadResourceResult, Resource,
    ResourceContents, ResourceTemplate, Role,
};
use serde_json::{Value, json};

use crate::asks;
use crate::tools::PNG;

const TEXT: &str = "test://static-text";
const PICTURE: &str = "test://static-binary";
const WATCHED: &str = "test://watched-resource";
/// Before and after the id in the address of a templated resource.
const TEMPLATED: (&str, &str) = ("test://template/", "/data");

/// Every resource with an address of its own.
pub(crate) fn resources() -> Vec<Resource> {
    let resource = |uri: &str, name: &str, kind: &str| Resource::new(uri, name).with_mime_type(kind);
    vec![
        resource(TEXT, "A text", "text/plain"),
        resource(PICTURE, "A picture", "image/png"),
        resource(WATCHED, "A text to watch", "text/plain"),
    ]
}

/// Resources whose address has a blank.
pub(crate) fn templates() -> Vec<ResourceTemplate> {
    let (before, after) = TEMPLATED;
    vec![ResourceTemplate::new(format!("{before}{{id}}{after}"), "Data by id").with_mime_type("application/json")]
}

/// Reads a resource.
pub(crate) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let (before, after) = TEMPLATED;
    let id = uri.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let contents = match (uri, id) {
        (TEXT | WATCHED, _) => ResourceContents::text("a text", uri).with_mime_type("text/plain"),
        (PICTURE, _) => ResourceContents::blob(PNG, uri).with_mime_type("image/png"),
        (_, Some(id)) => ResourceContents::text(json!({"id": id}).to_string(), uri).with_mime_type("application/json"),
        _ => return Err(ErrorData::resource_not_found("there is no such resource", Some(json!({"uri": uri})))),
    };
    Ok(ReadResourceResult::new(vec![contents]))
}

/// Every prompt.
pub(crate) fn prompts() -> Vec<Prompt> {
    let argument = |name: &str| PromptArgument::new(name).with_description("A word").with_required(true);
    let both = vec![argument("arg1"), argument("arg2")];
    vec![
        Prompt::new("test_simple_prompt", Some("One text"), None),
        Prompt::new("test_prompt_with_arguments", Some("A text with two words of yours"), Some(both)),
        Prompt::new("test_prompt_with_embedded_resource", Some("A document"), Some(vec![argument("resourceUri")])),
        Prompt::new("test_prompt_with_image", Some("A picture"), None),
        Prompt::new(asks::PROMPT, Some("Asks what it is about"), None),
    ]
}

/// Gets a prompt.
pub(crate) fn prompt(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    let given = |name: &str| {
        let value = request.arguments.as_ref().and_then(|all| all.get(name)).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let text = |text: String| PromptMessage::new_text(Role::User, text);
    let messages = match request.name.as_str() {
        "test_simple_prompt" => vec![text("Say a word.".to_owned())],
        "test_prompt_with_arguments" => vec![text(format!("Say {} and {}.", given("arg1"), given("arg2")))],
        "test_prompt_with_embedded_resource" => {
            let contents = ResourceContents::text("a document", given("resourceUri")).with_mime_type("text/plain");
            vec![PromptMessage::new(Role::User, ContentBlock::resource(contents)), text("Read it.".to_owned())]
        }
        "test_prompt_with_image" => {
            let picture = ContentBlock::Image(ImageContent::new(PNG, "image/png"));
            vec![PromptMessage::new(Role::User, picture), text("Look at it.".to_owned())]
        }
        _ => return Err(ErrorData::invalid_params("there is no prompt of this name", None)),
    };
    Ok(GetPromptResult::new(messages))
}

/// Words that an argument may begin with.
pub(crate) fn complete(request: &CompleteRequestParams) -> Result<CompleteResult, ErrorData> {
    let words = ["one", "other", "third"].into_iter().filter(|word| word.starts_with(&request.argument.value));
    let info = CompletionInfo::new(words.map(str::to_owned).collect());
    info.map(CompleteResult::new).map_err(|why| ErrorData::internal_error(why, None))
}
