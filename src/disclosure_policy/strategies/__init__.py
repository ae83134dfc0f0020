"""Hypothesis strategies for the requests of a policy, for tests of rules and of what is built on them.

They need hypothesis, which the rest of the package does not: `pip install hypothesis`. Once this is imported,
`hypothesis.strategies.from_type(DisclosureRequest)` draws requests under the bundled rules.
"""

from hypothesis import strategies as _st

from disclosure_policy.requests import DisclosureRequest as _DisclosureRequest
from disclosure_policy.strategies.drawn_requests import requests
from disclosure_policy.strategies.near_miss import NearMiss, near_misses

__all__ = ["NearMiss", "near_misses", "requests"]

_st.register_type_strategy(_DisclosureRequest, _st.deferred(requests))  # the rules are loaded when one is drawn
