"""Exceptions linked to what they limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disclosure_policy.errors import Problem, suggest
from disclosure_policy.provision import Provision
from disclosure_policy.rule import Effect, RuleSet


def exception_problems(rule_set: RuleSet, provisions: Mapping[str, tuple[Provision, ...]]) -> Iterator[Problem]:
    """Yield each exception that is dangling, of the same effect, out of reach, or an exception to itself."""
    effects: dict[str, set[Effect]] = {}
    for one in (p for found in provisions.values() for p in found):
        effects.setdefault(one.id, set()).add(one.effect)
    targets: dict[str, set[str]] = {}
    lost = {name for book in rule_set.lawbooks.values() for name in book.unsound}
    for code, found in provisions.items():
        reach = {book.code for book in rule_set.chain(code)}
        for provision in found:
            targets.setdefault(provision.id, set()).update(provision.exception_to)
            yield from _target_problems(provision, effects, reach, lost)
    yield from _cycle_problems(targets, provisions)


def _target_problems(
    provision: Provision, effects: Mapping[str, set[Effect]], reach: set[str], lost: set[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a rule's targets; of a section with other mistakes nothing is said that may follow."""
    index = provision.section.text.rules.index(provision.rule)
    for number, target in enumerate(provision.exception_to):
        at: tuple[str | int, ...] = ("rules", index, "exception_to", number)
        where = provision.section.document.where(at)
        written = provision.rule.exception_to[number]
        doubtful = target.rpartition("/")[0] in lost
        if target not in effects:
            if doubtful:
                continue
            section = f"{provision.section.id}/"
            own = [identity.removeprefix(section) for identity in effects if identity.startswith(section)]
            hint = suggest(written, own) or suggest(written, effects)
            yield Problem(
                where, f"there is no rule `{written}` to be an exception to", hint, code="dangling-exception"
            )
        elif provision.effect in effects[target] and not (doubtful or provision.section.id in lost):
            yield Problem(
                where,
                f"`{written}` has the same effect, `{provision.effect}`",
                "an exception permits what is forbidden or forbids what is permitted",
                code="same-effect-exception",
            )
        elif target.partition("/")[0] not in reach:
            message = f"`{written}` belongs to a jurisdiction that is not above `{provision.jurisdiction}`"
            yield Problem(where, message, code="exception-out-of-reach")


def _cycle_problems(
    targets: Mapping[str, set[str]], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    remaining = {identity: {t for t in found if t in targets} for identity, found in targets.items()}
    while True:
        free = [identity for identity, found in remaining.items() if not found]
        if not free:
            break
        for identity in free:
            del remaining[identity]
        for found in remaining.values():
            found.difference_update(free)
    for code in provisions:
        for provision in provisions[code]:
            if provision.id in remaining and _circular(provision.id, remaining):
                index = provision.section.text.rules.index(provision.rule)
                where = provision.section.document.where(("rules", index, "exception_to"))
                message = f"`{provision.rule.id}` is, through others, an exception to itself"
                yield Problem(where, message, code="circular-exception")


def _circular(start: str, targets: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    stack = list(targets[start])
    while stack:
        at = stack.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            stack.extend(targets.get(at, ()))
    return False


def exceptions_first(
    tops: tuple[Provision, ...], exceptions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Provision]:
    """Yield provisions and all that hangs from them, every exception before what it limits."""
    done: set[str] = set()
    stack = list(reversed(tops))
    while stack:
        provision = stack[-1]
        waiting = [e for e in exceptions.get(provision.id, ()) if e.id not in done]
        if waiting:
            stack.extend(reversed(waiting))
        else:
            stack.pop()
            if provision.id not in done:
                done.add(provision.id)
                yield provision
