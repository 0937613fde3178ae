"""Number formats: a stored number as its cell shows it."""

import pytest

from assistant.library.readers.workbook.formats import BUILT_IN, is_date, shown_number


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("5", "General", "5"),
        ("1234567890123", "General", "1234567890123"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-7", "General", "1E-07"),
        ("-3.25", "General", "-3.25"),
        ("3", "0.00", "3.00"),
        ("1.005", "0.00", "1.01"),
        ("0.125", "0.00", "0.13"),
        ("-0.001", "0.00", "0.00"),
        ("7", "000", "007"),
        ("0.5", "#.##", ".5"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12828", "#,##0", "12,828"),
        ("12828", "#,##0,", "13"),
        ("12828000", '#,##0.0,,"M"', "12.8M"),
        ("2.5", "0.0##", "2.5"),
        ("0.04", "0%", "4%"),
        ("0.04", '0" %"', "0 %"),
        ("0.5684", "0.0 %", "56.8 %"),
        ("95", '"€"#,##0.00', "€95.00"),
        ("95", "[$€-407]#,##0.00", "€95.00"),
        ("95", "#,##0.00 [$kr-414]", "95.00 kr"),
        ("95", "#,##0.00\\ \\€", "95.00 €"),
        ("-1250", "#,##0;(#,##0)", "(1,250)"),
        ("-1250", "#,##0.00;[Red]-#,##0.00", "-1,250.00"),
        ("-1250", '"€"#,##0', "-€1,250"),
        ("0", '0;-0;"none"', "none"),
        ("1250", '_-* #,##0.00 "kr"_-;-* #,##0.00 "kr"_-;_-* "-"?? "kr"_-;_-@_-', "1,250.00 kr"),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        ("12", '0 "min"', "12 min"),
        ("12", '"about" General', "about 12"),
        ("0.25", "# ?/?", "0.25"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("1", ";;;", ""),
        ("7", '"yes";"no"', "yes"),
        ("46082", "yyyy-mm-dd", "2026-03-01"),
        ("46082", "dd/mm/yyyy", "2026-03-01"),
        ("46082", "d. mmmm yyyy", "2026-03-01"),
        ("46082", "[$-409]mmm\\ d\\,\\ yyyy", "2026-03-01"),
        ("46082.604166666664", "dd.mm.yyyy hh:mm", "2026-03-01 14:30"),
        ("46082", "mmm yy", "2026-03"),
        ("46082", "yyyy", "2026"),
        ("0.604166666666667", "h:mm AM/PM", "14:30"),
        ("0.604201388888889", "hh:mm:ss", "14:30:03"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("99999999999", "yyyy-mm-dd", "99999999999"),
        ("text", "0.00", "text"),
        ("NaN", "0.00", "NaN"),
        ("1E+400", "0.00", "1E+400"),
    ],
)
def test_a_number_is_shown_as_its_format_says(stored: str, code: str, text: str) -> None:
    assert shown_number(stored, code) == text


def test_dates_may_count_from_1904() -> None:
    assert shown_number("0", "yyyy-mm-dd", since_1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("code", "date"),
    [("yyyy", True), ("[h]:mm", True), ("mm:ss", True), ("0.00", False), ('0 "days"', False), ("[Red]0", False)],
)
def test_dates_are_told_from_numbers(code: str, date: bool) -> None:
    assert is_date(code) is date


def test_every_built_in_format_shows_a_number() -> None:
    assert all(shown_number("46082.5", code) for code in BUILT_IN.values())
