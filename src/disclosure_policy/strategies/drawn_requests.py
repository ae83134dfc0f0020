"""Draws requests that a policy can decide."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from disclosure_policy.deciding import UNSTATED
from disclosure_policy.law import Law, Scheme, Statement
from disclosure_policy.limits import MAX_DIGITS
from disclosure_policy.policy import Policy, load
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.instruments import INSTRUMENTS
from disclosure_policy.rule_files import SINGLE, FactDeclaration
from disclosure_policy.strategies.consistent_requests import consistent, is_consistent
from disclosure_policy.strategies.requests_from_facts import Stated, days_near_change, schemes_of

_COVERED = {"items": "item.type", "purposes": "purpose"}

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


def requests(
    policy: Policy | None = None,
    jurisdiction: str | None = None,
    *,
    complete: bool = False,
    stating: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[DisclosureRequest]:
    """Draw requests that the policy can decide: right terms, declared facts of the right type, whole judgments.

    Args:
        policy: the rules; without them, the bundled ones.
        jurisdiction: the code of one jurisdiction; without it, any of the policy's.
        complete: state every fact, in the narrowest terms, so that nothing is unknown; otherwise any fact may be
            left out, and now and then there are several releases, processes or agreements.
        stating: what to draw for some facts instead, by the path at which a condition reads them, such as `as_of`,
            `purpose` (each one), `item.type`, `agreement.terms` or a declared fact's name; None leaves one out.

    Raises:
        RequestError: if there is no such jurisdiction.
        ValueError: if `stating` names no fact.
    """
    from hypothesis import strategies as st  # noqa: PLC0415 - the rest of the package does without it

    policy = policy or _bundled()
    codes = [jurisdiction] if jurisdiction else policy.jurisdictions
    return st.one_of([_requests(policy.law, code, stating or {}, complete=complete) for code in codes])


@cache
def _bundled() -> Policy:
    return load()


def _requests(
    law: Law, code: str, stating: Mapping[str, SearchStrategy[Any]], *, complete: bool
) -> SearchStrategy[DisclosureRequest]:
    from hypothesis import strategies as st  # noqa: PLC0415

    law.lawbook(code)
    schemes = schemes_of(law, code)
    days = days_near_change(law, code)
    values: dict[str, SearchStrategy[Any]] = {"as_of": st.sampled_from(days) | st.dates(min_value=days[0])}
    for path, fact in law.facts[code].items():
        if path not in UNSTATED:
            value = _values(path, fact, schemes.get(path), complete=complete)
            values[path] = value if complete else st.none() | value
    for path in stating.keys() - values.keys():
        raise ValueError(f"there is no fact `{path}` to state under `{code}`")
    values.update(stating)
    item = st.fixed_dictionaries({path: values.pop(path) for path in list(values) if path.startswith("item.")})
    day, purpose = values.pop("as_of"), values.pop("purpose")
    further = st.just({}) if complete else _further(values, schemes)

    @st.composite
    def one(draw: DrawFn) -> DisclosureRequest:
        facts = draw(st.fixed_dictionaries(values))
        items = draw(st.lists(item, min_size=1, max_size=2))
        purposes = draw(st.lists(purpose, min_size=1, max_size=2))
        named = [term for term in purposes if term is not None]
        stated = Stated(facts, items, named, draw(further))
        return consistent(law, code, draw(day), stated, keep=stating)

    return one().filter(lambda request: is_consistent(request, law)) if law.contradictions.get(code) else one()


def _further(
    values: Mapping[str, SearchStrategy[Any]], schemes: Mapping[str, Scheme]
) -> SearchStrategy[dict[str, list[dict[str, Any]]]]:
    """Draw, by kind, the instruments beside the first: mostly none."""
    from hypothesis import strategies as st  # noqa: PLC0415

    kinds: dict[str, SearchStrategy[list[dict[str, Any]]]] = {}
    for kind in INSTRUMENTS:
        own = {path.partition(".")[2]: value for path, value in values.items() if path.startswith(f"{kind}.")}
        covers = {"from": st.dates(), **{key: _some(schemes[path]) for key, path in _COVERED.items()}}
        one = st.fixed_dictionaries({**own, "covers": st.none() | st.fixed_dictionaries({}, optional=covers)})
        kinds[kind] = st.one_of(st.just([]), st.just([]), st.lists(one, max_size=2))
    return st.fixed_dictionaries(kinds)


def _some(scheme: Scheme) -> SearchStrategy[list[str]]:
    from hypothesis import strategies as st  # noqa: PLC0415

    return st.lists(st.sampled_from(list(scheme.terms)), max_size=3) if scheme.terms else st.just([])


def _values(path: str, fact: FactDeclaration, scheme: Scheme | None, *, complete: bool) -> SearchStrategy[Any]:
    """Values of a fact; for a complete request, terms under which nothing is left to say."""
    from hypothesis import strategies as st  # noqa: PLC0415

    if scheme is not None:
        return _statements(path, fact, scheme, complete=complete)
    if fact.kind == "number":
        return st.integers(0, 9) | st.integers(1 - 10**MAX_DIGITS, 10**MAX_DIGITS - 1)
    return st.dates() if fact.kind == "date" else st.booleans()


def _statements(path: str, fact: FactDeclaration, scheme: Scheme, *, complete: bool) -> SearchStrategy[Any]:
    """Draw what can be said of a coded fact: terms that go together, and some that do not apply."""
    from hypothesis import strategies as st  # noqa: PLC0415

    if not scheme.terms:
        return st.none() if path in SINGLE else st.just(())
    plain = [name for name, term in scheme.terms.items() if not term.stands_for]
    narrowest = [name for name in plain if scheme.narrower[name] == {name}]
    terms = st.lists(st.sampled_from(narrowest if complete else list(scheme.terms)), unique=True, max_size=6)
    if path in SINGLE:
        terms = terms.filter(bool)
    together = terms.map(lambda drawn: _going_together(scheme, drawn))
    if complete and not fact.several:
        return together.map(lambda has: {"has": has, "lacks": _the_rest(scheme, has)})
    if complete:
        return together
    one = st.sampled_from(list(scheme.terms))
    in_part = st.tuples(together, st.lists(st.sampled_from(plain), unique=True, max_size=3)).map(
        lambda drawn: _in_part(scheme, *drawn)
    )
    return st.one_of(one, in_part) if path in SINGLE else st.one_of(one.map(lambda term: [term]), together, in_part)


def _going_together(scheme: Scheme, terms: list[str]) -> list[str]:
    """Return the terms without those that earlier ones exclude."""
    kept: list[str] = []
    for term in terms:
        if not scheme.contradiction(Statement(scheme.spelled_out([*kept, term]))):
            kept.append(term)
    return kept


def _the_rest(scheme: Scheme, has: list[str]) -> list[str]:
    """Return the broadest terms that do not apply where these do and nothing else."""
    applying = {above for term in has for above in scheme.broader[term]}
    gone = [name for name, term in scheme.terms.items() if name not in applying and not term.stands_for]
    return [term for term in gone if not any(other != term and other in scheme.broader[term] for other in gone)]


def _in_part(scheme: Scheme, has: list[str], lacks: list[str]) -> Any:  # noqa: ANN401 - as a request states it
    said = [term for term in has if not scheme.terms[term].stands_for]
    denied = [t for t in lacks if not scheme.contradiction(Statement(tuple(said), (t,)))]
    return {"has": said, "lacks": denied} if said or denied else {"lacks": lacks[:1] or list(scheme.terms)[:1]}
