"""Batch adapters: clients of the public API that read a partner's own files and publish what they say."""
