"""The tables of the views, as ``deploy/sql/views`` defines them."""

from sqlalchemy import ARRAY, TIMESTAMP, BigInteger, Boolean, Column, LargeBinary, MetaData, Table, Text

REBUILD_SCHEMA = "view_rebuild"
"""Where `hub rebuild` folds the same tables anew."""

METADATA = MetaData()

POSITION = Table("view_position", METADATA, Column("view", Text, primary_key=True), Column("position", BigInteger))

FAMILY = Table(
    "view_family",
    METADATA,
    Column("family", Text, primary_key=True),
    Column("founded", BigInteger),
    Column("persons", ARRAY(Text)),
    Column("state", LargeBinary),
)

CHILD = Table("view_child", METADATA, Column("person", Text, primary_key=True), Column("family", Text))

SIGNAL = Table(
    "view_signal",
    METADATA,
    Column("signal", Text, primary_key=True),
    Column("owner", Text),
    Column("number", BigInteger),
    Column("person", Text),
    Column("recorded_at", TIMESTAMP(timezone=True)),
    Column("occurred_at", TIMESTAMP(timezone=True)),
    Column("kind", Text),
    Column("category", Text),
    Column("severity", Text),
    Column("ended_at", TIMESTAMP(timezone=True)),
    Column("retracted", Boolean),
    Column("kept", Text),
    Column("since", TIMESTAMP(timezone=True)),
)

MATCH = Table(
    "view_match",
    METADATA,
    Column("match", Text, primary_key=True),
    Column("recipient", Text),
    Column("number", BigInteger),
    Column("rule", Text),
    Column("anchor", Text),
    Column("lane", Text),
    Column("opened_at", TIMESTAMP(timezone=True)),
    Column("raised_at", TIMESTAMP(timezone=True)),
    Column("identifier_only", Boolean),
    Column("withdrawn", Boolean),
    Column("answered", Text),
)

INBOX = Table(
    "view_inbox",
    METADATA,
    Column("notification", Text, primary_key=True),
    Column("organisation", Text),
    Column("number", BigInteger),
    Column("kind", Text),
    Column("match", Text),
    Column("rule", Text),
    Column("lane", Text),
    Column("message", Text),
    Column("person", Text),
    Column("answer_by", TIMESTAMP(timezone=True)),
    Column("recorded_at", TIMESTAMP(timezone=True)),
    Column("identifier_only", Boolean),
    Column("grounds", ARRAY(Text)),
    Column("answered", Text),
    Column("professional", Text),
    Column("reaches", Text),
)

DEADLINE = Table(
    "view_deadline",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("rule", Text),
    Column("due", TIMESTAMP(timezone=True)),
    Column("persons", ARRAY(Text)),
)

IDENTITY = Table(
    "view_identity",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text),
    Column("number", BigInteger),
    Column("persons", ARRAY(Text)),
    Column("reasons", ARRAY(Text)),
    Column("recorded_at", TIMESTAMP(timezone=True)),
    Column("state", Text),
    Column("decided_by", Text),
)

REQUEST = Table(
    "view_request",
    METADATA,
    Column("request", Text, primary_key=True),
    Column("owner", Text),
    Column("number", BigInteger),
    Column("person", Text),
    Column("kind", Text),
    Column("received_at", TIMESTAMP(timezone=True)),
    Column("due", TIMESTAMP(timezone=True)),
    Column("state", Text),
    Column("waits", Boolean),
    Column("decided_at", TIMESTAMP(timezone=True)),
    Column("proposed_by", Text),
)

TASK = Table(
    "view_task",
    METADATA,
    Column("task", Text, primary_key=True),
    Column("organisation", Text),
    Column("kind", Text),
    Column("thing", Text),
    Column("professional", Text),
    Column("second", Boolean),
    Column("person", Text),
    Column("opens", TIMESTAMP(timezone=True)),
    Column("since", TIMESTAMP(timezone=True)),
    Column("due", TIMESTAMP(timezone=True)),
    Column("term", Text),
    Column("until", TIMESTAMP(timezone=True)),
)


FORGETTING = Table(
    "view_forgetting",
    METADATA,
    Column("owner", Text, primary_key=True),
    Column("position", BigInteger),
    Column("done", Boolean),
)

EFFECT = Table(
    "view_effect",
    METADATA,
    Column("match", Text, primary_key=True),
    Column("recipient", Text),
    Column("rule", Text),
    Column("persons", ARRAY(Text)),
    Column("occurred_at", TIMESTAMP(timezone=True)),
    Column("signalled_at", TIMESTAMP(timezone=True)),
    Column("opened_at", TIMESTAMP(timezone=True)),
    Column("told_at", TIMESTAMP(timezone=True)),
    Column("answered_at", TIMESTAMP(timezone=True)),
    Column("answers", ARRAY(Text)),
    Column("contact_at", TIMESTAMP(timezone=True)),
    Column("coordinator_at", TIMESTAMP(timezone=True)),
    Column("plan_at", TIMESTAMP(timezone=True)),
    Column("help_at", TIMESTAMP(timezone=True)),
    Column("withdrawn_at", TIMESTAMP(timezone=True)),
)

REACH = Table(
    "view_reach",
    METADATA,
    Column("signal", Text, primary_key=True),
    Column("owner", Text),
    Column("reached_at", TIMESTAMP(timezone=True)),
    Column("retracted_at", TIMESTAMP(timezone=True)),
)

DEATH = Table(
    "view_death",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("recorded_at", TIMESTAMP(timezone=True)),
)

RELATIVE = Table(
    "view_relative",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("declaration", Text),
    Column("owner", Text),
    Column("professional", Text),
    Column("person", Text),
    Column("declared_at", TIMESTAMP(timezone=True)),
)

VIEWS = (
    FAMILY,
    CHILD,
    SIGNAL,
    MATCH,
    INBOX,
    DEADLINE,
    IDENTITY,
    REQUEST,
    TASK,
    FORGETTING,
    DEATH,
    EFFECT,
    REACH,
    RELATIVE,
)
"""Everything folded; all but the position."""
