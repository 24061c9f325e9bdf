//! The handler that the SDK calls, and the clients that listen to it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rmcp::ServerHandler;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestParams, CompleteResult,
    ContentBlock, ErrorData, GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, RequestId, ServerCapabilities, ServerConfig,
    SetLevelRequestParams, SubscribeRequestParams, SubscriptionFilter, Tool, UnsubscribeRequestParams,
};
use rmcp::service::{RequestContext, RoleServer, SubscriptionContext, SubscriptionSink};

use crate::{asks, documents, tools};

/// How long a client may keep what it reads.
const FRESH_MILLISECONDS: u64 = 1_000;

/// The server. What it keeps are the streams that clients have open.
#[derive(Clone, Default)]
pub(crate) struct Fixtures {
    listeners: Arc<Mutex<BTreeMap<String, SubscriptionSink>>>,
}

/// A list that has changed, though nothing of it has.
#[derive(Clone, Copy)]
enum Changed {
    Tools,
    Prompts,
}

type Context = RequestContext<RoleServer>;
type Page = Option<PaginatedRequestParams>;

/// Says how long and by whom a result may be kept.
macro_rules! cacheable {
    ($result:expr) => {
        Ok($result.with_ttl_ms(FRESH_MILLISECONDS).with_cache_scope(CacheScope::Public))
    };
}

impl Fixtures {
    /// Tells everybody who listens and asked for it.
    async fn tell(&self, changed: Changed) -> CallToolResult {
        let listeners: Vec<_> =
            self.listeners.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        for listener in listeners {
            // One that did not ask for it, or is gone, is no fault.
            let _ = match changed {
                Changed::Tools => listener.notify_tool_list_changed().await,
                Changed::Prompts => listener.notify_prompt_list_changed().await,
            };
        }
        CallToolResult::success(vec![ContentBlock::text("told")])
    }
}

fn key(id: &RequestId) -> String {
    id.to_string()
}

impl ServerHandler for Fixtures {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_completions()
            .enable_logging()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("cco-conformance", env!("CARGO_PKG_VERSION")))
    }

    async fn list_tools(&self, _: Page, _: Context) -> Result<ListToolsResult, ErrorData> {
        cacheable!(ListToolsResult::with_all_items(tools::list()))
    }

    /// The tool whose argument is repeated in a header.
    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::list().into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(&self, request: CallToolRequestParams, context: Context) -> Result<CallToolResponse, ErrorData> {
        match request.name.as_ref() {
            "test_trigger_tool_change" => Ok(self.tell(Changed::Tools).await.into()),
            "test_trigger_prompt_change" => Ok(self.tell(Changed::Prompts).await.into()),
            name if asks::asks(name) => asks::call(&request, &context),
            _ => tools::call(&request, &context).await.map(CallToolResponse::from),
        }
    }

    async fn list_prompts(&self, _: Page, _: Context) -> Result<ListPromptsResult, ErrorData> {
        cacheable!(ListPromptsResult::with_all_items(documents::prompts()))
    }

    async fn get_prompt(&self, request: GetPromptRequestParams, _: Context) -> Result<GetPromptResponse, ErrorData> {
        if request.name == asks::PROMPT {
            return Ok(asks::prompt(&request));
        }
        documents::prompt(&request).map(GetPromptResponse::from)
    }

    async fn list_resources(&self, _: Page, _: Context) -> Result<ListResourcesResult, ErrorData> {
        cacheable!(ListResourcesResult::with_all_items(documents::resources()))
    }

    async fn list_resource_templates(&self, _: Page, _: Context) -> Result<ListResourceTemplatesResult, ErrorData> {
        cacheable!(ListResourceTemplatesResult::with_all_items(documents::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: Context,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let result: Result<_, ErrorData> = cacheable!(documents::read(&request.uri)?);
        result.map(ReadResourceResponse::from)
    }

    async fn complete(&self, request: CompleteRequestParams, _: Context) -> Result<CompleteResult, ErrorData> {
        documents::complete(&request)
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.supported_by(&self.get_info().capabilities))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let sink = context.sink().clone();
        let key = key(sink.id());
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), sink);
        context.cancelled().await;
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        Ok(())
    }

    async fn set_level(&self, _: SetLevelRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn subscribe(&self, _: SubscribeRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(&self, _: UnsubscribeRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }
}
