//! Which framework files a project needs: the embedded ones and its own, as far as their packages are imported.

use crate::error::Error;
use partywall_catalog::{Catalog, FrameworkFile, LoadError, parse};
use partywall_ir::{Attribute, ExprKind, Language, Unit};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// Where a project keeps its own framework files, below its root.
pub const FOLDER: &str = ".partywall/frameworks";

/// All framework files that there are: the embedded ones, then the project's own, in the order of their names.
pub fn load(root: &Path) -> Result<Vec<FrameworkFile>, Error> {
    let embedded = partywall_frameworks::files()
        .iter()
        .map(|(path, text)| parse(path, text).map_err(said));
    let mut files = embedded.collect::<Result<Vec<_>, _>>()?;
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(files);
    }
    let unreadable = |error: std::io::Error| Error::new(format!("cannot be read: {error}")).at(FOLDER, None);
    let mut own = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            own.push(path);
        }
    }
    own.sort();
    for path in own {
        let name = format!("{FOLDER}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        let text = std::fs::read_to_string(&path);
        let text = text.map_err(|error| Error::new(format!("cannot be read: {error}")).at(name.clone(), None))?;
        files.push(parse(&name, &text).map_err(said)?);
    }
    Ok(files)
}

fn said(error: LoadError) -> Error {
    Error::new(error.message).at(error.file, error.line)
}

/// The catalog of the files whose packages some unit names.
pub fn catalog(files: Vec<FrameworkFile>, units: &[Unit]) -> Catalog {
    let headers = files.iter().map(|file| &file.framework);
    let packages = headers.flat_map(|of| of.packages.iter().map(|package| (&*of.language, &**package)));
    let named = Named::in_units(&Heads::of(packages), units);
    Catalog::new(files, |language, package| named.package(language, package))
}

/// Dotted paths that code of each language brings into scope or spells out, as far as they begin as a package does.
#[derive(Debug, Default)]
struct Named(BTreeSet<(Language, String)>);

/// First parts of packages.
struct Heads(Vec<FxHashSet<String>>);

impl Heads {
    fn of<'a>(packages: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut heads = vec![FxHashSet::default(); Language::ALL.len()];
        for (language, package) in packages {
            for each in languages(language) {
                heads[each as usize].insert(folded(each, head(package)));
            }
        }
        Self(heads)
    }

    fn begin(&self, language: Language, path: &str) -> bool {
        self.0[language as usize].contains(&*folded_cheaply(language, head(path)))
    }
}

/// The part of a path before the first dot.
fn head(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// The languages that a framework file speaks of.
fn languages(named: &str) -> impl Iterator<Item = Language> {
    Language::ALL
        .into_iter()
        .filter(move |each| matches!(named, "any") || each.id() == named)
}

impl Named {
    fn in_units(heads: &Heads, units: &[Unit]) -> Self {
        let in_unit = |mut seen: FxHashSet<(Language, String)>, unit: &Unit| {
            let attributes = unit.functions.iter().flat_map(|function| &function.attributes);
            let attributes = attributes.chain(unit.types.iter().flat_map(|ty| &ty.attributes));
            let attributes = attributes.chain(
                unit.types
                    .iter()
                    .flat_map(|ty| ty.fields.iter().flat_map(|f| &f.attributes)),
            );
            let attributes = attributes.map(|attribute: &Attribute| unit.text(attribute.path));
            let imports = unit.imports.iter().map(|import| unit.text(import.path));
            for path in imports
                .chain(attributes)
                .filter(|path| heads.begin(unit.language, path))
            {
                seen.insert((unit.language, folded(unit.language, path)));
            }
            for path in qualified(unit, heads) {
                seen.insert((unit.language, folded(unit.language, &path)));
            }
            seen
        };
        let seen = units.par_iter().fold(FxHashSet::default, in_unit);
        Self(
            seen.map(BTreeSet::from_iter)
                .reduce(BTreeSet::new, |mut all, mut more| {
                    all.append(&mut more);
                    all
                }),
        )
    }

    /// Whether a path is the package or lies in it. An unknown language asks all.
    fn package(&self, language: &str, package: &str) -> bool {
        languages(language).any(|language| {
            let package = folded(language, package);
            let inside = format!("{package}.");
            let next = self.0.range((language, inside.clone())..).next();
            self.0.contains(&(language, package))
                || next.is_some_and(|(of, path)| *of == language && path.starts_with(&inside))
        })
    }
}

/// C# namespaces are compared without case; elsewhere case counts.
fn folded(language: Language, path: &str) -> String {
    folded_cheaply(language, path).into_owned()
}

fn folded_cheaply(language: Language, path: &str) -> Cow<'_, str> {
    if language == Language::CSharp {
        Cow::Owned(path.to_lowercase())
    } else {
        Cow::Borrowed(path.trim_end_matches('!'))
    }
}

/// Paths of names and members that are spelled out in bodies and begin as a package does, as long as they are: `sqlx.query!`.
fn qualified(unit: &Unit, heads: &Heads) -> Vec<String> {
    let begins: Vec<bool> = unit
        .names
        .texts()
        .map(|text| heads.begin(unit.language, text))
        .collect();
    if !begins.contains(&true) {
        return Vec::new();
    }
    // A child's id is less than its parent's, so paths of bases are there when a member asks for them.
    let mut paths: Vec<Option<String>> = Vec::with_capacity(unit.body.exprs.len());
    let mut found = Vec::new();
    for expr in &unit.body.exprs {
        let path = match &expr.kind {
            ExprKind::Name(name) if begins.get(name.0 as usize) == Some(&true) => Some(unit.text(*name).to_owned()),
            ExprKind::Member { base, name } => paths.get(base.index()).and_then(Option::as_ref).and_then(|base| {
                let parts = base.bytes().filter(|byte| *byte == b'.').count();
                (parts < 3).then(|| format!("{base}.{}", unit.text(*name)))
            }),
            _ => None,
        };
        found.extend(path.iter().filter(|path| path.contains('.')).cloned());
        paths.push(path);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::frontend;
    use crate::scratch::Scratch;

    fn named(language: Language, text: &str) -> Named {
        let unit = frontend(language).lower("a", text);
        let packages = [
            "django",
            "celery",
            "local",
            "djang",
            "Microsoft.EntityFrameworkCore",
            "sqlx",
            "rocket",
            "diesel",
        ];
        let heads = Heads::of(packages.into_iter().map(|package| ("any", package)));
        Named::in_units(&heads, std::slice::from_ref(&unit))
    }

    #[test]
    fn packages_are_those_imported_or_spelled_out() {
        let python = named(
            Language::Python,
            "from django.db import models\nimport celery\nfrom .local import x\n",
        );
        assert!(
            python.package("python", "django")
                && python.package("python", "django.db")
                && python.package("any", "celery")
        );
        assert!(
            !python.package("python", "djang")
                && !python.package("python", "local")
                && !python.package("rust", "django")
        );
        let csharp = named(Language::CSharp, "using Microsoft.EntityFrameworkCore;\nclass A { }\n");
        assert!(csharp.package("csharp", "microsoft.entityframeworkcore") && csharp.package("csharp", "Microsoft"));
        let rust = named(
            Language::Rust,
            "fn f() { sqlx::query!(\"SELECT 1\"); }\n#[rocket::get(\"/\")]\nfn g() {}\n",
        );
        assert!(rust.package("rust", "sqlx") && rust.package("rust", "rocket") && !rust.package("rust", "diesel"));
    }

    #[test]
    fn a_project_s_own_files_are_read_and_their_faults_named() {
        let scratch = Scratch::new();
        let embedded = load(scratch.root()).unwrap().len();
        scratch.write(
            ".partywall/frameworks/house.toml",
            "[framework]\nid = \"house\"\nlanguage = \"python\"\n",
        );
        scratch.write(".partywall/frameworks/README.md", "not one of them");
        assert_eq!(load(scratch.root()).unwrap().len(), embedded + 1);
        scratch.write(
            ".partywall/frameworks/wrong.toml",
            "[framework]\nid = \"wrong\"\nlanguage = \"python\"\n[[gard]]\n",
        );
        let error = load(scratch.root()).unwrap_err();
        assert_eq!(error.path.as_deref(), Some(".partywall/frameworks/wrong.toml"));
        assert_eq!(
            (error.line, error.message.as_str()),
            (Some(4), "unknown key `gard`: did you mean `guard`?")
        );
    }
}
