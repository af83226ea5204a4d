"""A function that makes keys, and one whose results are remembered."""

from functools import lru_cache

import httpx
import redis
from cachetools import TTLCache, cached
from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, engine, get_current_user, get_session

cache = {}
redis_client = redis.Redis()


def fetch_rates(organization_id: int) -> list[int]:
    rates = httpx.get(f"https://rates.example/{organization_id}").json()
    redis_client.set("rates", rates)  #~ tenantless-cache-key
    return rates


def fetch_own_rates(organization_id: int) -> list[int]:
    rates = httpx.get(f"https://rates.example/{organization_id}").json()
    redis_client.set(f"rates:{organization_id}", rates)
    return rates


def fetch_currencies(region: str) -> list[str]:
    currencies = httpx.get(f"https://rates.example/{region}/currencies").json()
    redis_client.set("currencies", currencies)
    return currencies


def report_cache_key(kind: str, month: str) -> str:
    return f"report:{kind}:{month}"  #~ tenantless-cache-key


def full_cache_key(organization_id: int, kind: str, month: str) -> str:
    return f"report:{organization_id}:{kind}:{month}"


def report(organization_id: int, month: str) -> list[int]:
    key = report_cache_key("totals", month)
    if key not in cache:
        with Session(engine) as session:
            rows = session.scalars(select(Invoice).where(Invoice.organization_id == organization_id))  #~ verdict latent
            cache[key] = [row.total for row in rows]
    return cache[key]


def other_report(organization_id: int, month: str) -> list[int]:
    key = full_cache_key(organization_id, "totals", month)
    return cache.get(key, [])


@lru_cache
def settings() -> dict[str, str]:
    # what nobody owns may be remembered for everybody
    return {"currency": "EUR"}


@cached(TTLCache(maxsize=100, ttl=60))
def totals(organization_id: int) -> list[int]:
    with Session(engine) as session:
        rows = session.scalars(select(Invoice).where(Invoice.organization_id == organization_id))
        return [row.total for row in rows]


@app.get("/totals")
def get_totals(user: User = Depends(get_current_user), session: Session = Depends(get_session)) -> list[int]:
    return totals(user.organization_id)  #~ verdict scoped
