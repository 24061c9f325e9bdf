//! Who is calling: a bearer token from the operator's file, or one that an authorization server issued.
//!
//! With neither named the server is open, which it may be on a loopback address alone. Challenges are those of OAuth 2.1
//! (RFC 6750) with protected-resource metadata (RFC 9728), as the protocol asks. Not here: how much a caller may send.

mod jwks;
mod jwt;
mod tokens;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::gate::only;
use super::router::App;
use super::{HttpOptions, PATH};
use jwt::{Jwts, Rejected};
use tokens::Tokens;

/// Where the metadata of a protected resource stand.
pub(super) const METADATA_PATH: &str = "/.well-known/oauth-protected-resource";
/// What a token must be good for.
const SCOPE: &str = "cco:read";

/// How tokens of an authorization server are judged.
#[derive(Debug, Clone)]
pub struct OauthOptions {
    /// The issuer, letter for letter as in the token.
    pub issuer: String,
    /// The address under which clients call this server; the audience unless another is named.
    pub resource: String,
    /// The audience that a token must name; none for the resource.
    pub audience: Option<String>,
    /// Where the issuer's keys come from.
    pub jwks: JwksSource,
}

/// Where keys come from.
#[derive(Debug, Clone)]
pub enum JwksSource {
    /// A file, read again when it changes.
    File(PathBuf),
    /// An address that the operator named, asked now and then and when an unknown key turns up.
    Url(String),
}

/// Who is calling; nobody in particular where the server is open.
#[derive(Debug, Clone, Default)]
pub(super) struct Caller(Option<Arc<str>>);

impl Caller {
    pub(super) fn named(name: &str) -> Self {
        Self(Some(name.into()))
    }

    pub(super) fn name(&self) -> Option<Arc<str>> {
        self.0.clone()
    }
}

/// What a caller must show.
#[derive(Debug)]
pub(super) struct Guard {
    tokens: Option<Tokens>,
    oauth: Option<Oauth>,
}

#[derive(Debug)]
struct Oauth {
    jwts: Jwts,
    issuer: String,
    resource: String,
    metadata_url: String,
}

/// Why a caller is turned away.
#[derive(Debug, PartialEq, Eq)]
enum Denied {
    /// No token came.
    Absent,
    /// It is not one of ours, or not any more; in a few words why.
    Invalid(&'static str),
    /// It is good, but not for this.
    Insufficient,
}

impl Guard {
    pub(super) fn new(options: &HttpOptions) -> io::Result<Self> {
        let tokens = options.tokens.clone().map(Tokens::read).transpose()?;
        let oauth = options.oauth.as_ref().map(Oauth::new).transpose()?;
        Ok(Self { tokens, oauth })
    }

    /// Whether anybody may call.
    pub(super) const fn is_open(&self) -> bool {
        self.tokens.is_none() && self.oauth.is_none()
    }

    /// Reads the tokens again; those there are stay where that fails.
    pub(super) fn reload(&self) {
        if let Some(tokens) = &self.tokens {
            tokens.reload();
        }
    }

    /// The metadata of this resource, where an authorization server is named.
    pub(super) fn metadata(&self) -> Option<Value> {
        self.oauth.as_ref().map(|oauth| {
            json!({
                "resource": oauth.resource,
                "authorization_servers": [oauth.issuer],
                "scopes_supported": [SCOPE],
                "bearer_methods_supported": ["header"],
                "resource_name": "CCO Advisor",
            })
        })
    }

    async fn admit(&self, headers: &HeaderMap) -> Result<Caller, Denied> {
        if self.is_open() {
            return Ok(Caller::default());
        }
        let token = bearer(headers)?;
        if let Some(name) = self.tokens.as_ref().and_then(|tokens| tokens.name_of(token)) {
            return Ok(Caller(Some(name)));
        }
        let Some(oauth) = &self.oauth else { return Err(Denied::Invalid("the token is not known")) };
        match oauth.jwts.judge(token).await {
            Ok(subject) => Ok(Caller::named(&subject)),
            Err(Rejected::Scope) => Err(Denied::Insufficient),
            Err(Rejected::Invalid(why)) => Err(Denied::Invalid(why)),
        }
    }

    fn challenge(&self, denied: &Denied) -> String {
        let mut parts = Vec::new();
        match denied {
            Denied::Absent => {}
            Denied::Invalid(why) => {
                parts.push("error=\"invalid_token\"".to_owned());
                parts.push(format!("error_description=\"{why}\""));
            }
            Denied::Insufficient => parts.push("error=\"insufficient_scope\"".to_owned()),
        }
        if let Some(oauth) = &self.oauth {
            parts.push(format!("scope=\"{SCOPE}\""));
            parts.push(format!("resource_metadata=\"{}\"", oauth.metadata_url));
        }
        if parts.is_empty() { "Bearer realm=\"cco\"".to_owned() } else { format!("Bearer {}", parts.join(", ")) }
    }
}

impl Oauth {
    fn new(options: &OauthOptions) -> io::Result<Self> {
        let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
        let (scheme, rest) =
            options.resource.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")).ok_or_else(
                || wrong("--oauth-resource is the address that clients call, such as https://cs.example.com/mcp"),
            )?;
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || options.resource.contains(['"', '\\', '#', ' ']) {
            return Err(wrong("--oauth-resource is no address"));
        }
        let audience = options.audience.clone().unwrap_or_else(|| options.resource.clone());
        Ok(Self {
            jwts: Jwts::new(options.issuer.clone(), audience, options.jwks.clone())?,
            issuer: options.issuer.clone(),
            resource: options.resource.clone(),
            metadata_url: format!("{scheme}://{host}{METADATA_PATH}{PATH}"),
        })
    }
}

/// The token of the one Authorization header. A token in the address would end up in logs, so it is not looked for.
fn bearer(headers: &HeaderMap) -> Result<&str, Denied> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Err(Denied::Absent);
    }
    let value =
        only(headers, &header::AUTHORIZATION).ok_or(Denied::Invalid("there must be one Authorization header"))?;
    let (scheme, token) = value.split_once(' ').ok_or(Denied::Invalid("expected Bearer and a token"))?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(Denied::Invalid("expected Bearer and a token"));
    }
    Ok(token)
}

/// Lets in who may, under a name, and challenges everybody else.
pub(super) async fn check(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let denied = match app.guard.admit(request.headers()).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            return next.run(request).await;
        }
        Err(denied) => denied,
    };
    app.metrics.turned_away("token");
    let (status, why) = match denied {
        Denied::Absent => (StatusCode::UNAUTHORIZED, "a bearer token is needed"),
        Denied::Invalid(why) => (StatusCode::UNAUTHORIZED, why),
        Denied::Insufficient => (StatusCode::FORBIDDEN, "the token's scope does not cover cco:read"),
    };
    let mut response = (status, format!("{status}: {why}.\n")).into_response();
    if let Ok(challenge) = HeaderValue::from_str(&app.guard.challenge(&denied)) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
