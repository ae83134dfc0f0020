from __future__ import annotations

import html
import json as reading
import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from disclosure_policy.escaping import code, dot, json, markdown, mermaid, plain, spelled, table, terminal

COMMONMARK = MarkdownIt("commonmark")
TABLES = MarkdownIt("commonmark").enable("table")
NASTY = st.text(st.sampled_from("\\`*_{}[]<>#|~&$@!()-+=:.1 \t\n\u202e\u2066\u200dab/\"';&"), max_size=30)


@given(st.text() | NASTY)
@example("a\u202eb\u0000c\r\nd")
def test_plain_text_is_one_line_of_what_can_be_seen(text: str) -> None:
    shown = plain(text)

    assert "\n" not in shown
    assert shown == shown.strip()
    assert all(unicodedata.category(one) not in ("Cc", "Cs") for one in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@settings(max_examples=400)
@given(NASTY)
@example("![x](javascript:alert(1))")
@example("[x](y)")
@example("1. one")
@example("    code")
@example("- item")
@example("<b>x</b> &lt; `c`")
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    rendered = COMMONMARK.render(f"Text: {markdown(text)}.\n\n{markdown(text)}")

    shown = plain(text)
    paragraphs = [f"<p>{html.escape(one, quote=False)}</p>" for one in (f"Text: {shown}.", shown) if one]
    assert rendered.replace("&quot;", '"').split("\n")[:-1] == paragraphs


@settings(max_examples=300)
@given(st.lists(st.tuples(NASTY, NASTY), max_size=3))
@example([("`|`", "a|b\\")])
@example([("a\\", "`")])
def test_a_table_has_its_cells_whatever_is_in_them(rows: list[tuple[str, str]]) -> None:
    tokens = TABLES.parse(table(("name", "words"), ((code(name), markdown(words)) for name, words in rows)))

    assert [token.type for token in tokens].count("td_open") == 2 * len(rows)
    cells = [token for token in tokens if token.type == "inline"][2:]
    shown = ["".join(child.content for child in cell.children or ()) for cell in cells]
    assert shown == [plain(cell) for row in rows for cell in row]


@given(st.text() | NASTY)
@example("\ud800\U000e0041")
def test_json_means_the_same_without_what_cannot_be_seen(text: str) -> None:
    written = json(reading.dumps([text], ensure_ascii=False, indent=1))

    assert reading.loads(written) == [text]
    assert plain(written.replace("\n", "")) == " ".join(written.replace("\n", "").split())


@given(st.text() | NASTY)
def test_what_cannot_be_seen_is_spelled_out_on_one_line(text: str) -> None:
    shown = spelled(text)

    assert len(shown.splitlines()) <= 1
    assert " ".join(plain(shown).split()) == " ".join(shown.split())


@given(st.lists(st.text(st.characters(exclude_characters="\n")) | NASTY.map(plain)))
def test_a_terminal_gets_every_line_and_no_command(lines: list[str]) -> None:
    assert terminal("\n".join(lines)) == "\n".join(map(spelled, lines))


def test_a_text_that_can_be_seen_is_spelled_as_it_is() -> None:
    assert spelled("no `é§` in  a\\b\x1b[0m\u202e\n") == "no `é§` in  a\\b\\x1b[0m\\u202e\\n"


@given(NASTY)
def test_github_makes_no_link_of_a_text(text: str) -> None:
    assert not re.search(r"(?i)https?://|www\.", markdown(f"http://{text} www.{text}"))


@given(NASTY)
def test_a_text_for_graphviz_stays_within_its_quotes(text: str) -> None:
    assert re.fullmatch(r'"([^"\\]|\\["\\n])*"', dot(text))


@given(NASTY)
def test_a_text_for_mermaid_stays_within_its_quotes(text: str) -> None:
    assert re.fullmatch(r'"([\w ,.;:()/§-]|#\d+;|<br/>)*"', mermaid(text))
