//! The transport on standard input and output, and the life of the process around it.
//!
//! It owes an answer for every request that it read, and keeps count: so it can end at once when the input ends and
//! nothing is owed, and after [`LAST_ANSWERS_WAIT`] with an error for what is still owed. What a message means is not its business.

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
use super::server::{Server, WORK_COUNT_MAX};
use super::tools::shutting_down;

/// How long calls that were read may still take when the input has ended. With [`LAST_WORDS_WAIT`] it makes the second
/// of the contract, section 0.
const LAST_ANSWERS_WAIT: Duration = Duration::from_millis(900);
/// How long the errors for calls that took longer may then take to be written.
const LAST_WORDS_WAIT: Duration = Duration::from_millis(100);
/// Requests that may be unanswered at once; beyond, nothing more is read.
const OWED_COUNT_MAX: usize = 1024;
/// Threads for standard input and output, where those are no pipes.
const STREAMS_COUNT: usize = 2;

/// Serves until either end closes.
pub(super) fn serve(server: Server) -> io::Result<()> {
    // A thread for everything that may be at work at once: nothing ever queues for one behind a long call.
    let threads_count = WORK_COUNT_MAX + STREAMS_COUNT;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(threads_count).build()?;
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

    /// No answer to this request is owed any more; false if none was.
    fn settle(&self, id: &RequestId) -> bool {
        let owed = self.with(|debts| {
            let before = debts.ids.len();
            debts.ids.retain(|owed| owed != id);
            debts.ids.len() < before
        });
        self.less.notify_one();
        owed
    }

    /// Everything that has no answer yet; nothing of it is owed any more.
    fn settle_all(&self) -> Vec<RequestId> {
        self.with(|debts| std::mem::take(&mut debts.ids))
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

struct Stdio<R> {
    lines: Lines<R>,
    /// Lines to write.
    outbox: mpsc::UnboundedSender<Vec<u8>>,
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

    fn post(&self, line: Vec<u8>) -> io::Result<()> {
        self.owed.line_queued();
        self.outbox.send(line).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// An error that the SDK has no part in. Where no id could be read, it says null as JSON-RPC wants.
    fn answer(&self, id: Option<RequestId>, error: &ErrorData) {
        self.post_value(id, "error", &json!(error));
    }

    fn post_value(&self, id: Option<RequestId>, key: &str, value: &Value) {
        let shown = id.map_or(Value::Null, RequestId::into_json_value);
        let line = json!({"jsonrpc": "2.0", "id": shown, key: value}).to_string();
        let _ = self.post(line.into_bytes());
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
        // What was called off, or told off when the input had ended, is not answered a second time.
        if settles.is_some_and(|id| !self.owed.settle(&id)) {
            return ready(Ok(()));
        }
        let line = serde_json::to_vec(&item).map_err(io::Error::from);
        ready(line.and_then(|line| self.post(line)))
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
                () = sleep_until(deadline) => {
                    for id in self.owed.settle_all() {
                        self.answer(Some(id), &shutting_down());
                    }
                }
                () = self.ended.cancelled() => {}
            }
            tokio::select! {
                () = self.owed.until_below(1) => {}
                () = sleep_until(deadline + LAST_WORDS_WAIT) => {}
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
    mut queue: mpsc::UnboundedReceiver<Vec<u8>>,
    owed: Arc<Owed>,
    ended: CancellationToken,
) {
    while let Some(mut line) = queue.recv().await {
        line.push(b'\n');
        if output.write_all(&line).await.is_err() || output.flush().await.is_err() {
            ended.cancel();
            return;
        }
        owed.line_written();
    }
}
