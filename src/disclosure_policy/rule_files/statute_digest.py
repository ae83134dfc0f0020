"""Computes the digest of a text of law that was read, by which a later change in it is noticed."""

import unicodedata
from hashlib import sha256


def text_digest(text: str) -> str:
    """Return the SHA-256 of a statute's text, by which a later change in the law is noticed.

    The text is normalised first: Unicode NFKC, every run of white space made one space, ends trimmed.
    """
    return sha256(" ".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()
