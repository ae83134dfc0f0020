"""Typesets a letter as Markdown, HTML or PDF, by our own template or an agency's.

The words of a letter are data: templates place them, and no template can take them for markup or code. For Markdown
and HTML whatever a template prints is quoted; for PDF the letter goes to typst as JSON. An agency's template is
trusted with the layout, but runs in a sandbox and can leave out no name unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, Literal

from disclosure_policy.errors import DisclosurePolicyError, Location, Problem
from disclosure_policy.escaping import address, html, markdown
from disclosure_policy.letters.contents import Letter
from disclosure_policy.letters.template_file import TemplateError, closed_in, read_template, unreadable

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

Form = Literal["markdown", "html", "pdf"]
"""What a letter is written as."""

_FILES = {"markdown": "letter.md", "html": "letter.html", "pdf": "letter.typ"}
_FETCHES = re.compile(r"failed to download package|package not found")
_PLACE = re.compile(r"─ .*:(\d+):(\d+)")
_UNSAFE = ("safe", "tojson", "xmlattr", "urlize", "escape", "e", "forceescape")
"""Filters that declare a text to be harmless, or make markup of it."""


def typeset(letter: Letter, form: Form, template: Path | None = None) -> str | bytes:
    """Return a letter in a form; a PDF as bytes.

    Args:
        letter: the letter.
        form: `markdown`, `html` or `pdf`.
        template: an agency's own template: for Markdown and HTML in the language of Jinja2, which may extend
            `letter.md` or `letter.html`; for PDF in that of typst.

    Raises:
        TemplateError: if the template cannot be used, with the place where it fails.
        DisclosurePolicyError: if the extra `letters` is not installed.
    """
    if form == "pdf":
        return _pdf(letter, template)
    return _text(letter, form, template)


def _text(letter: Letter, form: Form, template: Path | None) -> str:
    environment = _environment(form)
    from jinja2 import TemplateError as Mistake  # noqa: PLC0415 - heavy, and in an extra
    from jinja2 import TemplateNotFound  # noqa: PLC0415

    name = str(template) if template else _FILES[form]
    try:
        source = read_template(template).decode() if template else _own(form)
    except UnicodeError as error:
        raise unreadable(Path(name), str(error)) from None
    try:
        made: str = environment.from_string(source).render(letter=letter.model_dump(mode="json"))
    except TemplateNotFound as error:
        message = f"there is no template `{error.name}`"
        raise TemplateError(
            [Problem(Location(name), message, f"it can extend `{_FILES[form]}`", code="unknown-template")]
        ) from None
    except (Mistake, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        line = getattr(error, "lineno", None) or _line_of(error)
        message = str(getattr(error, "message", None) or error) or type(error).__name__
        raise TemplateError(
            [Problem(Location(name, line, 1) if line else Location(name), message, code="faulty-template")]
        ) from None
    return re.sub(r"\n{3,}", "\n\n", made).strip()


def _line_of(error: Exception) -> int:
    """Return the line of a template at which an error was raised, 0 if it is not known."""
    frames = reversed(extract_tb(error.__traceback__))
    return next((frame.lineno or 0 for frame in frames if frame.filename == "<template>"), 0)


def _environment(form: Form) -> SandboxedEnvironment:
    try:
        from jinja2 import DictLoader, StrictUndefined  # noqa: PLC0415 - heavy, and in an extra
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415
        from markupsafe import Markup  # noqa: PLC0415
    except ModuleNotFoundError:
        raise _not_installed("Jinja2") from None
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_quoting(form),
        loader=DictLoader({_FILES[form]: _own(form)}),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    for name in _UNSAFE:
        del environment.filters[name]
    environment.filters["address"] = lambda page: Markup(address(str(page)))  # noqa: S704 - percent-encoded
    return environment


def _quoting(form: Form) -> Callable[[Any], Any]:
    """Return what quotes every value that a template prints; what a macro made is quoted already."""
    from markupsafe import Markup  # noqa: PLC0415 - in an extra

    harmless = {"markdown": markdown, "html": html}[form]

    def quoted(value: Any) -> Markup:  # noqa: ANN401 - whatever a template prints
        if isinstance(value, Markup):
            return value
        text = "" if value is None else str(value)
        return Markup(harmless(text))  # noqa: S704 - quoted for its form

    return quoted


def _pdf(letter: Letter, template: Path | None) -> bytes:
    try:
        import typst  # noqa: PLC0415 - heavy, and in an extra
    except ModuleNotFoundError:
        raise _not_installed("typst") from None
    name = str(template) if template else _FILES["pdf"]
    if template is not None:
        read_template(template)
    data = {"letter": letter.model_dump_json()}
    dated = datetime.combine(letter.date, time(), UTC)
    try:
        if template is None:
            own = _own("pdf").encode()
            made: bytes = typst.compile(
                own, format="pdf", sys_inputs=data, timestamp=dated, ignore_system_fonts=True, pdf_standards="ua-1"
            )
            return made
        with closed_in(template):
            made = typst.compile(
                template,
                root=template.parent,
                format="pdf",
                sys_inputs=data,
                timestamp=dated,
                package_path=template.parent,
                package_cache_path=template.parent,
            )
    except typst.TypstError as error:
        found = _PLACE.search(getattr(error, "diagnostic", None) or "")
        where = Location(name, int(found[1]), int(found[2]) + 1) if found else Location(name)
        if _FETCHES.search(str(error)):
            message = "it imports a package from the network, and nothing is fetched"
            help_ = "put the package beside the template, in `preview/<name>/<version>`"
            raise TemplateError([Problem(where, message, help_, code="fetching-template")]) from None
        raise TemplateError([Problem(where, str(error), code="faulty-template")]) from None
    return made


def _own(form: Form) -> str:
    return (files("disclosure_policy.letters") / "templates" / _FILES[form]).read_text(encoding="utf-8")


def _not_installed(library: str) -> DisclosurePolicyError:
    return DisclosurePolicyError(
        f"a letter needs {library}, which is not installed\n"
        "  help: install the extra `letters`: pip install 'disclosure-policy[letters]'"
    )
