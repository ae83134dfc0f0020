"""Hypothesis strategies for the requests of a policy, for tests of rules and of what is built on them.

They need hypothesis, which the rest of the package does not: `pip install hypothesis`. Where both are installed,
`hypothesis.strategies.from_type(DisclosureRequest)` draws requests under the bundled rules.
"""

from disclosure_policy.strategies.drawing import requests
from disclosure_policy.strategies.missing import NearMiss, near_misses

__all__ = ["NearMiss", "near_misses", "requests"]
