import uuid

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from planner.models import Document, Project, Task


class ProjectRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def list_active(self, organization_id: uuid.UUID, search: str | None) -> list[Project]:
        statement = select(Project).where(Project.organization_id == organization_id, Project.archived.is_(False))
        if search:
            statement = statement.where(Project.name.ilike(f"%{search}%"))
        result = await self.session.execute(statement.order_by(Project.name))
        return list(result.scalars().all())

    async def find(self, organization_id: uuid.UUID, project_id: uuid.UUID) -> Project | None:
        statement = select(Project).where(Project.id == project_id)
        statement = statement.where(Project.organization_id == organization_id)
        result = await self.session.execute(statement)
        return result.scalar_one_or_none()

    async def add(self, organization_id: uuid.UUID, name: str) -> Project:
        project = Project(organization_id=organization_id, name=name)
        self.session.add(project)
        await self.session.commit()
        return project


class DocumentRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def recent(self, organization_id: uuid.UUID, limit: int = 20) -> list[Document]:
        statement = (
            select(Document)
            .where(Document.organization_id == organization_id)
            .order_by(Document.updated_at.desc())
            .limit(limit)
        )
        return list((await self.session.scalars(statement)).all())

    async def open_task_counts(self, organization_id: uuid.UUID) -> dict[str, int]:
        statement = select(Project.name, func.count(Task.id)).join(Task, Task.project_id == Project.id)
        statement = statement.where(Project.organization_id == organization_id, Task.done.is_(False))
        rows = await self.session.execute(statement.group_by(Project.name))
        return {name: count for name, count in rows.all()}
