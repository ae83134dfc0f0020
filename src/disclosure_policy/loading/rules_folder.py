"""Reads a folder of rule files to a rule set, with every mistake found at once.

A folder of rules holds one folder for each jurisdiction: `jurisdiction.yaml`, `vocabulary.yaml`, `facts.yaml` and
`<instrument>/<section>/<date in force>.yaml`. Scenarios beside the sections are not read here.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from disclosure_policy.errors import Location, Problem, RuleFileError
from disclosure_policy.loading.consistency import chain_problems, content_problems, is_linked
from disclosure_policy.loading.folders import entries, is_jurisdiction, shown, stray_link
from disclosure_policy.loading.jurisdiction_folder import Shelf, gather_jurisdiction
from disclosure_policy.rule_files import RuleSet


def bundled_rules() -> Traversable:
    """Return the folder of rules that comes with the package, whether installed or in a checkout.

    Raises:
        RuleFileError: if the package was installed without its rules.
    """
    package = files("disclosure_policy")
    packaged = package / "rules"
    if packaged.is_dir():
        return packaged
    checkout = Path(str(package)).resolve().parents[1] / "rules"
    if checkout.is_dir():
        return checkout
    place = Location("disclosure_policy/rules")
    raise RuleFileError([Problem(place, "the bundled rules are not installed", code="no-rules")])


def load_rules(folder: Traversable | None = None) -> RuleSet:
    """Load the rules in a folder, or the bundled ones.

    A parent jurisdiction that the folder lacks is taken from the bundled rules, so that a state can keep its
    rules by themselves.

    Raises:
        RuleFileError: with every mistake in every file.
    """
    rule_set, problems = gather_rules(folder)
    if problems:
        raise RuleFileError(problems)
    return rule_set


def gather_rules(folder: Traversable | None = None, only: str | None = None) -> tuple[RuleSet, tuple[Problem, ...]]:
    """Gather the rules in a folder as `load_rules` does, or `only` those of one jurisdiction, mistakes and all.

    What is wrong is left out of the rule set, a parent that is not there too; each lawbook says where something is
    wrong. With a problem, the rule set serves to look for more of them and for nothing else.
    """
    shelf = Shelf()
    place = bundled_rules() if folder is None else folder
    _load_folder(place, shelf, wanted=only)
    _add_missing_parents(place, shelf)
    if not shelf.books and not shelf.problems:
        help_ = "a jurisdiction is a folder with a `jurisdiction.yaml`"
        shelf.problems.append(Problem(Location(str(folder)), "no rules here", help_, code="no-rules"))
    shelf.problems += chain_problems(shelf.books)
    chained = {
        code: book if is_linked(code, shelf.books) else book.alone() for code, book in sorted(shelf.books.items())
    }
    shelf.problems += content_problems(chained)
    fingerprint = sha256(
        "".join(f"{digest}  {name}\n" for name, digest in sorted(shelf.digests.items())).encode(
            "utf-8", "surrogateescape"
        )
    )
    return RuleSet(chained, fingerprint.hexdigest()), tuple(shelf.problems)


def _load_folder(folder: Traversable, shelf: Shelf, wanted: str | None) -> None:
    for entry in entries(folder) if folder.is_dir() else ():
        if wanted in (None, entry.name) and is_jurisdiction(entry):
            stray = stray_link(entry, folder, shown(entry, entry.name))
            if stray:
                shelf.problems.append(stray)
            else:
                gather_jurisdiction(entry, folder, shelf)


def _add_missing_parents(folder: Traversable, shelf: Shelf) -> None:
    while True:
        parents = {book.jurisdiction.parent for book in shelf.books.values()} - {None, *shelf.books}
        before = len(shelf.books)
        for parent in sorted(str(parent) for parent in parents):
            _load_folder(folder, shelf, wanted=parent)
            if parent not in shelf.books:
                _load_folder(bundled_rules(), shelf, wanted=parent)
        if len(shelf.books) == before:
            return
