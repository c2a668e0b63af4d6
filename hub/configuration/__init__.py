"""What the municipality decides and the project proposes: catalogue, legal bases, parameters of rules; as data."""
