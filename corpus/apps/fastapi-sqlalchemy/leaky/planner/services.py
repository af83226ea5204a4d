import uuid
from datetime import datetime

from fastapi import HTTPException, status
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from planner.models import Document, Task
from planner.schemas import DocumentEdit


async def edit_document(session: AsyncSession, document_id: uuid.UUID, edit: DocumentEdit) -> None:
    document = await session.get(Document, document_id)  #~ check-against-request
    if document is None or document.organization_id != edit.organization_id:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such document")
    document.title = edit.title
    document.body = edit.body
    await session.commit()


async def late_tasks(session: AsyncSession, now: datetime) -> list[dict]:
    rows = await session.execute(text("SELECT t.id, t.title FROM tasks t WHERE t.due_at < :now AND NOT t.done"), {"now": now})
    return [dict(row) for row in rows.mappings().all()]


async def complete_task(session: AsyncSession, task: Task) -> Task:
    task.done = True
    await session.commit()
    return task
