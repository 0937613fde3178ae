"""docs/quality.md: the part that a command writes, between its two markers; everything else is written by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def write_section(name: str, command: str, body: str, today: date, page: Path = PAGE) -> None:
    """Replace what stands between the markers of a section; without markers it is put at the end of the page."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    section = f"{begin}\n`{command}`, {today.isoformat()}\n\n{body.strip()}\n{end}"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if bool(opened) is not bool(closed):
        raise SystemExit(f"{page}: the marker {end} is missing. Put it after the section that {begin} opens.")
    whole = before + section + after if opened else f"{text.rstrip()}\n\n{section}\n".lstrip()
    page.write_text(whole, encoding="utf-8")
