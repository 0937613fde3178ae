"""A reply on screen: the answer's quotes with their sources, or what is said where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from assistant.model import Answer, Clearance, Company, Message, Note
from assistant.pages import parts
from assistant.pages.blocks import Table, Words, blocks
from assistant.pages.sources import nearest_list, source_list
from assistant.pages.texts import text
from assistant.wiring import Assistant


def draw_reply(assistant: Assistant, company: Company, reply: Message, *, key: str, staff: bool) -> None:
    """Draw what was replied."""
    answer = reply.answer
    if answer is None:
        parts.paragraph(reply.text)
        return
    if answer.understood_as:
        parts.remark(parts.fill(text("answer.understood"), question=answer.understood_as))
    if answer.found:
        _blocks(answer, staff=staff)
        parts.remark(text(f"answer.{answer.confidence.name.lower()}"))
        source_list(assistant, answer, key=key, staff=staff)
        return
    _not_found(company, answer, staff=staff)
    if answer.quotes:
        source_list(assistant, answer, key=key, staff=staff)
    nearest_list(assistant, answer.nearest, key=key, staff=staff)


def _blocks(answer: Answer, *, staff: bool) -> None:
    for audience, run in groupby(blocks(answer), key=_audience):
        if staff and audience is not Clearance.PUBLIC:
            with st.container(border=True):
                parts.audience_badge(audience)
                _draw(run)
        else:
            _draw(run)


def _audience(block: Note | Words | Table) -> Clearance:
    return Clearance.PUBLIC if isinstance(block, Note) else block.audience


def _draw(run: Iterable[Note | Words | Table]) -> None:
    for block in run:
        match block:
            case Note(key="side" | "reading" | "not-fit" | "not-fit-probably" | "not-worth" | "not-worth-probably"):
                parts.label(block.text)
            case Note():
                parts.paragraph(block.text)
            case Words():
                parts.paragraph(block.text, block.numbers, item=block.item)
            case Table():
                parts.table(block.headers, block.rows, block.numbers)


def _not_found(company: Company, answer: Answer, *, staff: bool) -> None:
    if answer.parts:
        _blocks(answer, staff=staff)
    else:
        st.markdown(text("answer.none_found"))
    if staff:
        st.markdown(text("desk.none_found"))
    else:
        # Other words or a name help nobody whose question no document answers.
        way_on = text("chat.not_ours" if _beyond(answer) else "chat.none_found")
        st.markdown(parts.fill(way_on, contact=company.contact))


def _beyond(answer: Answer) -> bool:
    return any(isinstance(part, Note) and part.key.startswith("beyond-") for part in answer.parts)
