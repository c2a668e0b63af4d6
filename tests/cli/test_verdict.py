"""What ``hub verify`` says of its reports: proof comes from checkpoints, and where they are missing it says so."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.cli.proof import Verdict
from hub.disclosures.verify import LogReport
from hub.ledger.verify import Finding, VerificationReport

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATE = NOW - timedelta(minutes=10)
EARLIER, JUST = NOW - timedelta(minutes=11), NOW - timedelta(seconds=50)


def a_verdict(*, until: int = 12, since: datetime | None = None, log_since: datetime | None = None) -> Verdict:
    ledger = VerificationReport(facts=12, last_position=12, proven_until=until, unproven_since=since)
    return Verdict(ledger, LogReport(lines=3, last=3, unproven_since=log_since), LATE)


@pytest.mark.parametrize(
    ("verdict", "status", "words"),
    [
        pytest.param(a_verdict(), 0, "Nothing was altered.", id="all covered"),
        pytest.param(a_verdict(until=9, since=JUST), 0, "Nothing was altered.", id="the next will cover it"),
        pytest.param(a_verdict(until=9, since=EARLIER), 2, "Not proven", id="too old to be uncovered"),
        pytest.param(a_verdict(log_since=EARLIER), 2, "Not proven", id="the log alone is not covered"),
        pytest.param(a_verdict(until=0, since=JUST), 2, "Not proven", id="no checkpoint at all"),
        pytest.param(Verdict(VerificationReport(), LogReport(), LATE), 0, "Nothing was altered.", id="nothing stored"),
    ],
)
def test_proven_is_what_checkpoints_cover(verdict: Verdict, status: int, words: str) -> None:
    assert verdict.status == status
    assert verdict.sentence.startswith(words)


def test_a_checkpoint_that_cannot_be_read_is_told_apart_from_a_ledger_that_was_altered() -> None:
    torn, altered = a_verdict(), a_verdict()
    torn.ledger.findings.append(Finding("checkpoint-unreadable", 0, "line 3"))
    altered.ledger.findings.append(Finding("facts-altered", 5, "facts"))
    assert (torn.status, altered.status) == (1, 1)
    assert "the file of checkpoints" in torn.sentence
    assert "NOT what was recorded" in altered.sentence
