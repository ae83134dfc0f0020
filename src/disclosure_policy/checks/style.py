"""Checks of form: the order of keys, sources, names of folders, the form of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject, rule_place
from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Location
from disclosure_policy.loading import files_below, is_jurisdiction, shown
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.rule_files.section_file import Condition, Obligation, Rule, SectionText

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}\.yaml")
_DEPTH = 3
"""A section's file is this deep in its jurisdiction's folder."""
_WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def key_order(subject: Subject) -> Iterator[Finding]:
    """Yield the first key of each entry that does not stand where the documentation has it."""
    for section in subject.sections:
        yield from _disorder(section.document, (), SectionText)
        for index, rule in enumerate(section.document.value["rules"]):
            yield from _disorder(section.document, ("rules", index), Rule)
            for key, model in (("conditions", Condition), ("obligations", Obligation)):
                for number, entry in enumerate(rule.get(key) or ()):
                    if isinstance(entry, dict):
                        yield from _disorder(section.document, ("rules", index, key, number), model)
    for code in subject.codes:
        if document := subject.sound_document(code, "facts"):
            for name in document.value:
                yield from _disorder(document, (name,), FactDeclaration)


def sources(subject: Subject) -> Iterator[Finding]:
    """Yield each source that is not the https address of a page."""
    for section in subject.sections:
        address = urlsplit(section.text.source)
        if address.scheme != "https" or "." not in address.netloc:
            message = f"`{section.text.source}` is not the address of a page"
            where = section.document.where(("source",))
            yield Finding(where, message, "give the official page where the text was read, as in `https://…`")


def folders(subject: Subject) -> Iterator[Finding]:
    """Yield each section whose folder is not named for what the section is cited as."""
    for section in subject.sections:
        name = section.id.rpartition("/")[2]
        cited = _WORD.findall(section.text.citation.lower())
        wanted = name.lower()
        if wanted not in {"-".join(cited[i:j]) for i in range(len(cited)) for j in range(i + 1, len(cited) + 1)}:
            message = f"the folder is named `{name}`, but the section is cited as `{section.text.citation}`"
            help_ = "name the folder for the section, as in `603.5` for `20 CFR 603.5`"
            yield Finding(section.document.where(("citation",)), message, help_)


def strays(subject: Subject) -> Iterator[Finding]:
    """Yield each folder that has what looks like sections but is no jurisdiction's."""
    if subject.only is not None:
        return
    told: set[str] = set()
    for file, (folder, *version) in files_below(subject.folder, 1 + _DEPTH):
        is_version = len(version) == _DEPTH and _DATED.fullmatch(file.name)
        if is_version and folder not in told and not is_jurisdiction(subject.folder / folder):
            told.add(folder)
            message = f"`{folder}` has sections but no `jurisdiction.yaml`, so none of them is read"
            place = Location(shown(file, "/".join((folder, *version))), 1, 1)
            yield Finding(place, message, "write its `jurisdiction.yaml`, or move the sections to where they belong")


def clauses(subject: Subject) -> Iterator[Finding]:
    """Yield each summary of a condition, and each duty, that ends like a sentence though it is put into one."""
    for provision in subject.provisions:
        written = [("conditions", "summary", c.summary) for c in provision.rule.conditions]
        for number, (key, field, text) in enumerate(written):
            yield from _ending(rule_place(provision, key, number, field), text)
        for number, duty in enumerate(provision.rule.obligations):
            yield from _ending(rule_place(provision, "obligations", number, "duty"), duty.duty)


def questions(subject: Subject) -> Iterator[Finding]:
    """Yield each question of a fact that does not end like one."""
    for code in subject.codes:
        document = subject.sound_document(code, "facts")
        for name, fact in subject.law.rule_set.lawbooks[code].facts.items() if document else ():
            if document and not fact.question.rstrip().endswith("?"):
                where = document.where((name, "question"))
                yield Finding(where, "this is not put as a question", "write it as it is put to a person")


def bare_conditions(subject: Subject) -> Iterator[Finding]:
    """Yield each condition that a person would be told of by its expression alone."""
    for provision in subject.provisions:
        for number, condition in enumerate(provision.rule.conditions):
            if condition.summary is None:
                where = rule_place(provision, "conditions", number)
                message = f"the condition `{condition.when}` has no summary"
                yield Finding(where, message, "say in a short clause what has to be the case: who is denied reads it")


def _disorder(document: Document, place: Path, model: type[BaseModel]) -> Iterator[Finding]:
    value: Any = document.value
    for part in place:
        value = value[part]
    order = [info.alias or name for name, info in model.model_fields.items()]
    found = _out_of_place(value, order)
    if found:
        key, other = found
        where = document.where((*place, key), key=True)
        yield Finding(where, f"`{key}` belongs before `{other}`", f"the order is {', '.join(order)}")


def _out_of_place(value: Mapping[str, object], order: Sequence[str]) -> tuple[str, str] | None:
    keys = [key for key in value if key in order]
    for place, key in enumerate(keys):
        later = next((other for other in keys[:place] if order.index(other) > order.index(key)), None)
        if later is not None:
            return key, later
    return None


def _ending(where: Location, text: str | None) -> Iterator[Finding]:
    if text is not None and text.rstrip().endswith((".", ";", ",", ":")):
        message = f"this clause ends with `{text.rstrip()[-1]}`, but it is put into a sentence"
        yield Finding(where, message, "leave the sign out")


CHECKS = (
    Check("key-order", "warning", "Keys are not in the order in which they are documented.", key_order),
    Check("unlinked-source", "warning", "A source is not the address of a page.", sources),
    Check("section-folder", "warning", "A folder is not named for the section in it.", folders),
    Check("missing-jurisdiction", "warning", "A folder has sections but no `jurisdiction.yaml`.", strays),
    Check("clause-ending", "warning", "A clause ends like a sentence.", clauses),
    Check("question-form", "warning", "A fact's question is not put as a question.", questions),
    Check("bare-condition", "notice", "A condition has no summary.", bare_conditions),
)
