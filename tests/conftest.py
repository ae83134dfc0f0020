"""What every test has: the fixed rules of `zz`, and no test that fails for the time it takes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.policy import Policy
from tests.helpers.builders import ZEDLAND

settings.register_profile("here", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
"""A timing is no test: on a busy machine even small cases are drawn slowly."""


@pytest.fixture(scope="session")
def zedland() -> Policy:
    """Give the fixed rules of `zz` and `zz-a`."""
    return Policy(compile_rules(load_rules(ZEDLAND)))
