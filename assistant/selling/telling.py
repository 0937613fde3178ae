"""What a clause tells, each thing by the field that says most of it: by its phrases, and by what the clause means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant.model import Field, FieldKind
from assistant.selling.clauses import Clause
from assistant.selling.meaning import Kind, Meaning
from assistant.selling.recognise import Told, reader

# Whose phrases say more than those of the field after: "no cloud" is no general limit, a lost sum no mere trouble.
_OVER = {
    "budget": ("impact",),
    "impact": ("pain", "current_solution", "requirement"),
    "paper_process": ("decision_process", "requirement", "constraint", "decision_maker"),
    "success_measure": ("need", "pain"),
    "risk": ("pain", "current_solution", "need", "requirement"),
    "constraint": ("requirement", "pain"),
    "criterion": ("need", "requirement"),
    "decision_process": ("decision_maker",),
    "competitor": ("current_solution",),
    "requirement": ("need",),
    "current_solution": ("need",),
    "trigger": ("pain",),
    "timeline": ("requirement", "need"),
}
_OF_TRADE = (FieldKind.YES_NO, FieldKind.CHOICE)
# Of these kinds a clause tells one field in words only, and of those the words alone are enough.
_IN_WORDS = (FieldKind.TEXT, FieldKind.ROLE, FieldKind.INDUSTRY, FieldKind.COMPETITOR, FieldKind.WHEN)
# What may be told in any words.
_FREE = (FieldKind.TEXT, FieldKind.ROLE, FieldKind.INDUSTRY)
# Chosen on the odd rows: what a phrase of a field weighs beside the likeness, what having been asked for it weighs, and
# how much of all that is enough to take a clause for it, with a phrase of any field in it and without one.
_PHRASE, _ASKED, _ENOUGH, _ALONE = 0.3, 0.15, 0.35, 0.4
# How much more like telling another field a reply must be to be none to what was asked. Chosen on the odd rows.
_OTHER = 0.15


class Teller:
    """Reads clauses for fields; without a `meaning` by their phrases alone."""

    def __init__(self, fields: Sequence[Field], meaning: Meaning | None = None) -> None:
        self._fields = fields
        self._meaning = meaning

    def told(self, clause: Clause, asked: Collection[str] = ()) -> list[tuple[Field, Told]]:
        """What a clause tells, each thing by the most specific field that takes it; `asked` are the fields asked."""
        like = self._meaning.tells(clause.text) if self._meaning else {}
        found: list[tuple[Field, Told]] = []
        for field in self._fields:
            if clause.supposes and field.name != "success_measure":
                continue
            found += [(field, told) for told in reader(field).told(clause, _of(field, like))]
        if like and not clause.supposes:
            found = _weighed(found, clause, self._fields, like, asked)
        names = {field.name for field, _ in found}
        # A field of the trade says more than one of the general ones in words.
        of_trade = any(field.kind in _OF_TRADE for field, _ in found)
        beaten = {other for name in names for other in _OVER.get(name, ())}
        if of_trade:
            beaten |= {"constraint", "requirement", "need"}
        return [(field, told) for field, told in found if field.name not in beaten]

    def tells_other(self, field: Field, words: str) -> bool:
        """Whether words are more like telling another field than this one, which is told in words."""
        like = self._meaning.tells(words) if self._meaning and field.kind in _FREE else {}
        if not any(name == field.name for name, _ in like):
            return False
        rest = max((weight for (name, _), weight in like.items() if name not in ("", field.name)), default=0.0)
        return rest - _of(field, like) >= _OTHER


def _of(field: Field, like: Mapping[Kind, float]) -> float:
    """How like telling a field, whichever of its values, a clause is."""
    return max((weight for (name, _), weight in like.items() if name == field.name), default=0.0)


def _weighed(
    found: list[tuple[Field, Told]],
    clause: Clause,
    fields: Sequence[Field],
    like: Mapping[Kind, float],
    asked: Collection[str],
) -> list[tuple[Field, Told]]:
    """What was found by phrases, and by the likeness what is told in words and which choice is told.

    Of the fields in words only the one remains for which most speaks, and none where more speaks for nothing.
    """
    of = {field.name: field for field in fields if reader(field).may_tell(clause)}
    hit = {field.name for field, _ in found}
    weights = {
        (name, value): weight + _PHRASE * (name in hit) + _ASKED * (name in asked)
        for (name, value), weight in like.items()
        if name in of and of[name].kind in (*_IN_WORDS, *_OF_TRADE)
    }
    others = [weight for kind, weight in like.items() if kind not in weights and (not kind[0] or kind[0] in hit)]
    name, value = best = max(weights, key=lambda kind: weights[kind], default=("", None))
    sure = bool(name) and weights[best] >= max(_ENOUGH if hit else _ALONE, *others)
    kept = [
        (field, told)
        for field, told in found
        if field.kind is not FieldKind.TEXT
        or told.none
        or (field.name, None) not in like
        or (sure and field.name == name)
    ]
    # What tells a value by its words is not taken for more by a likeness alone.
    if sure and name not in hit and all(field.kind is FieldKind.TEXT for field, _ in found):
        kept.append((of[name], Told(value, 0, len(clause.text))))
    return kept
