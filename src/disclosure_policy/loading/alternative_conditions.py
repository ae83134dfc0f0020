"""The conditions of a rule on the other side of a contested point, which lets more through and never less."""

from __future__ import annotations

from disclosure_policy.conditions.expression import And, Expression, Or
from disclosure_policy.law import Clause
from disclosure_policy.rule_files.section_file import Effect


def read_otherwise(
    effect: Effect, clauses: tuple[Clause, ...], number: int | None, others: tuple[Clause, ...]
) -> tuple[Clause, ...]:
    """Return the conditions of a rule on the other reading of one of its points.

    A prohibition gets further conditions. In a permit the others are enough in place of the contested condition, the
    one with that `number`; without others it falls away. So whatever the others say, a prohibition holds no more
    often than it did, and a permit no less.
    """
    if effect == "forbid" or number is None:
        return (*clauses, *others)
    before, contested, after = clauses[:number], clauses[number], clauses[number + 1 :]
    if not others:
        return (*before, *after)
    enough: Expression = others[0].expression if len(others) == 1 else And(tuple(one.expression for one in others))
    either = Clause(
        text=f"({contested.text}) or ({' and '.join(f'({one.text})' for one in others)})",
        expression=Or((contested.expression, enough)),
        citation=contested.citation,
        summary=f"{contested.summary}; or {' and '.join(one.summary for one in others)}",
        contested=None,
    )
    return (*before, either, *after)
