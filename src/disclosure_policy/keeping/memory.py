"""What reading files and parsing conditions came to, by content, so that neither need be done twice.

A condition's text is the same condition wherever its facts are of the same kinds: in the next version of a section,
in another jurisdiction, or the next time the rules are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disclosure_policy.document import Document
from disclosure_policy.expression import Expression, references
from disclosure_policy.fact import Kind
from disclosure_policy.reading import read


class Memory:
    """What is remembered from before, and what was used or learned since."""

    def __init__(
        self, values: Mapping[str, Any] | None = None, conditions: Mapping[str, Expression] | None = None
    ) -> None:
        self._values = values or {}
        self._conditions = conditions or {}
        self.values: dict[str, Any] = {}
        """The plain values of each file that was used, by the SHA-256 of its bytes."""
        self.conditions: dict[str, Expression] = {}
        """The tree of each condition that was used, by its text."""
        self.learned = False
        """Whether there is something that was not remembered from before."""

    def document(self, digest: str, data: bytes, file: str) -> Document | None:
        """Return the document whose bytes have this digest, if it is remembered."""
        if digest not in self._values:
            return None
        self.values[digest] = self._values[digest]
        return Remembered(file, self._values[digest], data)

    def learn_document(self, digest: str, document: Document) -> None:
        """Remember what a file says."""
        self.values[digest] = document.value
        self.learned = True

    def condition(self, text: str, kinds: Mapping[str, Kind]) -> Expression | None:
        """Return the tree of a condition, if it is remembered and its facts are of these kinds."""
        found = self.conditions.get(text) or self._conditions.get(text)
        if found is None or any(kinds.get(fact.path) != fact.kind for fact in references(found)):
            return None
        self.conditions[text] = found
        return found

    def learn_condition(self, text: str, expression: Expression) -> None:
        """Remember the tree of a condition."""
        self.conditions[text] = expression
        self.learned = True


class Remembered(Document):
    """A document whose values are remembered; where they stand is read again when it is asked for."""

    def __init__(self, file: str, value: Any, data: bytes) -> None:  # noqa: ANN401 - as of any document
        self.__dict__.update(file=file, value=value, _data=data)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name not in ("places", "keys", "styles", "lines"):
            raise AttributeError(name)
        whole = read(self._data, self.file)
        self.__dict__.update(places=whole.places, keys=whole.keys, styles=whole.styles, lines=whole.lines)
        return getattr(whole, name)
