"""The one place that wires the parts of the hub together."""
