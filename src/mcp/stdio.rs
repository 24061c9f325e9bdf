//! The transport on standard input and output, and the life of the process around it.
//!
//! It owes an answer for every request that it read, and keeps count: so it can end at once when the input ends and
//! nothing is owed, and after [`LAST_ANSWERS_WAIT`] at the latest. What a message means is not its business.

use std::future::{Future, ready};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rmcp::ServiceExt;
use rmcp::model::{
    ClientJsonRpcMessage, ClientNotification, ClientRequest, ErrorData, GetMeta, JsonRpcMessage, ProtocolVersion,
    RequestId, ServerJsonRpcMessage,
};
use rmcp::service::{RoleServer, RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::{Transport, stdio_pipes};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::lines::{LINE_BYTES_MAX, Line, Lines};
use super::message::{Incoming, read};
use super::server::Server;

/// How long calls that were read may still take when the input has ended (contract, section 0).
const LAST_ANSWERS_WAIT: Duration = Duration::from_secs(1);
/// Requests that may be unanswered at once; beyond, nothing more is read.
const OWED_COUNT_MAX: usize = 1024;
/// Threads for calls at work; further calls wait their turn.
const CALLS_COUNT_MAX: usize = 8;

/// Serves until either end closes.
pub(super) fn serve(server: Server) -> io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(CALLS_COUNT_MAX + 2).build()?;
    runtime.block_on(async {
        let (input, output) = stdio_pipes();
        let ended = CancellationToken::new();
        let transport = Stdio::new(input, output, ended.clone());
        // An error here means that the input ended before a session began.
        if let Ok(running) = server.serve(transport).await {
            tokio::select! {
                () = ended.cancelled() => {}
                _ = running.waiting() => {}
            }
        }
    });
    // A call that is still at work, or a read that waits for input, must not hold the process.
    runtime.shutdown_background();
    Ok(())
}

/// What is owed: the requests that have no answer yet, and the lines that are not written.
#[derive(Default)]
struct Owed {
    debts: Mutex<Debts>,
    less: Notify,
}

#[derive(Default)]
struct Debts {
    ids: Vec<RequestId>,
    lines_count: usize,
}

impl Owed {
    fn with<T>(&self, look: impl FnOnce(&mut Debts) -> T) -> T {
        look(&mut self.debts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a request on; false if one of that id is still unanswered.
    fn take_on(&self, id: &RequestId) -> bool {
        self.with(|debts| {
            let new = !debts.ids.contains(id);
            if new {
                debts.ids.push(id.clone());
            }
            new
        })
    }

    /// No answer to this request is owed any more.
    fn settle(&self, id: &RequestId) {
        self.with(|debts| debts.ids.retain(|owed| owed != id));
        self.less.notify_one();
    }

    fn line_queued(&self) {
        self.with(|debts| debts.lines_count += 1);
    }

    fn line_written(&self) {
        self.with(|debts| debts.lines_count -= 1);
        self.less.notify_one();
    }

    /// Waits until fewer than so many are owed. One task waits at a time.
    async fn until_below(&self, count: usize) {
        while self.with(|debts| debts.ids.len() + debts.lines_count) >= count {
            self.less.notified().await;
        }
    }
}

/// A line to write, and the request that it settles.
struct Outgoing {
    line: Vec<u8>,
    settles: Option<RequestId>,
}

struct Stdio<R> {
    lines: Lines<R>,
    outbox: mpsc::UnboundedSender<Outgoing>,
    owed: Arc<Owed>,
    /// Whether a session has begun. Before, the SDK takes any notification for a fault and gives up.
    begun: bool,
    /// When the wait for the last answers is over; set when the input has ended.
    deadline: Option<Instant>,
    /// Cancelled when there is nothing more to do: the output is closed, or the last answers are written.
    ended: CancellationToken,
}

impl<R: AsyncRead + Unpin + Send> Stdio<R> {
    fn new<W: AsyncWrite + Unpin + Send + 'static>(input: R, output: W, ended: CancellationToken) -> Self {
        let (outbox, queue) = mpsc::unbounded_channel();
        let owed = Arc::new(Owed::default());
        tokio::spawn(write(output, queue, Arc::clone(&owed), ended.clone()));
        Self { lines: Lines::new(input), outbox, owed, begun: false, deadline: None, ended }
    }

    fn post(&self, line: Vec<u8>, settles: Option<RequestId>) -> io::Result<()> {
        self.owed.line_queued();
        self.outbox.send(Outgoing { line, settles }).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// An error that the SDK has no part in. Where no id could be read, it says null as JSON-RPC wants.
    fn answer(&self, id: Option<RequestId>, error: &ErrorData) {
        self.post_value(id, "error", &json!(error));
    }

    fn post_value(&self, id: Option<RequestId>, key: &str, value: &Value) {
        let shown = id.map_or(Value::Null, RequestId::into_json_value);
        let line = json!({"jsonrpc": "2.0", "id": shown, key: value}).to_string();
        let _ = self.post(line.into_bytes(), None);
    }

    /// What is to be done with a line: the message to hand on, if there is one.
    fn take(&mut self, line: Line) -> Option<ClientJsonRpcMessage> {
        let line = match line {
            Line::Whole(line) => line,
            Line::TooLong => {
                let why = format!("the line is longer than {LINE_BYTES_MAX} bytes");
                self.answer(None, &ErrorData::parse_error(why, None));
                return None;
            }
        };
        match read(&line) {
            Incoming::Message(message) => self.admit(*message),
            Incoming::Answer(id, error) => {
                self.answer(id, &error);
                None
            }
            Incoming::Refused(id, result) => {
                self.post_value(Some(id), "result", &json!(result));
                None
            }
            Incoming::Nothing => None,
        }
    }

    fn admit(&mut self, message: ClientJsonRpcMessage) -> Option<ClientJsonRpcMessage> {
        match &message {
            JsonRpcMessage::Request(request) => {
                if !self.owed.take_on(&request.id) {
                    let why = format!("a request of id {} is still being answered", request.id);
                    self.answer(None, &ErrorData::invalid_request(why, None));
                    return None;
                }
                self.begun = self.begun || begins(&request.request);
            }
            JsonRpcMessage::Notification(_) if !self.begun => return None,
            JsonRpcMessage::Notification(notification) => {
                if let ClientNotification::CancelledNotification(cancelled) = &notification.notification
                    && let Some(id) = &cancelled.params.request_id
                {
                    // What is called off gets no answer, so none is owed.
                    self.owed.settle(id);
                }
            }
            JsonRpcMessage::Response(_) | JsonRpcMessage::Error(_) => return None,
        }
        Some(message)
    }
}

/// Whether the SDK begins a session with this request: either the handshake, or any request but the two that may come
/// before, complete in its own metadata.
fn begins(request: &ClientRequest) -> bool {
    match request {
        ClientRequest::InitializeRequest(_) => true,
        ClientRequest::PingRequest(_) | ClientRequest::DiscoverRequest(_) => false,
        other => {
            let meta = other.get_meta();
            let known = |version| ProtocolVersion::KNOWN_VERSIONS.contains(&version);
            meta.missing_required_keys(&ProtocolVersion::V_2026_07_28).is_empty()
                && meta.protocol_version().is_some_and(known)
        }
    }
}

impl<R: AsyncRead + Unpin + Send> Transport<RoleServer> for Stdio<R> {
    type Error = io::Error;

    fn send(&mut self, item: TxJsonRpcMessage<RoleServer>) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let settles = match &item {
            ServerJsonRpcMessage::Response(response) => Some(response.id.clone()),
            ServerJsonRpcMessage::Error(error) => error.id.clone(),
            ServerJsonRpcMessage::Request(_) | ServerJsonRpcMessage::Notification(_) => None,
        };
        let line = serde_json::to_vec(&item).map_err(io::Error::from);
        ready(line.and_then(|line| self.post(line, settles)))
    }

    /// Everything awaited here may be dropped and begun again: the SDK does so whenever an answer is ready.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        while self.deadline.is_none() {
            let next = async {
                self.owed.until_below(OWED_COUNT_MAX).await;
                self.lines.next().await
            };
            let line = tokio::select! {
                () = self.ended.cancelled() => return None,
                line = next => line,
            };
            match line {
                Ok(Some(line)) => {
                    if let Some(message) = self.take(line) {
                        return Some(message);
                    }
                }
                Ok(None) | Err(_) => self.deadline = Some(Instant::now() + LAST_ANSWERS_WAIT),
            }
        }
        if let Some(deadline) = self.deadline {
            tokio::select! {
                () = self.owed.until_below(1) => {}
                () = sleep_until(deadline) => {}
                () = self.ended.cancelled() => {}
            }
        }
        self.ended.cancel();
        None
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes line after line; a closed output ends everything.
async fn write<W: AsyncWrite + Unpin>(
    mut output: W,
    mut queue: mpsc::UnboundedReceiver<Outgoing>,
    owed: Arc<Owed>,
    ended: CancellationToken,
) {
    while let Some(Outgoing { mut line, settles }) = queue.recv().await {
        line.push(b'\n');
        if output.write_all(&line).await.is_err() || output.flush().await.is_err() {
            ended.cancel();
            return;
        }
        owed.line_written();
        if let Some(id) = settles {
            owed.settle(&id);
        }
    }
}
