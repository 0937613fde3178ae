"""What an edition is to hold: documents that were read just now, and those taken over from the edition before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.library.draft import Draft


@dataclass(frozen=True, slots=True)
class Stretch:
    """Documents that stand one behind the other in the edition before and are taken over as they stand.

    `passages` and `excerpts` are their rows there.
    """

    documents: tuple[str, ...]
    passages: range
    excerpts: range


Content = Draft | Stretch


def joined(contents: Iterable[Content]) -> list[Content]:
    """The same contents in the same order, with what stands side by side in the edition before in one piece."""
    found: list[Content] = []
    for content in contents:
        before = found[-1] if found else None
        if isinstance(content, Stretch) and isinstance(before, Stretch) and _follows(before, content):
            found[-1] = Stretch(
                before.documents + content.documents,
                range(before.passages.start, content.passages.stop),
                range(before.excerpts.start, content.excerpts.stop),
            )
        else:
            found.append(content)
    return found


def _follows(before: Stretch, after: Stretch) -> bool:
    return before.passages.stop == after.passages.start and before.excerpts.stop == after.excerpts.start
