"""What holds of all requests: which values conditions can take together, and facts on which one comes out as wanted.

In come conditions and a vocabulary; out go values that make them true or false, or that there are none. It
decides no request.
"""

from disclosure_policy.proving.possible_values import Possibilities
from disclosure_policy.proving.rule_as_condition import Element, Unfolding
from disclosure_policy.proving.solver import Goal, Settled, solutions

__all__ = [
    "Element",
    "Goal",
    "Possibilities",
    "Settled",
    "Unfolding",
    "solutions",
]
