"""What a run did, or would do, to a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.library.flags import Flag
from assistant.library.folder import Refusal


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did or, when dry, would do: documents by id, and refusals with what to do about them.

    `moved` holds where a file was and where it is now; `kept` are documents whose file was refused and whose earlier
    version stays published; `superseded` ones are published for the staff only; `disagreements` are statements that
    contradict each other, the one that holds first; `flags` are what an editor should see of what is new; `embedded`
    counts the texts that the model had to see. Of what is new `found` are the documents that a sentence of their own
    finds, `not_found` those that it does not; `gone` are those proved not to be there any more. `published` holds the
    names of new editions by audience; `seconds` is wall time.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[Refusal, ...]
    superseded: tuple[str, ...]
    disagreements: tuple[str, ...]
    passages: int
    embedded: int
    seconds: float
    dry_run: bool
    flags: tuple[Flag, ...] = ()
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    published: Mapping[str, str] = field(default_factory=dict)
