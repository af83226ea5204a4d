//! What types hold and inherit, and what a call means.

use super::*;

fn shapes() -> Program {
    let mut file = File::plain("a.x");
    let top = file.class("N.Top", &["Lib.Model"]);
    file.field(top, "id", "int");
    file.function(Some(top), "save", &["x"], "");
    file.function(Some(top), "load", &[], "");
    let left = file.class("N.Left", &["Top"]);
    file.function(Some(left), "load", &[], "");
    let right = file.class("N.Right", &["Top"]);
    file.function(Some(right), "save", &["x"], "");
    file.function(Some(right), "save", &["x", "y"], "");
    file.class("N.Bottom", &["Left", "Right"]);
    link(vec![file])
}

#[test]
fn a_type_comes_after_all_that_inherit_from_it() {
    let program = shapes();
    let bottom = program.only("N.Bottom");
    assert_eq!(
        program.paths(&program.supertypes(bottom)),
        ["N.Left", "N.Right", "N.Top"]
    );
    let name = |text: &str| program.find(text).expect("a name");
    let owner = |function: FnId| program.text(program.ty(program.func(function).owner.expect("an owner")).path);
    let owners = |text: &str| {
        program
            .methods(bottom, name(text))
            .into_iter()
            .map(owner)
            .collect::<Vec<_>>()
    };
    assert_eq!(owners("load"), ["N.Left"]);
    assert_eq!(owners("save"), ["N.Right", "N.Right"]);
    assert!(owners("id").is_empty());
    let field = program.field(bottom, name("id")).expect("a field");
    assert_eq!(program.paths(&[field.owner]), ["N.Top"]);
    assert_eq!(
        program.paths(&program.subtypes(field.owner)),
        ["N.Left", "N.Right", "N.Bottom"]
    );
}

#[test]
fn bases_outside_are_known_by_name() {
    let program = shapes();
    let bottom = program.only("N.Bottom");
    assert_eq!(program.base_names(bottom), ["N.Left", "N.Right", "N.Top", "Lib.Model"]);
    let derives = |name: &str| program.derives(bottom, &[name.to_owned()]);
    assert!(derives("Model") && derives("Lib.Model") && derives("Bottom") && derives("N.Top"));
    assert!(!derives("Other.Model") && !derives("odel"));
}

#[test]
fn functions_are_replaced_by_those_of_their_shape() {
    let program = shapes();
    let owners = |function: FnId| -> Vec<&str> {
        let of = |function: &FnId| program.text(program.ty(program.func(*function).owner.expect("an owner")).path);
        program.implementations(function).iter().map(of).collect()
    };
    assert_eq!(owners(program.function_called("N.Top", "load")), ["N.Left"]);
    assert_eq!(owners(program.function_called("N.Top", "save")), ["N.Right"]);
    assert!(owners(program.function_called("N.Left", "load")).is_empty());
}

#[test]
fn an_inherited_function_implements_an_interface() {
    let mut file = File::plain("a.x");
    let wanted = file.declare(TypeKind::Interface, None, "N.IRepo", &[]);
    file.function(Some(wanted), "Get", &["id"], "");
    let base = file.class("N.Base", &[]);
    file.function(Some(base), "Get", &["id"], "");
    file.class("N.Repo", &["Base", "IRepo"]);
    let program = link(vec![file]);
    let implementations = program.implementations(program.function_called("N.IRepo", "Get"));
    assert_eq!(implementations, [program.function_called("N.Base", "Get")]);
}

#[test]
fn the_overload_that_the_arguments_fill_is_meant() {
    let mut file = File::module("a.x");
    let ty = file.class("a.T", &[]);
    file.function(Some(ty), "f", &["self", "a"], "");
    file.function(Some(ty), "f", &["self", "a", "b"], "");
    file.function(Some(ty), "f", &["self", "a", "c = _"], "");
    file.function(Some(ty), "f", &["self", "*more"], "");
    file.function(Some(ty), "f", &["this a: T", "deep", "er"], "");
    let program = link(vec![file]);
    let all: Vec<FnId> = program.functions().collect();
    let named = |names: &[&str]| {
        names
            .iter()
            .map(|name| program.find(name).expect("a name"))
            .collect::<Vec<_>>()
    };
    let pick =
        |positional, names: &[&str], receiver| program.pick(&all, positional, &named(names), receiver).map(|at| at.0);
    assert_eq!(pick(1, &[], true), Some(0));
    assert_eq!(pick(2, &[], true), Some(1));
    assert_eq!(pick(1, &["c"], true), Some(2));
    assert_eq!(pick(5, &[], true), Some(3));
    assert_eq!(pick(0, &["deep", "er"], true), Some(4));
    assert_eq!(pick(2, &[], false), Some(0), "the receiver is an argument");
    assert_eq!(
        program.pick(&all[..1], 7, &[], true),
        Some(FnId(0)),
        "what is least off"
    );
    assert_eq!(program.pick(&[], 0, &[], false), None);
}

#[test]
fn everything_is_found_by_name() {
    let mut file = File::plain("a.x");
    let ty = file.class("N.Things", &[]);
    let extension = file.function(Some(ty), "Only", &["this x: List<T>"], "");
    file.declare(TypeKind::Class, Some(ty), "N.Things.Inner", &[]);
    let program = link(vec![file]);
    let name = |text: &str| program.find(text).expect("a name");
    assert_eq!(program.extensions(name("Only")), [program.fn_id(UnitId(0), extension)]);
    assert!(program.extensions(name("Things")).is_empty());
    let inner = program.nested(program.only("N.Things"), name("Inner"));
    assert_eq!(inner, Some(program.only("N.Things.Inner")));
    assert_eq!(
        program.ty(program.only("N.Things.Inner")).owner,
        Some(program.only("N.Things"))
    );
}
