"""What every test has: the fixed rules of `zz`, and a cache folder of its own."""

from __future__ import annotations

import atexit
import os
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.policy import Policy
from tests.helpers.builders import ZEDLAND

os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="disclosure-policy-tests-")  # before anything loads rules
atexit.register(rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)


@pytest.fixture(scope="session")
def zedland() -> Policy:
    """Give the fixed rules of `zz` and `zz-a`."""
    return Policy(compile_rules(load_rules(ZEDLAND)))
