"""Row by row, a frame of requests is decided as each request would be by itself, in every engine."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import disclosure_policy
from disclosure_policy.cli.batch.rows import Rows, leaves
from disclosure_policy.errors import RequestError
from disclosure_policy.frames.answered_table import stated_columns
from disclosure_policy.frames.columns import RESULTS, request_of
from disclosure_policy.frames.columns_to_numbers import Coder
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios.trials import read_trials
from tests.helpers.builders import POLICE, RESEARCH, ROOT, a_request, problems_of, section
from tests.helpers.builders import a_policy as policy_of
from tests.helpers.generated_law import a_policy, more_rule_books, requests, rule_books
from tests.helpers.near_scenarios import random_requests
from tests.helpers.several_instruments import FLAGS, books, several

Row = dict[str, Any]

slow_data = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def by_itself(policy: Policy, request: Mapping[str, Any]) -> Row:
    """Return the columns of the answer to a request that is decided by itself."""
    try:
        decision = policy.decide(request)
    except RequestError as error:
        return dict.fromkeys(RESULTS) | {"error": str(error)}
    return {
        "verdict": decision.verdict,
        "basis": decision.basis,
        "citations": list(decision.citations),
        "determining": [rule.rule for rule in decision.determining],
        "missing": sorted(fact.fact for fact in decision.missing),
        "error": None,
    }


def answers(rows: Iterable[Row]) -> list[Row]:
    return [{name: row[name] for name in RESULTS} for row in rows]


def polars_eager(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(pl.DataFrame(table), missing=True).to_dicts())


def polars_lazy(policy: Policy, table: pa.Table) -> list[Row]:
    decided = policy.decide_frame(pl.DataFrame(table).lazy(), missing=True)
    return answers(decided.collect(engine="streaming").to_dicts())


def in_duckdb(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(duckdb.connect().from_arrow(table), missing=True).pl().to_dicts())


def in_pyarrow(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(table, missing=True).to_pylist())


def in_pandas(policy: Policy, table: pa.Table) -> list[Row]:
    decided = policy.decide_frame(
        table.to_pandas(types_mapper=pd.ArrowDtype).set_index(pd.RangeIndex(7, 7 + len(table))),
        missing=True,
    )
    return answers(pa.Table.from_pandas(decided, preserve_index=False).to_pylist())


ENGINES = [polars_eager, polars_lazy, in_duckdb, in_pyarrow, in_pandas]
Engine = Callable[[Policy, pa.Table], list[Row]]


def nested(made: list[Row]) -> pa.Table:
    """Return requests as a table with nested columns."""
    return pa.Table.from_pylist([{name: value or None for name, value in row.items()} for row in made])


def flattened(made: list[Row]) -> pa.Table:
    """Return requests as a table in which each column is named by its path."""

    def leaves(part: Row, prefix: str) -> Iterable[tuple[str, Any]]:
        for name, value in part.items():
            if isinstance(value, dict):
                yield from leaves(value, f"{prefix}{name}.")
            elif value is not None or name == "discloser":
                yield f"{prefix}{name}", value

    rows = [dict(leaves(row, "")) for row in made]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def read_in(policy: Policy, made: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return requests of any shape as the table that is made of a file of them."""
    rows = Rows(policy.law)
    for request in made:
        rows.add(leaves(request))
    assert not rows.odd
    return rows.table()


@given(st.data())
@settings(slow_data, max_examples=25)
def test_under_rules_of_every_kind_requests_come_out_as_by_themselves(data: st.DataObject) -> None:
    policy = a_policy(data.draw(more_rule_books()))
    made = data.draw(st.lists(requests(more=True, parts=False), min_size=1, max_size=8))

    assert polars_eager(policy, read_in(policy, made)) == [by_itself(policy, request) for request in made]


@pytest.mark.parametrize("engine", ENGINES)
@given(st.data())
@settings(slow_data, max_examples=6)
def test_generated_requests_under_generated_rules_come_out_as_by_themselves(
    engine: Engine, data: st.DataObject
) -> None:
    policy = a_policy(data.draw(rule_books()))
    made = data.draw(st.lists(requests(), min_size=1, max_size=8))
    shape = data.draw(st.sampled_from([nested, flattened]))

    assert engine(policy, shape(made)) == [by_itself(policy, request) for request in made]


@pytest.fixture(scope="module")
def bundled() -> Policy:
    return disclosure_policy.load()


def flat(policy: Policy, made: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the requests that a table can hold as they are; a batch decides the others by themselves."""
    made = list(made)
    rows = Rows(policy.law)
    for request in made:
        rows.add(leaves(request))
    return [request for at, request in enumerate(made) if at not in set(rows.odd)]


@pytest.mark.slow
@pytest.mark.parametrize("engine", [polars_eager, in_duckdb])
def test_requests_under_the_bundled_law_come_out_as_by_themselves(bundled: Policy, engine: Engine) -> None:
    made = flat(bundled, random_requests(40, bundled, seed=1))

    assert engine(bundled, read_in(bundled, made)) == [by_itself(bundled, request) for request in made]


@pytest.mark.slow
def test_every_scenario_of_the_bundled_law_comes_out_as_by_itself(bundled: Policy) -> None:
    files = sorted((ROOT / "rules").rglob("scenarios.yaml"))
    stated = [trial.request for file in files for trial in read_trials(file)]
    made = flat(bundled, stated)

    decided = polars_eager(bundled, read_in(bundled, made))

    assert len(made) > 0.9 * len(stated) > 500
    assert decided == [by_itself(bundled, request) for request in made]


@given(st.data())
@settings(slow_data, max_examples=10)
def test_requests_that_leave_the_same_to_be_found_out_miss_the_same(data: st.DataObject) -> None:
    policy = a_policy(data.draw(more_rule_books()))
    few = data.draw(st.lists(requests(more=True, parts=False), min_size=2, max_size=4))
    mixed = [
        one | {part: other[part] for part in data.draw(st.sets(st.sampled_from(["recipient", "facts", "items"])))}
        for one in few
        for other in few
    ]

    assert polars_eager(policy, read_in(policy, mixed)) == [by_itself(policy, request) for request in mixed]


@given(books(), st.lists(several(most=2), min_size=1, max_size=4), st.sampled_from(ENGINES))
@settings(slow_data, max_examples=30)
def test_a_row_that_shows_several_instruments_is_decided_as_it_is_by_itself(
    rules: Any, made: list[Row], engine: Engine
) -> None:
    policy = a_policy(rules)
    for one in (one for request in made for kind in FLAGS for one in request.get(kind, ())):
        one["name"] = "shown"  # polars has no structures without fields
        one.update({"type": one["type"]["has"]} if "type" in one else {})  # nor a column lists beside parts

    table = nested([dict.fromkeys(FLAGS) | request for request in made])

    assert engine(policy, table) == [by_itself(policy, request) for request in made]


VOCABULARY = """
discloser: {records_office: {label: the records office}}
purpose:
  study: {label: a study}
  care: {label: care}
  hospital: {label: what a hospital does}
  office: {label: what an office does}
  nobody: {label: what nobody does}
  trial: {label: a trial, broader: [study, care, hospital]}
  survey: {label: a survey, broader: [study, office]}
  visit: {label: a visit, broader: [care, office]}
"""
FACTS = """
b: {type: boolean, question: b}
c: {type: boolean, question: c}
n: {type: number, question: n}
m: {type: number, question: m}
"""


def but_for(conditions: str) -> Policy:
    rules = f"""
        - {{id: secret, paragraph: (a), effect: forbid, summary: secret}}
        - id: but
          paragraph: (b)
          effect: permit
          exception_to: secret
          summary: but for some
          conditions: {conditions}
    """
    files = {"zz/vocabulary.yaml": VOCABULARY, "zz/facts.yaml": FACTS, "zz/code/1/2000-01-01.yaml": section(rules)}
    files["zz/exclusions.yaml"] = "purpose: [{terms: [study], against: [nobody], because: it takes somebody}]"
    return policy_of(files)


@given(
    st.lists(st.sampled_from(["study", "care", "hospital", "office", "trial"]), min_size=1, max_size=3, unique=True)
)
@settings(slow_data, max_examples=15)
def test_purposes_of_which_the_same_is_unknown_may_yet_leave_different_facts_to_matter(terms: list[str]) -> None:
    policy = but_for(f"[{', '.join(f'purpose.{term}' for term in terms)}]")
    made = [
        a_request(purposes=[stated]) for stated in ("study", "care", "hospital", "office", "trial", "survey", "visit")
    ]

    assert polars_eager(policy, nested(made)) == [by_itself(policy, request) for request in made]


@pytest.mark.parametrize(
    ("conditions", "stated", "missing"),
    [
        (
            "[purpose.study, purpose.care]",
            [{"purposes": ["hospital"]}, {"purposes": ["nobody"]}],  # nobody studies
            [["purpose"], []],
        ),
        ("[b != c, c]", [{"facts": {"b": False}}, {"facts": {"b": True}}], [["c"], []]),
        ("[(b and c) != (c or b), c]", [{"facts": {"b": False}}, {"facts": {"b": True}}], [["c"], []]),
        ("[n < m, m < 2]", [{"facts": {"n": 0}}, {"facts": {"n": 5}}], [["m"], []]),
        ("[n + 1 < m, m < 4]", [{"facts": {"n": 0}}, {"facts": {"n": 5}}], [["m"], []]),
    ],
)
def test_requests_that_leave_the_same_unknown_may_yet_miss_different_facts(
    conditions: str, stated: list[Row], missing: list[list[str]]
) -> None:
    policy = but_for(conditions)
    made = [a_request(**one) for one in stated]

    decided = polars_eager(policy, nested(made))

    assert [row["missing"] for row in decided] == missing
    assert decided == [by_itself(policy, request) for request in made]


WRONG: list[Row] = [
    {"jurisdiction": "zx"},
    {"jurisdiction": None},
    {"as_of": None},
    {"as_of": "2020-02-30"},
    {"recipient.type": "polise"},
    {"recipient.type": ["police", "polise"]},
    {"recipient.type": [None]},
    {"purposes": []},
    {"purposes": ["research", None]},
    {"items": []},
    {"items": [{"type": "nam"}]},
    {"items": [None]},
    {"items": [{"type": "name", "reveals_identity": 1}]},
    {"state_law.authorizes": "true"},
    {"state_law.authorizes": 1},
    {"state_law.authorises": True},
    {"facts.registered": True},
    {"recipient": "police"},
    {"judgments.harms_the_office.answer": True},
    {"judgments.harms_the_office.by": "the head"},
    {"judgments.harms_the_office.why": "", "judgments.harms_the_office.answer": True},
    {"judgments.harms_the_stone.answer": True},
    {"scope": 5.0},
    {"agreement.terms": ["every_required_term", "keep"]},
]


PRESENTED: list[Row] = [
    {},
    {"release": {"form": "written", "signed": True}},
    {"process": {"type": "court_order"}},
    {"agreement": {"written": True, "terms": ["every_required_term"]}, "representation": {"authorized": True}},
]


@pytest.mark.parametrize("engine", [polars_eager, in_pyarrow, in_duckdb])
def test_nothing_else_presented_is_decided_by_the_column(engine: Engine, bundled: Policy) -> None:
    asked = {
        "recipient": {"type": "law_enforcement_agency"},
        "purposes": ["criminal_investigation"],
        "items": ["wages"],
    }
    base = {"jurisdiction": "us-nm", "as_of": "2024-03-12", "discloser": "state_uc_agency"} | asked
    made = [
        base | more | ({} if said is None else {"nothing_else_presented": said})
        for more in PRESENTED
        for said in (True, False, None)
    ]
    table = read_in(bundled, made)

    assert all(Coder(bundled.law, "us-nm").coded(stated_columns(table), None).sound)
    found = engine(bundled, table)
    assert [row | {"missing": sorted(row["missing"])} for row in found] == [by_itself(bundled, one) for one in made]
    assert len({(row["basis"], tuple(sorted(row["missing"]))) for row in found}) > 2


@pytest.mark.parametrize("engine", [polars_eager, in_duckdb])
def test_a_wrong_row_has_the_error_that_decide_raises_and_no_other_row_is_lost(
    engine: Engine, zedland: Policy
) -> None:
    good: Row = {"jurisdiction": "zz", "as_of": "2020-06-01", "discloser": "records_office"}
    for wrong in WRONG:
        row = good | wrong
        columns = {name: [good.get(name), value, good.get(name)] for name, value in row.items()}
        expected = [by_itself(zedland, request_of(good)), by_itself(zedland, request_of(row))]

        decided = engine(zedland, pa.table(columns))

        assert decided == [expected[0], expected[1], expected[0]], wrong
        assert decided[1]["verdict"] is None
        assert decided[1]["error"].startswith("request: ")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_frame_without_rows_comes_back_without_rows(engine: Engine, zedland: Policy) -> None:
    assert engine(zedland, flattened([a_request(**POLICE)]).slice(0, 0)) == []


def test_missing_facts_are_worked_out_only_if_they_are_asked_for(zedland: Policy) -> None:
    decided = zedland.decide_frame(pl.DataFrame(flattened([a_request()])))

    assert decided["basis"].to_list() == ["insufficient facts"]
    assert decided["missing"].to_list() == [None]


@pytest.mark.parametrize(
    "make", [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table], ids=["eager", "lazy", "pandas", "arrow"]
)
def test_a_column_that_every_request_needs_is_missed_once(zedland: Policy, make: Any) -> None:
    rows = make({"recipient.type": ["police"] * 3, "jurisdiction": ["zz"] * 3})

    assert problems_of(lambda: zedland.decide_frame(rows)) == [
        "columns: there is no column `as_of` | every request needs it",
        "columns: there is no column `discloser` | every request needs it",
    ]
    assert problems_of(lambda: zedland.decide_frame(rows, as_of=date(2020, 6, 1))) == [
        "columns: there is no column `discloser` | every request needs it"
    ]


def test_other_columns_and_their_order_stay_as_they_are(zedland: Policy) -> None:
    rows = [a_request(**POLICE), a_request(), a_request(**RESEARCH)] * 20
    table = flattened(rows).append_column("number", pa.array(range(len(rows))))

    decided = zedland.decide_frame(pl.DataFrame(table), missing=True)

    assert decided.columns == [*table.column_names, *RESULTS]
    assert decided["number"].to_list() == list(range(len(rows)))
    assert answers(decided.to_dicts()) == [by_itself(zedland, row) for row in rows]


def test_a_large_bundle_and_shorthand_for_several_are_decided_as_they_are_by_themselves(zedland: Policy) -> None:
    rows = [
        a_request(**POLICE) | {"items": ["name", "number"] * 40, "purposes": ["research", "news"]},
        a_request(**POLICE) | {"purposes": ["news"], "agreement": {"terms": ["every_required_term"]}},
        a_request(**POLICE) | {"purposes": ["news"], "agreement": {"terms": []}},
    ]

    assert polars_eager(zedland, nested(rows)) == [by_itself(zedland, row) for row in rows]


def test_texts_and_days_may_be_of_any_type_that_an_engine_has_for_them(zedland: Policy) -> None:
    row = a_request(**POLICE) | {"purposes": ["theft_investigation"]}
    expected = [by_itself(zedland, row)] * 3
    base = pl.DataFrame(flattened([row] * 3))
    categories = pl.col("jurisdiction", "recipient.type").cast(pl.Categorical)
    texts = pl.col("purposes", "items").cast(pl.List(pl.Categorical))
    days = [pl.col("as_of").str.to_date(), pl.col("as_of").str.to_datetime(), pl.col("as_of").cast(pl.Categorical)]

    for day in days:
        frame = base.with_columns(categories, texts, day)
        assert answers(zedland.decide_frame(frame, missing=True).to_dicts()) == expected
    noon = base.with_columns(as_of=datetime(2020, 6, 1, 12))  # noqa: DTZ001 - a frame's time stamp without a zone
    assert all("is not a date" in error for error in zedland.decide_frame(noon, missing=True)["error"])


def test_values_of_several_types_in_one_column_of_pandas_each_keep_their_own(zedland: Policy) -> None:
    frame = pd.DataFrame(
        {
            "jurisdiction": ["zz"] * 4,
            "as_of": [date(2020, 6, 1), "2020-06-01", 20200601, None],
            "discloser": "records_office",
            "state_law.authorizes": [True, None, "yes", False],
            "purposes": [["news"], "news", [5], None],
        },
        index=[4, 2, 4, 1],
    )

    decided = zedland.decide_frame(frame, missing=True)

    expected = [by_itself(zedland, request_of(row)) for row in frame.to_dict("records")]
    assert list(decided.index) == [4, 2, 4, 1]
    assert [error is None for error in (row["error"] for row in expected)] == [True, True, False, False]
    assert answers(pa.Table.from_pandas(decided[[*RESULTS]], preserve_index=False).to_pylist()) == expected


def test_rows_that_state_no_jurisdiction_or_day_get_those_given(zedland: Policy) -> None:
    frame = pl.DataFrame({"discloser": ["records_office"] * 2, "jurisdiction": [None, "zz-a"]})

    decided = zedland.decide_frame(frame, jurisdiction="zz", as_of=date(2020, 6, 1), missing=False)

    expected = [by_itself(zedland, a_request(jurisdiction=code)) | {"missing": None} for code in ("zz", "zz-a")]
    assert answers(decided.to_dicts()) == expected


def test_what_cannot_be_a_frame_of_requests_is_refused_at_once(zedland: Policy) -> None:
    for columns, what in (
        ({"verdict": ["allow"]}, "there is a column `verdict` already"),
        ({"items": [["name"]], "items.type": ["name"]}, "`items` is stated by more than one column"),
    ):
        with pytest.raises(RequestError, match=what):
            zedland.decide_frame(
                pl.DataFrame({"discloser": ["x"], **columns}), jurisdiction="zz", as_of=date(2020, 6, 1)
            )
    with pytest.raises(TypeError):
        zedland.decide_frame([{"jurisdiction": "zz"}])


def test_a_lazy_frame_is_not_read_before_it_is_asked_for(zedland: Policy) -> None:
    def read() -> pl.LazyFrame:
        raise AssertionError("it was read")

    lazy = pl.defer(read, schema={"jurisdiction": pl.String, "discloser": pl.String})

    decided = zedland.decide_frame(lazy, as_of=date(2020, 6, 1))

    assert decided.collect_schema().names() == ["jurisdiction", "discloser", *RESULTS]


def test_a_relation_can_be_asked_again_and_by_its_own_connection(zedland: Policy) -> None:
    decided = zedland.decide_frame(
        duckdb.connect().from_arrow(flattened([a_request(**POLICE), a_request()])), missing=True
    )

    assert decided.aggregate("verdict, count(*)").order("all").fetchall() == [("allow", 1), ("deny", 1)]
    assert decided.filter("verdict = 'allow'").select("basis").fetchall() == [("permitted",)]


def test_a_policy_can_be_sent_elsewhere_after_it_decided_a_frame(zedland: Policy) -> None:
    frame = pl.DataFrame(flattened([a_request(**POLICE)]))
    decided = zedland.decide_frame(frame, missing=True)

    assert pickle.loads(pickle.dumps(zedland)).decide_frame(frame, missing=True).equals(decided)  # noqa: S301 - our own


def test_without_polars_the_same_expressions_run_on_pyarrow(monkeypatch: pytest.MonkeyPatch, zedland: Policy) -> None:
    rows = [a_request(**POLICE), a_request(**RESEARCH), a_request()]
    monkeypatch.setitem(sys.modules, "polars", None)

    decided = Policy(zedland.law).decide_frame(flattened(rows), missing=True)

    assert answers(decided.to_pylist()) == [by_itself(zedland, row) for row in rows]
