"""What hypothesis calls where an older version of this package is installed for editing; goes once none is.

The strategy is registered by `disclosure_policy.strategies`, so that hypothesis imports nothing of ours by itself.
"""


def register() -> None:
    """Do nothing."""
