"""How well linkage links: FEBRL's public sets, and a Dutch population made by rules, each with its known truth.

``names`` and ``population`` make people, ``statements`` says how organisations state them, ``febrl`` reads the public
sets; ``training`` counts weights, ``evaluation`` links and counts, ``speed`` measures a million stored persons, and
``run`` puts it in one document. The rules that are measured are those of ``hub/people/linkage`` and no others.
"""
