"""Generated law of the invented jurisdictions `zz` and `zz-a`, and requests under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from disclosure_policy.documents.document import Document
from disclosure_policy.law.vocabulary import NOTHING_SAID, Statement, merged
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.policy import Policy
from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.jurisdiction import Jurisdiction
from disclosure_policy.rule_files.rule_set import Lawbook, RuleSet, Section
from disclosure_policy.rule_files.section_file import SectionText
from disclosure_policy.rule_files.term import Exclusion, Term

# A hierarchy with a term under two broader ones, so that two stated terms can overlap.
TERMS = {
    "recipient.type": {"agency": [], "federal": [], "police": ["agency"], "fbi": ["police", "federal"], "press": []},
    "purpose": {"law": [], "crime": ["law"], "tax": ["law"], "news": []},
    "item.type": {"record": [], "name": ["record"], "wages": ["record"]},
    "discloser": {"agency": []},
}
KEPT = {"safe": [], "cupboard": [], "vault": ["safe"]}
PROCESS = {"order": [], "warrant": ["order"], "summons": [], "quashed": []}
"""Kinds of process; one that was quashed bars whatever else is shown."""
SHORT = {
    "recipient.type": {"feds": ("federal", "fbi")},
    "purpose": {"any": ("crime", "tax")},
    "kept": {"all": ("safe",)},
}
"""Terms that are short for others, stated only by `requests(more=True)`."""
EXCLUSIONS = [
    ("recipient.type", "press", "agency"),
    ("purpose", "law", "news"),
    ("item.type", "name", "wages"),
    ("kept", "safe", "cupboard"),
]
"""What a generated law may say excludes what; no request contradicts any of it, so all can be decided under each."""
FLAGS = ("a", "b", "c")
DAYS = (date(2019, 6, 1), date(2020, 6, 1), date(2021, 6, 1))
PERIODS: list[dict[str, str]] = [
    {"from": "2019-01-01"},
    {"from": "2020-01-01"},
    {"from": "2019-01-01", "to": "2020-12-31"},
]

PARTS: list[dict[str, str] | None] = [None, None, {"from": "2020-03-01"}, {"to": "2020-03-01"}]
"""Days of a rule or a condition within any of these periods."""

LEAVES = st.sampled_from(
    [f"{path}.{term}" for path, terms in TERMS.items() if path != "discloser" for term in terms]
    + [*FLAGS, "judged", "n > 1", "n in [0, 2]", 'when >= d"2020-01-01"', "state_law.authorizes"]
)

MORE_LEAVES = st.one_of(
    LEAVES,
    st.sampled_from(["n + 1 > 2", "2 - n == 1", "a == b", "b != purpose.law", "judged in [true]"]),
    st.sampled_from(['when + t"P365D" > d"2021-01-01"', 'as_of - when < t"P400D"', 'when + t"P3000000D" > as_of']),
    st.sampled_from(["(a and b) != (c or a)", "true", "false", "kept.safe", "kept.vault", "discloser.agency"]),
)
"""Every kind of value and operation besides."""


def expressions(leaves: st.SearchStrategy[str] = LEAVES) -> st.SearchStrategy[str]:
    """Conditions of every shape that the allow-list has."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(lambda one: f"not ({one})"),
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        ),
        max_leaves=4,
    )


def conditions(leaves: st.SearchStrategy[str] = LEAVES) -> st.SearchStrategy[str | dict[str, Any]]:
    """Conditions as a file has them, some of which are asked for on some days only."""
    dated = st.tuples(expressions(leaves), st.sampled_from(PARTS))
    return dated.map(lambda one: {"when": one[0], "effective": one[1]} if one[1] else one[0])


@st.composite
def rules(
    draw: st.DrawFn, code: str, above: list[dict[str, Any]], most: int = 8, leaves: st.SearchStrategy[str] = LEAVES
) -> list[dict[str, Any]]:
    """Rules of one jurisdiction, each an exception to earlier ones of the other effect, or a prohibition alone."""
    if code != "zz":
        leaves = st.one_of(leaves, st.sampled_from(["federal_law.permits"]))
    made: list[dict[str, Any]] = []
    for index in range(draw(st.integers(1, most))):
        effect = draw(st.sampled_from(["forbid", "permit"])) if made else "forbid"
        targets = [f"zz/law/1/{r['id']}" for r in above if r["effect"] != effect]
        targets += [r["id"] for r in made if r["effect"] != effect]
        least = 1 if effect == "permit" else 0
        if len(targets) < least:
            effect, targets = "forbid", []
        made.append(
            {
                "id": f"r{index}",
                "paragraph": f"({index})",
                "effect": effect,
                "exception_to": draw(st.lists(st.sampled_from(targets), unique=True, min_size=least, max_size=2))
                if targets
                else [],
                "mandatory": effect == "permit" and draw(st.booleans()),
                "summary": f"rule {index}",
                "conditions": draw(st.lists(conditions(leaves), max_size=2)),
                "effective": draw(st.sampled_from(PERIODS)),
                "within": draw(st.sampled_from(PARTS)),
                "exclusions": draw(st.lists(st.sampled_from(EXCLUSIONS), max_size=1)) if code == "zz" else [],
            }
        )
    return made


@st.composite
def rule_books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """The rules of `zz` and of its child `zz-a`."""
    root = draw(rules("zz", []))
    return {"zz": root, "zz-a": draw(rules("zz-a", [], most=5))}


@st.composite
def more_rule_books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """The rules of `zz`, of `zz-a` below it and of `zz-a-b` below that, some of them exceptions to rules above."""
    below = st.one_of(MORE_LEAVES, st.sampled_from(["federal_law.permits", "federal_law.requires"]))
    root = draw(rules("zz", [], most=12, leaves=MORE_LEAVES))
    books = {
        "zz": root,
        "zz-a": draw(rules("zz-a", root, most=6, leaves=below)),
        "zz-a-b": draw(rules("zz-a-b", root, most=3, leaves=below)),
    }
    for rule in (rule for made in books.values() for rule in made):
        if rule["effect"] == "permit":
            rule["obligations"] = [{"duty": f"keep to {rule['id']}"}]
            if draw(st.integers(0, 5)) == 0:
                rule["not_encoded"] = "some of it"
    return books


def _terms() -> dict[str, dict[str, Term]]:
    terms = {
        path: {name: Term(label=name, broader=tuple(broader)) for name, broader in named.items()}
        for path, named in (*TERMS.items(), ("kept", KEPT), ("process.type", PROCESS))
    }
    terms["process.type"]["quashed"] = Term(label="quashed", bars=True)
    for path, short in SHORT.items():
        terms[path] |= {name: Term(label=name, stands_for=names) for name, names in short.items()}
    return terms


def _exclusions(pairs: Iterable[tuple[str, str, str]]) -> dict[str, tuple[Exclusion, ...]]:
    found: dict[str, tuple[Exclusion, ...]] = {}
    for path, one, other in dict.fromkeys(map(tuple, pairs)):
        found[path] = (*found.get(path, ()), Exclusion(terms=(one, other), because="so it is"))
    return found


def _as_written(rule: dict[str, Any]) -> dict[str, Any]:
    written = {key: value for key, value in rule.items() if key not in ("effective", "exclusions", "within")}
    return written | {"effective": rule["within"]} if rule.get("within") else written


STRICTEST = merged([_terms()], [_exclusions(EXCLUSIONS)])
"""The vocabulary with everything that may exclude each other."""


def a_rule_set(books: dict[str, list[dict[str, Any]]]) -> RuleSet:
    """Make a rule set of rules as generated, one section for each period of a jurisdiction."""
    lawbooks = {}
    for code, made in books.items():
        sections = []
        for number, rule in enumerate(made, start=1):
            text = {
                "citation": f"{code} 1",
                "title": "invented",
                "source": "none",
                "read_on": "2026-01-01",
                "incomplete": "invented",
                "effective": rule["effective"],
                "rules": [_as_written(rule)],
            }
            document = Document(f"{code}/law/1/{number}.yaml", text)
            sections.append(Section(f"{code}/law/1", code, SectionText.model_validate(text), document))
        root = code == "zz"
        jurisdiction = Jurisdiction(
            name=code, parent=code.rpartition("-")[0] or None, citation_forms=("{code} {section}{paragraph}",)
        )
        facts = {name: FactDeclaration(type="boolean", question=name, changeable=True) for name in FLAGS}
        facts["n"] = FactDeclaration(type="number", question="n")
        facts["when"] = FactDeclaration(type="date", question="when")
        facts["kept"] = FactDeclaration(type="terms", question="kept")
        facts["judged"] = FactDeclaration(type="judgment", question="judged")
        document = Document(f"{code}/jurisdiction.yaml", {})
        lawbooks[code] = Lawbook(
            code,
            jurisdiction,
            _terms() if root else {},
            facts if root else {},
            tuple(sections),
            {"jurisdiction": document},
            exclusions=_exclusions([one for rule in made for one in rule.get("exclusions", [])]),
        )
    return RuleSet(lawbooks, "invented")


def a_policy(books: dict[str, list[dict[str, Any]]]) -> Policy:
    """Make a policy of rules as generated."""
    return Policy(compile_rules(a_rule_set(books)))


def _maybe(values: st.SearchStrategy[Any], *, known: bool) -> st.SearchStrategy[Any]:
    return values if known else st.none() | values


@st.composite
def said(draw: st.DrawFn, path: str, before: Statement = NOTHING_SAID, *, short: bool = False) -> Any:
    """What is said of a coded fact in part, besides what was said before, as a request states it."""
    scheme = STRICTEST[path]
    terms = st.sampled_from([name for name, term in scheme.terms.items() if short or not term.stands_for])
    now = before
    for denied, term in draw(st.lists(st.tuples(st.booleans(), terms), max_size=2)):
        if denied and scheme.terms[term].stands_for:
            continue
        more = replace(now, **({"lacks": (*now.lacks, term)} if denied else {"has": (*now.has, term)}))
        if not scheme.contradiction(replace(more, has=scheme.spelled_out(more.has))):
            now = more
    if not now:
        return draw(terms)
    return {"has": list(dict.fromkeys(now.has)), "lacks": list(dict.fromkeys(now.lacks))}


@st.composite
def requests(draw: st.DrawFn, *, known: bool = False, more: bool = False, parts: bool = True) -> dict[str, Any]:
    """Requests under `zz` or `zz-a`, with every fact known or any of them left out.

    With `more` also under `zz-a-b`, with several terms of a fact, of one item or purpose, terms that are denied,
    terms short for others and every declared fact; without `parts` only as a table has columns for.
    """

    def terms(path: str) -> st.SearchStrategy[Any]:
        one = st.sampled_from(sorted(TERMS[path]) + (sorted(SHORT.get(path, {})) if more else []))
        if not more or (not parts and path in ("purpose", "item.type")):
            return one
        return st.one_of(one, said(path, short=True) if parts else said(path, short=True).map(_has))

    def several(path: str) -> st.SearchStrategy[list[Any]]:
        return _maybe(st.lists(terms(path), min_size=1, max_size=2, unique_by=repr), known=known)

    facts = {name: draw(_maybe(st.booleans(), known=known)) for name in FLAGS}
    facts["n"] = draw(_maybe(st.integers(0, 3), known=known))
    facts["when"] = draw(_maybe(st.sampled_from(["2019-05-05", "2021-05-05"]), known=known))
    judged = draw(_maybe(st.booleans(), known=known))
    answer = {"answer": judged, "by": "someone", "day": "2020-01-01", "why": "because"}
    purposes, items = draw(several("purpose")), draw(several("item.type"))
    if more:
        kept = said("kept", short=True)
        facts["kept"] = draw(st.none() | st.just([]) | kept.map(_has) | (kept if parts else st.nothing()))
    return {
        "jurisdiction": draw(st.sampled_from(["zz", "zz-a", "zz-a-b"] if more else ["zz", "zz-a"])),
        "as_of": draw(st.sampled_from(DAYS)).isoformat(),
        "discloser": "agency",
        "recipient": {"type": draw(_maybe(terms("recipient.type"), known=known))},
        "purposes": purposes,
        "items": items and [{"type": item} if isinstance(item, dict) else item for item in items],
        "state_law": {"authorizes": draw(_maybe(st.booleans(), known=known))},
        "facts": {name: value for name, value in facts.items() if value is not None},
        "judgments": {} if judged is None else {"judged": answer},
    }


def _has(stated: Any) -> list[str]:
    return [stated] if isinstance(stated, str) else stated["has"]


@st.composite
def completions(draw: st.DrawFn, request: dict[str, Any]) -> dict[str, Any]:
    """The same request with some unknown facts filled in, some terms narrower, more of them denied."""
    other = draw(requests(known=True))

    def fuller(path: str, term: str | None) -> Any:
        if term is None:
            return draw(st.none() | said(path))
        finer = draw(st.sampled_from(sorted(STRICTEST[path].narrower[term])))
        return draw(st.just(term) | said(path, Statement((finer,))) | said(path, Statement((term,))))

    def filled(mine: Any, theirs: Any) -> Any:
        return theirs if mine is None and draw(st.booleans()) else mine

    full = dict(request)
    full["recipient"] = {"type": fuller("recipient.type", request["recipient"]["type"])}
    for key, path in (("purposes", "purpose"), ("items", "item.type")):
        finer = [fuller(path, term) for term in request[key] or [None]]
        if None not in finer and len(set(map(repr, finer))) == len(finer):
            full[key] = [{"type": one} if key == "items" else one for one in finer]
    full["state_law"] = {"authorizes": filled(request["state_law"]["authorizes"], other["state_law"]["authorizes"])}
    kept = {name: value for name, value in other["facts"].items() if draw(st.booleans())}
    full["facts"] = {**kept, **request["facts"]}
    full["judgments"] = request["judgments"] or (other["judgments"] if draw(st.booleans()) else {})
    return full
