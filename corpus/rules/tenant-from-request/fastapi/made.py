"""What a handler depends on is made by a function of the project, under a name of its own."""

from typing import Annotated

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Membership, User, app, get_current_user, get_session


class Seat:
    def __init__(self, organization_id: int):
        self.organization_id = organization_id


class Wish:
    def __init__(self, organization_id: int):
        self.organization_id = organization_id


def seated(strict: bool = True):
    def seat(
        organization_id: int,
        session: Session = Depends(get_session),
        user: User = Depends(get_current_user),
    ) -> Seat:
        statement = select(Membership).filter_by(organization_id=organization_id, user_id=user.id)
        if session.scalars(statement).first() is None:
            raise HTTPException(403)
        return Seat(organization_id)

    return Depends(seat)


def wished():
    def wish(organization_id: int) -> Wish:
        return Wish(organization_id)

    return Depends(wish)


OwnSeat = Annotated[Seat, seated(strict=True)]
AnyWish = Annotated[Wish, wished()]


@app.get("/seated")
def of_seat(chair: OwnSeat, session: Session = Depends(get_session)):
    return session.scalars(select(Invoice).where(Invoice.organization_id == chair.organization_id)).all()  #~ verdict scoped


@app.get("/wished")
def of_wish(chair: AnyWish, session: Session = Depends(get_session)):
    return session.scalars(select(Invoice).where(Invoice.organization_id == chair.organization_id)).all()  #~ tenant-from-request
