//! Tokens that an authorization server signed: JSON Web Tokens (RFC 9068), judged by its public keys.

use std::io;
use std::sync::Arc;

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use super::jwks::{Jwks, KeyFor};
use super::{JwksSource, SCOPE};

/// Clocks may differ by so much, in seconds.
const LEEWAY_SECONDS: u64 = 30;
/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 8 * 1024;
/// What a key may sign with. Nothing symmetric: whoever could check such a token could make one.
pub(super) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Why a token does not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rejected {
    /// It is good, but not for this.
    Scope,
    /// In a few words.
    Invalid(&'static str),
}

/// The judge of signed tokens.
#[derive(Debug)]
pub(super) struct Jwts {
    issuer: String,
    audience: String,
    keys: Arc<Jwks>,
}

#[derive(Debug, Deserialize)]
struct Claims {
    sub: Option<String>,
    client_id: Option<String>,
    scope: Option<Value>,
    scp: Option<Value>,
}

impl Claims {
    /// Scopes come as words of a text (RFC 8693) or as a list.
    fn has_scope(&self, wanted: &str) -> bool {
        let has = |value: &Value| match value {
            Value::String(words) => words.split(' ').any(|word| word == wanted),
            Value::Array(words) => words.iter().any(|word| word == wanted),
            _ => false,
        };
        self.scope.as_ref().is_some_and(has) || self.scp.as_ref().is_some_and(has)
    }
}

impl Jwts {
    pub(super) fn new(issuer: String, audience: String, source: JwksSource) -> io::Result<Self> {
        Ok(Self { issuer, audience, keys: Arc::new(Jwks::new(source)?) })
    }

    /// Whose token it is, if it is good and covers the scope.
    pub(super) async fn judge(&self, token: &str) -> Result<String, Rejected> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(Rejected::Invalid("the token is too long"));
        }
        let header = decode_header(token).map_err(|_| Rejected::Invalid("the token is not known"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(Rejected::Invalid("the token is signed in a way that is not taken"));
        }
        let key = match Arc::clone(&self.keys).key_for(header.kid.as_deref(), header.alg).await {
            KeyFor::Found(key) => key,
            KeyFor::Unknown => return Err(Rejected::Invalid("the token's key is not known")),
        };
        let mut validation = Validation::new(header.alg);
        validation.leeway = LEEWAY_SECONDS;
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        let claims =
            decode::<Claims>(token, &key, &validation).map_err(|error| Rejected::Invalid(told(error.kind())))?.claims;
        if !claims.has_scope(SCOPE) {
            return Err(Rejected::Scope);
        }
        claims.sub.or(claims.client_id).ok_or(Rejected::Invalid("the token names nobody"))
    }
}

fn told(kind: &jsonwebtoken::errors::ErrorKind) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not yet valid",
        ErrorKind::InvalidIssuer => "the token has another issuer",
        ErrorKind::InvalidAudience => "the token is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "the token lacks exp, iss or aud",
        _ => "the token's signature or form is not right",
    }
}

#[cfg(test)]
#[path = "jwt_tests.rs"]
mod tests;
