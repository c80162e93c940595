"""Which address leads to which page. What names a person comes by POST: it stands in no address and no history."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from secrets import compare_digest, token_urlsafe

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from etl.audit_page import pages
from etl.audit_page.guard import COOKIE, guarded
from etl.audit_page.looks import Site
from etl.audit_page.rendering import render, render_fault
from etl.discretion import discreet
from etl.errors import IntegrityBroken, KinerjaError, WrongUsage

AT_ONCE = 2
"""Pages that are computed at the same time; the others wait."""
_STATUS = {WrongUsage: 400, IntegrityBroken: 500, KinerjaError: 503}


def make_app(site: Site, key: str) -> ASGIApp:
    """The whole page; `key` opens it."""
    session = token_urlsafe(32)
    page = partial(_page, site, CapacityLimiter(AT_ONCE))
    routes = [
        Route("/enter", partial(_enter, key, session), methods=["POST"]),
        Route("/", page(pages.search)),
        Route("/figure", page(pages.figure), methods=["POST"]),
        Route("/record", page(pages.record_search)),
        Route("/record", page(pages.record), methods=["POST"]),
        Route("/log", page(pages.log)),
        Route("/log", page(pages.verification), methods=["POST"]),
        Route("/lineage", page(pages.lineage)),
        Route("/lineage/{table}", page(pages.lineage_of_table)),
        Route("/lineage/{table}/{column}", page(pages.lineage_of_column)),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_page})
    return guarded(app, session, stranger=lambda: HTMLResponse(render("enter.html", refused=False), 401))


def _page(site: Site, limiter: CapacityLimiter, show: pages.Page) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        asked: dict[str, str] = dict(request.path_params)
        if request.method == "POST":
            asked |= {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        return await run_sync(partial(_answer, site, show, asked), limiter=limiter)

    return answer


def _answer(site: Site, show: pages.Page, asked: Mapping[str, str]) -> Response:
    """A fault whose words may quote a row is told by its type (etl/discretion.py)."""
    try:
        with discreet(site.workspace.home, "audit serve"):
            return HTMLResponse(show(site, asked))
    except KinerjaError as fault:
        return HTMLResponse(render_fault(fault), _STATUS.get(type(fault), 500))


async def _enter(key: str, session: str, request: Request) -> Response:
    given = (await request.form()).get("key")
    if not isinstance(given, str) or not compare_digest(given.encode(), key.encode()):
        return HTMLResponse(render("enter.html", refused=True), 403)
    inside = RedirectResponse("/", 303)
    inside.set_cookie(COOKIE, session, httponly=True, samesite="strict")
    return inside


async def _no_such_page(_request: Request, fault: Exception) -> Response:
    return HTMLResponse(render("no_such_page.html"), getattr(fault, "status_code", 404))
