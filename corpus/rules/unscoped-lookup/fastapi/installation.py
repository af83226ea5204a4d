"""Who is let in by a function that is called after those who run the installation is one of them; a name alone lets nobody in."""

from fastapi import Depends, HTTPException

from prelude import Invoice, User, app, get_current_user, get_session


def current_superuser(user: User = Depends(get_current_user)) -> User:
    if user.email not in ("root@example.com",):
        raise HTTPException(403)
    return user


def superuser_settings() -> dict:
    return {"theme": "dark"}


@app.get("/operated/{invoice_id}")
def operated(invoice_id: int, _: User = Depends(current_superuser), session=Depends(get_session)):
    return session.get(Invoice, invoice_id)  #~ verdict scoped


@app.get("/themed/{invoice_id}")
def themed(
    invoice_id: int,
    settings: dict = Depends(superuser_settings),
    user: User = Depends(get_current_user),
    session=Depends(get_session),
):
    return session.get(Invoice, invoice_id)  #~ unscoped-lookup
