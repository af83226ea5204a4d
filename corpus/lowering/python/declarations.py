import abc
from enum import Enum
from functools import cached_property, wraps
from typing import Annotated, Callable, ClassVar, Generic, Literal, Optional, Protocol, TypeVar, Union

T = TypeVar("T")
Current = Annotated["User", Depends(lambda request: request.user)]


def plain(a, b: int, /, c=1, *rest: str, d, e: Optional[int] = None, **named) -> list[int]:
    """A docstring."""


def injected(user: Annotated[User, Depends(current_user)], page: Annotated[int | None, Query(ge=0)] = None): ...


def traced(name):
    def around(function):
        @wraps(function)
        def inside(*args, **kwargs):
            return function(*args, **kwargs)

        return inside

    return around


@router.get("/items/{item_id}", response_model=Item)
@traced("items")
async def decorated(item_id: int): ...


class Kind(str, Enum):
    OPEN = "open"
    PAID = "paid"


class Repository(Protocol):
    def find(self, key: int) -> "Invoice | None": ...


@registered
class Invoice(Base, Generic[T], metaclass=abc.ABCMeta, table=True):
    """A docstring."""

    number: int
    note: Optional[str] = None
    owner: Mapped["User"] = relationship()
    kind: Literal["a", "b"] = "a"
    shared: ClassVar[dict[str, int]] = {}
    hook: Callable[[int, str], bool]
    either: Union[int, str, None]
    lines = ForeignKey("Line", on_delete=CASCADE)

    class Meta:
        ordering = ["number"]

    def __init__(self, number, repository: Repository):
        super().__init__(number)
        self.number = number
        self.repository = repository
        self.cache: dict[int, str] = {}

    @property
    def total(self):
        return sum(line.total for line in self.lines)

    @total.setter
    def total(self, value):
        self._total = value

    @cached_property
    def title(self):
        return f"{self.number}: {self.note}"

    @staticmethod
    def parse(text):
        return text

    @classmethod
    def create(cls, **values):
        return cls(**values)

    @abc.abstractmethod
    def send(self): ...

    def later(self):
        def run():
            return self.send()

        return [self.send() for _ in range(2)], lambda: self, run, super(Invoice, self).later()

    for name in ("a", "b"):
        shared[name] = 0
