//! Connections: accepted up to a count, closed when their client is too slow, and ended in order.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rmcp::ServerHandler;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::auth::Guard;
use super::router::{App, router};
use super::{HttpOptions, Metrics, PATH};

/// Descriptors besides those of connections: streams, files that calls read, the runtime's own.
const DESCRIPTORS_SPARE: u64 = 256;
/// Wait after a connection could not be accepted, which ends by itself when another one closes.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Asks the system for as many descriptors as the connections need, as far as it lets.
pub(super) fn raise_descriptors(connections_count_max: usize) {
    let wanted = u64::try_from(connections_count_max).unwrap_or(u64::MAX).saturating_add(DESCRIPTORS_SPARE);
    // Refused or not known here: the accept loop waits when they run out.
    let _ = rlimit::increase_nofile_limit(wanted);
}

/// Listens until told to end.
pub(super) async fn run<H>(options: HttpOptions, handler: H, guard: Guard, metrics: Arc<Metrics>) -> io::Result<()>
where
    H: ServerHandler + Clone,
{
    let listener = TcpListener::bind(options.address).await?;
    let address = listener.local_addr()?;
    let ended = CancellationToken::new();
    let is_ready = Arc::new(AtomicBool::new(true));
    let app = App::new(&options, address, guard, metrics, Arc::clone(&is_ready));
    let service = TowerToHyperService::new(router(app.clone(), handler, &options, ended.clone()));
    let connections = Arc::new(Semaphore::new(options.limits.connections_count_max));
    let graceful = GracefulShutdown::new();
    // A client that closes its side is gone, and its call is called off: a half-closed one cannot be told from it.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(options.limits.client_time_max)
        .max_header_size(options.limits.header_bytes_max);
    let mut signals = signals::Signals::new()?;
    tracing::info!(url = format!("http://{address}{PATH}"), open = app.guard.is_open(), "listening");
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            signal = signals.next() => match signal {
                signals::Signal::End => break,
                signals::Signal::Reload => {
                    app.guard.reload();
                    app.metrics.tokens_reloaded();
                    continue;
                }
            },
        };
        let Some((stream, place)) = accepted else { continue };
        // Answers are whole: waiting to fill a packet would only hold them back.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, options.limits.client_time_max);
        let open = app.metrics.connected();
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off or is too slow is no fault of the server.
            let _ = connection.await;
            drop((open, place));
        });
    }
    drop(listener);
    is_ready.store(false, Ordering::Release);
    tracing::info!("ending: no new calls are taken");
    let in_time = tokio::select! {
        () = graceful.shutdown() => true,
        () = sleep(options.limits.grace_time_max) => false,
    };
    ended.cancel();
    tracing::info!(in_time, "ended");
    Ok(())
}

/// The next connection, when there is room for one.
async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(connections).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

/// A stream whose writes must make headway: a client that takes nothing is let go.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    /// When a write that waits is given up.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self { stream, patience, deadline: None }
    }

    fn in_time<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.deadline = None;
            return polled;
        }
        let until = Instant::now() + self.patience;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep_until(until)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.in_time(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.in_time(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(context);
        self.in_time(context, polled)
    }
}

/// What the system tells the process.
mod signals {
    use std::io;

    /// What is to be done.
    pub(super) enum Signal {
        /// Finish and go.
        End,
        /// Read the tokens again.
        Reload,
    }

    #[cfg(unix)]
    pub(super) struct Signals {
        terminate: tokio::signal::unix::Signal,
        interrupt: tokio::signal::unix::Signal,
        hang_up: tokio::signal::unix::Signal,
    }

    #[cfg(unix)]
    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                terminate: signal(SignalKind::terminate())?,
                interrupt: signal(SignalKind::interrupt())?,
                hang_up: signal(SignalKind::hangup())?,
            })
        }

        pub(super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.terminate.recv() => Signal::End,
                _ = self.interrupt.recv() => Signal::End,
                _ = self.hang_up.recv() => Signal::Reload,
            }
        }
    }

    #[cfg(not(unix))]
    pub(super) struct Signals;

    #[cfg(not(unix))]
    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn next(&mut self) -> Signal {
            // Where it cannot be listened to, the system ends the process by itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Signal::End
        }
    }
}
