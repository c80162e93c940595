"""Who may ask, and what a browser may do with the answer.

On a machine that several people use loopback is no protection: whoever asks must know the key that the one who
started the server was shown. It is exchanged for a cookie, so that it stands in no address that is asked for.
"""

from collections.abc import Callable
from secrets import compare_digest

from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "kinerja_audit"
OPEN_TO_ALL = ("/enter", "/static/")
"""What whoever has no session may ask for: the page's looks, and the exchange of the key."""
MOST_BYTES = 4096
"""Of a form: a number, a period and a name are far less."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def guarded(app: ASGIApp, session: str, stranger: Callable[[], Response]) -> ASGIApp:
    """Let through what comes from this page with its session; `stranger` answers whoever has none."""

    async def admit(scope: Scope, receive: Receive, send: Send) -> None:
        answer = _refusal(Request(scope), session, stranger) or app
        await answer(scope, receive, send)

    named = TrustedHostMiddleware(admit, allowed_hosts=["127.0.0.1", "localhost"], www_redirect=False)

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "http":
            await named(scope, receive, send_with_headers)

    return guard


def _refusal(request: Request, session: str, stranger: Callable[[], Response]) -> Response | None:
    if request.method == "POST" and not _is_own(request):
        return PlainTextResponse("Only this page may send forms here.", 403)
    if request.method == "POST" and not _is_short(request):
        return PlainTextResponse("That is more than the forms of this page hold.", 413)
    if request.url.path.startswith(OPEN_TO_ALL) or compare_digest(_shown(request), session.encode()):
        return None
    return stranger()


def _shown(request: Request) -> bytes:
    return request.cookies.get(COOKIE, "").encode()


def _is_own(request: Request) -> bool:
    """Whether a form was sent from this page: another port of this machine is another page."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == f"http://{request.headers.get('host')}"


def _is_short(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isascii() and length.isdigit() and int(length) <= MOST_BYTES
