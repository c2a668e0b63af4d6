"""Every setting of the hub, and the only place that reads the environment.

Each setting is a variable ``HUB_<NAME>``: ``HUB_DATABASE_URL`` sets ``database_url``. Durations are in seconds, or in
ISO 8601 (``PT30S``); sizes are in bytes. There is deliberately no setting for time: a serving hub uses the real clock.

Secrets need not stand in the environment: a file ``hub_database_url`` in the folder that ``HUB_SECRETS_DIR`` or
systemd's ``CREDENTIALS_DIRECTORY`` names does the same. A variable goes before a file.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.logs import LogFormat, LogLevel

Port = Annotated[int, Field(ge=0, le=65535)]
Bytes = Annotated[int, Field(ge=1)]
Positive = Annotated[int, Field(ge=1)]
Duration = Annotated[timedelta, Field(gt=timedelta(0))]

# The little that PostgreSQL and NATS need from our environment; everything else, and every secret in it, stays here.
PASSED_TO_SERVERS = ("PATH", "TMPDIR", "TZ", "SYSTEMROOT")


class Settings(BaseSettings):
    """The settings of one process, read once and never changed."""

    model_config = SettingsConfigDict(env_prefix="HUB_", frozen=True, extra="forbid")

    # Where things are kept.
    data_dir: Path = Field(
        default=Path(".data"),
        description="Folder of the embedded parts, master keys and checkpoints. Made with mode 700.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL with ledger, people and views, as the application role: "
        "postgresql://user:password@host/db. Without it "
        " the hub starts a PostgreSQL of its own in data_dir.",
    )
    keys_database_url: SecretStr | None = Field(
        default=None,
        description="The second PostgreSQL database, which holds only wrapped keys and has backups of its own, kept "
        "at most 30 days.",
    )
    owner_database_url: SecretStr | None = Field(
        default=None, description="As database_url, as the owner role. Only `hub migrate` uses it."
    )
    owner_keys_database_url: SecretStr | None = Field(
        default=None, description="As keys_database_url, as the owner role. Only `hub migrate` uses it."
    )
    reader_database_url: SecretStr | None = Field(
        default=None,
        description="As database_url, as the reader role, for `hub verify`. A replica will do. Default: database_url.",
    )
    nats_url: SecretStr | None = Field(
        default=None,
        description="NATS with JetStream: nats://user:password@host:4222, several separated by commas. Default: an "
        "embedded one.",
    )
    nats_replicas: Annotated[int, Field(ge=1, le=5)] = Field(
        default=1, description="How many servers of a NATS cluster keep each event: 3 in a cluster of three."
    )
    master_key_file: Path | None = Field(
        default=None,
        description="File with the master keys, mode 600. Default: master.keys in data_dir, made at the first start.",
    )
    master_keys: SecretStr | None = Field(
        default=None,
        description="The master keys themselves, as the JSON that such a file holds: from a secret store that hands "
        "them out in the environment or as a file. Goes before master_key_file, and is rotated where it is written.",
    )
    pkcs11_module: Path | None = Field(
        default=None,
        description="Library of a PKCS#11 token (a hardware security module) that seals the file with the master keys. "
        "Needs samenloop[pkcs11] and pkcs11_pin.",
    )
    pkcs11_token: str = Field(default="samenloop", description="Label of that token.")
    pkcs11_key: str = Field(default="samenloop", description="Label of its key, which it gives to nobody.")
    pkcs11_pin: SecretStr | None = Field(default=None, description="PIN of the token's user.")
    checkpoint_dir: Path | None = Field(
        default=None,
        description="Where signed checkpoints of the ledger go, and the tombstones of who was erased. Choose a place "
        "that the database administrator cannot reach. Default: checkpoints in data_dir.",
    )

    source: str = Field(
        default="urn:nld:oin:00000099000000001000:systeem:samenloop",
        description="This hub's URN, the `source` of every event it sends: the municipality's OIN and a name. The "
        "default is an OIN for tests.",
    )

    # The disclosure log.
    disclosure_retention: Annotated[timedelta, Field(ge=timedelta(days=5 * 366))] = Field(
        default=timedelta(days=5 * 366),
        description="How long a line of the disclosure log stays. At least five years (1830 days), and no longer than "
        "the files of those who ask are kept.",
    )
    processing_activity: str = Field(
        default="urn:nld:oin:00000099000000001000:verwerking:verwijsindex",
        description="The URI of this processing in the municipality's register (GDPR art. 30), for the exported log.",
    )

    # The population register (BRP).
    population_register_url: HttpUrl | None = Field(
        default=None,
        description="Haal Centraal BRP Personen bevragen 2: the address below which `personen` is. Without it the hub "
        "works on what organisations state.",
    )
    population_register_key: SecretStr | None = Field(
        default=None, description="Key for the population register, sent as X-API-KEY."
    )
    population_register_patience: Duration = Field(
        default=timedelta(seconds=2),
        description="Longest wait for one answer of the population register; a signal waits twice as long at most, "
        "since relatives are asked about second. None is refused for want of an answer: it is asked again later.",
    )
    institutions_file: Path | None = Field(
        default=None,
        description="The municipality's own list of addresses that are no home of one family, in the form of "
        "hub/configuration/institutions.yaml.",
    )

    # Where the hub listens.
    host: str = Field(default="127.0.0.1", description="Address on which `hub serve` listens.")
    port: Port = Field(default=8080, description="Port on which `hub serve` listens; 0 takes a free one.")

    public_url: HttpUrl | None = Field(
        default=None,
        description="The address at which people reach this hub, such as https://samenloop.example. With https the "
        "cookie of a page goes over https only, also behind a proxy that speaks plainly to the hub. Default: as the "
        "request came.",
    )
    metrics_address: Annotated[str, Field(pattern=r"^[^:]+:[0-9]{1,5}$")] | None = Field(
        default=None,
        description="Address and port, such as 127.0.0.1:9100, where `hub serve` and `hub work` answer `/metrics` and "
        "`/health` for the operator. `hub serve` then shows figures there alone: partners need not see counts.",
    )

    # What the process says of itself, on stderr.
    log_level: LogLevel = Field(default="INFO", description="From which level on the hub's own lines are written.")
    log_format: LogFormat = Field(default="text", description="`json` for one JSON object a line.")

    # Who may come in.
    issuer: str = Field(default="https://samenloop.invalid/issuer", description="Expected `iss` of access tokens.")
    audience: str = Field(default="samenloop", description="Expected `aud` of access tokens.")
    jwks_url: HttpUrl | None = Field(
        default=None,
        description="Public keys of an OAuth 2 or OpenID Connect provider, instead of those of the built-in issuer for "
        "demonstrations. Its tokens must have the expected `iss` and `aud`.",
    )
    organisation_claim: str | None = Field(
        default=None,
        description="Claim of an access token that names the organisation. Default: `azp`, `client_id` or `sub`.",
    )
    professional_claim: str = Field(
        default="sub",
        description="Claim that names the professional, by the organisation's own code; where it is the client or the "
        "organisation, it names none.",
    )

    # How much at once.
    max_signal_bytes: Bytes = Field(default=64 * 1024, description="Largest signal, alone or as a line of a batch.")
    max_batch_lines: Positive = Field(default=100_000, description="Most signals in one `POST /v1/signals/_batch`.")
    max_waiting: Positive = Field(
        default=2048, description="Most commands that wait for the ledger in one process; above it the answer is 503."
    )
    ledger_batch: Positive = Field(default=64, description="Most commands decided in one transaction.")
    pool_size: Positive = Field(default=8, description="Most connections of one process for reading.")
    family_cache: Positive = Field(
        default=2_000,
        description="Most families that one process keeps folded in memory, some 35 kB each. The database keeps all of "
        "them folded, so more of them here gain little.",
    )

    # How long.
    statement_timeout: Duration = Field(
        default=timedelta(seconds=15), description="After this PostgreSQL ends a statement of the ledger's writer."
    )
    writer_idle_timeout: Annotated[timedelta, Field(ge=timedelta(seconds=1))] = Field(
        default=timedelta(seconds=2),
        description="After this PostgreSQL ends a writer that holds the ledger's lock and does nothing. At least one "
        "second.",
    )
    poll_interval: Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(seconds=1))] = Field(
        default=timedelta(seconds=1),
        description="Longest sleep of a reader of the ledger between two looks. At most one second.",
    )
    checkpoint_interval: Duration = Field(
        default=timedelta(minutes=1), description="Time between two signed checkpoints."
    )
    shutdown_grace: Duration = Field(
        default=timedelta(seconds=10), description="How long requests may finish after SIGTERM."
    )

    @model_validator(mode="after")
    def _databases_come_together(self) -> "Settings":
        if (self.database_url is None) != (self.keys_database_url is None):
            message = "set HUB_DATABASE_URL and HUB_KEYS_DATABASE_URL both, or neither to use an embedded PostgreSQL"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _a_token_has_a_pin(self) -> "Settings":
        if (self.pkcs11_module is None) != (self.pkcs11_pin is None):
            message = "set HUB_PKCS11_MODULE and HUB_PKCS11_PIN both, or neither to keep master keys without a token"
            raise ValueError(message)
        return self

    @property
    def uses_embedded_database(self) -> bool:
        """Whether the hub has to start a PostgreSQL of its own."""
        return self.database_url is None

    @property
    def uses_embedded_nats(self) -> bool:
        """Whether the hub has to start a NATS of its own."""
        return self.nats_url is None


def load_settings() -> Settings:
    """The settings of this process, from its environment and its folder of secrets.

    Raises:
        pydantic.ValidationError: a setting has a value that cannot be used; the message names it.
        pydantic_settings.SettingsError: the folder of secrets cannot be used.
    """
    folder = os.environ.get("HUB_SECRETS_DIR") or os.environ.get("CREDENTIALS_DIRECTORY")
    return Settings(_secrets_dir=folder)


def environment_for_servers() -> Mapping[str, str]:
    """The environment for servers that the hub starts: search path, temporary folder, time zone; English, no secret."""
    passed = {name: os.environ[name] for name in PASSED_TO_SERVERS if name in os.environ}
    return passed | {"LC_ALL": "C", "LANG": "C"}
