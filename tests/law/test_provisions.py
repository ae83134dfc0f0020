from datetime import date

from disclosure_policy.policy import Policy


def test_a_layer_holds_what_a_weighing_needs(zedland: Policy) -> None:
    (layer,) = zedland.law.layers("zz", date(2020, 6, 1))
    provisions = {provision.id: provision for provision in layer.provisions}

    assert layer.code == "zz"
    assert layer.jurisdiction.name == "Zedland"
    assert [top.id for top in layer.prohibitions] == ["zz/code/10/secret", "zz/code/10/numbers"]
    assert [one.id for one in layer.exceptions["zz/code/20/research"]] == [
        "zz/code/20/harm",
        "zz/code/20/local-law",
        "zz/code/30/agreement",
    ]
    assert provisions["zz/code/20/police"].effect == "permit"
    assert provisions["zz/code/20/harm"].effect == "forbid"
    assert provisions["zz/code/20/police"].usable
    assert not provisions["zz/code/20/old"].usable


def test_a_provision_is_itself_and_no_other(zedland: Policy) -> None:
    one, other, *_ = zedland.law.provisions["zz"]

    assert len({one, other, one}) == 2
