"""Descriptions of fields, against those that pydantic itself reads when a class is made."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from disclosure_policy.field_descriptions import Described, descriptions


class Flat(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    street: str
    """Where it is."""


class House(Flat):
    """A house."""

    model_config = ConfigDict(title="House", json_schema_extra={"examples": []})

    doors: int = Field(default=1, alias="in", description="how one gets in")
    """Not this."""
    upstairs: Flat | None = None
    """What is above,

    if anything.
    """
    below: Flat = Flat(street="x")
    """What is below."""
    bare: bool = False

    def method(self) -> str:
        """Is no field."""
        return self.street


class DescribedFlat(Described):
    model_config = ConfigDict(title="Flat")

    street: str
    """Where it is."""


class DescribedHouse(DescribedFlat):
    """A house."""

    model_config = ConfigDict(title="House", json_schema_extra={"examples": []})

    doors: int = Field(default=1, alias="in", description="how one gets in")
    """Not this."""
    upstairs: DescribedFlat | None = None
    """What is above,

    if anything.
    """
    below: DescribedFlat = DescribedFlat(street="x")
    """What is below."""
    bare: bool = False

    def method(self) -> str:
        """Is no field."""
        return self.street


def test_a_schema_describes_fields_as_pydantic_would() -> None:
    described = str(DescribedHouse.model_json_schema()).replace("DescribedFlat", "Flat")

    assert described == str(House.model_json_schema())
    assert descriptions(DescribedHouse) == {
        "street": "Where it is.",
        "in": "Not this.",
        "upstairs": "What is above,\n\nif anything.",
        "below": "What is below.",
    }


def test_a_model_without_its_source_has_no_descriptions() -> None:
    unseen: dict[str, object] = {"Described": Described}
    exec("class Unseen(Described):\n    a: int\n    'What it is.'", unseen)  # noqa: S102 - a class without a file
    kind = unseen["Unseen"]

    assert isinstance(kind, type)
    assert issubclass(kind, Described)
    assert descriptions(kind) == {}
    assert "description" not in kind.model_json_schema()["properties"]["a"]
