//! The public keys of an authorization server: from a file that is read again when it changes, or from an address.
//!
//! Keys rotate: a token whose key is not known makes the source be looked at again, but not more often than a pause
//! allows, so that made-up tokens cannot make this server knock at another.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::http::Uri;
use axum::http::uri::Authority;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::JwksSource;
use super::jwt::ALGORITHMS;
use crate::mcp::http::gate::LOOPBACK;

/// Most bytes of a set of keys.
const BYTES_MAX: u64 = 1024 * 1024;
/// Least time between two looks at an address.
const ADDRESS_PAUSE: Duration = Duration::from_secs(30);
/// Least time between two looks at a file.
const FILE_PAUSE: Duration = Duration::from_secs(1);
/// A set from an address is looked at again after this, since a key may have been withdrawn.
const ADDRESS_AGE_MAX: Duration = Duration::from_secs(600);
/// Time for an address to answer.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);

/// The keys there are.
#[derive(Debug)]
pub(super) struct Jwks {
    source: JwksSource,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    keys: Arc<Vec<Jwk>>,
    /// When the source was looked at last.
    looked: Instant,
    /// What the file looked like then.
    stamp: Option<(SystemTime, u64)>,
}

/// The key for a token.
#[derive(Debug)]
pub(super) enum KeyFor {
    /// The one.
    Found(Box<DecodingKey>),
    /// There is none.
    Unknown,
}

impl Jwks {
    /// Reads them the first time; without keys nothing is served.
    #[expect(clippy::disallowed_methods, reason = "keys are looked at again after a while; no result has it")]
    pub(super) fn new(source: JwksSource) -> io::Result<Self> {
        if let JwksSource::Url(url) = &source
            && !is_safe(url)
        {
            let why = "--oauth-jwks is a file or an https address; http is taken on loopback alone";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let (keys, stamp) = load(&source)?;
        let state = State { keys: Arc::new(keys), looked: Instant::now(), stamp };
        Ok(Self { source, state: Mutex::new(state) })
    }

    /// The key of that id, or the only one that fits where a token names none.
    pub(super) async fn key_for(self: Arc<Self>, id: Option<&str>, algorithm: Algorithm) -> KeyFor {
        if self.is_stale() {
            Arc::clone(&self).look_again().await;
        }
        if let Some(key) = self.find(id, algorithm) {
            return KeyFor::Found(key);
        }
        Arc::clone(&self).look_again().await;
        self.find(id, algorithm).map_or(KeyFor::Unknown, KeyFor::Found)
    }

    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Box<DecodingKey>> {
        let keys = self.with(|state| Arc::clone(&state.keys));
        let mut fitting =
            keys.iter().filter(|key| fits(key, algorithm) && (id.is_none() || key.common.key_id.as_deref() == id));
        let key = fitting.next()?;
        // Without an id, several could be meant.
        if id.is_none() && fitting.next().is_some() {
            return None;
        }
        DecodingKey::from_jwk(key).ok().map(Box::new)
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the source has changed, or might have.
    fn is_stale(&self) -> bool {
        match &self.source {
            JwksSource::File(path) => {
                self.with(|state| state.looked.elapsed() >= FILE_PAUSE && stamp(path).ok() != state.stamp)
            }
            JwksSource::Url(_) => self.with(|state| state.looked.elapsed() >= ADDRESS_AGE_MAX),
        }
    }

    /// Looks at the source if that is not too soon; what cannot be read changes nothing.
    #[expect(clippy::disallowed_methods, reason = "the pause between two looks; no result has it")]
    async fn look_again(self: Arc<Self>) {
        let pause = match &self.source {
            JwksSource::File(_) => FILE_PAUSE,
            JwksSource::Url(_) => ADDRESS_PAUSE,
        };
        let is_mine = self.with(|state| {
            let is_due = state.looked.elapsed() >= pause;
            if is_due {
                state.looked = Instant::now();
            }
            is_due
        });
        if !is_mine {
            return;
        }
        let looking = tokio::task::spawn_blocking(move || match load(&self.source) {
            Ok((keys, stamp)) => self.with(|state| {
                tracing::info!(keys = keys.len(), "keys read again");
                (state.keys, state.stamp) = (Arc::new(keys), stamp);
            }),
            Err(error) => tracing::error!(%error, "keys not read again; the ones before stay in force"),
        });
        let _ = looking.await;
    }
}

/// Whether a key is for signatures in this way.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let for_signatures = key.common.public_key_use.as_ref().is_none_or(|of| *of == PublicKeyUse::Signature);
    let named = key.common.key_algorithm.is_none_or(|named| named.to_string() == format!("{algorithm:?}"));
    let kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => matches!(
            algorithm,
            Algorithm::RS256
                | Algorithm::RS384
                | Algorithm::RS512
                | Algorithm::PS256
                | Algorithm::PS384
                | Algorithm::PS512
        ),
        AlgorithmParameters::EllipticCurve(curve) => match curve.curve {
            EllipticCurve::P256 => algorithm == Algorithm::ES256,
            EllipticCurve::P384 => algorithm == Algorithm::ES384,
            _ => false,
        },
        AlgorithmParameters::OctetKeyPair(pair) => {
            pair.curve == EllipticCurve::Ed25519 && algorithm == Algorithm::EdDSA
        }
        _ => false,
    };
    for_signatures && named && kind
}

type Loaded = (Vec<Jwk>, Option<(SystemTime, u64)>);

fn load(source: &JwksSource) -> io::Result<Loaded> {
    match source {
        JwksSource::File(path) => {
            let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
            let stamp = stamp(path).map_err(named)?;
            if stamp.1 > BYTES_MAX {
                return Err(named(io::ErrorKind::FileTooLarge.into()));
            }
            let bytes = std::fs::read(path).map_err(named)?;
            Ok((parse(&bytes).map_err(named)?, Some(stamp)))
        }
        JwksSource::Url(url) => Ok((parse(&fetch(url)?)?, None)),
    }
}

fn stamp(path: &Path) -> io::Result<(SystemTime, u64)> {
    let about = std::fs::metadata(path)?;
    Ok((about.modified()?, about.len()))
}

/// Keys that are of a kind not known here are left out: a set may serve others too.
fn parse(bytes: &[u8]) -> io::Result<Vec<Jwk>> {
    let set: JwkSet = serde_json::from_slice(bytes)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("is no set of keys: {error}")))?;
    let is_ours = |key: &Jwk| ALGORITHMS.into_iter().any(|algorithm| fits(key, algorithm));
    let keys: Vec<Jwk> = set.keys.into_iter().filter(is_ours).collect();
    if keys.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "holds no key that signs"));
    }
    Ok(keys)
}

/// An address that nobody on the way can answer for.
fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    // A name before an @ is no host, though it may look like one.
    let host = uri.authority().filter(|authority| !authority.as_str().contains('@')).map(Authority::host);
    match uri.scheme_str() {
        Some("https") => host.is_some_and(|host| !host.is_empty()),
        Some("http") => host.is_some_and(|host| LOOPBACK.contains(&host)),
        _ => false,
    }
}

fn fetch(url: &str) -> io::Result<Vec<u8>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_TIME_MAX))
        // Keys come from where the operator said, and from nowhere else.
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let mut answer = agent.get(url).call().map_err(|error| io::Error::other(format!("{url}: {error}")))?;
    answer
        .body_mut()
        .with_config()
        .limit(BYTES_MAX)
        .read_to_vec()
        .map_err(|error| io::Error::other(format!("{url}: {error}")))
}
