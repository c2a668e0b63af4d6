"""The commands: what an organisation may ask the hub to record, each with its body and the slice it becomes."""
