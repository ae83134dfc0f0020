"""What every test has: the fixed rules of `zz`."""

from __future__ import annotations

import pytest

from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.policy import Policy
from tests.helpers.builders import ZEDLAND


@pytest.fixture(scope="session")
def zedland() -> Policy:
    """Give the fixed rules of `zz` and `zz-a`."""
    return Policy(compile_rules(load_rules(ZEDLAND)))
