"""A column without a declared target that is asked for what finds a group by its own key: it is that group's, and rows of the caller's
group are the caller's. A word that two rows share is no key."""

from fastapi import Depends, HTTPException
from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, User, app, get_current_user, get_session


class TemplateGroup(Base):
    __tablename__ = "template_groups"

    id: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    kind: Mapped[str]


class Template(Base):
    __tablename__ = "templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    group_id: Mapped[str]
    kind: Mapped[str]


@app.delete("/groups/{group_id}")
def remove(group_id: str, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(TemplateGroup).where(TemplateGroup.id == group_id, TemplateGroup.organization_id == user.organization_id)
    #~^ verdict scoped
    if session.scalars(own).first() is None:
        raise HTTPException(404)
    session.execute(delete(Template).where(Template.group_id == group_id))  #~ verdict scoped
    session.commit()


@app.delete("/others/{group_id}")
def remove_any(group_id: str, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    if session.get(TemplateGroup, group_id) is None:  #~ unscoped-lookup
        raise HTTPException(404)
    session.execute(delete(Template).where(Template.group_id == group_id))  #~ unscoped-write
    session.commit()


@app.delete("/kinds/{kind}")
def remove_kind(kind: str, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(TemplateGroup).where(TemplateGroup.kind == kind, TemplateGroup.organization_id == user.organization_id)
    #~^ verdict scoped
    if session.scalars(own).first() is None:
        raise HTTPException(404)
    session.execute(delete(Template).where(Template.kind == kind))  #~ unscoped-write
    session.commit()
