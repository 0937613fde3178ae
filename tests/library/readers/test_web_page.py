"""Web pages: the content, all of it, and nothing of the site around it."""

import pytest
from shown import shown

from assistant.library.readers import read

HEADED = "<thead><tr><th>Plan</th><th>Price</th></tr></thead>"


def body(html: str) -> str:
    return f"<!doctype html><html><head><title>T</title></head><body>{html}</body></html>"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h1>T</h1><h3>S</h3><p>One <b>two</b><i>three</i>.</p>", ["h1 T", "h3 S", "p One twothree."]),
        ("<p>one<br>two</p>", ["p one two"]),
        ("<div>loose <p>par</p> tail</div>", ["p loose", "p par", "p tail"]),
        ("<section>loose</section><td>cell", ["p loose", "p cell"]),
        ("<a href='x'><div>Card</div><div>text</div></a>", ["p Card", "p text"]),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", ["item a", "item b", "item c d"]),
        ("<ol start=4><li>a<li value=9>b<li>c</ol>", ["step 4. a", "step 9. b", "step 10. c"]),
        ("<ul><li><h3>Card</h3><p>Text</p></li></ul>", ["h3 Card", "p Text"]),
        (
            "<dl><dt>MKT</dt><dd>mean</dd><dt>A</dt><dt>B</dt><dd>both</dd><dd>more</dd></dl>",
            ["item MKT: mean", "item A, B: both", "item more"],
        ),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", ["item a: b"]),
        ("<blockquote>Said <q>so</q></blockquote>", ["p Said “so”"]),
        ("<details><summary>Why?</summary>Because.</details>", ["p Why?", "p Because."]),
        ("<figure><img alt='A plan'><figcaption>Figure 1</figcaption></figure>", ["p A plan", "p Figure 1"]),
        ("<pre>one {\n  two\n}\nthree</pre>", ["p one { two }; three"]),
        ("<p>20 m<sup>2</sup>, the 1<sup>st</sup>, CO<sub>2</sub>, 5<sup>1</sup></p>", ["p 20 m², the 1st, CO2, 5¹"]),
        ("<p>soft\u00adhyphen, ﬁne, a&nbsp;b</p>", ["p softhyphen, fine, a b"]),
        ("<aside><h3>Note</h3>Text</aside>", ["h3 Note", "p Text"]),
        ("<div role=heading aria-level=3>Part</div>", ["h3 Part"]),
        ("<h1>T</h1><p><b>Part</b></p><p>x</p>", ["h1 T", "h2 Part", "p x"]),
        ("<h2>T</h2><p><b>Part</b></p><p>x</p>", ["h2 T", "p Part", "p x"]),
        ("<p><b>Note:</b></p><p><b>Part</b> of it</p><p><b>End</b></p>", ["p Note:", "p Part of it", "p End"]),
    ],
)
def test_content_is_kept_in_order(html: str, blocks: list[str]) -> None:
    assert shown("a.html", body(html)) == blocks


@pytest.mark.parametrize(
    "html",
    [
        "<nav>menu</nav>",
        "<header class=site>Logo</header>",
        "<footer>Imprint</footer>",
        "<div role=navigation>menu</div>",
        "<div role=banner>site</div>",
        "<script>code</script><style>css</style><template>t</template><noscript>n</noscript>",
        "<form><label>Name</label><input value=x><select><option>o</select><button>b</button></form>",
        "<div class='cookie-notice'>We use cookies</div>",
        "<div id=CookieBanner>We use cookies</div>",
        "<div class='x cookie_consent y'>We use cookies</div>",
        "<ol class=breadcrumb><li>Home</ol>",
        "<a class='skip-link' href='#main'>Skip to content</a>",
        "<p hidden>no</p><p style='color:red; display: none'>no</p>",
        "<span aria-hidden=true>→</span>",
        "<!-- comment --><?php echo 1 ?>",
        "<svg><text>picture</text></svg><iframe>frame</iframe>",
    ],
)
def test_what_surrounds_the_content_is_left_out(html: str) -> None:
    assert shown("a.html", body(f"{html}<p>Before.</p>{html}<p>After.</p>")) == ["p Before.", "p After."]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<div>out</div><main><h1>T</h1></main><div>out</div>", ["h1 T"]),
        ("<div>out</div><article>in</article>", ["p in"]),
        ("<article>one</article><article>two</article>", ["p one", "p two"]),
        ("<main></main><p>in</p>", ["p in"]),
        ("<article><header><h1>T</h1></header><footer>By A.</footer></article>", ["h1 T", "p By A."]),
        ("<header><h1>T</h1></header><p>x</p>", ["h1 T", "p x"]),
        ("<div class=cookie-banner-page><main>all</main></div>", ["p all"]),
        ("<section id=cookies><h2>Cookies</h2>We set one.</section>", ["h2 Cookies", "p We set one."]),
        ("<h2>Consent of patients</h2><p class=consent>Ask first.</p>", ["h2 Consent of patients", "p Ask first."]),
        ("<p hidden=until-found>found</p><b aria-hidden=true>7</b>", ["p found", "p 7"]),
        ("<h2>Part <a class=headerlink href='#p'>¶</a></h2>", ["h2 Part"]),
    ],
)
def test_content_is_not_mistaken_for_its_surroundings(html: str, blocks: list[str]) -> None:
    assert shown("a.html", body(html)) == blocks


@pytest.mark.parametrize(
    ("html", "shows", "deleted"),
    [
        ("<p>Now <del>99</del> <ins>89</ins> EUR</p><p>x</p>", "Now 89 EUR\n\nx", ["Deleted: 99"]),
        ("<h2>Plan <s>A</s>B</h2>x", "Plan B\n\nx", ["Deleted: A"]),
        ("<ul><li><s>one</s><li>two</ul>", "two", ["Deleted: one"]),
        (f"<table>{HEADED}<tr><td>A<td><s>9</s> 8</table>", "Plan: A; Price: 8", ["Deleted: 9"]),
        ("<p><strike>all</strike></p>x", "x", ["Deleted: all"]),
    ],
)
def test_what_is_struck_out_is_aside(html: str, shows: str, deleted: list[str]) -> None:
    text = read("a.html", body(html).encode())
    assert text.without_asides().text == shows
    assert [placed.block.text for placed in text.blocks if placed.block.aside] == deleted


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (f"<caption>Table 1</caption>{HEADED}<tr><td>A</td><td>3</td></tr>", ["p Table 1", "row Plan: A; Price: 3"]),
        ("<tr><th>Plan<th>Price<tr><td>A<td>3", ["row Plan: A; Price: 3"]),
        ("<tr><td><b>Plan</b><td><strong>Price</strong><tr><td>A<td>3", ["row Plan: A; Price: 3"]),
        ("<tr><th><th>L1<tr><th>Radio<td>868 MHz", ["row Radio; L1: 868 MHz"]),
        (
            "<tr><th scope=row>Radio<td>868 MHz<tr><th scope=row>Buffer<td>72 h",
            ["row Radio: 868 MHz", "row Buffer: 72 h"],
        ),
        ("<tr><td>a<td>b<tr><td>c<td>d", ["row a; b", "row c; d"]),
        (
            f"{HEADED}<tr><td rowspan=2>A<td>3<tr><td>4<tr><td>B<td>5",
            ["row Plan: A; Price: 3", "row Plan: A; Price: 4", "row Plan: B; Price: 5"],
        ),
        (
            "<tr><th rowspan=2>Item<th colspan=2>Price<tr><th>2025<th>2026<tr><td>L1<td>89<td>95",
            ["row Item: L1; Price 2025: 89; Price 2026: 95"],
        ),
        ("<tr><th>Item<th>A<th>B<tr><td>Alarms<td colspan=2>Yes", ["row Item: Alarms; A: Yes; B: Yes"]),
        (f"{HEADED}<tr><th colspan=2>Hardware<tr><td>L1<td>95", ["row Hardware", "row Plan: L1; Price: 95"]),
        ("<tr><th>A<th>B<tr><td>1<td>2<tr><th>C<th>D<tr><td>3<td>4", ["row A: 1; B: 2", "row C: 3; D: 4"]),
        (f"{HEADED}<tr><td>A<td><p>3 EUR</p><ul><li>net<li>each</ul>", ["row Plan: A; Price: 3 EUR, net, each"]),
        (f"{HEADED}<tfoot><tr><td>Sum<td>9</tfoot>", ["row Plan: Sum; Price: 9"]),
        (f"{HEADED}", ["row Plan; Price"]),
        (f"{HEADED}<tr><td>A<td>1<td>extra", ["row Plan: A; Price: 1; extra"]),
        ("<tr><td><h2>Left</h2>one<td>two", ["h2 Left", "p one", "p two"]),
        ("<tr><td>Outer<table><tr><td>a<td>b</table>", ["p Outer", "row a; b"]),
        ("<tr><td colspan=99999 rowspan=99999>A<td>B", ["row " + "; ".join(["A"] * 60 + ["B"])]),
    ],
)
def test_no_cell_loses_its_header(table: str, rows: list[str]) -> None:
    assert shown("a.html", body(f"<table>{table}</table>")) == rows


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        (
            "<sup><a href='#fn1'>1</a></sup>",
            "<section><h2>Footnotes</h2><ol><li id=fn1>Note. <a href='#r'>↩</a></ol></section>",
        ),
        ("<sup id=r><a href='#n'>[1]</a></sup>", "<p id=n>Note.</p>"),
        ("<a href='#_ftn1' name='_ftnref1'>[1]</a>", "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> Note.</p>"),
        ("<a role=doc-noteref href='#n'>*</a>", "<aside id=n>Note.<a role=doc-backlink href='#x'>back</a></aside>"),
        ("<sup>1</sup>", "<p><sup>1</sup> Note.</p>"),
        ("<sup>*</sup>", "<p>* Note.</p>"),
    ],
)
def test_a_footnote_follows_what_refers_to_it(reference: str, note: str) -> None:
    html = body(f"<p>Battery life is 5 years{reference} at most.</p><p>More.</p><h2>Next</h2><p>x</p>{note}")
    assert shown("a.html", html)[:3] == ["p Battery life is 5 years at most.", "p Footnote: Note.", "p More."]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset='windows-1252'>", "cp1252"),
        ("<meta http-equiv=content-type content='text/html; charset=iso-8859-2'>", "iso-8859-2"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_the_charset_is_found(head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><p>Kühlhaus, Überprüfung</p></body></html>"
    assert read("a.html", page.encode(encoding)).text == "Kühlhaus, Überprüfung"


def test_an_xml_declaration_is_no_hindrance() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Kühl</p></body></html>'
    assert read("a.html", page.encode("latin-1")).text == "Kühl"
