"""The population register (basisregistratie personen, BRP): what it says of a family, and how the hub asks it.

``records`` is what any register answers, ``port`` is how it is asked. ``adapters.brp`` is the national one. A hub
without a register works on what organisations state.
"""
