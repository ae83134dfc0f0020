"""How keys of a section file are written, and which go together, for its models and their schema."""

from pydantic.config import JsonDict

from disclosure_policy.errors import refusal

DIGEST_HELP = "`disclosure_policy.text_digest` gives the digest of a text"


def short_id(text: str) -> str:
    """Return the short id of a rule, or raise what is wrong with it."""
    if not text.replace("-", "").isalnum() or not text.isascii() or text != text.lower():
        raise refusal("malformed-id", f"`{text}` is not a short id", help_="use lower-case words with hyphens")
    return text


def sha256(text: str) -> str:
    """Return a digest, or raise what is wrong with it."""
    if len(text) != 64 or set(text) - set("0123456789abcdef"):  # noqa: PLR2004 - a SHA-256 in hexadecimal
        raise refusal("malformed-digest", "expected a SHA-256, 64 digits from 0 to f", help_=DIGEST_HELP)
    return text


IF_PERMIT: JsonDict = {
    "if": {"properties": {"effect": {"const": "permit"}}, "required": ["effect"]},
    "then": {"properties": {"exception_to": {"minItems": 1}}, "required": ["exception_to"]},
}


IF_FORBID: JsonDict = {
    "if": {"properties": {"effect": {"const": "forbid"}}, "required": ["effect"]},
    "then": {"properties": {"mandatory": {"const": False}, "obligations": {"maxItems": 0}}},
}


HAS_DIGEST: JsonDict = {"required": ["text_sha256"], "properties": {"text_sha256": {"type": "string"}}}


IS_INCOMPLETE: JsonDict = {"required": ["incomplete"], "properties": {"incomplete": {"type": "string"}}}


SHORT_ID = "^(?=.*[a-z0-9])[a-z0-9-]+$"


SHA256 = "^[0-9a-f]{64}$"


def only_on_permit(key: str, message: str) -> Exception:
    """Return the refusal of a key that only a permit has."""
    return refusal("only-on-permit", message, key=key, help_="remove it, or make the rule a permit")


def as_condition(value: object) -> object:
    """Take an expression alone for a condition that has nothing else."""
    return {"when": value} if isinstance(value, str) else value
