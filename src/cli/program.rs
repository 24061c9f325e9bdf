//! Where the program lies: this one, and the one that a shell would start by its name.
//!
//! It only looks; nothing here starts or writes anything.

use std::path::{Path, PathBuf};

/// The program's name, as configurations and shells have it.
pub(super) const NAME: &str = "cco";

/// The file that runs now.
pub(super) fn own() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}

/// The file of this program by the name that lasts: that of a link on PATH where one leads here, since what it points
/// to changes with each version under some package managers.
pub(super) fn lasting() -> std::io::Result<PathBuf> {
    let own = own()?;
    Ok(on_path(NAME).filter(|found| is_same(found, &own)).unwrap_or(own))
}

/// What a shell would start for this name.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    let file =
        format!("{}{}", name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name), std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH")?;
    let absolute = |folder: PathBuf| std::path::absolute(folder.join(&file)).ok();
    std::env::split_paths(&folders).filter_map(absolute).find(|path| is_program(path))
}

/// Whether both are one file.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Whether the file could be started.
pub(super) fn is_program(path: &Path) -> bool {
    let Ok(there) = path.metadata() else { return false };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&there.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    there.is_file() && may_run
}
