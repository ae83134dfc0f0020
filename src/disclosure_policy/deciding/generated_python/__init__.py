"""The law of a jurisdiction on a day, lowered to generated Python.

It reads a request and says of each disclosure which rules decided. It is the same law as `weighing` applies and is
tested against it; here rules are bits, and what is stated rules out by a mask all that it rules out at once.

Strong Kleene logic is kept by asking of each condition one of two questions, whether it is surely true or possibly
true, which negation exchanges: a prohibition forbids unless it is false, a permit permits only if it is true.
"""
