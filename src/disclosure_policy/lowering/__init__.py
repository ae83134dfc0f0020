"""The law of a jurisdiction on a day, lowered to one generated Python function.

The function reads a request and says of each disclosure which rules decided. It is the same law as `weighing` applies
and is tested against it; here nothing is visited that the recipient, the purpose or the item rules out.

Strong Kleene logic is kept by asking of each condition one of two questions, whether it is surely true or possibly
true, which negation exchanges: a prohibition forbids unless it is false, a permit permits only if it is true.
"""

from disclosure_policy.lowering.generating import Fingerprint, Lowered, Weigh, lower
from disclosure_policy.lowering.tables import Table, Unfit

__all__ = ["Fingerprint", "Lowered", "Table", "Unfit", "Weigh", "lower"]
