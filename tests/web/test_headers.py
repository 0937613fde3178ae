"""Every HTTP response carries the security headers; the chat answers 404 where Streamlit offers too much."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from assistant.web.headers import CLOSED_TO_CUSTOMERS, HEADERS, protection


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("hello", headers={"X-Content-Type-Options": "sniff-away"})


async def stream(_: Request) -> StreamingResponse:
    return StreamingResponse(iter(["a", "b"]))


async def broken(_: Request) -> PlainTextResponse:
    raise RuntimeError("postgres://secret")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def program(closed: Iterable[str] = ()) -> TestClient:
    every = ["GET", "POST", "PUT", "DELETE"]
    routes = [
        Route("/broken", broken),
        Route("/stream", stream),
        WebSocketRoute("/_stcore/stream", socket),
        Route("/{anything:path}", page, methods=every),
    ]
    app = Starlette(routes=routes, middleware=protection(closed))
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 200), ("GET", "/stream", 200), ("GET", "/broken", 500), ("PATCH", "/", 405)],
)
def test_every_response_carries_the_headers_once(method: str, path: str, status: int) -> None:
    response = program().request(method, path)
    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers.get_list(name) == [value]


def test_an_error_tells_no_details() -> None:
    assert "secret" not in program().get("/broken").text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/upload_file",
        "/_stcore/upload_file/session/file",
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/base/_stcore/metrics",
        "/_stcore//metrics",
        "/%5fstcore/metrics",
        "/_STCORE/Metrics",
    ],
)
def test_the_chat_does_not_offer_what_customers_have_no_use_for(method: str, path: str) -> None:
    response = program(CLOSED_TO_CUSTOMERS).request(method, path)
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/metrics", "/media/upload_file"])
def test_the_chat_offers_the_rest(path: str) -> None:
    assert program(CLOSED_TO_CUSTOMERS).get(path).text == "hello"


def test_the_desk_may_upload() -> None:
    assert program().put("/_stcore/upload_file/session/file").status_code == 200


def test_the_live_connection_passes_through() -> None:
    with program(CLOSED_TO_CUSTOMERS).websocket_connect("/_stcore/stream") as live:
        assert live.receive_text() == "hello"
