"""Objects that log callers in: what depends on one is handed who calls."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from prelude import User


class Subject:
    user: User


class Authenticator:
    def __init__(self, scopes: set[str]) -> None:
        self.scopes = scopes

    async def __call__(self, request: Request) -> Subject:
        subject = request.state.subject
        if not subject.scopes & self.scopes:
            raise HTTPException(403)
        return subject


_reader = Authenticator(scopes={"read"})
Reader = Annotated[Subject, Depends(_reader)]
