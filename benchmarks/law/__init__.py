"""The bundled law of New Mexico and above it the federal rules, as in force since 2026-05-20, written by hand.

What a programmer would write who needs this one law on one day, and wants it fast: tests in the order in which they
rule most out, early exits, sets worked out beforehand. The same verdict and the same citations as `policy.decide`.

No third truth value is needed for that. A permit counts only where its conditions are *surely* true, a prohibition
unless it is surely false, so each condition is asked in one direction only: `is True`, `is not False`, in the terms
that surely apply, in those that may. What it gives up: findings, what is missing, the closest permits, obligations, a
receipt, other days, and to be told that a fact or a term does not exist, or that two terms cannot go together.
"""
