use partywall_ir::{Flags, FnKind, Frontend};

use super::print::Printer;
use super::{functions, module, types, unit};
use crate::Python;

#[test]
fn imports() {
    let text = "import a.b, c as d, e.f as g\nfrom a import b as c, d\nfrom . import x\nfrom ..m.n import y\nfrom .z import *\n\
                from __future__ import annotations\ndef f():\n    from h import (i, j as k)\n";
    let unit = unit(text);
    let shown: Vec<String> = unit
        .imports
        .iter()
        .map(|i| {
            format!(
                "{} as {}{}",
                unit.text(i.path),
                unit.text(i.local),
                if i.glob { "*" } else { "" }
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "a as a",
            "c as d",
            "e.f as g",
            "a.b as c",
            "a.d as d",
            ".x as x",
            "..m.n.y as y",
            ".z as *",
            "__future__.annotations as annotations",
            "h.i as i",
            "h.j as k",
        ]
    );
}

#[test]
fn module_names() {
    for (path, expected) in [
        ("a/b/c.py", "a.b.c"),
        ("a/b/__init__.py", "a.b"),
        ("./a.py", "a"),
        ("__init__.py", ""),
        ("a/x__init__.py", "a.x__init__"),
    ] {
        let unit = Python.lower(path, "");
        assert_eq!(unit.text(unit.module), expected);
    }
}

#[test]
fn parameters() {
    assert_eq!(
        functions("def f(a, b: int, c=1, d: str = 'x', /, *args: int, e, f=None, **kw: Any) -> list[int]: ..."),
        "Plain f(a, b: int, c = 1, d: str = \"x\", *args: int, e, f = null, **kw: Any) -> list<int> {}"
    );
    assert_eq!(
        functions("def f(u: Annotated[User, Depends(get_user), 'x'], q: Annotated[str | None, Query()] = None): pass"),
        "Plain f(@Annotated(Depends(get_user), \"x\") u: User, @Annotated(Query()) q: str = null) {}"
    );
    assert_eq!(functions("def f(a, (b, c)): pass"), "Plain f(a, (b, c)) {}");
}

#[test]
fn annotations() {
    let read = |text: &str| {
        functions(&format!("def f(a: {text}): pass"))
            .replace("Plain f(a: ", "")
            .replace(") {}", "")
    };
    for (text, expected) in [
        ("Optional[T]", "T"),
        ("T | None", "T"),
        ("None | m.T | U", "|<m.T, U>"),
        ("Union[A, B, None]", "|<A, B>"),
        ("typing.Optional[List[A]]", "List<A>"),
        ("dict[str, list[A]]", "dict<str, list<A>>"),
        ("m.QuerySet[m.T]", "m.QuerySet<m.T>"),
        ("'Invoice'", "Invoice"),
        ("'list[Invoice] | None'", "list<Invoice>"),
        ("Mapped['Invoice']", "Mapped<Invoice>"),
        ("Callable[[A, B], C]", "fn<A, B, C>"),
        ("Callable[..., C]", "fn<C>"),
        ("tuple[A, B]", "()<A, B>"),
        ("tuple[A, ...]", "tuple<A>"),
        ("Literal['a', 1]", "Literal<'a', 1>"),
        ("conint(gt=0)", "conint"),
        ("ClassVar[int]", "int"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
    assert_eq!(functions("def f(a: 'not a type'): pass"), "Plain f(a) {}");
}

#[test]
fn decorators_keep_their_order() {
    assert_eq!(
        functions(
            "@app.get('/x', tags=['a'])\n@login_required\n@a.b(1)(2)\n@c[0].d\n@(lambda f: f)\nasync def f(): pass"
        ),
        "@app.get(\"/x\", tags=List(\"a\")) @login_required() @a.b(a.b(1)(2)) @c(c[0].d) @(\\f -> f) async Plain f() {}"
    );
}

#[test]
fn classes() {
    assert_eq!(
        types(
            "@register(1)\nclass A(B, m.C, Generic[T], metaclass=M, table=True):\n  'doc'\n  x = 1\n  y: int = 2\n  z: T\n\n  class Meta:\n    abstract = True\n"
        ),
        "@register(1) @class(metaclass=M, table=true) Class shop.app.A(B, m.C, Generic<T>) {x = 1; y: int = 2; z: T}\n\
         Class shop.app.A.Meta() {abstract = true}"
    );
    assert_eq!(
        types(
            "class A(SQLModel):\n  a: Optional[int] = Field(default=None)\n  b: Mapped[int | None] = col()\n  c: Annotated[str, Len(3)]\n  d = e = f()\n  g: list[int | None]\n"
        ),
        "Class shop.app.A(SQLModel) {a: int? = Field(default=null); b: Mapped<int>? = col(); @Annotated(Len(3)) c: str; \
         d = f(); e = f(); g: list<int>}"
    );
    assert_eq!(
        types("class E(str, Enum):\n  A = 'a'\nclass P(Protocol): ..."),
        "Enum shop.app.E(str, Enum) {A = \"a\"}\nInterface shop.app.P(Protocol) {}"
    );
    assert_eq!(
        types("class A(namedtuple('A', 'x'), with_meta(M, B)): pass"),
        "Class shop.app.A(namedtuple, with_meta<M, B>) {}"
    );
}

#[test]
fn methods() {
    assert_eq!(
        functions(
            "class A(B):\n  def __init__(self, x): super().__init__(x); self.x = x\n  @property\n  def p(self): return self.x\n  \
             @p.setter\n  def p(self, v): self.x = v\n  @staticmethod\n  def s(a): return a\n  @classmethod\n  def c(cls): return cls()\n  \
             @cached_property\n  def q(me): return me.p\n  @abstractmethod\n  def z(self): ...\n  def d(self): return super(A, self).d(), super().__class__.x\n"
        ),
        "Constructor A::A(&self, x) {BASE.__init__(x); THIS.x = x}\n\
         @property() property Plain A::p(&self) {return THIS.x}\n\
         @p.setter() Setter A::p(&self, v) {THIS.x = v}\n\
         @staticmethod() static Plain A::s(a) {return a}\n\
         @classmethod() static Plain A::c(&cls) {return THIS()}\n\
         @cached_property() property Plain A::q(&me) {return THIS.p}\n\
         @abstractmethod() abstract Plain A::z(&self) {}\n\
         Plain A::d(&self) {return Tuple(BASE.d(), BASE.x)}"
    );
}

#[test]
fn the_receiver_is_seen_in_closures_unless_shadowed() {
    assert_eq!(
        functions(
            "class A:\n  def m(self):\n    def f(x): return self.a\n    def g(self): return self.b\n    return [self.c for y in self.d], [self for self in z], lambda: self, lambda self: self, self\n"
        ),
        "Plain A::m(&self) {fn f; fn g; return Tuple([THIS.c for y in THIS.d], [self for self in z], \\ -> THIS, \\self -> self, THIS)}\n\
         Plain f(x) {return THIS.a}\n\
         Plain g(self) {return self.b}"
    );
    assert_eq!(
        functions("class A:\n  def m(self):\n    self = self.x\n    return self\n"),
        "Plain A::m(&self) {self = THIS.x; return self}"
    );
    assert_eq!(functions("def f(self): return self.x"), "Plain f(self) {return self.x}");
}

#[test]
fn instance_attributes_are_fields() {
    assert_eq!(
        types(
            "class A:\n  a: int\n  def m(self):\n    self.b = 1\n    self.c: str = 'x'\n    self.c = 2\n    other.d = 3\n  def __init__(self, b: B):\n    self.a = 4\n    self.b = b\n    self.e, self.f = b\n    if b:\n      self.g = 5\n"
        ),
        "Class shop.app.A() {a: int = 4; b = b; c: str; e; f; g = 5}"
    );
}

#[test]
fn a_class_variable_that_is_bound_twice_is_one_field() {
    assert_eq!(
        types("class A:\n  x: int\n  x = 1\n  y = 2\n  y = 3\n"),
        "Class shop.app.A() {x: int = 1; y = 3}"
    );
}

#[test]
fn nested_functions_and_local_classes() {
    let text = "def dec(f):\n  @wraps(f)\n  def inner(*args, **kwargs):\n    return f(*args, **kwargs)\n  class L:\n    def m(self): return f\n  return inner\n";
    let unit = unit(text);
    let parents: Vec<Option<u32>> = unit.functions.iter().map(|f| f.parent.map(|p| p.0)).collect();
    assert_eq!(parents, [None, None, Some(1), Some(1)]);
    assert_eq!(
        functions(text),
        "Plain dec(f) {fn inner; return inner}\n@wraps(f) Plain inner(*args, **kwargs) {return f(*args, *kwargs)}\nPlain L::m(&self) {return f}"
    );
}

#[test]
fn class_statements_are_a_function_of_the_class() {
    let text = "class A:\n  x = 1\n  for y in z: pass\n  if D:\n    w = 2\n    def m(self): pass\n";
    assert_eq!(
        functions(text),
        "Plain A::m(&self) {}\nModule A::() {loop y in z {}; if D {w = 2}}"
    );
    assert_eq!(types(text), "Class shop.app.A() {x = 1; w = 2}");
}

#[test]
fn globals_share_their_values_with_the_statements() {
    let unit = unit("x = f()\nm = n = h()\ny: T = g()\nif D:\n  z = 1\na.b = 2\n(p, q) = r\n");
    let shown: Vec<String> = unit.globals.iter().map(|field| Printer(&unit).field(field)).collect();
    assert_eq!(
        shown,
        ["x = f()", "n = h()", "m = n = h()", "y: T = g()", "z = 1", "p", "q"]
    );
    assert_eq!(unit.functions[0].kind, FnKind::Module);
    assert_eq!(module("x = f()\n'''doc'''\n"), "x = f()");
}

#[test]
fn type_aliases() {
    assert_eq!(types("type X = list[A]"), "Alias shop.app.X(list<A>) {}");
    assert_eq!(types("type Y[T] = A | None"), "Alias shop.app.Y(A) {}");
    assert_eq!(
        types("User = Annotated[m.U, Depends(get)]"),
        "@Annotated(Depends(get)) Alias shop.app.User(m.U) {}"
    );
}

#[test]
fn type_parameters() {
    let unit = unit("class A[T: Base, *U]:\n  def f[V](self, v: V) -> T: ...\n");
    let shown = |params: &[partywall_ir::TypeParam]| -> Vec<String> {
        params
            .iter()
            .map(|p| {
                format!(
                    "{}:{}",
                    unit.text(p.name),
                    p.bounds.iter().map(|b| unit.text(b.name)).collect::<String>()
                )
            })
            .collect()
    };
    assert_eq!(shown(&unit.types[0].type_params), ["T:Base", "U:"]);
    assert_eq!(shown(&unit.functions[1].type_params), ["V:"]);
}

#[test]
fn directives() {
    let unit = unit(
        "# partywall: reviewed(x) by=me\nx = 1  #partywall:ignore\n# other partywall: no\ns = '# partywall: no'\n",
    );
    let shown: Vec<&str> = unit.directives.iter().map(|d| &*d.text).collect();
    assert_eq!(shown, ["reviewed(x) by=me", "ignore"]);
    assert_eq!(unit.directives[0].span.range(), 0..30);
}

#[test]
fn tests_are_told_by_their_name_and_their_files() {
    let text = "def test_login(client):\n    pass\n\ndef login(client):\n    pass\n";
    let tests = |path: &str| {
        let unit = Python.lower(path, text);
        let flags = unit.functions.iter().map(|function| function.flags.has(Flags::TEST));
        flags.collect::<Vec<bool>>()
    };
    assert_eq!(tests("app/test_views.py"), [false, true, false]);
    assert_eq!(tests("app/tests.py"), [false, true, false]);
    assert_eq!(tests("app/views.py"), [false, false, false]);
}
