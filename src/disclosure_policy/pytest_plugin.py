"""The pytest plugin: every `scenarios.yaml` in a folder of rules is a file of tests.

pytest imports this module wherever the package is installed, so it imports nothing of the library before it meets
a file of scenarios.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from disclosure_policy.policy import Policy
    from disclosure_policy.scenarios import Trial

SCENARIOS = "scenarios.yaml"

_POLICIES = pytest.StashKey[dict[Path, "Policy"]]()
"""The rules of each folder, loaded once in a session."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of scenarios that stands in a folder of rules; any other file of that name is none of ours."""
    if file_path.name != SCENARIOS or not any((above / "jurisdiction.yaml").is_file() for above in file_path.parents):
        return None
    return ScenarioTests.from_parent(parent, path=file_path)


class ScenarioTests(pytest.File):
    """A file of scenarios, each of them and each of its variations a test."""

    def collect(self) -> Iterator[ScenarioTest]:
        """Yield the tests of the file.

        Raises:
            CollectError: with every mistake in the file.
        """
        from disclosure_policy.errors import ProblemsError  # noqa: PLC0415 - a project without scenarios pays nothing
        from disclosure_policy.scenarios import read_trials  # noqa: PLC0415

        try:
            trials = read_trials(self.path)
        except ProblemsError as error:
            raise self.CollectError(str(error)) from None
        for trial in trials:
            yield ScenarioTest.from_parent(self, name=trial.name, trial=trial)


class ScenarioTest(pytest.Item):
    """One request with the decision that the law gives."""

    def __init__(self, *, trial: Trial, **rest: Any) -> None:  # noqa: ANN401 - pytest's own arguments
        super().__init__(**rest)
        self.trial = trial

    def runtest(self) -> None:
        """Decide the request.

        Raises:
            Unexpected: if the decision is not as expected.
        """
        from disclosure_policy.errors import ProblemsError  # noqa: PLC0415
        from disclosure_policy.scenarios import exercise  # noqa: PLC0415

        try:
            result = exercise(self.trial, self._policy())
        except ProblemsError as error:
            raise Unexpected(str(error)) from None
        if result.outcome != "passed":
            raise Unexpected(result.told())

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: TracebackStyle | None = None,
    ) -> str | TerminalRepr:
        """Tell a failure as the person who wrote the scenario knows it, without a trace."""
        if isinstance(excinfo.value, Unexpected):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the scenario's file, its line counted from 0, and its name."""
        return self.path, self.trial.location.line - 1, self.name

    def _policy(self) -> Policy:
        from disclosure_policy.loading import rules_around  # noqa: PLC0415
        from disclosure_policy.policy import load  # noqa: PLC0415

        policies = self.config.stash.setdefault(_POLICIES, {})
        folder = rules_around(self.path.parent)
        assert folder is not None  # noqa: S101 - or the file had not been collected
        if folder not in policies:
            policies[folder] = load(folder)
        return policies[folder]


class Unexpected(Exception):  # noqa: N818 - its text is all that is shown
    """A decision that is not as its scenario says."""
