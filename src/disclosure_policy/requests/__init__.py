"""Who asks for what: the request, its instruments, and the facts that it shares with every jurisdiction.

In come plain values; out goes a frozen `DisclosureRequest`. It knows no jurisdiction: whether a term exists is found
out by those who hold the law. `request_part`, what its parts are made of, and `instruments` are open to
all.
"""

from disclosure_policy.requests.at_a_path import put
from disclosure_policy.requests.fact_paths import DERIVED, asked_together, shared_facts, stated, stated_at
from disclosure_policy.requests.frozen_mappings import Frozen, NamedFacts
from disclosure_policy.requests.request import DisclosureRequest, Item, Judgment, request_in, validated

__all__ = [
    "DERIVED",
    "DisclosureRequest",
    "Frozen",
    "Item",
    "Judgment",
    "NamedFacts",
    "asked_together",
    "instruments",
    "put",
    "request_in",
    "request_part",
    "shared_facts",
    "stated",
    "stated_at",
    "validated",
]
