"""A report on the Library page: what became, or would become, of each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.pages import parts
from assistant.pages.desk.intake import Outcome
from assistant.pages.texts import text

FLAGS_SHOWN = 50
ROWS_SHOWN = 500


def report(outcome: Outcome) -> None:
    """The counts of a report, each file's result, and what needs a look."""
    counts = {"unchanged": len(outcome.unchanged), "passages": outcome.passages}
    parts.remark(parts.fill(text("intake.counts"), **counts))
    if outcome.found or outcome.gone:
        parts.remark(parts.fill(text("intake.proved"), found=len(outcome.found), gone=len(outcome.gone)))
    rows = list(_rows(outcome))
    if rows:
        names = (text("intake.column_file"), text("intake.column_result"))
        st.dataframe(
            [dict(zip(names, row, strict=True)) for row in rows[:ROWS_SHOWN]],
            hide_index=True,
            column_config={names[1]: st.column_config.TextColumn(width="large")},
        )
    if len(rows) > ROWS_SHOWN:
        parts.remark(parts.fill(text("intake.more"), count=len(rows) - ROWS_SHOWN))
    _flagged(text("intake.refused"), ":material/block:", [": ".join(one) for one in outcome.refused])
    told = [f"{path}: {text(f'flag.{kind}')}{f': “{words}”' if words else ''}" for kind, path, words in outcome.flags]
    _flagged(text("intake.flags"), ":material/flag:", told)
    _flagged(text("intake.not_found"), ":material/search_off:", outcome.not_found)
    _flagged(text("intake.disagree"), ":material/rule:", outcome.disagreements)


def _rows(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Each document that changes with its result, as plain text for a table."""
    results = (
        ("added", outcome.added), ("replaced", outcome.replaced), ("removed", outcome.removed), ("kept", outcome.kept),
    )  # fmt: skip
    tense = "would" if outcome.dry_run else "did"
    for result, names in results:
        for name in names:
            yield parts.clean(name), text(f"result.{tense}_{result}")
    for was, now in outcome.moved:
        yield parts.clean(now), text(f"result.{tense}_move").format(was=parts.clean(was))


def _flagged(template: str, icon: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    st.warning(parts.fill(template, count=len(lines)), icon=icon)
    for line in lines[:FLAGS_SHOWN]:
        parts.paragraph(line, item=True)
    if len(lines) > FLAGS_SHOWN:
        parts.remark(parts.fill(text("intake.more"), count=len(lines) - FLAGS_SHOWN))
