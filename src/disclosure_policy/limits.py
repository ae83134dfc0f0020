"""Bounds that several rooms keep to, so that whatever is asked is answered in bounded time and memory."""

MAX_DIGITS = 18
"""How many digits a number can have: as many as fit into 64 bits, which every frame library has."""

MAX_BYTES = 2_000_000
"""How large a file of rules, or a request, can be."""

MAX_DEPTH = 32
"""How deep lists and entries can be nested in a file."""

MAX_DISCLOSURES = 1_000
"""How many disclosures one request can ask for: its items times its purposes."""

MAX_EXCEPTIONS = 32
"""How many rules can stand one below another, each an exception to the one above it."""

MAX_COMBINATIONS = 64
"""How many combinations of instruments one disclosure can be weighed under."""

MAX_WEIGHED = 4_096
"""How many such combinations all disclosures of one request can have together."""

MAX_TOLD = 200
"""How many mistakes are told at once; that there are more is said."""

MAX_LISTED = 12
"""How many names an error lists to choose from."""
