//! Bearer tokens of a file: a name and a token a line.
//!
//! Only digests are kept, and every one of them is compared in constant time, so neither memory nor timing gives a
//! token away.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// Least characters of a token: 128 bits in base64url are 22.
const TOKEN_CHARACTERS_COUNT_MIN: usize = 22;
/// Most bytes of the file.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// The tokens of a file.
#[derive(Debug)]
pub(super) struct Tokens {
    path: PathBuf,
    known: RwLock<Arc<[Known]>>,
}

#[derive(Debug)]
struct Known {
    name: Arc<str>,
    digest: [u8; 32],
}

impl Tokens {
    pub(super) fn read(path: PathBuf) -> io::Result<Self> {
        let known = read(&path)?;
        Ok(Self { path, known: RwLock::new(known) })
    }

    /// Reads the file again, and keeps what there was where it cannot be read.
    pub(super) fn reload(&self) {
        match read(&self.path) {
            Ok(known) => {
                let tokens = known.len();
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
                // Told when it is so: whoever waits for the line may count on it.
                tracing::info!(tokens, "tokens read again");
            }
            Err(error) => tracing::error!(%error, "tokens not read again; the ones before stay in force"),
        }
    }

    /// The name of a token; every one is compared, whichever it is.
    pub(super) fn name_of(&self, token: &str) -> Option<Arc<str>> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let known = Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner));
        let (mut found, mut place) = (Choice::from(0), 0_u64);
        for (index, one) in (0_u64..).zip(known.iter()) {
            let same = one.digest.ct_eq(&digest);
            place.conditional_assign(&index, same);
            found |= same;
        }
        let place = usize::try_from(place).ok()?;
        known.get(place).filter(|_| bool::from(found)).map(|one| Arc::clone(&one.name))
    }
}

/// What a file holds, or what is wrong with it; no token is ever part of a message.
fn read(path: &Path) -> io::Result<Arc<[Known]>> {
    let told = |why: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {why}", path.display()));
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let about = std::fs::metadata(path).map_err(named)?;
    if about.len() > FILE_BYTES_MAX {
        return Err(told(format!("is larger than {FILE_BYTES_MAX} bytes")));
    }
    if is_open_to_others(&about) {
        tracing::warn!(path = %path.display(), "others on this machine can read the tokens; chmod 600 helps");
    }
    parse(&std::fs::read_to_string(path).map_err(named)?).map_err(told)
}

#[cfg(unix)]
fn is_open_to_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

fn parse(text: &str) -> Result<Arc<[Known]>, String> {
    let mut known: Vec<Known> = Vec::new();
    let (mut names, mut digests) = (BTreeSet::new(), BTreeSet::new());
    for (index, line) in text.lines().enumerate() {
        let (line, place) = (line.trim(), index + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, token) = line
            .split_once(char::is_whitespace)
            .map(|(name, token)| (name, token.trim()))
            .ok_or_else(|| format!("line {place}: expected a name, a blank and a token"))?;
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_plain(name) || !is_plain(token) {
            return Err(format!("line {place}: a name and a token have visible ASCII characters and no blanks"));
        }
        if token.len() < TOKEN_CHARACTERS_COUNT_MIN {
            return Err(format!(
                "line {place}: the token of {name} has fewer than {TOKEN_CHARACTERS_COUNT_MIN} characters; \
                 make one with: openssl rand -base64 32"
            ));
        }
        let digest: [u8; 32] = Sha256::digest(token).into();
        if !names.insert(name.to_owned()) || !digests.insert(digest) {
            return Err(format!("line {place}: the name or the token of {name} is there already"));
        }
        known.push(Known { name: name.into(), digest });
    }
    if known.is_empty() {
        return Err("holds no token; write a name, a blank and a token a line".to_owned());
    }
    Ok(known.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "abcdefghijklmnopqrstuvwxyz";
    const OTHER: &str = "0123456789abcdefghijklmnop";

    #[test]
    fn a_file_of_tokens_is_read_and_a_token_tells_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tokens");
        std::fs::write(&path, format!("# staff\n\nagent {ONE}\n ops\t{OTHER}\n")).unwrap();
        let tokens = Tokens::read(path.clone()).unwrap();
        assert_eq!(tokens.name_of(ONE).as_deref(), Some("agent"));
        assert_eq!(tokens.name_of(OTHER).as_deref(), Some("ops"));
        assert_eq!(tokens.name_of("abcdefghijklmnopqrstuvwxy"), None);
        assert_eq!(tokens.name_of(""), None);

        std::fs::write(&path, format!("agent {OTHER}\n")).unwrap();
        tokens.reload();
        assert_eq!((tokens.name_of(ONE), tokens.name_of(OTHER).as_deref()), (None, Some("agent")));

        std::fs::write(&path, "agent short\n").unwrap();
        tokens.reload();
        assert_eq!(tokens.name_of(OTHER).as_deref(), Some("agent"), "a bad file changes nothing");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_without_the_token() {
        for (text, wanted) in [
            ("", "holds no token"),
            ("# nothing\n", "holds no token"),
            ("agent\n", "line 1"),
            ("\nagent secret-word\n", "line 2: the token of agent has fewer"),
            (&format!("a {ONE}\nb {ONE}\n"), "line 2"),
            (&format!("a {ONE}\na {OTHER}\n"), "line 2"),
            (&format!("a {ONE} more\n"), "line 1"),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.contains(wanted), "{text:?}: {why}");
            assert!(!why.contains("secret-word") && !why.contains(ONE), "{why}");
        }
    }
}
