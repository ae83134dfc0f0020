"""What hypothesis calls when it is imported beside this package; light, because that is in every run of its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_policy.request import DisclosureRequest

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Let `from_type(DisclosureRequest)` draw requests under the bundled rules, loaded when the first is drawn."""
    from hypothesis import strategies as st  # noqa: PLC0415

    st.register_type_strategy(DisclosureRequest, st.deferred(_requests))


def _requests() -> SearchStrategy[DisclosureRequest]:
    from disclosure_policy.strategies import requests  # noqa: PLC0415

    return requests()
