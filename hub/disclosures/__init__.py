"""The disclosure log: who was shown what of whom, on which ground, written before the answer leaves (DOMAIN.md 5.1).

A reader may follow an answer through the files in this order: ``trail`` (what an answer says of whom), ``asking`` (who
asked, for what, in which trace), ``line`` (one line per viewer, data subject and answer), ``log`` (many answers wait
for one commit), and ``told``, which hands an answer out only to who has the log's receipt for it: no log, no answer.
``reading`` is for the data protection officer and the citizen, ``export`` for other logs, ``verify`` and ``retention``
for the operator.
"""
