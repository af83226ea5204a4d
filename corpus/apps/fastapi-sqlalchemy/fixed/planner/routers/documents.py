import uuid
from datetime import datetime, timezone

from fastapi import APIRouter
from sqlalchemy import select

from planner import services
from planner.deps import CurrentUser, Member, SessionDep
from planner.models import Document
from planner.repositories import DocumentRepository
from planner.schemas import DocumentEdit, DocumentOut

router = APIRouter(tags=["documents"])


@router.get("/organizations/{organization_id}/documents", response_model=list[DocumentOut])
async def recent_documents(organization_id: uuid.UUID, member: Member, session: SessionDep):
    return await DocumentRepository(session).recent(organization_id)  #~ verdict scoped


@router.get("/documents", response_model=list[DocumentOut])
async def search_documents(organization_id: uuid.UUID, q: str, user: CurrentUser, session: SessionDep):
    await services.ensure_member(session, user, organization_id)
    statement = select(Document).where(Document.organization_id == organization_id, Document.title.ilike(f"%{q}%"))  #~ verdict scoped
    return (await session.scalars(statement)).all()


@router.put("/documents/{document_id}", status_code=204)
async def edit_document(document_id: uuid.UUID, body: DocumentEdit, user: CurrentUser, session: SessionDep):
    await services.edit_document(session, user, document_id, body)


@router.get("/late-tasks")
async def late_tasks(user: CurrentUser, session: SessionDep):
    return await services.late_tasks(session, user, datetime.now(timezone.utc))  #~ verdict scoped
