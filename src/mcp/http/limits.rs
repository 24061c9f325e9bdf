//! How much a caller may use up: requests at once of all callers together, and requests a second of each token.
//!
//! What is beyond is turned away at once and told when to come again; nothing queues without an end. Short calls of those
//! that are let in are worked on a few at a time, in the order they came in: were all begun at once, who came first would
//! wait for who came last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::auth::Caller;
use super::router::App;
use super::{HttpLimits, processors_count};

/// A token may save up requests of so many seconds, and send them at once.
const SAVED_SECONDS: f64 = 2.0;

/// Short calls that are worked on at once for each processor: one more than it works on, so that it never waits for one.
const BEGUN_COUNT_PER_PROCESSOR: usize = 2;

/// What is left to callers.
#[derive(Debug)]
pub(super) struct Limits {
    in_flight: Arc<Semaphore>,
    /// Places of short calls that are worked on; who waits for one gets it in the order of asking.
    begun: Semaphore,
    calls_count_max: usize,
    per_second_max: Option<f64>,
    buckets: Mutex<BTreeMap<Arc<str>, Bucket>>,
}

/// Requests that a token has left.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    filled: Instant,
}

impl Bucket {
    /// Takes one request, or says how long until there is one.
    fn take(&mut self, now: Instant, per_second_max: f64) -> Result<(), Duration> {
        let saved = now.saturating_duration_since(self.filled).as_secs_f64() * per_second_max;
        self.left = (self.left + saved).min(per_second_max * SAVED_SECONDS);
        self.filled = now;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.left) / per_second_max))
    }
}

impl Limits {
    pub(super) fn new(limits: &HttpLimits) -> Self {
        Self {
            in_flight: Arc::new(Semaphore::new(limits.calls_count_max)),
            begun: Semaphore::new(processors_count().saturating_mul(BEGUN_COUNT_PER_PROCESSOR)),
            calls_count_max: limits.calls_count_max,
            per_second_max: limits.calls_per_second_max.map(f64::from),
            buckets: Mutex::default(),
        }
    }

    /// Waits until a short call may begin. What comes back is held until it is answered; a long call must not hold it,
    /// since a few of those would keep out everybody.
    pub(super) async fn begin_short(&self) -> Option<SemaphorePermit<'_>> {
        self.begun.acquire().await.ok()
    }

    /// Takes one request of the caller's, or says how long until there is one.
    fn take(&self, caller: &Caller, now: Instant) -> Result<(), Duration> {
        let Some((per_second_max, name)) = self.per_second_max.zip(caller.name()) else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        // Names come from a file or a signed token, so there are few; those that are full again need no place.
        if buckets.len() > 10_000 {
            buckets.retain(|_, bucket| now.saturating_duration_since(bucket.filled).as_secs_f64() < SAVED_SECONDS);
        }
        let full = Bucket { left: per_second_max * SAVED_SECONDS, filled: now };
        buckets.entry(name).or_insert(full).take(now, per_second_max)
    }
}

fn later(status: StatusCode, wait: Duration, why: String) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let mut response = (status, why).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

/// Turns away what is beyond a limit.
#[expect(clippy::disallowed_methods, reason = "requests a second need a clock; no result has it")]
pub(super) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let limits = &app.limits;
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
    if let Err(wait) = limits.take(&caller, Instant::now()) {
        app.metrics.turned_away("rate");
        let most = limits.per_second_max.unwrap_or_default();
        return later(
            StatusCode::TOO_MANY_REQUESTS,
            wait,
            format!("Too Many Requests: a token may send {most} a second here; wait and send again.\n"),
        );
    }
    let Ok(_place) = Arc::clone(&limits.in_flight).try_acquire_owned() else {
        app.metrics.turned_away("busy");
        let most = limits.calls_count_max;
        return later(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(1),
            format!("Service Unavailable: {most} requests are in flight, which is all there may be; send again.\n"),
        );
    };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a moment to count from")]
    fn a_token_has_its_own_requests_and_gets_them_back_with_time() {
        let limits = Limits::new(&HttpLimits { calls_per_second_max: Some(10), ..HttpLimits::default() });
        let (one, other) = (Caller::named("one"), Caller::named("other"));
        let start = Instant::now();
        let taken = (0..100).take_while(|_| limits.take(&one, start).is_ok()).count();
        assert_eq!(taken, 20, "two seconds are saved up");
        assert_eq!(limits.take(&one, start), Err(Duration::from_millis(100)));
        assert!(limits.take(&other, start).is_ok());
        assert!(limits.take(&one, start + Duration::from_millis(100)).is_ok());
        assert!(limits.take(&one, start + Duration::from_millis(150)).is_err());
        let much_later = start + Duration::from_secs(3_600);
        assert_eq!((0..100).take_while(|_| limits.take(&one, much_later).is_ok()).count(), 20);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a moment to count from")]
    fn who_has_no_name_or_where_there_is_no_limit_nothing_is_counted() {
        let now = Instant::now();
        let limits = Limits::new(&HttpLimits { calls_per_second_max: Some(1), ..HttpLimits::default() });
        assert!((0..100).all(|_| limits.take(&Caller::default(), now).is_ok()));
        let limits = Limits::new(&HttpLimits { calls_per_second_max: None, ..HttpLimits::default() });
        assert!((0..100).all(|_| limits.take(&Caller::named("one"), now).is_ok()));
    }

    #[tokio::test]
    async fn short_calls_begin_a_few_at_a_time() {
        let limits = Limits::new(&HttpLimits::default());
        let mut begun = Vec::new();
        for _ in 0..processors_count() * BEGUN_COUNT_PER_PROCESSOR {
            begun.push(limits.begin_short().await.unwrap());
        }
        let next = tokio::time::timeout(Duration::from_millis(1), limits.begin_short());
        assert!(next.await.is_err(), "all places are taken");
        begun.pop();
        assert!(limits.begin_short().await.is_some());
    }
}
