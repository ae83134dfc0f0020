"""What must be true of the law of Zed, whatever the facts. pytest collects the scenarios beside the law by itself."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.strategies import NearMiss, near_misses, requests

ZED = disclosure_policy.load(Path(__file__).parents[1] / "rules")

THE_REST = {"discloser": "state_uc_agency", "recipient.type": "court", "item.type": "wages"}
IN_DANGER = requests(ZED, "us-zz", stating={"endangers_somebody": st.just(True), "item.type": st.just("wages")})


@settings(deadline=None)
@given(IN_DANGER)
def test_nothing_is_disclosed_that_puts_somebody_at_risk(request: disclosure_policy.DisclosureRequest) -> None:
    assert not ZED.decide(request).allowed


@settings(deadline=None)
@given(near_misses(ZED, "us-zz/zed-labor-code/40-1/court-order", stating=THE_REST))
def test_a_court_order_opens_a_record_only_if_all_of_it_is_there(near: NearMiss) -> None:
    assert ZED.decide(near.meets).allowed
    assert not ZED.decide(near.misses).allowed, near.element
