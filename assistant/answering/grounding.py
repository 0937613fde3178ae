"""The last look at an answer before anyone sees it: every quote stands verbatim in what was searched."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Answer, Hit


class UngroundedAnswer(Exception):
    """An answer that cites something that was not found; a mistake of ours, never shown."""


def check(answer: Answer, hits: Sequence[Hit]) -> Answer:
    """The answer itself; raises `UngroundedAnswer` when a citation leads outside the passages that were found.

    That the words of a quote stand in their passage is checked when a `Citation` is built.
    """
    found = {hit.passage for hit in hits}
    for citation in answer.citations:
        if citation.passage not in found:
            raise UngroundedAnswer(f"{citation.document_id}: {citation.quote!r} was not among what was found")
    return answer
