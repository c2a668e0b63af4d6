"""How parts are opened from the settings; ``hub.bootstrap`` puts them together."""
