"""The models of `jurisdiction.yaml`: who makes the law, and how it is cited."""

import re
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described

PARAGRAPH = re.compile(r"(\([A-Za-z0-9]+\))+")


_FIELD = re.compile(r"\\\{(\w+)\\\}")


def _paragraph(text: str) -> str:
    if not PARAGRAPH.fullmatch(text):
        raise refusal(
            "malformed-paragraph", f"`{text}` is no paragraph", help_="a paragraph is written as in `(d)(2)(i)`"
        )
    return text


Paragraph = Annotated[str, AfterValidator(_paragraph), Field(json_schema_extra={"pattern": f"^{PARAGRAPH.pattern}$"})]
"""A place inside a section, as in `(d)(2)(i)`."""


@lru_cache(4096)
def pinpoint(form: str, citation: str, paragraph: str) -> str | None:
    """Return `citation` with `paragraph` added in its place, or None if it is not of this form.

    A form is such as `{title} CFR {section}{paragraph}`. Words in braces stand for text without spaces; `{paragraph}`
    for none or more of `(a)(1)(i)`.
    """
    match = _pattern(form).fullmatch(citation)
    if match is None:
        return None
    parts = match.groupdict(default="")
    if paragraph and "paragraph" not in parts:
        return None
    parts.setdefault("paragraph", "")
    parts["paragraph"] += paragraph
    return re.sub(r"\{(\w+)\}", lambda field: parts[field[1]], form)


@lru_cache(256)
def _pattern(form: str) -> re.Pattern[str]:
    def group(match: re.Match[str]) -> str:
        name = match[1]
        return rf"(?P<{name}>{PARAGRAPH.pattern}|)" if name == "paragraph" else rf"(?P<{name}>[^\s()]+)"

    return re.compile(_FIELD.sub(group, re.escape(form)))


_EXAMPLE = "write it as in `{title} CFR {section}{paragraph}`"


def _form(template: str) -> str:
    names = re.findall(r"\{(\w*)\}", template)
    if len(set(names)) < len(names) or not all(name.isidentifier() for name in names):
        message = f"each name in braces in `{template}` must be a word, and stand there once"
        raise refusal("malformed-citation-form", message, help_=_EXAMPLE)
    if re.search(r"\}\{(?!paragraph\})", template):
        message = f"something must stand between the names in `{template}`"
        raise refusal("malformed-citation-form", message, help_=_EXAMPLE)
    return template


NO_PARENT = "none"
"""What `parent` says where no other law binds."""


class Jurisdiction(Described):
    """A government whose law is encoded: its name, its parent if any, and how its law is cited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """Its name, as in a sentence."""
    parent: Annotated[str | None, AfterValidator(lambda code: None if code == NO_PARENT else code)] = None
    """The code of the jurisdiction whose law binds this one too, such as `us`; `none` says that no other law does."""
    citation_forms: tuple[Annotated[str, AfterValidator(_form)], ...] = Field(min_length=1)
    """Ways of citing its law, such as `{title} CFR {section}{paragraph}`."""
    discloser: str | None = None
    """The term of `discloser` for the agency that holds the records, which an interview takes for granted."""

    def taken_apart(self, citation: str) -> tuple[str, str] | None:
        """Return the section that a citation is of and the paragraph in it, or None if no citation form fits."""
        for form in self.citation_forms:
            match = _pattern(form).fullmatch(citation)
            if match is not None:
                paragraph: str = match.groupdict(default="").get("paragraph", "")
                start = match.start("paragraph") if paragraph else 0
                return citation[:start] + citation[start + len(paragraph) :], paragraph
        return None

    def cite(self, citation: str, paragraph: str | None = None) -> str | None:
        """Return the pinpoint citation, or None if no citation form of this jurisdiction fits."""
        found = (pinpoint(form, citation, paragraph or "") for form in self.citation_forms)
        return next((one for one in found if one is not None), None)
