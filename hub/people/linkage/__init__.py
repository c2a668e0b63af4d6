"""Who is this without a BSN: linkage that would rather miss a person than merge two.

A reader may follow a statement through the files in this order: ``traits`` (what of it is compared, normalised by
``spelling`` and ``names``), ``blocks`` (by which composite keys stored persons come up at all), ``comparison`` (field by
field), ``weights`` (what agreement is worth), ``rules`` (the same, uncertain or new), ``words`` (why, for a steward).
``lists`` holds the curated files. Nothing up to here knows a database. The rules are told in ``docs/linkage.md``.
"""
