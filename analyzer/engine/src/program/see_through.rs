//! Collections and wrappers: the types that are there for what is in them.

use super::{Program, Ty};

/// Wrappers in wrappers are looked through so far.
const MAX_WRAPPERS: usize = 12;

impl Program {
    /// The last part of a type's name.
    pub fn name_of<'a>(&'a self, ty: &'a Ty) -> Option<&'a str> {
        ty.decl()
            .map(|decl| self.text(self.ty(decl).name))
            .or_else(|| ty.name())
    }

    /// The wrapper around a type that may say that there is none, whatever carries it: the type itself where nothing does.
    pub fn uncarried(&self, ty: &Ty) -> Ty {
        let mut at = ty.clone();
        for _ in 0..MAX_WRAPPERS {
            let carries = self.name_of(&at).is_some_and(|name| self.words.carriers.contains(name));
            match at.args().first().cloned().filter(|_| carries) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        at
    }

    /// What is inside of all wrappers around a type; of a union of which no part stands out, the first part.
    pub fn unwrap(&self, ty: &Ty) -> Ty {
        let mut at = ty.clone();
        for _ in 0..MAX_WRAPPERS {
            let wraps = self
                .name_of(&at)
                .is_some_and(|name| name == "|" || self.words.wrappers.contains(name));
            match at.args().first().cloned().filter(|_| wraps) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        at
    }

    /// The type of what a factory, a delegate or a late value gives; unknown for anything else.
    pub fn given_by(&self, ty: &Ty) -> Ty {
        let gives = self.name_of(ty).is_some_and(|name| self.words.givers.contains(name));
        ty.args()
            .last()
            .filter(|_| gives)
            .map_or_else(Ty::unknown, |inner| self.unwrap(inner))
    }

    /// The element of a collection, wrappers around it seen through; unknown for what is none.
    pub fn element(&self, ty: &Ty) -> Ty {
        self.held(ty).map_or_else(Ty::unknown, |args| element_of(&args))
    }

    /// Whether a type holds elements, wrappers around it seen through.
    pub fn is_collection(&self, ty: &Ty) -> bool {
        self.held(ty).is_some()
    }

    /// The type arguments of the collection that a type is or inherits from.
    fn held(&self, ty: &Ty) -> Option<Vec<Ty>> {
        let holds = |name: &str| name == "[]" || self.words.collections.contains(name);
        self.find_super(&self.unwrap(ty), |at| {
            self.name_of(at).filter(|name| holds(name)).map(|_| at.args().to_vec())
        })
    }
}

/// Of several type arguments the first is the element when it is a type of the program; else it is a key, and the last is.
fn element_of(args: &[Ty]) -> Ty {
    let first = args
        .first()
        .filter(|first| args.len() == 1 || first.decl().is_some() || first.param_name().is_some());
    first.or(args.last()).cloned().unwrap_or_default()
}
