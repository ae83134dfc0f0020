"""What was decided, and why, as data.

Deciding and explaining put it in; whoever asks the policy takes it out, and writes it down as JSON. It works
nothing out. `reasons` and `remedies` hold what explains a decision, and are open to those who work that out or
tell it.
"""

from disclosure_policy.decision.decision import Decision
from disclosure_policy.decision.decision_fields import Explanation
from disclosure_policy.decision.outcome import (
    Basis,
    DeterminingRule,
    DisclosureDecision,
    FromRegister,
    LayerDecision,
    Named,
    ObligationDue,
    Receipt,
    Role,
    Verdict,
    in_words,
)

__all__ = [
    "Basis",
    "Decision",
    "DeterminingRule",
    "DisclosureDecision",
    "Explanation",
    "FromRegister",
    "LayerDecision",
    "Named",
    "ObligationDue",
    "Receipt",
    "Role",
    "Verdict",
    "in_words",
    "reasons",
    "remedies",
]
