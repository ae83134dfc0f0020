"""The class `RuleSets`: rules and registers that are at hand, found by the fingerprints that receipts name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from disclosure_policy.decision import Receipt
from disclosure_policy.errors import RegisterError
from disclosure_policy.loading import gather_rules, is_jurisdiction
from disclosure_policy.policy import Policy, load


class RuleSets:
    """Rules in some folders and those that come with the package, and some registers.

    Args:
        folders: folders of rules, or folders of such folders.
        registers: files of registers.
    """

    def __init__(self, folders: Iterable[Path] = (), registers: Iterable[Path] = ()) -> None:
        self._folders = tuple(one for folder in folders for one in _rule_folders(folder))
        self._registers = tuple(registers)
        self._found: dict[tuple[str, str | None], Policy | None] = {}

    def policy(self, receipt: Receipt) -> Policy | None:
        """Return the policy under which a decision was made; None if its rules are not here.

        If only its register is not here, the policy is without one.

        Raises:
            RuleFileError: if the rules are here and cannot be used.
        """
        wanted = receipt.rules, receipt.agency_register
        if wanted not in self._found:
            self._found[wanted] = self._policy(*wanted)
        return self._found[wanted]

    def _policy(self, rules: str, register: str | None) -> Policy | None:
        fingerprint, *accepted = rules.split("+")
        if fingerprint not in self._by_fingerprint:
            return None
        policy = load(self._by_fingerprint[fingerprint], accept=accepted)
        if register is None:
            return policy
        return next(
            (one for one in self._under_registers(policy) if one.register and one.register.digest == register), policy
        )

    def _under_registers(self, policy: Policy) -> Iterable[Policy]:
        for file in self._registers:
            try:
                yield policy.with_register(file)
            except RegisterError:  # it is for other rules
                continue

    @cached_property
    def _by_fingerprint(self) -> dict[str, Path | None]:
        """Each folder by the fingerprint of its rules; None stands for the bundled ones."""
        return {gather_rules(folder)[0].fingerprint: folder for folder in (None, *self._folders)}


def _rule_folders(folder: Path) -> list[Path]:
    """Return a folder of rules, or those that stand in a folder."""
    inner = sorted(one for one in folder.iterdir() if one.is_dir())
    if any(is_jurisdiction(one) for one in inner):
        return [folder]
    return [one for one in inner if any(is_jurisdiction(each) for each in one.iterdir() if each.is_dir())]
