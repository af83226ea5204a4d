import uuid
from datetime import datetime

from fastapi import HTTPException, status
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from planner.models import Document, Membership, Task, User
from planner.schemas import DocumentEdit


async def edit_document(session: AsyncSession, user: User, document_id: uuid.UUID, edit: DocumentEdit) -> None:
    document = await session.get(Document, document_id)  #~ verdict guarded
    if document is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such document")
    await ensure_member(session, user, document.organization_id)
    document.title = edit.title
    document.body = edit.body
    await session.commit()


async def ensure_member(session: AsyncSession, user: User, organization_id: uuid.UUID) -> None:
    statement = select(Membership).where(
        Membership.user_id == user.id,
        Membership.organization_id == organization_id,
    )
    if (await session.scalars(statement)).first() is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such document")


async def late_tasks(session: AsyncSession, user: User, now: datetime) -> list[dict]:
    rows = await session.execute(text("SELECT t.id, t.title FROM tasks t JOIN projects p ON p.id = t.project_id JOIN memberships m ON m.organization_id = p.organization_id WHERE m.user_id = :user_id AND t.due_at < :now"), {"user_id": user.id, "now": now})
    return [dict(row) for row in rows.mappings().all()]


async def complete_task(session: AsyncSession, task: Task) -> Task:
    task.done = True
    await session.commit()
    return task
