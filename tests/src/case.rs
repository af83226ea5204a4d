//! One case: the files that make up a small project, each with the place where it stands in the repository.

use crate::scratch::Scratch;
use crate::tree;
use std::path::Path;

/// One file of a case.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path in the project.
    pub path: String,
    /// The file of the repository that it comes from.
    pub origin: String,
    /// The line of that file before its first one.
    pub offset: u32,
    /// Its text.
    pub text: String,
}

/// A project and its name.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the trial is called.
    pub name: String,
    /// Its files.
    pub sources: Vec<Source>,
}

impl Case {
    /// A folder as one project.
    pub fn folder(name: String, folder: &Path) -> Result<Self, String> {
        let sources = below(folder, folder)?;
        Ok(Self { name, sources })
    }

    /// One file as a project, beside files that several cases share.
    pub fn file(name: String, file: &Path, shared: &[Source]) -> Result<Self, String> {
        let base = file.parent().unwrap_or(file);
        let mut sources = vec![source(base, file)?];
        sources.extend_from_slice(shared);
        Ok(Self { name, sources })
    }

    /// Every entry of a folder as a case. Files called `schema` or `prelude`, and the folder `support`, go with each of them, and
    /// so does what lies below `model`, where the folder has nothing of that name.
    pub fn entries(name: &str, folder: &Path, model: Option<&Path>) -> Result<Vec<Self>, String> {
        let (shared, own): (Vec<_>, Vec<_>) = tree::entries(folder).into_iter().partition(|path| is_shared(path));
        let mut beside = Vec::new();
        for path in shared {
            if path.is_dir() {
                beside.extend(below(folder, &path)?);
            } else {
                beside.push(source(folder, &path)?);
            }
        }
        for source in model.map(|model| below(model, model)).transpose()?.unwrap_or_default() {
            if !beside.iter().any(|own: &Source| own.path == source.path) {
                beside.push(source);
            }
        }
        own.iter()
            .map(|path| {
                if path.is_dir() {
                    let mut case = Self::folder(format!("{name}/{}", tree::name(path)), path)?;
                    case.sources.extend_from_slice(&beside);
                    Ok(case)
                } else {
                    Self::file(format!("{name}/{}", tree::stem(path)), path, &beside)
                }
            })
            .collect()
    }

    /// Lays the project out.
    pub fn lay_out(&self) -> Result<Scratch, String> {
        let lay_out = || {
            let scratch = Scratch::new()?;
            for source in &self.sources {
                scratch.write(&source.path, source.text.as_bytes())?;
            }
            Ok(scratch)
        };
        lay_out().map_err(|error: std::io::Error| format!("{}: cannot be laid out: {error}", self.name))
    }
}

/// The files below a folder, their paths relative to `base`.
pub fn below(base: &Path, folder: &Path) -> Result<Vec<Source>, String> {
    tree::files(folder).iter().map(|file| source(base, file)).collect()
}

fn is_shared(path: &Path) -> bool {
    if path.is_dir() {
        tree::name(path) == "support"
    } else {
        ["schema", "prelude"].contains(&tree::stem(path).as_str())
    }
}

fn source(base: &Path, file: &Path) -> Result<Source, String> {
    Ok(Source {
        path: tree::slashed(base, file),
        origin: tree::shown(file),
        offset: 0,
        text: tree::text(file)?,
    })
}
