"""Amounts with their units, as questions and documents write them."""

import pytest

from assistant.model import quantities

DAY = 86_400


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within −20…+40 °C and ±0.5 °C outside", [("temperature", -20, 40), ("temperature", 0.5, 0.5)]),
        ("from −40 to +60 °C", [("temperature", -40, 60)]),
        ("between −40 and −90 °C", [("temperature", -90, -40)]),
        ("a minus 80 freezer", [("temperature", -80, -80)]),
        ("how accurate at -100?", [("temperature", -100, -100)]),
        ("about three weeks from your order", [("time", 21 * DAY, 21 * DAY)]),
        ("in 10 business days", [("time", 10 * DAY, 10 * DAY)]),
        ("a 15-minute delay", [("time", 900, 900)]),
        ("€12,828 over 3 years", [("money", 12828, 12828), ("time", 3 * 365 * DAY, 3 * 365 * DAY)]),
        ("5 000 EUR", [("money", 5000, 5000)]),
        ("€15k", [("money", 15000, 15000)]),
        ("99.5 %", [("share", 99.5, 99.5)]),
        ("1.5 m above the floor", [("length", 1.5, 1.5)]),
        ("300 m² and 20 m³", [("area", 300, 300), ("volume", 20, 20)]),
        # numbers without a unit, ids and ranges of things are no amounts
        ("LF-11 and L1-2", []),
        ("20-40 sensors", []),
        ("within 5 ms", []),
        # numbers in other shapes; one that cannot be read is no amount and stops nothing
        ("0,5 °C", [("temperature", 0.5, 0.5)]),
        ("1,234.56 m²", [("area", 1234.56, 1234.56)]),
        ("version 2.352.274 m", []),
    ],
)
def test_amounts_are_read_with_their_measure(text: str, found: list[tuple[str, float, float]]) -> None:
    assert [(amount.measure, amount.low, amount.high) for amount in quantities(text)] == found


def test_a_range_holds_what_lies_in_it() -> None:
    (outer,), (inner,), (time,) = map(quantities, ("−40…+60 °C", "−25 °C", "25 h"))
    assert outer.is_range
    assert outer.holds(inner)
    assert not inner.holds(outer)
    assert not outer.holds(time)
