"""Links exceptions to what they limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from graphlib import CycleError, TopologicalSorter

from disclosure_policy.errors import Location, Problem, suggest
from disclosure_policy.law import Provision
from disclosure_policy.limits import MAX_EXCEPTIONS
from disclosure_policy.loading.follow_on_mistakes import Doubt
from disclosure_policy.rule_files import RuleSet
from disclosure_policy.rule_files.section_file import Effect


def exception_problems(rule_set: RuleSet, provisions: Mapping[str, tuple[Provision, ...]]) -> Iterator[Problem]:
    """Yield each exception that is dangling, of the same effect, out of reach, too deep, or circular."""
    effects: dict[str, set[Effect]] = {}
    for one in (p for found in provisions.values() for p in found):
        effects.setdefault(one.id, set()).add(one.effect)
    targets: dict[str, set[str]] = {}
    doubt = Doubt(rule_set)
    for code, found in provisions.items():
        reach = {book.code for book in rule_set.chain(code)}
        for provision in found:
            targets.setdefault(provision.id, set()).update(provision.exception_to)
            yield from _target_problems(provision, effects, reach, doubt)
    try:
        order = tuple(TopologicalSorter(targets).static_order())
    except CycleError:
        yield from _cycle_problems(targets, provisions, doubt)
    else:
        yield from _depth_problems(order, targets, provisions)


def _target_problems(
    provision: Provision, effects: Mapping[str, set[Effect]], reach: set[str], doubt: Doubt
) -> Iterator[Problem]:
    for number, target in enumerate(provision.exception_to):
        where = partial(_place_of, provision, number)
        written = provision.rule.exception_to[number]
        if target not in effects:
            if doubt.of_absence(target, provision):
                continue
            section = f"{provision.section.id}/"
            own = [identity.removeprefix(section) for identity in effects if identity.startswith(section)]
            hint = suggest(written, own) or suggest(written, effects)
            yield Problem(
                where(), f"there is no rule `{written}` to be an exception to", hint, code="dangling-exception"
            )
        elif provision.effect in effects[target] and not doubt.of_effect(target, provision.id):
            yield Problem(
                where(),
                f"`{written}` has the same effect, `{provision.effect}`",
                "an exception permits what is forbidden or forbids what is permitted",
                code="same-effect-exception",
            )
        elif target.partition("/")[0] not in reach and not doubt.of_absence(target, provision):
            message = f"`{written}` belongs to a jurisdiction that is no parent of `{provision.jurisdiction}`"
            help_ = "a rule limits rules of its own jurisdiction and of its parents"
            yield Problem(where(), message, help_, code="exception-out-of-reach")


def _place_of(provision: Provision, *number: int) -> Location:
    index = provision.section.text.rules.index(provision.rule)
    return provision.section.document.where(("rules", index, "exception_to", *number))


def _cycle_problems(
    targets: Mapping[str, set[str]], provisions: Mapping[str, tuple[Provision, ...]], doubt: Doubt
) -> Iterator[Problem]:
    for provision in (one for found in provisions.values() for one in found):
        if not doubt.of_effect(provision.id) and _leads_back(provision.id, targets):
            message = f"`{provision.rule.id}` is, through others, an exception to itself"
            help_ = "follow `exception_to` from rule to rule, and remove the one that leads back"
            yield Problem(_place_of(provision), message, help_, code="circular-exception")


def _leads_back(start: str, targets: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    stack = [start]
    while stack:
        new = targets.get(stack.pop(), set()) - seen
        seen |= new
        stack += new
    return start in seen


def _depth_problems(
    order: Iterable[str], targets: Mapping[str, set[str]], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    """Yield the first rules that are too deep, not what stands below them; `order` has what is limited first."""
    depths: dict[str, int] = {}
    for rule in order:
        depths[rule] = 1 + max((depths[target] for target in targets.get(rule, ())), default=0)
    for provision in (one for found in provisions.values() for one in found):
        if depths[provision.id] == MAX_EXCEPTIONS + 1:
            message = f"{MAX_EXCEPTIONS} rules stand above `{provision.rule.id}`, each limited by the next"
            help_ = "no reader follows so many: state what limits an exception among its own conditions"
            yield Problem(_place_of(provision), message, help_, code="exception-too-deep")
