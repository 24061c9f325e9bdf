//! Who may call.

use serde_json::json;

use crate::support::http::{Answer, Served};
use crate::support::program::{cco, stderr};
use crate::support::server::Era;

const ONE: &str = "first-token-that-is-long-enough-000000001";
const OTHER: &str = "other-token-that-is-long-enough-000000002";

fn list(served: &Served, authorization: &[&str]) -> Answer {
    let headers: Vec<(&str, &str)> = authorization.iter().map(|value| ("authorization", *value)).collect();
    served.post(Era::Modern, &json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}), &headers)
}

#[test]
fn an_address_that_others_can_reach_is_refused_without_tokens() {
    for address in ["0.0.0.0:0", "[::]:0"] {
        let output = cco().args(["serve", "--http", address]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains("--tokens"), "{}", stderr(&output));
    }
}

#[test]
fn a_token_of_the_file_lets_in_and_every_other_is_challenged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, format!("# agents\nfirst {ONE}\n")).unwrap();
    let served = Served::start(&["--tokens", file.to_str().unwrap()]);
    assert_eq!(list(&served, &[&format!("Bearer {ONE}")]).status, 200);
    assert_eq!(list(&served, &[&format!("bearer  {ONE}")]).status, 200);

    let absent = list(&served, &[]);
    assert_eq!((absent.status, absent.header("www-authenticate")), (401, "Bearer realm=\"cco\""));
    let right = format!("Bearer {ONE}");
    for wrong in [&[&*format!("Bearer {OTHER}")][..], &["Bearer"], &["Basic YTpi"], &[&right, &right]] {
        let answer = list(&served, wrong);
        assert_eq!(answer.status, 401, "{wrong:?}");
        assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{wrong:?}: {answer:?}");
    }
    // In the address it would end up in logs.
    let named = served.send("POST", &format!("/mcp?access_token={ONE}"), &[], b"");
    assert_eq!(named.status, 401);
    assert_eq!(served.get("/metrics").status, 401);
    assert_eq!(served.get("/.well-known/oauth-protected-resource").status, 404);
    for open in ["/healthz", "/readyz"] {
        assert_eq!(served.get(open).status, 200, "{open}");
    }
    assert!(!served.log().contains(ONE) && !served.log().contains(OTHER), "{}", served.log());
}

#[cfg(unix)]
#[test]
fn the_file_of_tokens_is_read_again_when_told_so_and_a_broken_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, format!("first {ONE}\n")).unwrap();
    let served = Served::start(&["--tokens", file.to_str().unwrap()]);
    let status = |token: &str| list(&served, &[&format!("Bearer {token}")]).status;
    assert_eq!((status(ONE), status(OTHER)), (200, 401));

    std::fs::write(&file, "first short\n").unwrap();
    served.signal("HUP");
    served.logged("the broken file", |line| line["level"] == "ERROR");
    assert_eq!((status(ONE), status(OTHER)), (200, 401));

    std::fs::write(&file, format!("second {OTHER}\n")).unwrap();
    served.signal("HUP");
    served.logged("the new file", |line| line["message"] == "tokens read again");
    assert_eq!((status(ONE), status(OTHER)), (401, 200));
}

#[test]
fn where_an_authorization_server_is_named_a_challenge_says_where_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.json");
    let key = json!({
        // The public key of RFC 7515, appendix A.3.
        "kty": "EC", "crv": "P-256", "kid": "a",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    std::fs::write(&keys, json!({"keys": [key]}).to_string()).unwrap();
    let served = Served::start(&[
        "--oauth-issuer",
        "https://login.example.com",
        "--oauth-jwks",
        keys.to_str().unwrap(),
        "--oauth-resource",
        "https://cs.example.com/mcp",
    ]);
    let challenge = list(&served, &[]).header("www-authenticate").to_owned();
    assert_eq!(
        challenge,
        "Bearer scope=\"cco:read\", \
         resource_metadata=\"https://cs.example.com/.well-known/oauth-protected-resource/mcp\""
    );
    for path in ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"] {
        let metadata = served.get(path).json();
        assert_eq!(metadata["resource"], "https://cs.example.com/mcp");
        assert_eq!(metadata["authorization_servers"], json!(["https://login.example.com"]));
        assert_eq!(metadata["scopes_supported"], json!(["cco:read"]));
    }
    // The signed token of RFC 7515, appendix A.3: a good signature over claims of somebody else's.
    let foreign = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let answer = list(&served, &[&format!("Bearer {foreign}")]);
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{answer:?}");
}
