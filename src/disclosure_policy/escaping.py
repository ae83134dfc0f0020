"""Makes text harmless for where it is printed: the one way out for whatever came from a file or a request.

Nothing that somebody wrote may act as markup, as code of a template or a picture, or as a command to a terminal, or
turn the text around it.
"""

from __future__ import annotations

import html as html_of
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # which some scripts need
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$@])")
_LINK = re.compile(r"(?i)(?<=\w)://|\bwww\.")
_NUMBER = re.compile(r"[-+]?([0-9]+([.,][0-9]+)?([eE][-+]?[0-9]+)?|Infinity)")
_BEGINS_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four are the first four in full width
_STARTS_BLOCK = re.compile(r"^([-+=](?=[-+=\s]|$)|\d+[.)](?=\s|$))")


def plain(text: str) -> str:
    """Return a text as one line of visible characters: no control characters, none that reverse what follows."""
    return " ".join("".join(" " if one.isspace() else one for one in text if one.isspace() or _seen(one)).split())


def spelled(text: str) -> str:
    r"""Return a text as one line in which characters that cannot be seen are spelled out, as `\x1b`.

    It is for words quoted to the one who wrote them, who has to find what is wrong with them.
    """
    return "".join(one if _seen(one) else ascii(one)[1:-1] for one in text)


def terminal(text: str) -> str:
    """Return a text of several lines for a terminal, each line as `spelled` shows it."""
    return "\n".join(map(spelled, text.split("\n")))


def json(text: str) -> str:
    r"""Return a JSON text in which characters that cannot be seen are written as `\u202e`; it means the same."""
    return "".join(one if one == "\n" or _seen(one) else _json_character(one) for one in text)


def html(text: str) -> str:
    """Return a text that HTML and SVG show as it is, between tags and in quoted attributes."""
    return html_of.escape(plain(text), quote=True)


def markdown(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    text = _MARKDOWN.sub(r"\\\1", plain(text))
    text = _LINK.sub(lambda found: {":": r"\://"}.get(found[0][0], f"{found[0][:-1]}\\."), text)
    return _STARTS_BLOCK.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", text)


def code(text: str) -> str:
    """Return a name as code in Markdown, also in a table; one that code could not hold is shown as other text is."""
    name = plain(text)
    return f"`{name}`" if name and not {"`", "|", "\\"} & set(name) else markdown(name)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown, whose cells are Markdown already: made by `markdown` or `code`."""
    heads = list(columns)
    rule = f"|{'---|' * len(heads)}"
    first, *rest = (f"| {' | '.join(cells)} |" for cells in (heads, *rows))
    return "\n".join([first, rule, *rest])


def address(text: str) -> str:
    """Return a web address with whatever could end it, or be read as markup, percent-encoded."""
    return quote(text, safe=";/?:@=+,#%~-.&")


def spreadsheet(text: str) -> str:
    """Return the text of a cell that a spreadsheet does not take for a formula; a number stays one."""
    if text.lstrip()[:1] in _BEGINS_FORMULA and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def dot(text: str) -> str:
    """Return a text as a quoted string of Graphviz's language, with every line break that it has kept."""
    lines = (plain(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def mermaid(text: str) -> str:
    """Return a text as a quoted string of Mermaid's language, with every line break that it has kept."""
    lines = (re.sub(r"[^\w ,.;:()/§-]", _entity, plain(line)) for line in text.split("\n"))
    return '"' + "<br/>".join(lines) + '"'


def _seen(one: str) -> bool:
    return one in _JOINERS or unicodedata.category(one) not in _UNSEEN


def _json_character(one: str) -> str:
    units = one.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _entity(found: re.Match[str]) -> str:
    return f"#{ord(found[0])};"
