"""A letter in its three forms: sound, accessible, and deaf to whatever was stated."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from disclosure_policy.cli import main
from disclosure_policy.errors import DisclosurePolicyError
from disclosure_policy.letters.contents import Letter
from disclosure_policy.letters.typesetting import Form, TemplateError, typeset
from disclosure_policy.letters.writing import Letterhead, letter
from disclosure_policy.policy import Policy
from disclosure_policy.reasoning.audience import brief
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, ROOT, a_request

DENIED = ROOT / "examples" / "2019-request-for-all-records.yaml"
HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "</main><h1>Granted</h1>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {% for x in range(9) %}x{% endfor %} {# gone #}",
    "{{ letter.__class__.__mro__ }}",
    "[click](javascript:alert(1)) [click](evil) ![x](http://evil.example/x.png)",
    "| a | b |\n|---|---|\n| c | d |",
    "# Granted\n\n- item\n\n1. one\n\n---\n\n> quoted\n\n    code",
    "`code` ``` fence ~~~ **bold** _it_ <http://evil.example> http://evil.example www.evil.example",
    '#read("/etc/passwd") #panic("evaluated") $x^2$ *bold* = Heading <label> @ref',
    "\u202egnahc\u202c \u2066hidden\u2069 \u200f\u200e\u061c",
    "one\r\ntwo\u2028three\x00four\x1b[31m",
    "&lt;b&gt; &amp; &#x3c;",
]
MARKDOWN = MarkdownIt("commonmark").enable("table")


def a_letter(policy: Policy, text: str = "the head", **facts: Any) -> Letter:
    harm = {"harms_the_office": {"answer": True, "by": text, "on": "2020-05-01", "why": text}}
    request = DisclosureRequest.model_validate(
        a_request(**POLICE | {"judgments": harm, "recipient": {"type": "police", "name": text}} | facts)
    )
    return letter(brief(request, policy.law, "counsel"), Letterhead(date(2026, 1, 2), text, text, (text, text)))


class Page(HTMLParser):
    """The elements of a page, its text, and the attributes of each element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(made: Letter, template: Path | None = None) -> Page:
    return Page(str(typeset(made, "html", template)))


def markdown_shape(made: Letter) -> list[str]:
    tokens = MARKDOWN.parse(str(typeset(made, "markdown")))
    inside = [child.type for token in tokens for child in token.children or ()]
    return [token.type for token in tokens] + [kind for kind in inside if kind != "text_special"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["letter", *arguments])


def a_template(folder: Path, text: str, name: str = "own.html") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_stated_changes_the_structure_of_the_html(zedland: Policy, text: str) -> None:
    made = a_letter(zedland, text)

    shown = page(made)
    assert shown.shape == page(a_letter(zedland)).shape
    assert made.agency in "".join(shown.words)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_stated_changes_the_structure_of_the_markdown(zedland: Policy, text: str) -> None:
    made = a_letter(zedland, text)

    assert markdown_shape(made) == markdown_shape(a_letter(zedland))
    shown = Page(MARKDOWN.render(str(typeset(made, "markdown"))))
    assert made.agency in "".join(shown.words)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_stated_is_read_by_typst(zedland: Policy, text: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    made = a_letter(zedland, text)

    document = typeset(made, "pdf")

    assert isinstance(document, bytes)
    assert document.startswith(b"%PDF-")
    if shutil.which("pdftotext"):
        file = tmp_path / "letter.pdf"
        file.write_bytes(document)
        done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)  # noqa: S607
        squeezed = re.sub(r"\s|-\n", "", done.stdout.decode())
        assert re.sub(r"\s", "", made.agency)[:40] in squeezed


def test_what_typst_reads_is_the_same_whatever_was_stated(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    typst = pytest.importorskip("typst")
    sources: set[bytes] = set()
    monkeypatch.setattr(typst, "compile", lambda source, **_: sources.add(source) or b"%PDF-")

    for text in HOSTILE:
        typeset(a_letter(zedland, text), "pdf")

    assert len(sources) == 1


def test_the_html_stands_alone(zedland: Policy) -> None:
    shown = page(a_letter(zedland))

    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in shown.elements}
    assert {name for _, attributes in shown.elements for name in attributes if name.startswith("on")} == set()
    assert "url(" not in str(typeset(a_letter(zedland), "html"))
    assert all((one["href"] or "").startswith("https://law.example/") for one in shown.all("a"))


def test_the_html_has_language_title_landmarks_and_headings_in_order(zedland: Policy) -> None:
    shown = page(a_letter(zedland))
    tags = [tag for tag, _ in shown.elements]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]

    assert shown.all("html") == [{"lang": "en"}]
    assert tags.count("title") == tags.count("main") == tags.count("h1") == 1
    assert [tag for tag in tags if tag in ("header", "main", "footer")] == ["header", "main", "footer"]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_html_names_its_sections_and_the_headers_of_its_table(zedland: Policy) -> None:
    shown = page(a_letter(zedland))
    identities = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]
    tags = [tag for tag, _ in shown.elements]

    assert len(set(identities)) == len(identities)
    assert [one["aria-labelledby"] for one in shown.all("section")] == identities
    assert tags.count("caption") == tags.count("table") == 1
    assert all(one.get("scope") in ("col", "row") for one in shown.all("th"))


def test_the_html_contrasts() -> None:
    def luminance(colour: str) -> float:
        digits = colour if len(colour) == 6 else "".join(one * 2 for one in colour)
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    style = (ROOT / "src/disclosure_policy/letters/templates/letter.html").read_text(encoding="utf-8")
    colours = re.findall(r"(?<![-\w])color: #([0-9a-f]{3,6})\b", style)
    assert len(colours) >= 3
    assert all(1.05 / (luminance(colour) + 0.05) >= 7 for colour in colours)
    assert "@media print" in style
    assert "@page" in style


def test_the_pdf_says_what_it_is_to_an_assistive_program(zedland: Policy) -> None:
    pytest.importorskip("typst")

    document = typeset(a_letter(zedland), "pdf")

    assert isinstance(document, bytes)
    assert b"/MarkInfo" in document
    assert b"pdfuaid" in document
    assert typeset(a_letter(zedland), "pdf") == document


def test_an_agency_can_change_the_letterhead_alone(zedland: Policy, tmp_path: Path) -> None:
    head = "<header><p>Seal of {{ letter.agency }}</p></header>"
    own = '{% extends "letter.html" %}{% block letterhead %}' + head + "{% endblock %}"

    shown = page(a_letter(zedland, "<b>Zed</b>"), a_template(tmp_path, own))

    assert "Seal of <b>Zed</b>" in "".join(shown.words)
    assert shown.all("address") == []
    assert len(shown.all("section")) >= 4


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("one\n{{ letter.agancy }}", r":2:1: 'dict object' has no attribute 'agancy'"),
        ("one\n\n{% if %}", r":3:1: "),
        ("{{ letter.agency | safe }}", r":1:1: No filter named 'safe'"),
        ("{{ letter.__class__ }}", r":1:1: access to attribute '__class__' of 'dict' object is unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "is unsafe"),
        ("{% for x in range(1000000) %}x{% endfor %}", "Range too big"),
        ("{{ letter.update({}) }}", "access to attribute 'update'"),
        ("{% include '/etc/passwd' %}", r"there is no template `/etc/passwd`\n  help: it can extend `letter.html`"),
        ("{{ 1 / 0 }}", r":1:1: division by zero"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_by_its_line(
    zedland: Policy, tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(TemplateError, match=problem):
        typeset(a_letter(zedland), "html", a_template(tmp_path, text))


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        "{% autoescape false %}{{ letter.agency }}{% endautoescape %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(letter.agency) }}",
        "{% set x %}{{ letter.agency }}{% endset %}{{ x }}",
        "{{ [letter.agency] | join('') }}",
        "{{ letter.agency | replace('1', '2') }}",
        "{{ letter.addressee }}",
        "{% filter upper %}{{ letter.agency }}{% endfilter %}",
    ],
)
def test_no_template_can_forget_to_quote(zedland: Policy, tmp_path: Path, form: Form, text: str) -> None:
    evil = "<script>alert(1)</script> [a](javascript:b) `c`"

    made = str(typeset(a_letter(zedland, evil), form, a_template(tmp_path, text)))

    shown = Page(made if form == "html" else MARKDOWN.render(made))
    assert {tag for tag, _ in shown.elements} <= {"p"}


def test_an_agency_can_bring_its_own_typst(zedland: Policy, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    own = "#let letter = json(bytes(sys.inputs.letter))\n#set document(title: letter.subject)\n= #letter.agency"

    assert typeset(a_letter(zedland), "pdf", a_template(tmp_path, own, "own.typ"))
    assert typeset(a_letter(zedland), "pdf", DENIED.parent / "letters" / "memo.typ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("one\n\n#letter", r"own.typ:3:2: unknown variable: letter"),
        ('#import "@preview/letter:1.0.0": *', "nothing is fetched"),
        ('#read("/../../../../../etc/passwd")', "would escape the project root"),
    ],
)
def test_a_typst_template_that_cannot_be_used_is_told(
    zedland: Policy, tmp_path: Path, text: str, problem: str
) -> None:
    pytest.importorskip("typst")

    with pytest.raises(TemplateError, match=problem):
        typeset(a_letter(zedland), "pdf", a_template(tmp_path, text, "own.typ"))


@pytest.mark.parametrize(("form", "library"), [("html", "jinja2"), ("pdf", "typst")])
def test_a_missing_extra_says_what_to_install(
    zedland: Policy, monkeypatch: pytest.MonkeyPatch, form: Form, library: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)

    with pytest.raises(DisclosurePolicyError, match=r"pip install 'disclosure-policy\[letters\]'"):
        typeset(a_letter(zedland), form)


def test_the_command_writes_a_letter_in_each_form(tmp_path: Path) -> None:
    for form in ("markdown", "html", "pdf"):
        out = tmp_path / form
        head = ("--agency", "The Department", "--signatory", "The Secretary", "--to", "An office", "--to", "El Paso")

        result = run(str(DENIED), "--date", "2019-08-02", "--format", form, "--out", str(out), *head)

        assert (result.exit_code, result.output) == (0, "")
        assert out.stat().st_size > 3_000
    text = (tmp_path / "markdown").read_text(encoding="utf-8")
    assert "An office\\\nEl Paso" in text
    assert "\\[" not in text


def test_the_command_tells_of_a_wrong_template_without_a_trace(tmp_path: Path) -> None:
    result = run(str(DENIED), "--template", str(a_template(tmp_path, "{{ nothing }}", "own.md")))

    assert result.exit_code == 1
    assert "own.md:1:1: 'nothing' is undefined" in result.output


def test_a_template_that_is_no_text_is_told_without_a_trace(tmp_path: Path) -> None:
    file = tmp_path / "own.md"
    file.write_bytes(b"\xff\xfe\x00")

    assert "it cannot be read" in run(str(DENIED), "--template", str(file)).output
