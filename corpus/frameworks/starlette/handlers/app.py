from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute


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


async def one(request):
    with Session() as session:
        invoice = session.get(Invoice, request.path_params["id"])  #~ unscoped-lookup
        return JSONResponse({"number": invoice.number})


@requires("authenticated")
async def own(request):
    with Session() as session:
        own = select(Invoice).where(Invoice.organization_id == request.user.organization_id)  #~ verdict scoped
        invoice = session.scalars(own.where(Invoice.id == request.path_params["id"])).one()
        return JSONResponse({"number": invoice.number})


class Invoices(HTTPEndpoint):
    async def get(self, request):
        with Session() as session:
            rows = session.scalars(select(Invoice).where(Invoice.number == request.query_params["number"]))  #~ unscoped-lookup
            return JSONResponse([row.number for row in rows])

    async def post(self, request):
        data = await request.json()
        with Session() as session:
            invoice = session.get(Invoice, data["id"])  #~ unscoped-lookup
            invoice.number = data["number"]
            session.commit()
            return JSONResponse({})

    @requires("authenticated")
    async def put(self, request):
        data = await request.json()
        with Session() as session:
            invoice = session.get(Invoice, data["id"])  #~ verdict guarded
            if invoice.organization_id != request.user.organization_id:
                raise HTTPException(404)
            invoice.number = data["number"]
            session.commit()
            return JSONResponse({})


async def socket(websocket):
    await websocket.accept()
    message = await websocket.receive_json()
    with Session() as session:
        invoice = session.get(Invoice, message["id"])  #~ unscoped-lookup
        await websocket.send_json({"number": invoice.number})


app = Starlette(
    routes=[
        Route("/invoices/{id:int}", one),
        Route("/own/{id:int}", own, methods=["GET"]),
        Mount("/api", routes=[Route("/invoices", Invoices), WebSocketRoute("/ws", socket)]),
    ]
)
