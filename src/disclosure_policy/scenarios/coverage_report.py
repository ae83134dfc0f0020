"""Reports what scenarios cover of the law in a folder, with sketches of scenarios for what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from disclosure_policy.conditions.editing import written
from disclosure_policy.errors import Location
from disclosure_policy.law import Law, Provision
from disclosure_policy.loading import bundled_rules, is_jurisdiction, is_within, rules_around
from disclosure_policy.missing import Scales
from disclosure_policy.scenarios.coverage import LawCoverage, Point, Shown, coverage_of
from disclosure_policy.scenarios.trials import Trial
from disclosure_policy.scenarios.uncovered_scenarios import Sketch, sketches


@dataclass(frozen=True)
class CoverageReport:
    """The coverage of some law by some scenarios."""

    coverage: LawCoverage
    trials: tuple[Trial, ...]
    scales: Scales
    thorough: bool
    """Whether to search long for scenarios that are missing."""

    @cached_property
    def sketches(self) -> dict[tuple[Point, bool], Sketch]:
        """A scenario for each value of each point on which none turns, where a short search finds one."""
        found = sketches(self.coverage, self.trials, self.scales, thorough=self.thorough)
        return {(one.point, one.value): one for one in found}

    def told(self) -> str:
        """Return what is missing, each with a line to paste, and the share that is covered."""
        total, missing = len(self.coverage.shown), self.coverage.missing
        blocks = [self._told(point, shown) for point, shown in missing]
        covered = (
            f"{total - len(missing):,} of {total:,} rules and conditions covered ({self.coverage.percent:.1f} %)"
        )
        return "\n\n".join([*blocks, covered])

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return {
            "percent": round(self.coverage.percent, 2),
            "points": len(self.coverage.shown),
            "missing": [
                {
                    "rule": point.provision.id,
                    "citation": point.citation,
                    "condition": None if point.condition is None else written(point.condition),
                    "location": str(_place(point)),
                    "true": next((trial.name for trial in shown.true.values()), None),
                    "false": next((trial.name for trial in shown.false.values()), None),
                    "sketches": [
                        one.request for value in (True, False) if (one := self.sketches.get((point, value)))
                    ],
                }
                for point, shown in self.coverage.missing
            ],
        }

    def _told(self, point: Point, shown: Shown) -> str:
        what = f"`{point.provision.rule.id}`" if point.condition is None else f"`{written(point.condition)}`"
        lines = [f"{_place(point)}: {point.citation}: {what}"]
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
    """
    scales = Scales(law)
    alone = tuple(trial for trial in trials if trial.register is None)
    meant = [p for found in law.provisions.values() for p in found if _meant(p, path)]
    return CoverageReport(coverage_of(meant, alone, scales), alone, scales, thorough)


def _meant(provision: Provision, path: Path | None) -> bool:
    root = bundled_rules() if path is None else rules_around(path) or path
    if not is_jurisdiction(root / provision.jurisdiction):
        return False
    part = path.parent if path is not None and path.is_file() else path
    if part is None or part == root:
        return True
    return is_within(provision.section.document.file, part)


def _place(point: Point) -> Location:
    provision = point.provision
    at: tuple[str | int, ...] = ("rules", provision.section.text.rules.index(provision.rule))
    if point.clause is not None:
        at = (*at, "conditions", provision.numbers[point.clause])
    return provision.section.document.where(at)
