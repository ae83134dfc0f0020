"""The synthetic policy over whole columns: requests as a frame, and the rules as a hand-written polars expression."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from benchmarks.synthetic import ours
from benchmarks.synthetic.requests import requests
from benchmarks.synthetic.rules import ELEMENTS, ISSUERS, KINDS, PROCESSES, PURPOSES, Condition, SyntheticRule

_COLUMNS = {
    "jurisdiction": "jurisdiction",
    "requester_kind": "recipient.type",
    "purpose": "purposes",
    "process": "process.type",
    "day": "as_of",
    "consent_written": "release.signed",
    "agreement_signed": "agreement.written",
}
_TERMS = {"recipient.type": KINDS, "purposes": PURPOSES, "process.type": PROCESSES, "facts.issuer": ISSUERS}
_STEERED = [
    "jurisdiction",
    "discloser",
    "recipient.type",
    "purposes",
    "process.type",
    "facts.issuer",
    "facts.elements",
]
_BITS = {element: 1 << number for number, element in enumerate(ELEMENTS)}


def a_frame(rows: int, seed: int = 7) -> pl.DataFrame:
    """Return so many requests as a frame, a column for each fact, hardly two rows alike.

    Who asks for what comes from the random requests, all else is drawn for each row.
    """
    base = pl.DataFrame([_flat(request) for request in requests(20_000)])
    rng = np.random.default_rng(seed)
    rest = [name for name in base.columns if name not in _STEERED]
    dated = [name for name in rest if name in ("as_of", "facts.agreement_expires", "facts.agreement_open_ended")]
    groups = [_STEERED, dated, *([name] for name in rest if name not in dated)]
    parts = [base.select(group)[rng.integers(0, base.height, rows)] for group in groups]
    return pl.concat(parts, how="horizontal").select(base.columns)


def by_hand(frame: pl.DataFrame, rules: list[SyntheticRule], *, ids: bool) -> pl.DataFrame:
    """Return the frame with the verdict and the rules that decided: their ids, or one bit for each.

    Written as somebody would who wants it fast: texts become numbers and elements bits, once; each rule becomes a
    Boolean expression and a bit of a mask; and the ids are looked up for the distinct masks only.
    """
    kinds = [pl.col(name).cast(pl.Enum(terms)) for name, terms in _TERMS.items()]
    bits = pl.col("facts.elements").list.eval(pl.element().replace_strict(_BITS, return_dtype=pl.UInt32)).list.sum()
    permits = [rule for rule in rules if rule.effect == "allow"]
    prohibitions = [rule for rule in rules if rule.effect == "deny"]
    decided = (
        frame.lazy()
        .with_columns(bits.alias("bits"), *kinds)
        .with_columns(permitted=_mask(permits), forbidden=_mask(prohibitions))
        .with_columns(
            verdict=pl.when((pl.col("forbidden") == 0) & (pl.col("permitted") != 0))
            .then(pl.lit("allow"))
            .otherwise(pl.lit("deny")),
            mask=pl.when(pl.col("forbidden") == 0)
            .then(pl.col("permitted"))
            .otherwise(pl.col("forbidden") * (1 << len(permits))),
        )
        .drop("bits", "permitted", "forbidden")
        .collect()
    )
    if not ids:
        return decided
    names = [rule.id for rule in (*permits, *prohibitions)]
    masks = decided["mask"].unique()
    found = [[name for place, name in enumerate(names) if mask >> place & 1] for mask in masks]
    named = pl.DataFrame({"mask": masks, "determining": pl.Series(found, dtype=pl.List(pl.String))})
    return decided.join(named, on="mask", how="left", maintain_order="left").drop("mask")


def _mask(rules: list[SyntheticRule]) -> pl.Expr:
    return pl.sum_horizontal(
        _expression(rule.whole).fill_null(value=False).cast(pl.UInt64) * (1 << place)
        for place, rule in enumerate(rules)
    )


def _expression(condition: Condition) -> pl.Expr:
    match condition:
        case ("and", *parts):
            return pl.all_horizontal([_expression(part) for part in parts])
        case ("or", *parts):
            return pl.any_horizontal([_expression(part) for part in parts])
        case ("not", part):
            return ~_expression(part)
        case ("==", name, value):
            return _column(name) == value
        case ("!=", name, value):
            return _column(name) != value
        case ("in", name, values):
            return _column(name).is_in(values)
        case ("is", name):
            return _column(name)
        case ("has", _, value):
            return pl.col("bits") & _BITS[value] != 0
        case ("within", _, values):
            return pl.col("bits") & sum(bit for element, bit in _BITS.items() if element not in values) == 0
        case ("compare", name, operator, value):
            return _compared(_column(name), operator, pl.lit(value))
        case ("relate", name, operator, other):
            return _compared(_column(name), operator, _column(other))
        case ("null", name):
            return _column(name).is_null()
    raise ValueError(condition)


def _compared(left: pl.Expr, operator: str, right: pl.Expr) -> pl.Expr:
    return {"<": left.lt, "<=": left.le, ">": left.gt, ">=": left.ge}[operator](right)


def _column(name: str) -> pl.Expr:
    return pl.col(_COLUMNS.get(name, f"facts.{name}"))


def _flat(request: dict[str, Any]) -> dict[str, Any]:
    stated = ours.a_request(request)
    facts = {f"facts.{name}": value for name, value in stated["facts"].items()}
    facts.setdefault("facts.agreement_expires", None)
    return {
        "jurisdiction": stated["jurisdiction"],
        "as_of": stated["as_of"],
        "discloser": stated["discloser"],
        "recipient.type": stated["recipient"]["type"],
        "purposes": stated["purposes"],
        "process.type": stated["process"]["type"],
        "release.signed": stated["release"]["signed"],
        "agreement.written": stated["agreement"]["written"],
        **facts,
    }
