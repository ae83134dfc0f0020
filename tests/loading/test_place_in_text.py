import pytest

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
    ],
)
@pytest.mark.parametrize("word", ["one", "two", "three"])
def test_a_word_is_placed_where_it_stands_however_the_text_is_written(text: str, word: str) -> None:
    document = read(text.encode(), "f")
    path = next(path for path in document.places if str(at(document.value, path)).startswith("one"))

    place = place_in_text(document, path, str(at(document.value, path)).index(word))

    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(word)


def at(value: object, path: tuple[str | int, ...]) -> object:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value if isinstance(value, str) else None
