import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.loading.place_in_text import place_in_text


@pytest.mark.parametrize(
    "text",
    [
        "a: one two three",
        'a: "one two three"',
        "a: 'one two three'",
        "a: |\n  one\n  two three\n",
        "a: >-\n  one two\n  three\n",
        "a: >\n     one\n     two\n     three\n",
        "- x: 1\n- {b: one two three}",
        "- a:\n    - |-\n      one two three",
        "a: one\n   two  \n  three",
        "a:\n  one\n\n\n  two\n  three",
        "a: 'one\n  ''two''\n\n  three'",
        'a: "one \\\\ \\u00e9\\x41 \\"two\\" \\\n   \\ three"',
        'a: "one \\uD83D\\uDE00 two\n\n three"',
        "{a: one two\n  three}",
    ],
)
@pytest.mark.parametrize("word", ["one", "two", "three"])
def test_a_word_is_placed_where_it_stands_however_the_text_is_written(text: str, word: str) -> None:
    document = read(text.encode(), "f")
    path = next(path for path in document.places if str(at(document.value, path)).startswith("one"))

    place = place_in_text(document, path, str(at(document.value, path)).index(word))

    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(word)


@given(st.text(st.sampled_from("ab '\"\\:#-\u00e9\n"), min_size=1, max_size=30), st.sampled_from(["'", '"', None]))
def test_every_letter_is_placed_where_it_stands_in_quotation_marks_or_without(value: str, style: str | None) -> None:
    text = yaml.safe_dump({"a": {"key": value}}, default_style=style, width=8, allow_unicode=True)
    document = read(text.encode(), "f")
    path = ("a", "key")
    assume(document.styles.get(path) != "block" and document.value["a"]["key"] == value)

    for offset, letter in enumerate(value):
        if letter in "ab":
            place = place_in_text(document, path, offset)
            assert text.split("\n")[place.line - 1][place.column - 1] == letter


def at(value: object, path: tuple[str | int, ...]) -> object:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value if isinstance(value, str) else None
