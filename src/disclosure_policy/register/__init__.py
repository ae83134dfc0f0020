"""An agency's register: its agreements, determinations, officials and adopted readings, to which requests refer.

In comes a file and the law; out goes a `Register`, or everything that is wrong with it. In comes a request; out goes
the request with what the register supplies of what it leaves unknown, and what was taken from where. It decides
nothing, and overrides nothing that a request states.
"""

from disclosure_policy.register.filling import Filled
from disclosure_policy.register.reading import Source as RegisterSource
from disclosure_policy.register.reading import gather_register, read_register
from disclosure_policy.register.register import Register
from disclosure_policy.register.register_file import RegisterFile
from disclosure_policy.register.request_under_register import best, filled, refuse_reference

__all__ = [
    "Filled",
    "Register",
    "RegisterFile",
    "RegisterSource",
    "best",
    "filled",
    "gather_register",
    "read_register",
    "refuse_reference",
]
