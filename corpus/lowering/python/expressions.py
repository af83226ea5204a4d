def literals(a, b):
    yield 1, 0x1F, 1_000, 2.5, 3j, True, None, ...
    yield "plain", 'it\'s', r"\d", b"\x00", """long
    text""", "joined " "together" f" with {a}"
    yield f"{a.b!r:>{b}} {{kept}} {a['key']}", f"{a=}"
    yield (), (a,), (a, b), [a, *b], {a, b}, {}, {"k": a, **b}


def operators(a, b, c):
    x = a + b - c * a / b // c % a @ b**c << a >> b & c | a ^ ~b
    y = a and b or not c
    z = a == b, a != b, a is b, a is not b, a < b <= c, a in b, a not in c
    w = a if b else c if x else y
    if (n := len(z)) > 10:
        return n, w, -x, +y
    return a[0], a[1:2], a[:, ::2], a[b, c], a.b.c.d


def calls(f, *args, **kwargs):
    f(1, *args, key=2, **kwargs).first().second[0](lambda: 0)
    f(x for x in args)
    (
        f.filter(a=1)
        .exclude(b=2)
        .order_by("c")
    )
    return (lambda a, b=1, *c, d, **e: (a, b, c, d, e))(1, d=2)


def comprehensions(rows):
    a = [row for row in rows if row if row.a]
    b = {row.a: row.b for row in rows}
    c = {cell for row in rows for cell in row if cell}
    return a, b, c, sum(row.total for row in rows)


async def waiting(source):
    first = await source.first()
    rest = [await row async for row in source if await row.ready()]
    yield (await source.last()).total, first, rest


def delegating(source):
    got = yield
    yield from source
    return got
