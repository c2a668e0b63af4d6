"""report-not-made: a report to Veilig Thuis intended and not confirmed within a day."""

from hub.domain.facts import ReportToVeiligThuisRecorded
from tests.domain.builders import CJG, MOTHER, POLICE, TOM, consent, ends, involved, on, retracted, signal
from tests.domain.history import findings, given, moments, only

INTENDED = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2014-10-10 21:30", report_to_veilig_thuis="intended")


def answered(answer: str) -> ReportToVeiligThuisRecorded:
    return ReportToVeiligThuisRecorded(
        recorded_at=on("2014-10-11"),
        signal=INTENDED.signal,
        persons=INTENDED.about,
        answer=answer,  # type: ignore[arg-type]
    )


def test_after_twenty_four_hours_the_owner_is_told() -> None:
    history = given(INTENDED)
    assert not findings("report-not-made", history.seen_by(POLICE, "2014-10-11 21:29:59"))
    found = only(findings("report-not-made", history.seen_by(POLICE, "2014-10-11 21:30")))
    assert found.key == INTENDED.signal
    assert found.about == (MOTHER, TOM)


def test_it_waits_from_when_it_was_recorded() -> None:
    late = signal(
        POLICE, "domestic-violence", TOM, date="2014-10-01", recorded="2014-10-10", report_to_veilig_thuis="intended"
    )
    waiting = moments("report-not-made", given(late).seen_by(POLICE, "2014-10-10"))
    assert [moment.due for moment in waiting] == [on("2014-10-11")]


def test_made_or_withdrawn_with_a_reason_it_is_settled() -> None:
    for answer in ("made", "not-needed"):
        history = given(INTENDED, answered(answer))
        assert not findings("report-not-made", history.seen_by(POLICE, "2014-10-20"))
        assert not moments("report-not-made", history.seen_by(POLICE, "2014-10-11"))


def test_a_report_that_was_made_or_not_needed_is_not_waited_for() -> None:
    made = signal(POLICE, "domestic-violence", TOM, date="2014-10-10", report_to_veilig_thuis="made")
    assert not findings("report-not-made", given(made).seen_by(POLICE, "2014-10-20"))


def test_closing_the_concern_does_not_settle_it_and_retracting_does() -> None:
    closed = given(INTENDED, ends(INTENDED, "2014-10-11", "resolved"))
    assert findings("report-not-made", closed.seen_by(POLICE, "2014-10-20"))
    wrong = given(involved(POLICE, TOM, date="2014-10-10"), INTENDED, retracted(INTENDED, "2014-10-11"))
    assert not findings("report-not-made", wrong.seen_by(POLICE, "2014-10-20"))


def test_nobody_but_the_owner_is_told_also_with_consent() -> None:
    history = given(consent(POLICE), INTENDED, involved(CJG, TOM, date="2014-01-01"))
    assert not findings("report-not-made", history.seen_by(CJG, "2014-10-20"))
