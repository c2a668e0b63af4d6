"""The Dutch population register by Haal Centraal BRP Personen bevragen 2.7 (``hub.population.port``)."""
