"""How each fact changes what is stated of a family: ``table`` names them all, ``stated`` is what they change."""
