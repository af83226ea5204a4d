from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from fastapi import Depends
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Executable, Select

from prelude import Invoice, Line, get_session

M = TypeVar("M")


class BaseProtocol(Protocol[M]):
    model: type[M]
    session: Session

    async def get_one_or_none(self, statement: Select) -> M | None: ...

    async def list(self, statement: Select) -> list[M]: ...

    async def _execute_query(self, statement: Select): ...


class BaseRepository(BaseProtocol, Generic[M]):
    model: type[M]

    def __init__(self, session: Session = Depends(get_session)) -> None:
        self.session = session

    async def all(self) -> list[M]:
        return await self.list(select(self.model))

    async def get_one_or_none(self, statement: Select) -> M | None:
        result = await self._execute_query(statement)
        return result.scalar_one_or_none()

    async def list(self, statement: Select) -> list[M]:
        result = await self._execute_query(statement)
        return result.scalars().unique().all()

    async def update(self, object: M) -> None:
        self.session.add(object)
        await self.session.commit()

    async def delete(self, object: M) -> None:
        await self.session.delete(object)
        await self.session.commit()

    async def _execute_query(self, statement: Select):
        return await self.session.execute(statement)


class IdMixin(Generic[M]):
    async def get_by_id(self: BaseProtocol[M], id: int, options: Sequence[Any] | None = None) -> M | None:
        statement = select(self.model).where(self.model.id == id)
        if options is not None:
            statement = statement.options(*options)
        return await self.get_one_or_none(statement)


class InvoiceRepository(BaseRepository[Invoice], IdMixin[Invoice]):
    model = Invoice

    async def of(self, organization_id: int):
        return await self.list(select(Invoice).where(Invoice.organization_id == organization_id))


class LineRepository(BaseRepository[Line], IdMixin[Line]):
    model = Line

    async def by_amount(self, amount: int) -> Line | None:
        statement = select(Line).where(Line.amount == amount)
        return await self.get_one_or_none(statement)
