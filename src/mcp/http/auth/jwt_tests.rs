use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header, encode};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::EncodePrivateKey as _;
use serde_json::json;

use super::*;

const ISSUER: &str = "https://login.example.com";
const AUDIENCE: &str = "https://cs.example.com/mcp";

/// A pair of keys under an id.
struct Pair {
    id: &'static str,
    secret: SecretKey,
}

impl Pair {
    /// One of two, made of a number.
    fn new(id: &'static str, number: u8) -> Self {
        Self { id, secret: SecretKey::from_slice(&[number; 32]).unwrap() }
    }

    fn public(&self) -> Value {
        let point = self.secret.public_key().to_encoded_point(false);
        let word = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (x, y) = (word(point.x().unwrap()), word(point.y().unwrap()));
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": self.id, "x": x, "y": y})
    }

    fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.id.to_owned());
        let key = EncodingKey::from_ec_der(self.secret.to_pkcs8_der().unwrap().as_bytes());
        encode(&header, claims, &key).unwrap()
    }
}

fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a token is good for a while from now")]
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn good_claims() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "agent-1", "scope": "openid cco:read", "exp": now() + 300})
}

fn with(key: &str, value: Value) -> Value {
    let mut claims = good_claims();
    claims[key] = value;
    claims
}

fn without(key: &str) -> Value {
    let mut claims = good_claims();
    claims.as_object_mut().unwrap().remove(key);
    claims
}

fn write(path: &Path, pairs: &[&Pair]) {
    let keys: Vec<Value> = pairs.iter().map(|pair| pair.public()).collect();
    std::fs::write(path, json!({"keys": keys}).to_string()).unwrap();
}

fn judge(jwts: &Jwts, token: &str) -> Result<String, Rejected> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(jwts.judge(token))
}

fn judge_of(folder: &Path, pairs: &[&Pair]) -> Jwts {
    let path = folder.join("keys.json");
    write(&path, pairs);
    Jwts::new(ISSUER.to_owned(), AUDIENCE.to_owned(), JwksSource::File(path)).unwrap()
}

#[test]
fn a_token_is_good_for_its_issuer_audience_time_and_scope_and_for_nothing_else() {
    let (folder, pair) = (tempfile::tempdir().unwrap(), Pair::new("a", 1));
    let jwts = judge_of(folder.path(), &[&pair]);
    for claims in [
        good_claims(),
        with("aud", json!(["other", AUDIENCE])),
        with("exp", json!(now() - LEEWAY_SECONDS / 2)),
        with("nbf", json!(now() + LEEWAY_SECONDS / 2)),
        with("scope", json!(["cco:read"])),
    ] {
        assert_eq!(judge(&jwts, &pair.sign(&claims)), Ok("agent-1".to_owned()), "{claims}");
    }
    let mut by_client = without("sub");
    by_client["client_id"] = json!("app-1");
    assert_eq!(judge(&jwts, &pair.sign(&by_client)), Ok("app-1".to_owned()));

    let invalid = |claims: Value, why: &str| {
        assert_eq!(judge(&jwts, &pair.sign(&claims)), Err(Rejected::Invalid(why.to_owned().leak())), "{claims}");
    };
    invalid(with("iss", json!("https://evil.example")), "the token has another issuer");
    invalid(with("aud", json!("https://other.example/mcp")), "the token is for another audience");
    invalid(with("exp", json!(now() - 2 * LEEWAY_SECONDS)), "the token has expired");
    invalid(with("nbf", json!(now() + 300)), "the token is not yet valid");
    for missing in ["iss", "aud", "exp"] {
        invalid(without(missing), "the token lacks exp, iss or aud");
    }
    invalid(without("sub"), "the token names nobody");
    for claims in [without("scope"), with("scope", json!("cco:reader cco")), with("scope", json!(7))] {
        assert_eq!(judge(&jwts, &pair.sign(&claims)), Err(Rejected::Scope), "{claims}");
    }
}

#[test]
fn nothing_that_was_not_signed_by_a_key_of_the_set_is_taken() {
    let (folder, pair, stranger) = (tempfile::tempdir().unwrap(), Pair::new("a", 1), Pair::new("a", 2));
    let jwts = judge_of(folder.path(), &[&pair]);
    let good = pair.sign(&good_claims());
    assert!(judge(&jwts, &good).is_ok());
    let parts: Vec<&str> = good.split('.').collect();
    let word = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let public = pair.public();
    // The public key as the secret of a symmetric signature, which whoever knows the set could make.
    let confused = encode(
        &Header { kid: Some("a".to_owned()), ..Header::new(Algorithm::HS256) },
        &good_claims(),
        &EncodingKey::from_secret(public.to_string().as_bytes()),
    )
    .unwrap();
    for forged in [
        stranger.sign(&good_claims()),
        confused,
        format!("{}.{}.", word(json!({"alg": "none", "typ": "JWT", "kid": "a"})), parts[1]),
        format!("{}.{}.{}", parts[0], word(with("sub", json!("admin"))), parts[2]),
        format!("{}.{}.{}", word(json!({"alg": "RS256", "kid": "a"})), parts[1], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}x"),
        String::new(),
        "x".repeat(TOKEN_BYTES_MAX + 1),
    ] {
        assert!(matches!(judge(&jwts, &forged), Err(Rejected::Invalid(_))), "{forged}");
    }
}

#[test]
fn keys_rotate_without_a_restart_and_a_broken_file_changes_nothing() {
    let (folder, old, new) = (tempfile::tempdir().unwrap(), Pair::new("old", 1), Pair::new("new", 2));
    let jwts = judge_of(folder.path(), &[&old]);
    let path = folder.path().join("keys.json");
    let is_good = |pair: &Pair| judge(&jwts, &pair.sign(&good_claims())).is_ok();
    assert_eq!((is_good(&old), is_good(&new)), (true, false));
    // Longer than the least pause between two looks.
    let pause = Duration::from_millis(1_100);
    write(&path, &[&old, &new]);
    std::thread::sleep(pause);
    assert_eq!((is_good(&old), is_good(&new)), (true, true));
    std::fs::write(&path, "{").unwrap();
    std::thread::sleep(pause);
    assert_eq!((is_good(&old), is_good(&new)), (true, true));
    write(&path, &[&new]);
    std::thread::sleep(pause);
    assert_eq!((is_good(&old), is_good(&new)), (false, true));
}

#[test]
fn keys_that_cannot_be_read_at_first_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let start = |source| Jwts::new(ISSUER.to_owned(), AUDIENCE.to_owned(), source).unwrap_err().to_string();
    assert!(start(JwksSource::File(path.clone())).contains("keys.json"));
    for text in ["{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}"] {
        std::fs::write(&path, text).unwrap();
        assert!(start(JwksSource::File(path.clone())).contains("keys.json"), "{text}");
    }
    for url in [
        "http://login.example.com/keys",
        "ftp://login.example.com",
        "https://",
        "http://localhost.evil.example/k",
        "http://localhost:80@evil.example/k",
    ] {
        assert!(start(JwksSource::Url(url.to_owned())).contains("https"), "{url}");
    }
}

#[test]
fn keys_come_from_an_address_that_the_operator_named() {
    use std::io::{Read as _, Write as _};
    let pair = Pair::new("a", 1);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let set = json!({"keys": [pair.public()]}).to_string();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 1024];
        let length = stream.read(&mut asked).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{set}", set.len()).unwrap();
        String::from_utf8_lossy(&asked[..length]).into_owned()
    });
    let source = JwksSource::Url(format!("http://{address}/keys"));
    let jwts = Jwts::new(ISSUER.to_owned(), AUDIENCE.to_owned(), source).unwrap();
    assert!(answering.join().unwrap().starts_with("GET /keys "));
    assert!(judge(&jwts, &pair.sign(&good_claims())).is_ok());
    // An unknown key does not make it knock again at once: nobody would answer, and it would take until its time is up.
    assert!(judge(&jwts, &Pair::new("b", 2).sign(&good_claims())).is_err());
}
