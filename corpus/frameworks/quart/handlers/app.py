from quart import Quart, abort, g, jsonify, request
from quart_auth import current_user, login_required
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = Quart(__name__)
sessions = async_sessionmaker()


class Base(DeclarativeBase):
    pass


class Organization(Base):
    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))


class Invoice(Base):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    number: Mapped[str]


@app.before_request
async def load_user():
    async with sessions() as session:
        g.user = await session.get(User, int(current_user.auth_id))


@app.get("/invoices/<int:invoice_id>")
@login_required
async def one(invoice_id):
    async with sessions() as session:
        invoice = await session.get(Invoice, invoice_id)  #~ unscoped-lookup
    return jsonify(number=invoice.number)


@app.get("/own/<int:invoice_id>")
@login_required
async def own(invoice_id):
    async with sessions() as session:
        statement = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == g.user.organization_id)  #~ verdict scoped
        invoice = (await session.execute(statement)).scalar_one_or_none()
    if invoice is None:
        abort(404)
    return jsonify(number=invoice.number)


@app.post("/search")
@login_required
async def search():
    data = await request.get_json()
    async with sessions() as session:
        rows = await session.scalars(select(Invoice).where(Invoice.number == data["number"]))  #~ unscoped-lookup
        return jsonify([row.number for row in rows])


@app.post("/move")
@login_required
async def move():
    form = await request.form
    async with sessions() as session:
        rows = await session.scalars(select(Invoice).where(Invoice.organization_id == form["organization_id"]))  #~ tenant-from-request
        return jsonify([row.number for row in rows])


@app.get("/args")
@login_required
async def args():
    async with sessions() as session:
        invoice = await session.get(Invoice, request.args.get("id", type=int))  #~ verdict guarded
        if invoice.organization_id != g.user.organization_id:
            abort(404)
        return jsonify(number=invoice.number)


async def sent():
    if request.is_json:
        return await request.get_json()
    return await request.form


def announce(**data):
    print(data)


# what is stored under a key takes the place of what was sent, whichever way it came
@app.put("/sent/<int:invoice_id>")
@login_required
async def put(invoice_id):
    data = await sent()
    async with sessions() as session:
        statement = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == g.user.organization_id)  #~ verdict scoped
        if (await session.execute(statement)).scalar_one_or_none() is None:
            abort(404)
        data["id"] = invoice_id
        announce(**data)
        invoice = await session.get(Invoice, data["id"])  #~ verdict scoped
    return jsonify(number=invoice.number)


@app.put("/kept/<int:invoice_id>")
@login_required
async def kept(invoice_id):
    data = await sent()
    async with sessions() as session:
        statement = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == g.user.organization_id)  #~ verdict scoped
        if (await session.execute(statement)).scalar_one_or_none() is None:
            abort(404)
        data["number"] = invoice_id
        invoice = await session.get(Invoice, data["id"])  #~ unscoped-lookup
    return jsonify(number=invoice.number)
