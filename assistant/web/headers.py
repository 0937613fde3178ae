"""Security headers on every HTTP response, and 404 for the parts of Streamlit that a program does not offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.visitor import Names, VisitorCookie

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# What customers have no use for: uploading files, figures of the server, driving the page by machine.
CLOSED_TO_CUSTOMERS = ("upload_file", "metrics", "agent")


class SecurityHeaders:
    """ASGI middleware: `HEADERS` on every response, 404 for the paths `/_stcore/<closed>` at any depth."""

    def __init__(self, app: ASGIApp, closed: Iterable[str] = ()) -> None:
        self._app = app
        self._closed = frozenset(closed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if self._is_closed(scope["path"]):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            # Starlette would answer from outside of this middleware, without the headers.
            if not started:
                error = PlainTextResponse("Internal Server Error", status_code=500)
                await error(scope, receive, send_with_headers)
            raise

    def _is_closed(self, path: str) -> bool:
        steps = [step for step in path.casefold().split("/") if step]
        return any(here == "_stcore" and there in self._closed for here, there in pairwise(steps))


def protection(closed: Iterable[str] = (), names: Callable[[], Names] | None = None) -> list[Middleware]:
    """The middleware of a program that does not offer the Streamlit paths in `closed`.

    `names` opens what names visitors, where the program lets them find their conversations again.
    """
    headers = Middleware(SecurityHeaders, closed=tuple(closed))
    return [headers, Middleware(VisitorCookie, names=names)] if names else [headers]
