from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


# a person belongs to one organization here, and is an administrator of that one
@app.get("/invoices/all")
def everything(session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    own = session.get(User, user.id)
    if not own.is_admin:
        raise HTTPException(403)
    return session.scalars(select(Invoice)).all()  #~ unscoped-list
