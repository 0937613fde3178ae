"""A cookie by which a browser finds its own conversation again, until the browser is closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import RecordsError

logger = logging.getLogger(__name__)


class Names(Protocol):
    """Names visitors, and knows the names that it gave; `cookie` is what the browser keeps them as."""

    cookie: str

    def new(self) -> str: ...

    def owner(self, signed: str | None) -> str: ...


class VisitorCookie:
    """ASGI middleware: gives the browser that loads the page a name of its own, unless it has one.

    No script can read it, no other site can send it, and it names nobody outside of this program.
    """

    def __init__(self, app: ASGIApp, names: Callable[[], Names]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].strip("/"):
            await self._app(scope, receive, send)
            return
        cookie = self._given(Request(scope))

        async def send_with_cookie(message: Message) -> None:
            if cookie and message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("Set-Cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Strict{_secure(scope)}")
                # A page that carries somebody's name is for nobody else.
                headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_cookie)

    def _given(self, request: Request) -> str:
        try:
            names = self._names()
        except RecordsError as error:
            # Without a name the conversation ends with the page; that is no reason to refuse it.
            logger.warning("Visitors get no cookie: %s", error)
            return ""
        return "" if names.owner(request.cookies.get(names.cookie)) else f"{names.cookie}={names.new()}"


def _secure(scope: Scope) -> str:
    return "; Secure" if scope["scheme"] == "https" else ""
