"""Who is this without a BSN: linkage that would rather miss a person than merge two.

A reader may follow a statement through the files in this order: ``traits`` (what of it is compared, normalised by
``spelling`` and ``names``), ``blocks`` (by which composite keys stored persons come up at all), ``comparison`` (field
by field), ``weights`` (what agreement is worth), ``rules`` (the same, uncertain or new), ``words`` (why, for a
steward). ``lists`` holds the curated files. Nothing up to here knows a database; the rules are told in
``docs/linkage.md``. Then ``entries`` and ``block_table`` (where keys are kept, and how), ``rebuilding``, ``matcher``
(which asks and judges), and ``linkage`` and ``settling`` (what comes of it under the ledger's lock).
"""
