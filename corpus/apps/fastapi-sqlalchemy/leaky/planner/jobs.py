from datetime import datetime, timedelta, timezone

from celery import shared_task
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from planner.config import settings
from planner.models import Document, Organization

engine = create_engine(settings.database_url)


@shared_task
def drop_stale_documents() -> int:
    before = datetime.now(timezone.utc) - timedelta(days=730)
    dropped = 0
    with Session(engine) as session:
        for organization in session.scalars(select(Organization).where(Organization.plan == "free")).all():
            statement = delete(Document).where(Document.organization_id == organization.id, Document.updated_at < before)  #~ verdict scoped
            dropped += session.execute(statement).rowcount
        session.commit()
    return dropped
