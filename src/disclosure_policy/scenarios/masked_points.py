"""Reads `masked.yaml`: rules and conditions that no pair of scenarios can show to decide, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from pydantic import ConfigDict, RootModel

from disclosure_policy.errors import Location
from disclosure_policy.field_descriptions import Described
from disclosure_policy.loading import MASKED
from disclosure_policy.scenarios.reasoned_lists import reasoned_list


class Masked(Described):
    """A rule, or conditions in it, on which no outcome can turn both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    """The full id of the rule."""
    what: tuple[str, ...] = ()
    """The conditions as `test --coverage` prints them, the rule itself by its short id; without it, all of it."""
    why: str
    """What of the law masks them, in our own words."""

    def covers(self, rule: str, what: str) -> bool:
        """Say whether a rule, by its short id, or a condition in it is meant."""
        return rule == self.rule and (not self.what or what in self.what)


class MaskedFile(RootModel[tuple[Masked, ...]]):
    """What is masked in the law of one jurisdiction."""


def masked_in(folder: Traversable) -> Iterator[tuple[Masked, Location]]:
    """Return what is masked in each jurisdiction of a folder of rules, and where it says so.

    Raises:
        ScenarioError: with every mistake in the first file that has some.
    """
    return reasoned_list(folder, MASKED, MaskedFile)
