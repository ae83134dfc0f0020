"""Run the command with `python -m disclosure_policy`."""

from disclosure_policy.cli import main

main(prog_name="disclosure-policy")
