"""Reports what scenarios cover of the law in a folder, with sketches of scenarios for what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from disclosure_policy.conditions.editing import written
from disclosure_policy.errors import Location
from disclosure_policy.law import Law, Provision
from disclosure_policy.loading import bundled_rules, is_jurisdiction, is_within, rules_around
from disclosure_policy.missing import Scales
from disclosure_policy.scenarios.coverage import LawCoverage, Point, Shown, coverage_of
from disclosure_policy.scenarios.masked_points import Masked, masked_in
from disclosure_policy.scenarios.sketches import Sketch, sketches
from disclosure_policy.scenarios.trials import Trial


@dataclass(frozen=True)
class CoverageReport:
    """The coverage of some law by some scenarios."""

    coverage: LawCoverage
    masked: tuple[tuple[Masked, Location], ...]
    """What is said to be masked in that law."""
    trials: tuple[Trial, ...]
    scales: Scales
    thorough: bool
    """Whether to search long for scenarios that are missing."""

    @cached_property
    def reasons(self) -> dict[Point, str]:
        """Why each of those that are not covered cannot be, as far as that is said."""
        found = ((point, one) for point, _ in self.coverage.missing for one, _ in self.masked)
        return {point: one.why for point, one in found if one.covers(point.provision.id, _what(point))}

    @property
    def missing(self) -> list[tuple[Point, Shown]]:
        """The rules and conditions that are neither covered nor masked."""
        return [(point, shown) for point, shown in self.coverage.missing if point not in self.reasons]

    @property
    def needless(self) -> list[tuple[Masked, Location]]:
        """What is said to be masked and is covered, or is not there."""
        found = [(point.provision.id, _what(point)) for point in self.reasons]
        return [(one, at) for one, at in self.masked if not any(one.covers(*point) for point in found)]

    @property
    def percent(self) -> float:
        """The share of what is not masked that is covered, in percent."""
        counted = len(self.coverage.shown) - len(self.reasons)
        return 100 * (counted - len(self.missing)) / counted if counted else 100.0

    @cached_property
    def sketches(self) -> dict[tuple[Point, bool], Sketch]:
        """A scenario for each value of each point on which none turns, where a short search finds one."""
        found = sketches(self.missing, self.trials, self.scales, thorough=self.thorough)
        return {(one.point, one.value): one for one in found}

    def told(self) -> str:
        """Return what is missing, each with a line to paste, and the share that is covered."""
        missing, masked = self.missing, len(self.reasons)
        blocks = [self._told(point, shown) for point, shown in missing]
        blocks += [f"{_head(point)}\n  masked: {why}" for point, why in self.reasons.items()]
        blocks += [f"{at}: `{one.rule}`: this is not masked: take it out" for one, at in self.needless]
        total = len(self.coverage.shown) - masked
        covered = f"{total - len(missing):,} of {total:,} rules and conditions covered ({self.percent:.1f} %)"
        return "\n\n".join([*blocks, f"{covered}, {masked:,} more masked" if masked else covered])

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return {
            "percent": round(self.percent, 2),
            "points": len(self.coverage.shown),
            "masked": [{**_named(point), "why": why} for point, why in self.reasons.items()],
            "needless": [f"{at}: {one.rule}" for one, at in self.needless],
            "missing": [
                {
                    **_named(point),
                    "true": next((trial.name for trial in shown.true.values()), None),
                    "false": next((trial.name for trial in shown.false.values()), None),
                    "sketches": [
                        one.request for value in (True, False) if (one := self.sketches.get((point, value)))
                    ],
                }
                for point, shown in self.missing
            ],
        }

    def _told(self, point: Point, shown: Shown) -> str:
        lines = [_head(point)]
        if shown.true and shown.false:
            lines.append("  what turns on it comes to the same outcome, whichever value it has")
        for value in (True, False):
            word = ("holds" if value else "does not hold") if point.condition is None else f"is {str(value).lower()}"
            if not shown.where(value=value):
                lines.append(f"  no scenario turns on it where it {word}")
                one = self.sketches.get((point, value))
                if one is not None:
                    lines += [f"    under `but` of `{one.near.name}`:", f"      {one.variation(self.scales)}"]
        return "\n".join(lines)


def cover(law: Law, trials: Iterable[Trial], path: Path | None, *, thorough: bool = False) -> CoverageReport:
    """Return what scenarios cover of the law in a folder of rules, or in a part of one, or of the bundled law.

    What is decided under a register shows nothing of the law by itself, and is left out.

    Raises:
        ScenarioError: if what is masked is not well written.
    """
    scales = Scales(law)
    alone = tuple(trial for trial in trials if trial.register is None)
    meant = [p for found in law.provisions.values() for p in found if _meant(p, path)]
    root, ids = _root(path), {provision.id for provision in meant}
    masked = tuple((one, at) for one, at in masked_in(root) if path in (None, root) or one.rule in ids)
    return CoverageReport(coverage_of(meant, alone, scales), masked, alone, scales, thorough)


def _root(path: Path | None) -> Traversable:
    return bundled_rules() if path is None else rules_around(path) or path


def _meant(provision: Provision, path: Path | None) -> bool:
    root = _root(path)
    if not is_jurisdiction(root / provision.jurisdiction):
        return False
    part = path.parent if path is not None and path.is_file() else path
    if part is None or part == root:
        return True
    return is_within(provision.section.document.file, part)


def _what(point: Point) -> str:
    return point.provision.rule.id if point.condition is None else written(point.condition)


def _head(point: Point) -> str:
    return f"{_place(point)}: {point.citation}: `{_what(point)}`"


def _named(point: Point) -> dict[str, Any]:
    return {
        "rule": point.provision.id,
        "citation": point.citation,
        "condition": None if point.condition is None else written(point.condition),
        "location": str(_place(point)),
    }


def _place(point: Point) -> Location:
    provision = point.provision
    at: tuple[str | int, ...] = ("rules", provision.section.text.rules.index(provision.rule))
    if point.clause is not None:
        at = (*at, "conditions", provision.numbers[point.clause])
    return provision.section.document.where(at)
