import uuid

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select

from planner import services
from planner.deps import CurrentUser, Member, SessionDep
from planner.models import Membership, Project, Task
from planner.repositories import DocumentRepository, ProjectRepository
from planner.schemas import ProjectIn, ProjectOut, TaskIn, TaskOut

router = APIRouter(tags=["projects"])


@router.get("/organizations/{organization_id}/projects", response_model=list[ProjectOut])
async def list_projects(organization_id: uuid.UUID, member: Member, session: SessionDep, search: str | None = None):
    return await ProjectRepository(session).list_active(organization_id, search)  #~ verdict scoped


@router.post("/organizations/{organization_id}/projects", response_model=ProjectOut, status_code=201)
async def create_project(organization_id: uuid.UUID, body: ProjectIn, member: Member, session: SessionDep):
    return await ProjectRepository(session).add(member.organization_id, body.name)


@router.get("/organizations/{organization_id}/open-tasks")
async def open_tasks(organization_id: uuid.UUID, member: Member, session: SessionDep):
    return await DocumentRepository(session).open_task_counts(member.organization_id)  #~ verdict scoped


@router.get("/projects/{project_id}", response_model=ProjectOut)
async def get_project(project_id: uuid.UUID, user: CurrentUser, session: SessionDep):
    statement = select(Project).join(Membership, Membership.organization_id == Project.organization_id)  #~ verdict scoped
    statement = statement.where(Project.id == project_id, Membership.user_id == user.id)
    project = (await session.execute(statement)).scalar_one_or_none()
    if project is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such project")
    return project


@router.post("/organizations/{organization_id}/projects/{project_id}/tasks", response_model=TaskOut, status_code=201)
async def add_task(
    organization_id: uuid.UUID,
    project_id: uuid.UUID,
    body: TaskIn,
    member: Member,
    session: SessionDep,
):
    project = await ProjectRepository(session).find(organization_id, project_id)  #~ verdict scoped
    if project is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such project")
    task = Task(project_id=project.id, title=body.title, due_at=body.due_at)
    session.add(task)
    await session.commit()
    return task


@router.post("/organizations/{organization_id}/projects/{project_id}/tasks/{task_id}/done", response_model=TaskOut)
async def finish_task(
    organization_id: uuid.UUID,
    project_id: uuid.UUID,
    task_id: uuid.UUID,
    member: Member,
    session: SessionDep,
):
    statement = select(Task).join(Project, Task.project_id == Project.id)  #~ verdict scoped
    statement = statement.where(Task.id == task_id, Project.id == project_id, Project.organization_id == organization_id)
    task = (await session.execute(statement)).scalar_one_or_none()
    if task is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such task")
    return await services.complete_task(session, task)
