"""Reads and writes `survivors.yaml`: mutants that no scenario need notice, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from pydantic import ConfigDict, RootModel

from disclosure_policy.errors import Location
from disclosure_policy.field_descriptions import Described
from disclosure_policy.loading import SURVIVORS
from disclosure_policy.scenarios import reasoned_list


class Accepted(Described):
    """A mutant, or several alike, that need not be noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    """The full id of the rule with the mistake."""
    kind: str | None = None
    """The kind of mistake; without it, any."""
    what: tuple[str, ...] = ()
    """The mistakes as `mutate` prints them; without it, any."""
    why: str
    """Why no request that could be made would show it, in our own words."""

    def covers(self, rule: str, kind: str, what: str) -> bool:
        """Say whether a mutant is meant."""
        return rule == self.rule and self.kind in (None, kind) and (not self.what or what in self.what)


class SurvivorsFile(RootModel[tuple[Accepted, ...]]):
    """The mutants that are accepted in one jurisdiction."""


def accepted_in(folder: Traversable) -> Iterator[tuple[Accepted, Location]]:
    """Return what is accepted in each jurisdiction of a folder of rules, and where it says so.

    Raises:
        ScenarioError: with every mistake in the first file that has some.
    """
    return reasoned_list(folder, SURVIVORS, SurvivorsFile)
