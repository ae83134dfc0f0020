"""Values of JSON in the one form that can be digested: the JSON Canonicalization Scheme, RFC 8785."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, cast

import rfc8785

if TYPE_CHECKING:
    from rfc8785._impl import _Value


def canonical(value: object) -> bytes:
    """Return the canonical form of a value of JSON.

    Raises:
        ValueError: if JSON cannot hold it exactly, such as a whole number of more than 53 bits.
    """
    return rfc8785.dumps(cast("_Value", value))


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical form of a value.

    Raises:
        ValueError: as `canonical`.
    """
    return sha256(canonical(value)).hexdigest()
