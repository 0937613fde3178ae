"""A playbook is read whole or refused by file and field, and each audience gets what it may see."""

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ContentError, LibraryError
from assistant.model import Clearance, Playbook, Speaker, Turn
from assistant.selling.fit import judge
from assistant.selling.playbook import compiled, for_audience, from_json, read_playbook, to_json
from assistant.selling.profile import stated
from assistant.selling.stage import read_stage
from assistant.settings import Settings
from assistant.wiring import open_library

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
SHIPPED = {f"LF-{number:02}": Clearance.PUBLIC for number in range(1, 37)}
# A company of quite another trade: it puts solar panels on the roofs of farms.
SOLAR = {
    "fields.yaml": """
fields:
  - {name: roofs, label: Roofs, kind: count, nouns: [roof*, barn*], asked: ["how many roofs"]}
  - name: asbestos
    label: Asbestos in the roof
    kind: yes_no
    asked: [asbestos]
    choices:
      - {value: false, phrases: ["no asbestos"]}
      - {value: true, phrases: [asbestos, eternit]}
""",
    "fit.yaml": """
critical: [roofs, asbestos]
limits:
  - id: A1
    when: [{asbestos: {is: true}}]
    text: we do not work on roofs with asbestos
    document: S-2
    better_option: A firm that is licensed to remove it, before anything else.
    audience: public
conditions:
  - {id: B1, when: [{roofs: {above: 3}}], text: it takes two seasons, document: S-9, audience: internal}
""",
    "stages.yaml": "cues: [{stage: validate, weight: 3, phrases: [yield log*]}]",
}
SOLAR_DOCUMENTS = {"S-2": Clearance.PUBLIC, "S-9": Clearance.INTERNAL}


def written(root: Path, **changed: str) -> Path:
    (root / "playbook").mkdir()
    for name, text in (SOLAR | {f"{name}.yaml": text for name, text in changed.items()}).items():
        (root / "playbook" / name).write_text(text, encoding="utf-8")
    return root


def test_the_shipped_playbook_rests_on_what_its_readers_may_see_and_comes_back_as_it_was() -> None:
    playbook = read_playbook(KNOWLEDGE)
    assert (len(playbook.fit.limits), len(playbook.fit.critical)) == (10, 6)
    assert from_json(to_json(playbook)) == playbook
    retired = [claim.text for claim in playbook.claims if claim.retired]
    assert retired == ["market leader", "pays for itself", "risk-free"]
    assert (len(playbook.claims), len(playbook.pillars), len(playbook.personas)) == (17, 3, 7)
    assert playbook.plumb_line in (KNOWLEDGE / "company.yaml").read_text(encoding="utf-8")
    assert from_json(compiled(KNOWLEDGE, SHIPPED)[Clearance.PUBLIC]).fit.limits == playbook.fit.limits


def test_each_published_edition_holds_the_playbook_of_its_audience(published: Settings) -> None:
    for clearance in (Clearance.PUBLIC, Clearance.INTERNAL):
        playbook = from_json(open_library(clearance, published).playbook)
        assert playbook == for_audience(read_playbook(KNOWLEDGE), clearance)


def test_another_company_is_described_without_touching_code(tmp_path: Path) -> None:
    playbook = from_json(compiled(written(tmp_path), SOLAR_DOCUMENTS)[Clearance.INTERNAL])

    def heard(*texts: str) -> Any:
        turns = [Turn(Speaker.CUSTOMER, text) for text in texts]
        return judge(stated(turns, playbook.fields), playbook.fit), read_stage(turns, playbook.cues)

    reading, _ = heard("We have two barn roofs, both eternit from the seventies.")
    assert (reading.verdict.value, reading.limits[0].document_id) == ("not_fit", "S-2")
    assert heard("We own five roofs, no asbestos.")[0].conditions[0].rule == "B1"
    assert heard("We own five roofs.")[0].missing == ("asbestos",)
    assert heard("Where are your yield logs?")[1].stage == "validate"


def test_customers_never_get_a_rule_for_the_staff(tmp_path: Path) -> None:
    texts = compiled(written(tmp_path), SOLAR_DOCUMENTS)
    assert "two seasons" not in texts[Clearance.PUBLIC]
    assert "two seasons" in texts[Clearance.INTERNAL]


@pytest.mark.parametrize(
    ("changed", "documents", "problem"),
    [
        ({"fields": "fields: [{name: roofs}]"}, SOLAR_DOCUMENTS, "fields.yaml.*label"),
        ({"fit": "critical: [towers]"}, SOLAR_DOCUMENTS, "fit.yaml.*towers"),
        ({"stages": "cues: [{stage: closing, phrases: [sign]}]"}, SOLAR_DOCUMENTS, "stages.yaml.*stage"),
        ({"fit": "limits: [unbalanced"}, SOLAR_DOCUMENTS, "fit.yaml.*not valid YAML"),
        ({"message": "claims: [{id: C1, text: It is good.}]"}, SOLAR_DOCUMENTS, "message.yaml.*C1.*no document"),
        ({"message": "claims: [{id: C1, text: Best., retired: true}]"}, SOLAR_DOCUMENTS, "C1.*retired.*instead"),
        (
            {"message": "claims: [{id: C1, text: Good., documents: [S-2], pillar: Sun}]"},
            SOLAR_DOCUMENTS,
            "C1.*no pillar is called 'Sun'",
        ),
        (
            {"message": "claims: [{id: C1, text: Good., documents: [S-2]}, {id: C1, text: So., documents: [S-2]}]"},
            SOLAR_DOCUMENTS,
            "claim 'C1' is there twice",
        ),
        ({"message": "pillars: [{name: Sun, documents: [S-7]}]"}, SOLAR_DOCUMENTS, "message.yaml.*Sun.*S-7"),
        (
            {"message": "claims: [{id: C1, text: Good., documents: [S-9], audience: public}]"},
            SOLAR_DOCUMENTS,
            "message.yaml.*C1.*public.*S-9.*internal",
        ),
        ({"message": "slogan: Buy now"}, SOLAR_DOCUMENTS, "message.yaml.*slogan.*unknown"),
        ({"personas": "personas: [{id: a, name: A}, {id: a, name: B}]"}, SOLAR_DOCUMENTS, "persona 'a' is there twice"),
        ({"personas": "personas: [{name: A}]"}, SOLAR_DOCUMENTS, "personas.yaml.*id"),
        ({"prices": "a: 1"}, SOLAR_DOCUMENTS, "prices.yaml.*no file of a playbook"),
        ({}, {"S-9": Clearance.INTERNAL}, "A1.*S-2.*not in the library"),
        ({}, {"S-2": Clearance.INTERNAL, "S-9": Clearance.INTERNAL}, "A1.*public.*S-2.*internal"),
    ],
)
def test_a_playbook_that_cannot_be_used_is_refused(
    tmp_path: Path, changed: dict[str, str], documents: dict[str, Clearance], problem: str
) -> None:
    with pytest.raises(ContentError, match=problem):
        compiled(written(tmp_path, **changed), documents)


def test_what_the_staff_says_of_itself_stays_in_the_house() -> None:
    texts = compiled(KNOWLEDGE, SHIPPED)
    assert "risk-free" not in texts[Clearance.PUBLIC]
    assert "risk-free" in texts[Clearance.INTERNAL]
    assert "fear of lock-in" not in texts[Clearance.PUBLIC]


def test_a_folder_without_a_playbook_has_what_holds_in_every_trade(tmp_path: Path) -> None:
    playbook = read_playbook(tmp_path)
    assert playbook.cues
    assert "budget" in {field.name for field in playbook.fields}
    assert playbook.fit.limits == ()


def test_an_edition_that_holds_something_else_is_told() -> None:
    assert from_json("") == Playbook()
    with pytest.raises(LibraryError, match="rebuild"):
        from_json('{"fields": 3}')
