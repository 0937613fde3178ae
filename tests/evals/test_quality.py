"""A command that writes its figures into the page leaves everything else of it alone."""

from datetime import date
from pathlib import Path

import pytest

from tests.evals.quality import PAGE, write_section

DAY = date(2026, 5, 4)


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("# Quality\n\nBy hand.\n\n<!-- a: begin -->\nold\n<!-- a: end -->\n\nBetween.\n")
    write_section("b", "make b", "| 1 |", DAY, page)
    write_section("a", "make a", "| new |\n", DAY, page)
    assert page.read_text() == (
        "# Quality\n\nBy hand.\n\n<!-- a: begin -->\n`make a`, 2026-05-04\n\n| new |\n<!-- a: end -->\n\nBetween.\n\n"
        "<!-- b: begin -->\n`make b`, 2026-05-04\n\n| 1 |\n<!-- b: end -->\n"
    )


def test_a_lost_marker_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("<!-- a: begin -->\nold\n")
    with pytest.raises(SystemExit, match="a: end"):
        write_section("a", "make a", "new", DAY, page)
    assert page.read_text() == "<!-- a: begin -->\nold\n"


@pytest.mark.parametrize("name", ["eval", "bench", "bench-scale"])
def test_the_page_has_room_for_every_command(name: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.index(f"<!-- {name}: begin -->") < text.index(f"<!-- {name}: end -->")
