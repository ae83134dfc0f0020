"""Finds which mutants the scenarios do not notice.

What is kept of every scenario is how it was weighed. A mutant of one condition or of one link is tried by giving the
rule that it touches its new value and carrying that upwards. A scenario that is touched and keeps its verdict is
decided again only if it expects something of which the mutant can be the reason: a basis or citations if the rule's
value changed, what is lacking if it names the citation of the condition, what is missing if it names a fact of it.
All other mutants are decided anew, in the scenarios that they can touch. So an explanation far from it may change
with a mutant that is reported; what counts as noticed is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure_policy.conditions.expression import paths, truth
from disclosure_policy.deciding import decide
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.law import Law, Provision
from disclosure_policy.missing import Diagnosis, Scales, Weighing, passes
from disclosure_policy.mutation.mutant import Mutant
from disclosure_policy.scenarios import Trial, differences
from disclosure_policy.truth import Truth


@dataclass(frozen=True, eq=False)
class WeighedTrial:
    """A scenario as it was weighed under the law without mistakes."""

    trial: Trial
    weighing: Weighing

    @property
    def beside(self) -> str:
        """The folder of its file."""
        return self.trial.location.file.rpartition("/")[0]


class Bench:
    """Tries mutants of one law on its scenarios."""

    def __init__(self, law: Law, trials: Iterable[Trial]) -> None:
        self.law = law
        scales = Scales(law)
        alone = (trial for trial in trials if trial.register is None)  # under a register much else decides
        confirmed = (trial for trial in alone if trial.expect.verdict != "unconfirmed")
        self.tried = [WeighedTrial(trial, scales.weigh(trial.request)) for trial in confirmed]
        self._under: dict[int, list[WeighedTrial]] = {}
        for one in self.tried:
            for provision in {id(p) for net in one.weighing.nets for p in net.layer.provisions}:
                self._under.setdefault(provision, []).append(one)

    def killer(self, mutant: Mutant) -> Trial | None:
        """Return a scenario that does not come out as expected under a mutant, or None if it survives."""
        if mutant.clause is None and not mutant.relinks:
            return self._decided_otherwise(mutant, [one for one in self._in_order(mutant) if _reached(mutant, one)])
        again: list[WeighedTrial] = []
        for one in self._in_order(mutant):
            change = _Change(mutant, one.weighing)
            if change.allowed is not (one.trial.expect.verdict == "allow"):
                return one.trial
            if change.matters_to(one.trial):
                again.append(one)
        return self._decided_otherwise(mutant, again)

    def _in_order(self, mutant: Mutant) -> list[WeighedTrial]:
        """Return the scenarios under the law that changed, those beside the changed section first."""
        found = self.tried if mutant.kind == "shift a date" else self._under.get(id(mutant.provision), [])
        beside = mutant.provision.section.document.file.rpartition("/")[0]
        return sorted(found, key=lambda one: one.beside != beside)

    def _decided_otherwise(self, mutant: Mutant, found: list[WeighedTrial]) -> Trial | None:
        law = mutant.law(self.law)
        for one in found:
            if next(differences(one.trial.expect, decide(one.weighing.case, law, Diagnosis)), None) is not None:
                return one.trial
        return None


class _Change:
    """What a mutant of one condition or one link changes in a request."""

    def __init__(self, mutant: Mutant, weighing: Weighing) -> None:
        self.mutant = mutant
        old, self.new = mutant.changed[0]
        self.clause_moved = self.rule_moved = False
        self.allowed = True
        for index, weights in enumerate(weighing.weighed):
            moved = False
            for one in weights:
                if old.id in one.holds:
                    moved |= self._moves(old, one)
            self.allowed &= weighing.passes_if(index, {self._where(old): self._holds}) if moved else passes(weights)

    def matters_to(self, trial: Trial) -> bool:
        """Say whether a scenario expects something of which the change can be the reason."""
        expect, old = trial.expect, self.mutant.provision
        if self.rule_moved and (expect.citations or expect.uncited or expect.basis):
            return True
        if not self.clause_moved or self.mutant.clause is None:
            return False
        read = set(paths(old.clauses[self.mutant.clause].expression))
        return self.mutant.citation in expect.lacking or any(
            path == fact or path.startswith(f"{fact}.") for fact in expect.missing for path in read
        )

    def _where(self, old: Provision) -> str:
        return self.mutant.relinks or old.id

    def _moves(self, old: Provision, one: Weights) -> bool:
        """Say whether some value moves in a layer, and note what does."""
        if self.mutant.relinks:
            moved = self.mutant.relinks in one.holds and self._holds(one) is not one.holds[self.mutant.relinks]
            self.rule_moved |= one.met[old.id] is not False
            return moved
        number, before = self.mutant.clause or 0, one.clauses[old.id]
        dropped = len(self.new.clauses) < len(before)
        after = True if dropped else truth(self.new.clauses[number].expression, one.facts.value)
        if before[number] is after:
            return False
        self.clause_moved = True
        met = one.met_with(old, (*before[:number], after, *before[number + 1 :]))
        self.rule_moved |= (met is False) is not (one.met[old.id] is False) or self._holds(one) is not one.holds[
            old.id
        ]
        return True

    def _holds(self, one: Weights) -> Truth:
        if self.mutant.relinks:
            return one.holding(self.mutant.relinks, one.met[self.mutant.relinks], {self.new.id: False})
        return one.holding_with(self.new, (truth(clause.expression, one.facts.value) for clause in self.new.clauses))


def _reached(mutant: Mutant, one: WeighedTrial) -> bool:
    """Say whether a mutant of another kind can touch a scenario."""
    if mutant.kind != "shift a date":
        found = (w.met.get(mutant.provision.id, False) for weights in one.weighing.weighed for w in weights)
        return any(met is not False for met in found)
    day = one.weighing.case.as_of
    return mutant.provision.jurisdiction in {net.layer.code for net in one.weighing.nets} and any(
        old.effective.covers(day) is not new.effective.covers(day) for old, new in mutant.changed
    )
