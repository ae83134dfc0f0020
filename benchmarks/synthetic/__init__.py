"""One synthetic policy of 40 rules for each jurisdiction, by hand, in our rule files and in the terms of each peer.

Nothing in it is law. Names and thresholds are invented; the shape is that of disclosure rules: who asks, for what,
on which process, with whose consent, under which agreement, for which elements of a record; prohibitions override
permits, and what no rule permits is denied.
"""
