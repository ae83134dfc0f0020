"""An agency's register: its agreements, determinations, officials and adopted readings, to which requests refer.

In comes a file and the law; out goes a `Register`, or everything that is wrong with it. In comes a request; out goes
the request with what the register supplies of what it leaves unknown, and what was taken from where. It decides
nothing, and overrides nothing that a request states.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.register.filled_request import best, filled, refuse_reference
    from disclosure_policy.register.filling import Filled
    from disclosure_policy.register.register import Register
    from disclosure_policy.register.register_file import RegisterFile
    from disclosure_policy.register.register_reader import Source, gather_register, read_register
    from disclosure_policy.register.register_review import review

__all__ = [
    "Filled",
    "Register",
    "RegisterFile",
    "Source",
    "best",
    "filled",
    "gather_register",
    "read_register",
    "refuse_reference",
    "review",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "Filled": "filling",
            "Register": "register",
            "RegisterFile": "register_file",
            "Source": "register_reader",
            "best": "filled_request",
            "filled": "filled_request",
            "gather_register": "register_reader",
            "read_register": "register_reader",
            "refuse_reference": "filled_request",
            "review": "register_review",
        },
    )
