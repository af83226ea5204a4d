total = 0
first = second = []
left, (middle, *right) = 1, (2, 3)
typed: int = 4
declared: str


def branches(a, b):
    if a:
        return 1
    elif b:
        return 2
    elif a and b: return 3
    else:
        pass
    assert a, "a is needed"
    assert b
    raise ValueError("no") from None


def loops(rows):
    for index, row in enumerate(rows):
        if row is None:
            continue
        break
    else:
        rows = []
    while rows:
        rows.pop()
    else:
        return index
    while True:
        break


def errors(run):
    try:
        run()
    except (KeyError, LookupError) as error:
        return error
    except OSError:
        raise
    except:
        return None
    else:
        return 1
    finally:
        run.close()


def groups(run):
    try:
        run()
    except* ValueError as group:
        print(group)


def resources(run):
    with run() as (a, b), run.other():
        pass
    with (
        run() as c,
        run.again() as d,
    ):
        return a, b, c, d


async def entering(run):
    async with run() as session:
        async for row in session:
            print(row)


def names():
    global total
    total += 1
    total |= 2
    counted: int = 0

    def inner():
        nonlocal counted
        counted -= 1
        del first[0], second

    inner()
    return counted


def matching(value):
    match value:
        case 0 | -1 | "none" | None:
            return 0
        case [head, *_] | (head, _) if head:
            return head
        case {"kind": kind, **rest}:
            return kind, rest
        case Point(x, y=0) as point:
            return x, point
        case str() | module.CONSTANT:
            return value
        case _:
            return None
