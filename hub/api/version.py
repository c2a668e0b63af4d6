"""The version of the API: the major one is in the address, the full one in every answer (NLGov ADR, STANDARDS B1)."""

API_VERSION = "1.0.0"
BASE_PATH = "/v1"
