//! A folder for one project, gone when the run is over.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is the root of a project, wherever it lies.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty one.
    pub fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("partywall-tests-{}-{number}", std::process::id()));
        // A run looks for configuration and ignore files as far up as the folder that version control keeps.
        std::fs::create_dir_all(root.join(".git"))?;
        Ok(Self(root.canonicalize()?))
    }

    /// Its path.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// Writes a file, with the folders that it needs.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.0.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, bytes)?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to whoever clears the folder of temporary files.
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}
