import uuid
from datetime import datetime

from pydantic import BaseModel, ConfigDict


class ProjectIn(BaseModel):
    name: str


class ProjectOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    archived: bool


class TaskIn(BaseModel):
    title: str
    due_at: datetime | None = None


class TaskOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    title: str
    done: bool


class DocumentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    title: str
    body: str


class DocumentEdit(BaseModel):
    organization_id: uuid.UUID
    title: str
    body: str
