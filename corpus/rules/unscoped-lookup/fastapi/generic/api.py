"""Repositories that are written for any entity: a member, a type argument or the constructor says which."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from logins import Reader
from named import InvoiceTable, Repositories
from prelude import Invoice, User, app, get_current_user, get_session
from repos import InvoiceRepository, LineRepository

router = APIRouter(dependencies=[Depends(get_current_user)])


async def get_invoice_or_404(id: int, repository: InvoiceRepository = Depends(InvoiceRepository)) -> Invoice:
    invoice = await repository.get_by_id(id)  #~ unscoped-lookup
    if invoice is None:
        raise HTTPException(404)
    return invoice


@router.get("/invoices/{id}")
async def one(invoice: Invoice = Depends(get_invoice_or_404)):
    return invoice


@router.get("/a/{id}")
async def direct(id: int, repository: InvoiceRepository = Depends(InvoiceRepository)):
    return await repository.get_by_id(id)  #~ unscoped-lookup


@router.get("/b")
async def everything(repository: InvoiceRepository = Depends()):
    return await repository.all()  #~ unscoped-list


@router.get("/c/{amount}")
async def by_amount(amount: int, repository: LineRepository = Depends(LineRepository)):
    return await repository.by_amount(amount)  #~ unscoped-lookup


@router.get("/e")
async def written(user: User = Depends(get_current_user), repository: InvoiceRepository = Depends(InvoiceRepository)):
    statement = select(Invoice).where(Invoice.organization_id == user.organization_id)
    return await repository.list(statement)  #~ verdict scoped


@router.get("/f/{id}")
async def checked(
    id: int,
    user: User = Depends(get_current_user),
    repository: InvoiceRepository = Depends(InvoiceRepository),
):
    invoice = await repository.get_by_id(id)  #~ verdict guarded
    if invoice is None or invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return invoice


@router.get("/g")
async def unscoped(paid: bool, repository: InvoiceRepository = Depends(InvoiceRepository)):
    statement = select(Invoice).where(Invoice.paid == paid)
    return await repository.list(statement)  #~ unscoped-lookup


@router.get("/h/{id}")
async def handed_to_base(id: int, session: Session = Depends(get_session)):
    return InvoiceTable(session).get(id)  #~ unscoped-lookup


def repositories(user: User = Depends(get_current_user), session: Session = Depends(get_session)) -> Repositories:
    return Repositories(session, user.organization_id)


@router.get("/i/{id}")
async def by_property(id: int, own: Repositories = Depends(repositories)):
    return own.any_invoice.get(id)  #~ unscoped-lookup


@router.get("/j/{id}")
async def of_tenant(id: int, own: Repositories = Depends(repositories)):
    return own.invoices.get(id)  #~ verdict scoped


@router.get("/k")
async def of_subject(subject: Reader, repository: InvoiceRepository = Depends(InvoiceRepository)):
    statement = select(Invoice).where(Invoice.organization_id == subject.user.organization_id)
    return await repository.list(statement)  #~ verdict scoped


app.include_router(router)
