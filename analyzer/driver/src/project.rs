//! What a run is asked for, and what is there: root, configuration, files.

use crate::config::{self, Config, FailOn, PersonaWord};
use crate::date::Date;
use crate::discover::{Discovery, Kind, Wanted, discover};
use crate::engine;
use crate::error::Error;
use std::path::{Path, PathBuf};

/// What a run is asked for; options over what the configuration says.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders; none means the current folder.
    pub paths: Vec<PathBuf>,
    /// The configuration, where it is not to be looked for.
    pub config: Option<PathBuf>,
    /// Kinds of file to report on too.
    pub include: Vec<Kind>,
    /// Only these rules.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// Whose findings are shown.
    pub persona: Option<PersonaWord>,
    /// Whether reviews count.
    pub reviews: bool,
    /// How many threads work.
    pub threads: Option<usize>,
    /// The day, for reviews that end.
    pub today: Date,
}

impl Request {
    /// A run over some paths with nothing else asked for.
    pub fn new(paths: Vec<PathBuf>, today: Date) -> Self {
        Self {
            paths,
            config: None,
            include: Vec::new(),
            select: Vec::new(),
            ignore: Vec::new(),
            persona: None,
            reviews: true,
            threads: None,
            today,
        }
    }
}

/// What a run is at, for whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading files: so many of so many.
    Reading(usize, usize),
    /// Following values through the whole program.
    Analysing,
    /// All is done.
    Done,
}

/// A project that can be run.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// Its files.
    pub discovery: Discovery,
}

impl Project {
    /// Looks at the paths, the configuration and the files of a request.
    pub fn open(request: &Request) -> Result<Self, Error> {
        let here = [PathBuf::from(".")];
        let given = if request.paths.is_empty() {
            &here[..]
        } else {
            &request.paths
        };
        let paths = given
            .iter()
            .map(|path| canonical(path))
            .collect::<Result<Vec<_>, _>>()?;
        let start = common_folder(&paths);
        let (mut root, mut file) = config::locate(&start);
        if let Some(named) = &request.config {
            file = Some(canonical(named)?);
        }
        if !start.starts_with(&root) {
            root = start;
        }
        let rules: Vec<&str> = engine::rules().iter().map(|rule| rule.id).collect();
        let config = match &file {
            Some(file) => read_config(&root, file, &rules)?,
            None => Config::default(),
        };
        known_rules(request.select.iter().chain(&request.ignore), &rules)?;
        let mut include = config.include.clone();
        include.extend(&request.include);
        let wanted = Wanted {
            exclude: &config.exclude,
            include: &include,
        };
        let discovery = discover(&root, &paths, wanted)?;
        Ok(Self {
            root,
            config: Config { include, ..config },
            discovery,
        })
    }

    /// From which level on findings fail the run.
    pub fn fail_on(&self, asked: Option<FailOn>) -> FailOn {
        asked.or(self.config.fail_on).unwrap_or_default()
    }
}

fn read_config(root: &Path, file: &Path, rules: &[&str]) -> Result<Config, Error> {
    let name = file.strip_prefix(root).unwrap_or(file).display().to_string();
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| Error::new(format!("cannot be read: {error}")).at(name.clone(), None))?;
    config::parse(&name, &text, rules)
}

fn known_rules<'a>(asked: impl Iterator<Item = &'a String>, rules: &[&str]) -> Result<(), Error> {
    for id in asked {
        if !rules.contains(&id.as_str()) {
            let message = partywall_catalog::load::unknown("rule", id, rules.iter().copied());
            return Err(Error::new(message).help("`partywall rules` lists all of them"));
        }
    }
    Ok(())
}

fn canonical(path: &Path) -> Result<PathBuf, Error> {
    let unreadable = |error: std::io::Error| Error::new(format!("cannot read `{}`: {error}", path.display()));
    let real = path.canonicalize().map_err(unreadable)?;
    // A folder that cannot be listed is found out now, and not passed over.
    if real.is_dir() {
        real.read_dir().map_err(unreadable)?;
    } else {
        std::fs::File::open(&real).map_err(unreadable)?;
    }
    Ok(real)
}

/// The deepest folder that holds all of the paths.
fn common_folder(paths: &[PathBuf]) -> PathBuf {
    let folder = |path: &PathBuf| {
        if path.is_dir() {
            path.clone()
        } else {
            path.parent().unwrap_or(path).to_owned()
        }
    };
    let mut folders = paths.iter().map(folder);
    let Some(mut common) = folders.next() else {
        return PathBuf::from(".");
    };
    for other in folders {
        while !other.starts_with(&common) && common.pop() {}
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn open(request: &Request) -> Result<Project, Error> {
        Project::open(request)
    }

    fn request(paths: Vec<PathBuf>) -> Request {
        Request::new(paths, Date::from_unix(0))
    }

    #[test]
    fn paths_are_relative_to_where_the_configuration_is() {
        let scratch = Scratch::new();
        std::fs::create_dir(scratch.root().join(".git")).unwrap();
        scratch.write("svc/partywall.toml", "include = [\"tests\"]\nexclude = [\"old/**\"]\n");
        let file = scratch.write("svc/app/views.py", "");
        scratch.write("svc/old/views.py", "");
        let project = open(&request(vec![scratch.root().join("svc/app")])).unwrap();
        assert_eq!(
            (project.root.as_path(), project.discovery.files[0].path.as_str()),
            (scratch.root().join("svc").as_path(), "app/views.py")
        );
        assert_eq!(project.config.include, [Kind::Tests]);
        assert_eq!(open(&request(vec![file])).unwrap().discovery.files.len(), 1);
        assert_eq!(
            open(&request(vec![scratch.root().join("svc")]))
                .unwrap()
                .discovery
                .files
                .len(),
            1
        );
    }

    #[test]
    fn several_paths_share_a_root() {
        let scratch = Scratch::new();
        let paths = vec![scratch.write("a/x.py", ""), scratch.write("b/y.py", "")];
        let project = open(&request(paths)).unwrap();
        assert_eq!(project.root, scratch.root());
    }

    #[test]
    fn what_cannot_be_used_is_an_error() {
        let scratch = Scratch::new();
        let error = open(&request(vec![scratch.root().join("none")])).unwrap_err();
        assert!(error.message.starts_with("cannot read `"), "{error}");
        scratch.write("partywall.toml", "rots = []\n");
        let error = open(&request(vec![scratch.root().to_owned()])).unwrap_err();
        assert_eq!((error.path.as_deref(), error.line), (Some("partywall.toml"), Some(1)));
        let other = scratch.write("other.toml", "");
        let mut request = request(vec![scratch.root().to_owned()]);
        request.config = Some(other);
        assert!(
            open(&request).is_ok(),
            "a configuration that is named replaces the one that would be found"
        );
        request.select = vec!["no-such-rule".into()];
        assert!(
            open(&request)
                .unwrap_err()
                .message
                .starts_with("unknown rule `no-such-rule`")
        );
    }
}
