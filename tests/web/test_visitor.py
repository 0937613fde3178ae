"""The cookie by which a browser finds its own conversation again."""

from __future__ import annotations

from pathlib import Path

import pytest
from itsdangerous import Signer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.errors import RecordsError
from assistant.web.headers import protection
from assistant.web.visitor import Names
from assistant.wiring import Visitors

KEY = b"k" * 32


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


def program(names: Names | None = None, *, scheme: str = "http") -> TestClient:
    def opened() -> Names:
        if names is None:
            raise RecordsError("The disk is full.")
        return names

    app = Starlette(routes=[Route("/{anything:path}", page)], middleware=protection((), opened))
    return TestClient(app, base_url=f"{scheme}://chat.test")


def test_a_browser_is_named_once_and_keeps_its_name() -> None:
    visitors, browser = Visitors(KEY), program(Visitors(KEY))
    first = browser.get("/")
    name = visitors.owner(browser.cookies[Visitors.cookie])
    assert len(name) == 64
    assert first.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in browser.get("/").headers
    assert visitors.owner(browser.cookies[Visitors.cookie]) == name


def test_no_script_and_no_other_site_can_use_it_and_it_ends_with_the_browser() -> None:
    given = program(Visitors(KEY)).get("/").headers["Set-Cookie"]
    assert given.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert program(Visitors(KEY), scheme="https").get("/").headers["Set-Cookie"].endswith("; Secure")


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/app.js", "/favicon.png"])
def test_only_the_page_itself_names_anybody(path: str) -> None:
    assert "Set-Cookie" not in program(Visitors(KEY)).get(path).headers


@pytest.mark.parametrize(
    "made_up", ["0" * 64, f"{'0' * 64}.signature", Signer(b"x" * 32).sign("0" * 64).decode(), "ä", ""]
)
def test_a_name_that_is_none_of_ours_owns_nothing_and_is_replaced(made_up: str) -> None:
    assert Visitors(KEY).owner(made_up) == ""
    response = program(Visitors(KEY)).get("/", headers={"Cookie": f"{Visitors.cookie}={made_up}".encode()})
    assert "Set-Cookie" in response.headers


def test_without_a_key_the_page_still_opens() -> None:
    response = program().get("/")
    assert (response.text, "Set-Cookie" in response.headers) == ("hello", False)


def test_the_key_survives_and_is_for_this_account_alone(tmp_path: Path) -> None:
    path = tmp_path / "records" / "chat.key"
    signed = Visitors.under(path).new()
    assert Visitors.under(path).owner(signed)
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == ["chat.key"]


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "chat.key"
    path.write_bytes(content)
    with pytest.raises(RecordsError, match=r"damaged\. Delete it"):
        Visitors.under(path)
