type Rows[T] = list[T]
type Key = int | str


def first[T](rows: Rows[T], fallback: T | None = None) -> T | None:
    return rows[0] if rows else fallback


class Store[K: Key, *Rest]:
    rows: Rows[K]
