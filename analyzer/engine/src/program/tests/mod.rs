//! Programs of a few declarations, built by hand, and what is asked of them.

mod hostile;
mod members;
mod modules;
mod namespaces;
mod types;

use partywall_ir::{
    ExprKind, Field, Flags, FnIx, FnKind, Function, Import, Language, Name, Param, ParamKind, Span, TypeDecl, TypeIx,
    TypeKind, TypeParam, TypeRef, Unit,
};

use super::{Def, FnId, Program, Scope, Sym, Ty, TypeId, TypeWords, UnitId};

/// A unit in the making.
struct File(Unit);

impl File {
    /// A file of a language whose files name modules; the module is the path, or its folder for `_.x`.
    fn module(path: &str) -> Self {
        let stem = path.trim_end_matches(".x");
        let module = stem.strip_suffix("/_").unwrap_or(stem).replace('/', ".");
        let mut file = Self(Unit::new(path, Language::ALL[1]));
        file.0.module = file.name(&module);
        file
    }

    /// The same file as one of a module that has others.
    fn of(mut self, module: &str) -> Self {
        self.0.module = self.name(module);
        self
    }

    /// A file of a language whose files name no modules.
    fn plain(path: &str) -> Self {
        Self(Unit::new(path, Language::ALL[0]))
    }

    fn name(&mut self, text: &str) -> Name {
        self.0.names.intern(text)
    }

    fn import(mut self, path: &str, local: &str) -> Self {
        let (path, local) = (self.name(path), self.name(local));
        self.0.imports.push(Import {
            path,
            local,
            glob: local == Name(0),
            span: Span::default(),
        });
        self
    }

    fn glob(self, path: &str) -> Self {
        self.import(path, "")
    }

    /// `Repo<T>` has a type parameter.
    fn declare(&mut self, kind: TypeKind, owner: Option<TypeIx>, path: &str, bases: &[&str]) -> TypeIx {
        let (path, params) = path.split_once('<').unwrap_or((path, ""));
        let params: Vec<&str> = params
            .trim_end_matches('>')
            .split(',')
            .map(str::trim)
            .filter(|param| !param.is_empty())
            .collect();
        let decl = TypeDecl {
            name: self.name(path.rsplit('.').next().unwrap_or(path)),
            path: self.name(path),
            kind,
            owner,
            type_params: params
                .iter()
                .map(|param| TypeParam {
                    name: self.name(param),
                    bounds: Vec::new(),
                })
                .collect(),
            bases: bases.iter().map(|base| self.ty(base)).collect(),
            attributes: Vec::new(),
            fields: Vec::new(),
            span: Span::default(),
            name_span: Span::default(),
        };
        self.0.types.push(decl);
        TypeIx(self.0.types.len() as u32 - 1)
    }

    fn class(&mut self, path: &str, bases: &[&str]) -> TypeIx {
        self.declare(TypeKind::Class, None, path, bases)
    }

    fn with_class(mut self, path: &str, bases: &[&str]) -> Self {
        self.class(path, bases);
        self
    }

    fn field(&mut self, owner: TypeIx, name: &str, ty: &str) {
        let field = self.blank_field(name, ty);
        self.0.types[owner.index()].fields.push(field);
    }

    fn blank_field(&mut self, name: &str, ty: &str) -> Field {
        Field {
            name: self.name(name),
            ty: (!ty.is_empty()).then(|| self.ty(ty)),
            value: None,
            getter: None,
            attributes: Vec::new(),
            flags: Flags::default(),
            span: Span::default(),
        }
    }

    fn global(&mut self, name: &str) {
        let field = self.blank_field(name, "");
        self.0.globals.push(field);
    }

    /// Parameters are `name: Type`; `self` is a receiver, `this x: T` an extension's, `*x` the rest, `x = _` has a default.
    fn function(&mut self, owner: Option<TypeIx>, name: &str, params: &[&str], ret: &str) -> FnIx {
        let (name, type_params) = name.split_once('<').unwrap_or((name, ""));
        let type_params: Vec<&str> = type_params
            .trim_end_matches('>')
            .split(',')
            .map(str::trim)
            .filter(|param| !param.is_empty())
            .collect();
        let function = Function {
            name: self.name(name),
            kind: if name.ends_with('!') {
                FnKind::Macro
            } else {
                FnKind::Plain
            },
            owner,
            parent: None,
            type_params: type_params
                .iter()
                .map(|param| TypeParam {
                    name: self.name(param),
                    bounds: Vec::new(),
                })
                .collect(),
            params: params.iter().map(|param| self.param(param)).collect(),
            ret: (!ret.is_empty()).then(|| self.ty(ret)),
            attributes: Vec::new(),
            globals: Box::default(),
            body: None,
            flags: Flags::default(),
            span: Span::default(),
            name_span: Span::default(),
        };
        self.0.functions.push(function);
        FnIx(self.0.functions.len() as u32 - 1)
    }

    fn param(&mut self, text: &str) -> Param {
        let (text, default) = text.strip_suffix(" = _").map_or((text, false), |text| (text, true));
        let (kind, text) = match text.split_at_checked(1) {
            _ if text == "self" => (ParamKind::Receiver, text),
            Some(("*", rest)) => (ParamKind::Rest, rest),
            _ => text
                .strip_prefix("this ")
                .map_or((ParamKind::Plain, text), |rest| (ParamKind::Extension, rest)),
        };
        let (name, ty) = text.split_once(": ").unwrap_or((text, ""));
        let null = ExprKind::Lit(partywall_ir::Lit::Null);
        Param {
            name: self.name(name),
            pattern: None,
            ty: (!ty.is_empty()).then(|| self.ty(ty)),
            default: default.then(|| self.0.body.expr(null, Span::default())),
            attributes: Vec::new(),
            kind,
            span: Span::default(),
        }
    }

    /// `A.B<C, D<E>>`.
    fn ty(&mut self, text: &str) -> TypeRef {
        let (name, args) = match text.split_once('<') {
            Some((name, args)) => (name, args.strip_suffix('>').expect("closed")),
            None => (text, ""),
        };
        let mut parts: Vec<String> = Vec::new();
        let mut depth = 0;
        for c in args.chars() {
            match c {
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
            match (c, parts.last_mut()) {
                (',', Some(_)) if depth == 0 => parts.push(String::new()),
                (_, None) => parts.push(c.to_string()),
                (_, Some(last)) => last.push(c),
            }
        }
        let args = parts.iter().map(|part| self.ty(part.trim())).collect();
        TypeRef {
            name: self.name(name),
            args,
        }
    }
}

/// Links files; `Box` wraps and `List` holds.
fn link(files: Vec<File>) -> Program {
    let words = TypeWords {
        wrappers: ["Box".to_owned()].into_iter().collect(),
        collections: ["List".to_owned(), "Map".to_owned()].into_iter().collect(),
        ..TypeWords::default()
    };
    Program::link(files.into_iter().map(|file| file.0).collect(), &words)
}

impl Program {
    fn parts(&self, path: &str) -> Vec<Sym> {
        path.split('.')
            .map(|part| self.find(part).unwrap_or(Sym(u32::MAX)))
            .collect()
    }

    fn at(&self, path: &str) -> UnitId {
        let at = self
            .units()
            .iter()
            .position(|unit| &*unit.path == path)
            .expect("a unit");
        UnitId(at as u32)
    }

    /// What a path means at the top of a file, in words.
    fn means(&self, unit: &str, path: &str) -> String {
        self.means_in(unit, Scope::default(), path)
    }

    fn means_in(&self, unit: &str, scope: Scope, path: &str) -> String {
        let Some(def) = self.resolve(self.at(unit), scope, &self.parts(path)) else {
            return "nothing".to_owned();
        };
        match def {
            Def::Type(ty) => format!("type {}", self.text(self.ty(ty).path)),
            Def::Function(function) => {
                let info = self.func(function);
                format!("function {} of {}", self.text(info.name), self.unit(info.unit).path)
            }
            Def::Global(unit, at) => format!("global {at} of {}", self.unit(unit).path),
            Def::Field(ty, field) => {
                let name = self.unit(field.unit).text(self.field_decl(field).name);
                format!("field {name} of {}", self.text(self.ty(ty).path))
            }
            Def::Module(path) => format!("module {}", self.text(path)),
            Def::Import(path) => format!("import {}", self.text(path)),
        }
    }

    /// The only type of that path.
    fn only(&self, path: &str) -> TypeId {
        let mut types = self.types().filter(|ty| self.text(self.ty(*ty).path) == path);
        let ty = types.next().expect("a type");
        assert!(types.next().is_none(), "several types are called {path}");
        ty
    }

    fn function_called(&self, owner: &str, name: &str) -> FnId {
        let name = self.find(name).expect("a name");
        let own = |function: &FnId| {
            self.func(*function)
                .owner
                .is_some_and(|ty| self.text(self.ty(ty).path) == owner)
        };
        self.by_name(name).iter().copied().find(own).expect("a function")
    }

    fn paths(&self, types: &[TypeId]) -> Vec<&str> {
        types.iter().map(|ty| self.text(self.ty(*ty).path)).collect()
    }

    /// The type that a text is in a file, in words.
    fn reads(&self, unit: &str, scope: Scope, ty: &TypeRef) -> String {
        self.words(&self.resolve_type(self.at(unit), scope, ty))
    }

    fn words(&self, ty: &Ty) -> String {
        let name = match (ty.decl(), ty.path()) {
            (Some(decl), _) => format!("#{}", self.text(self.ty(decl).path)),
            (None, Some(path)) => path.to_owned(),
            (None, None) => "?".to_owned(),
        };
        if ty.args().is_empty() {
            return name;
        }
        let args: Vec<String> = ty.args().iter().map(|arg| self.words(arg)).collect();
        format!("{name}<{}>", args.join(", "))
    }
}
