"""A condition of a rule as a small typed tree, and everything that can be done with such a tree by itself.

In comes a tree; out goes its truth value, another tree, or text. It knows no rule, no request and no parser. Its
modules are open to all: `expression` (the tree and its value), `editing` (a tree with parts replaced)
and `value_kinds`.
"""

__all__ = [
    "editing",
    "expression",
    "value_kinds",
]
