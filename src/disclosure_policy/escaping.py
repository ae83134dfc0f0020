"""Makes text from a request harmless for what it is written into.

Nothing that somebody stated may act as markup, as code of a template or a picture, or turn the text around it.
"""

from __future__ import annotations

import re
import unicodedata
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
    visible = (
        " " if one.isspace() else one
        for one in text
        if one.isspace() or one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    )
    return " ".join("".join(visible).split())


def markdown(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    text = _MARKDOWN.sub(r"\\\1", plain(text))
    text = _LINK.sub(lambda found: {":": r"\://"}.get(found[0][0], f"{found[0][:-1]}\\."), text)
    return _STARTS_BLOCK.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", text)


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


def _entity(found: re.Match[str]) -> str:
    return f"#{ord(found[0])};"
