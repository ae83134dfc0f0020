"""What is not certain of rules because something else in their files is wrong, so that nothing more is said of it.

Whoever looks for a mistake asks here first whether it may only follow from another one. In rules without a mistake
nothing is in doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from disclosure_policy.documents import Document
from disclosure_policy.errors import Problem
from disclosure_policy.law import Provision
from disclosure_policy.loading.allowed_in_conditions import ConditionError, is_free
from disclosure_policy.loading.sound_parts import STAND_IN
from disclosure_policy.rule_files import Lawbook, RuleSet, Section


@dataclass(frozen=True)
class Doubt:
    """What is in doubt of a rule set, by what its lawbooks say is unsound in them or lost from them."""

    rule_set: RuleSet
    errors: tuple[Problem, ...] = ()
    """Every mistake, once all are known: then a file with one is in doubt as a whole."""

    def of_file(self, document: Document) -> bool:
        """Say whether something in a file may be other than it reads."""
        return document.file in self._wrong_files

    def of_words(self, code: str) -> bool:
        """Say whether some fact or term of a jurisdiction or its parents may be other than it reads."""
        return any(self.of_file(one) for book in self.rule_set.chain(code) for one in book.documents.values())

    def of_section(self, section: Section) -> bool:
        """Say whether some rule of a section, or a fact or term that it reads, may be other than it reads."""
        return self.of_file(section.document) or self.of_words(section.jurisdiction)

    def of_jurisdiction(self, code: str) -> bool:
        """Say whether something of a jurisdiction or its parents is wrong, wherever it stands."""
        chain = self.rule_set.chain(code)
        sections = (section for book in chain for section in book.sections)
        return (
            self.of_words(code)
            or any(book.unsound for book in chain)
            or any(self.of_file(section.document) for section in sections)
        )

    def of_names(self, code: str, *files: str) -> bool:
        """Say whether what these files name, or one name as in `facts/open`, may be there after all."""
        return any(not book.lost.isdisjoint((*files, "jurisdiction")) for book in self.rule_set.chain(code))

    def of_condition(self, code: str, text: str, error: ConditionError) -> bool:
        """Say whether a condition may be sound, were the facts and terms that it reads."""
        unread = error.code == "unknown-name" and self.of_names(code, "vocabulary", "facts")
        return unread or not self._words(code).isdisjoint(re.findall(r"\w+", text))

    def of_citation(self, book: Lawbook, text: str) -> bool:
        """Say whether a text may be a citation after all: it stands in for one, or the forms may be others."""
        return text == STAND_IN or "jurisdiction" in book.unsound

    def of_first_day(self, book: Lawbook, section: Section) -> bool:
        """Say whether the day on which a version comes into force may be another."""
        return section.id in book.unsound and section.text.effective.first == date.min

    def of_absence(self, target: str, provision: Provision) -> bool:
        """Say whether a rule's target may be there, or within reach, after all."""
        code, section = target.partition("/")[0], target.rpartition("/")[0]
        stands_in = target.endswith(f"/{STAND_IN}") and provision.section.id in self._unsound
        return stands_in or section in self._lost or ("jurisdiction" in self._lost and code != provision.jurisdiction)

    def of_effect(self, *rules: str) -> bool:
        """Say whether one of the rules may have the other effect."""
        return any(rule.rpartition("/")[0] in self._unsound for rule in rules)

    @cached_property
    def _lost(self) -> frozenset[str]:
        return frozenset(name for book in self.rule_set.lawbooks.values() for name in book.lost)

    @cached_property
    def _unsound(self) -> frozenset[str]:
        return frozenset(name for book in self.rule_set.lawbooks.values() for name in book.unsound)

    @cached_property
    def _wrong_files(self) -> frozenset[str]:
        return frozenset(error.location.file for error in self.errors)

    def _words(self, code: str) -> frozenset[str]:
        """Return the words that conditions may read and that are not known because of another mistake."""
        chain = self.rule_set.chain(code)
        schemes = {scheme for book in chain for scheme in book.terms}
        facts = [(name, fact) for book in chain for name, fact in book.facts.items()]
        words = {
            n for n, fact in facts if not is_free(n) or (fact.kind == "terms" and (fact.terms_of or n) not in schemes)
        }
        for book in chain:
            for name in book.lost:
                stem, _, rest = name.partition("/")
                if rest and stem in ("facts", "vocabulary"):
                    words.add(rest.rpartition("/")[2].partition(".")[0])
        return frozenset(words)
