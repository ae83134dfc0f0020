"""Reads the lists beside the law of what need not be shown, each entry with its reason and its place."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import RootModel

from disclosure_policy.documents import model_of, read
from disclosure_policy.errors import Location, ProblemsError, ScenarioError
from disclosure_policy.loading import contents, files_below, shown

Entry = TypeVar("Entry")


def reasoned_list(
    folder: Traversable, name: str, kind: type[RootModel[tuple[Entry, ...]]]
) -> Iterator[tuple[Entry, Location]]:
    """Yield the entries of the file of a name in each jurisdiction of a folder of rules, and where each stands.

    Raises:
        ScenarioError: with every mistake in the first file that has some.
    """
    for file, parts in files_below(folder, levels=2):
        if parts[1:] == (name,):
            try:
                known_as = shown(file, "/".join(parts))
                document = read(contents(file, known_as), known_as)
                for index, one in enumerate(model_of(kind, document).root):
                    yield one, document.where((index,))
            except ProblemsError as error:
                raise ScenarioError(error.problems) from None
