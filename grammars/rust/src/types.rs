//! Types as names with arguments. What cannot matter to who may reach what is left out: references, lifetimes, markers.

use partywall_ir::{TypeParam, TypeRef};
use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, GenericParam, Generics, Path, PathArguments, QSelf, ReturnType, Token, Type, TypeParamBound,
    WherePredicate,
};

use crate::lower::Lower;

impl Lower<'_> {
    /// A type by name.
    pub fn ty(&mut self, ty: &Type) -> TypeRef {
        self.deeper(|this| this.ty_inner(ty))
            .unwrap_or_else(|| self.type_ref("_", Vec::new()))
    }

    fn ty_inner(&mut self, ty: &Type) -> TypeRef {
        match ty {
            Type::Path(path) => self.type_path(path.qself.as_ref(), &path.path),
            Type::Reference(inner) => self.ty(&inner.elem),
            Type::Ptr(inner) => self.ty(&inner.elem),
            Type::Paren(inner) => self.ty(&inner.elem),
            Type::Group(inner) => self.ty(&inner.elem),
            Type::ImplTrait(of) => self.bound(&of.bounds),
            Type::TraitObject(of) => self.bound(&of.bounds),
            Type::Array(of) => {
                let elem = self.ty(&of.elem);
                self.type_ref("[]", vec![elem])
            }
            Type::Slice(of) => {
                let elem = self.ty(&of.elem);
                self.type_ref("[]", vec![elem])
            }
            Type::Tuple(of) => {
                let args = of.elems.iter().map(|elem| self.ty(elem)).collect();
                self.type_ref("()", args)
            }
            Type::FnPtr(of) => {
                let mut args: Vec<_> = of.inputs.iter().map(|input| self.ty(&input.ty)).collect();
                args.extend(self.output(&of.output));
                self.type_ref("fn", args)
            }
            Type::Never(_) => self.type_ref("!", Vec::new()),
            Type::Macro(of) => {
                let name = format!("{}!", dotted(&of.mac.path));
                self.type_ref(&name, Vec::new())
            }
            _ => self.type_ref("_", Vec::new()),
        }
    }

    /// A declared return type.
    pub fn output(&mut self, output: &ReturnType) -> Option<TypeRef> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// A path that names a type: `<T as Trait>::X` is `Trait.X`, `<T>::X` is `T.X`.
    pub fn type_path(&mut self, qself: Option<&QSelf>, path: &Path) -> TypeRef {
        let mut name = String::new();
        if let Some(qself) = qself.filter(|qself| qself.position == 0) {
            let of = self.ty(&qself.ty);
            name.push_str(self.unit.text(of.name));
        }
        let mut args = Vec::new();
        for segment in &path.segments {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&plain(&segment.ident));
            match &segment.arguments {
                PathArguments::None => {}
                PathArguments::AngleBracketed(of) => args = self.generic_args(&of.args),
                PathArguments::Parenthesized(of) => {
                    let mut parts: Vec<_> = of.inputs.iter().map(|input| self.ty(&input.ty)).collect();
                    parts.extend(self.output(&of.output));
                    return self.type_ref("fn", parts);
                }
            }
        }
        self.type_ref(&name, args)
    }

    /// Type arguments; `Item = T` counts as `T`, lifetimes and constants as nothing.
    pub fn generic_args(&mut self, args: &Punctuated<GenericArgument, Token![,]>) -> Vec<TypeRef> {
        let mut out = Vec::new();
        for arg in args {
            match arg {
                GenericArgument::Type(ty) => out.push(self.ty(ty)),
                GenericArgument::AssocType(of) => out.push(self.ty(&of.ty)),
                GenericArgument::Constraint(of) => out.push(self.bound(&of.bounds)),
                _ => {}
            }
        }
        out
    }

    /// The bound that says what a value is: the first that is no lifetime and no marker.
    pub fn bound(&mut self, bounds: &Punctuated<TypeParamBound, Token![+]>) -> TypeRef {
        let traits = || bounds.iter().filter_map(trait_path);
        match traits().find(|path| !is_marker(path)).or_else(|| traits().next()) {
            Some(path) => self.type_path(None, path),
            None => self.type_ref("_", Vec::new()),
        }
    }

    /// All bounds that are traits, markers left out.
    pub fn bounds(&mut self, bounds: &Punctuated<TypeParamBound, Token![+]>) -> Vec<TypeRef> {
        bounds
            .iter()
            .filter_map(trait_path)
            .filter(|path| !is_marker(path))
            .map(|path| self.type_path(None, path))
            .collect()
    }

    /// Type parameters, with what `where` says about them.
    pub fn generics(&mut self, generics: &Generics) -> Vec<TypeParam> {
        let mut params = Vec::new();
        for param in &generics.params {
            if let GenericParam::Type(param) = param {
                let name = self.ident(&param.ident);
                let bounds = self.bounds(&param.bounds);
                params.push(TypeParam { name, bounds });
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            let WherePredicate::Type(predicate) = predicate else {
                continue;
            };
            let of = self.ty(&predicate.bounded_ty);
            let bounds = self.bounds(&predicate.bounds);
            // what must hold of a type that is made of a parameter decides what the parameter can be
            let made_of = |param: &TypeParam| matches!(&*of.args, [only] if only.name == param.name);
            let direct = params.iter().position(|param| param.name == of.name);
            if let Some(at) = direct.or_else(|| params.iter().position(made_of)) {
                params[at].bounds.extend(bounds);
            }
        }
        params
    }
}

/// A path's parts with dots between, without arguments.
pub fn dotted(path: &Path) -> String {
    let mut out = String::new();
    for segment in &path.segments {
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str(&plain(&segment.ident));
    }
    out
}

/// A name without `r#`.
pub fn plain(ident: &proc_macro2::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

fn trait_path(bound: &TypeParamBound) -> Option<&Path> {
    match bound {
        TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    }
}

fn is_marker(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| {
        last.ident == "Send" || last.ident == "Sync" || last.ident == "Sized" || last.ident == "Unpin"
    })
}
