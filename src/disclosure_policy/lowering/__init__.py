"""The law of a jurisdiction on a day, lowered to one generated Python function.

The function reads a request and says of each disclosure which rules decided. It is the same law as `weighing` applies
and is tested against it; here nothing is visited that the recipient, the purpose or the item rules out.

Strong Kleene logic is kept by asking of each condition one of two questions, whether it is surely true or possibly
true, which negation exchanges: a prohibition forbids unless it is false, a permit permits only if it is true.
"""
