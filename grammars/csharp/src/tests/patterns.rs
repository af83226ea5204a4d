//! Patterns.

use super::show::pattern;

#[test]
fn every_pattern() {
    for (source, wanted) in [
        ("null", "=null"),
        ("not null", "not(=null)"),
        ("5", "=5"),
        ("-1", "=Arith(1)"),
        ("\"a\"", "=\"a\""),
        ("E.A", "=E.A"),
        ("Order", "Order(){}"),
        ("Order o", "o@Order(){}"),
        ("List<int> l", "l@List<int>(){}"),
        ("int?[] a", "a@[]<int>(){}"),
        ("var x", "x"),
        ("var (a, _)", "(a, _)"),
        ("{ }", "(){}"),
        ("{ A: 1, B.C: var x }", "(){A: =1, B: (){C: x}}"),
        ("Order { Lines: [] } o", "o@Order(){Lines: ()}"),
        ("Point(var x, 2) { Z: 3 } p", "p@Point(x, =2){Z: =3}"),
        ("(1, var b)", "(=1, b)"),
        ("[1, .., var z]", "(=1, .., z)"),
        ("> 5 and <= 10", "and(=(null Other 5), =(null Other 10))"),
        ("1 or 2 or 3", "or(=1, =2, =3)"),
        ("not null and { A: true }", "and(not(=null), (){A: =true})"),
        ("not (1 or 2)", "not(or(=1, =2))"),
        ("1 and not 2 or 3", "or(and(=1, not(=2)), =3)"),
    ] {
        assert_eq!(pattern(source), wanted, "{source}");
    }
}
