//! The handler that the SDK calls: one method a request, each handed on to the module that answers it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rmcp::ServerHandler;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CustomRequest,
    CustomResult, DiscoverResult, ErrorCode, ErrorData, GetPromptRequestParams, GetPromptResponse,
    GetSkillRequestParams, GetSkillResult, Implementation, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListSkillsResult, ListToolsResult, PaginatedRequestParams, ProtocolVersion,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};

use serde_json::json;
use tokio::sync::Semaphore;

use super::http::Metrics;
use super::tools::Served;
use super::{ServeOptions, complete, prompts, resources, skills, tools};
use crate::units::clean_text;

/// Which tool for which question, for the model; clients cut it off at about 2,000 characters.
const INSTRUCTIONS: &str = include_str!("instructions.txt");
/// How long a client may keep a list or document: all are compiled in, so as long as it likes; a day is plenty.
const FRESH_MILLISECONDS: u64 = 24 * 60 * 60 * 1000;

/// Calls at work on threads of their own; further calls wait their turn.
const CALLS_COUNT_MAX: usize = 8;
/// Looks into the data folder at once, for completion.
const LOOKS_COUNT_MAX: usize = 1;
/// Threads that the server's work takes at most.
pub(super) const WORK_COUNT_MAX: usize = CALLS_COUNT_MAX + LOOKS_COUNT_MAX;

/// The server. It keeps nothing between calls, so one serves any number of clients.
#[derive(Debug, Clone)]
pub(super) struct Server {
    served: Served,
    house: House,
    looks: Arc<Semaphore>,
    /// What is served, for the model; over HTTP every request asks for it.
    instructions: Arc<str>,
}

/// What calls are carried out with.
#[derive(Debug, Clone)]
pub(super) struct House {
    pub(super) data_dir: Option<Arc<PathBuf>>,
    /// A turn for each call on a thread of its own.
    pub(super) turns: Arc<Semaphore>,
    /// How long a call may take; a client on a pipe may wait as long as it likes.
    pub(super) call_time_max: Option<Duration>,
    /// Who counts, if anybody does.
    pub(super) metrics: Option<Arc<Metrics>>,
}

impl Server {
    pub(super) fn new(options: ServeOptions) -> Self {
        let house = House {
            data_dir: options.data_dir.map(Arc::new),
            turns: Arc::new(Semaphore::new(CALLS_COUNT_MAX)),
            call_time_max: None,
            metrics: None,
        };
        let served = Served::of(&options.sets);
        let instructions = served.lines_about(INSTRUCTIONS).into();
        Self { served, house, looks: Arc::new(Semaphore::new(LOOKS_COUNT_MAX)), instructions }
    }

    /// The same with an end to every call.
    pub(super) fn with_call_time(mut self, call_time_max: Duration) -> Self {
        self.house.call_time_max = Some(call_time_max);
        self
    }

    /// The same with somebody who counts.
    pub(super) fn with_metrics(mut self, metrics: Arc<Metrics>) -> Self {
        self.house.metrics = Some(metrics);
        self
    }
}

type Context = RequestContext<RoleServer>;
type Page = Option<PaginatedRequestParams>;

/// Whether the client speaks the protocol that knows hints for caching.
fn is_modern(context: &Context) -> bool {
    context.protocol_version().is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

/// Every list is one page, so there is no cursor that could be right.
fn only_page(page: Page) -> Result<(), ErrorData> {
    match page.and_then(|page| page.cursor) {
        None => Ok(()),
        Some(_) => Err(ErrorData::invalid_params("the cursor is not known: every list is one page", None)),
    }
}

/// Says that a result may be cached by anybody, to a client that understands.
macro_rules! cacheable {
    ($result:expr, $context:expr) => {{
        let result = $result;
        Ok(if is_modern(&$context) {
            result.with_ttl_ms(FRESH_MILLISECONDS).with_cache_scope(CacheScope::Public)
        } else {
            result
        })
    }};
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_prompts()
            .enable_resources()
            .enable_completions()
            .enable_skills()
            .build();
        let server = Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
            .with_title("CCO Advisor")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        ServerConfig::new(capabilities).with_server_info(server).with_instructions(&*self.instructions)
    }

    async fn discover(&self, _: Context) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        let found = DiscoverResult::from_server_info(versions, self.get_info());
        Ok(found.with_ttl_ms(FRESH_MILLISECONDS).with_cache_scope(CacheScope::Public))
    }

    async fn list_tools(&self, page: Page, context: Context) -> Result<ListToolsResult, ErrorData> {
        only_page(page)?;
        cacheable!(ListToolsResult::with_all_items(tools::list(&self.served)), context)
    }

    async fn call_tool(&self, request: CallToolRequestParams, context: Context) -> Result<CallToolResponse, ErrorData> {
        tools::call(request, context, self.house.clone(), &self.served).await.map(CallToolResponse::from)
    }

    async fn list_prompts(&self, page: Page, context: Context) -> Result<ListPromptsResult, ErrorData> {
        only_page(page)?;
        cacheable!(ListPromptsResult::with_all_items(prompts::list(&self.served)), context)
    }

    async fn get_prompt(&self, request: GetPromptRequestParams, _: Context) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(&request, &self.served).map(GetPromptResponse::from)
    }

    async fn list_resources(&self, page: Page, context: Context) -> Result<ListResourcesResult, ErrorData> {
        only_page(page)?;
        cacheable!(ListResourcesResult::with_all_items(resources::list()), context)
    }

    async fn list_resource_templates(
        &self,
        page: Page,
        context: Context,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        only_page(page)?;
        cacheable!(ListResourceTemplatesResult::with_all_items(resources::templates()), context)
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: Context,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let result: Result<_, ErrorData> = cacheable!(resources::read(&request.uri)?, context);
        result.map(ReadResourceResponse::from)
    }

    async fn complete(&self, request: CompleteRequestParams, _: Context) -> Result<CompleteResult, ErrorData> {
        let (looks, data_dir) = (Arc::clone(&self.looks), self.house.data_dir.clone());
        let Ok(look) = looks.acquire_owned().await else {
            return Err(tools::shutting_down());
        };
        // A folder may be long, or far away.
        let work = tokio::task::spawn_blocking(move || {
            let _look = look;
            complete::complete(&request, data_dir.as_ref().map(|dir| dir.as_path()))
        });
        work.await.map_err(|_| tools::shutting_down())
    }

    async fn on_custom_request(&self, request: CustomRequest, _: Context) -> Result<CustomResult, ErrorData> {
        let method: String = clean_text(&request.method).chars().take(200).collect();
        let why = "there is no method of this name";
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, why, Some(json!({"method": method}))))
    }

    async fn list_skills(&self, page: Page, context: Context) -> Result<ListSkillsResult, ErrorData> {
        only_page(page)?;
        cacheable!(ListSkillsResult::with_all_items(skills::list()), context)
    }

    async fn get_skill(&self, request: GetSkillRequestParams, context: Context) -> Result<GetSkillResult, ErrorData> {
        cacheable!(GetSkillResult::new(skills::get(&request.uri)?), context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::catalog;

    #[test]
    fn the_server_says_what_it_can_and_leaves_out_what_it_does_not() {
        let info = serde_json::to_value(Server::new(ServeOptions::default()).get_info()).unwrap();
        let names: Vec<&String> = info["capabilities"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["extensions", "completions", "prompts", "resources", "tools"]);
        assert_eq!(info["capabilities"]["extensions"], serde_json::json!({"io.modelcontextprotocol/skills": {}}));
        assert_eq!(info["serverInfo"]["name"], "cco-advisor");
    }

    #[test]
    fn instructions_are_short_and_name_every_tool() {
        assert!(INSTRUCTIONS.chars().count() <= 2000, "{} characters", INSTRUCTIONS.chars().count());
        for entry in catalog() {
            assert!(INSTRUCTIONS.contains(entry.name), "{}", entry.name);
        }
    }
}
