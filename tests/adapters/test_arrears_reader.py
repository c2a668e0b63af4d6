"""What is wrong with a line is named by column and code; a line without mistakes says what the corporation means."""

from datetime import date
from pathlib import Path

import pytest

from adapters.arrears.mapping import messages
from adapters.arrears.reader import read
from adapters.arrears.row import ArrearsRow
from adapters.frame import FileRefused, Line
from tests.adapters.arrears_files import CHILD, GOOD, a_file, a_line


def faults_of(line: Line) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in line.faults}


def only(folder: Path, **cells: str) -> Line:
    (line,) = read(a_file(folder, a_line(**cells)))
    return line


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_writes_is_read_alike(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = a_file(tmp_path, a_line(given_names="Mírte, Zoë"), delimiter=delimiter, encoding=encoding)
    (line,) = read(path)
    row: ArrearsRow = line.row
    assert line.faults == ()
    assert (row.tenant.given_names, row.tenant.sex, row.day) == ("Mírte, Zoë", "female", date(2013, 10, 1))
    assert (row.postcode, row.house_number, row.kindcheck) == ("3072ZZ", 914, "named")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"record": ""}, ("record", "missing")),
        ({"record": "no spaces allowed"}, ("record", "malformed")),
        ({"family_name": "---"}, ("family_name", "name-unreadable")),
        ({"born": "1990-02-30"}, ("born", "date-invalid")),
        ({"born": "2013-10-02"}, ("born", "after-date")),
        ({"sex": "woman"}, ("sex", "sex-unreadable")),
        ({"postcode": "0123AB"}, ("postcode", "postcode-invalid")),
        ({"house_number": "0"}, ("house_number", "house-number-invalid")),
        ({"house_number": "²"}, ("house_number", "house-number-invalid")),
        ({"stage": "evicted"}, ("stage", "not-in-list")),
        ({"date": "01-10-2013"}, ("date", "date-invalid")),
        ({"effect_date": "2014-01-01"}, ("effect_date", "without-eviction")),
        ({"stage": "eviction-threat", "effect_date": "2013-09-30"}, ("effect_date", "before-date")),
        ({"objection": "ja"}, ("objection", "tenant-objects")),
        ({"objection": ""}, ("objection", "missing")),
        ({"objection": "no"}, ("objection", "not-ja-or-nee")),
        ({"reminder_on": ""}, ("reminder_on", "collection-step-missing")),
        ({"offered_on": "2013-10-02"}, ("offered_on", "after-date")),
        ({"household": "child:Oosterhaven:Fenneke:2009-04-15"}, ("household", "member-malformed")),
        ({"household": "aunt:Oosterhaven:Fenneke:2009-04-15:female"}, ("household", "member-malformed")),
        ({"household": "child:Oosterhaven:Wessel:2014-03-20:male"}, ("household", "after-date")),
        ({"consent": "ja", "consent_on": "2013-06-01"}, ("consent_recipients", "missing")),
        ({"consent": "nee"}, ("consent_on", "missing")),
        ({"consent": "ja", "consent_on": "2013-10-02", "consent_recipients": "cjg"}, ("consent_on", "after-date")),
        ({"consent_recipients": "CJG Rijnmond"}, ("consent_recipients", "malformed")),
        ({"bailiff": "De Deurwaarder"}, ("bailiff", "malformed")),
        ({"professional_name": ""}, ("professional_name", "missing")),
        ({"professional_phone": ""}, ("professional_phone", "missing")),
        ({"given_names": "Mirte\x00"}, ("given_names", "unreadable")),
    ],
)
def test_a_mistake_is_named_by_column_and_code(tmp_path: Path, cells: dict[str, str], fault: tuple[str, str]) -> None:
    assert faults_of(only(tmp_path, **cells)) == {fault}


def test_every_mistake_of_a_line_is_named_and_no_value_is(tmp_path: Path) -> None:
    line = only(tmp_path, born="yesterday", postcode="Rotterdam", objection="ja", contact_on="", stage="evicted")
    assert faults_of(line) == {
        ("born", "date-invalid"),
        ("postcode", "postcode-invalid"),
        ("objection", "tenant-objects"),
        ("contact_on", "collection-step-missing"),
        ("stage", "not-in-list"),
    }
    said = repr(line)
    assert not any(value in said for value in ("yesterday", "Rotterdam", "evicted", "Oosterhaven"))


def test_a_line_that_is_read_says_nothing_of_whom_it_is_about_when_printed(tmp_path: Path) -> None:
    said = repr(only(tmp_path))
    assert not any(GOOD[column] in said for column in ("family_name", "given_names", "born", "record"))


def test_line_numbers_count_the_header_and_empty_lines(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_line(), a_line(record="H-2"))
    header, first, second, _ = path.read_text(encoding="utf-8").split("\n")
    path.write_text(f"{header}\r\n\r\n{first}\r\n;;;\r\n{second}", encoding="utf-8", newline="")
    assert [(line.number, line.faults) for line in read(path)] == [(3, ()), (5, ())]


def test_a_line_with_too_few_cells_or_a_quote_that_stays_open_costs_itself_only(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_line(), a_line(record="H-2"), a_line(record="H-3"))
    header, first, second, third, _ = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([header, first[:99], second.replace("Mirte", '"Mirte'), third]), encoding="utf-8")
    assert [(line.number, faults_of(line)) for line in read(path)] == [
        (2, {("line", "wrong-number-of-cells")}),
        (3, {("line", "not-csv")}),
        (4, set()),
    ]


def test_the_second_line_with_the_same_record_stage_and_date_is_refused(tmp_path: Path) -> None:
    first, second = read(a_file(tmp_path, a_line(), a_line()))
    assert (first.faults, faults_of(second)) == ((), {("line", "repeated")})


@pytest.mark.parametrize("told", ["sep=;", "SEP=;", "\ufeffsep=;"])
def test_a_first_line_that_names_the_separator_is_no_header_and_counts_as_a_line(tmp_path: Path, told: str) -> None:
    path = a_file(tmp_path, a_line(given_names="Mírte, Zoë"))
    path.write_text(f"{told}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    (line,) = read(path)
    assert (line.number, line.faults, line.row.tenant.given_names) == (3, (), "Mírte, Zoë")


def test_a_file_that_only_names_its_separator_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "arrears.csv"
    path.write_text("sep=;", encoding="utf-8")
    with pytest.raises(FileRefused, match="header: missing"):
        read(path)


def test_a_file_that_lacks_columns_names_them_all(tmp_path: Path) -> None:
    path = tmp_path / "arrears.csv"
    path.write_text("record;family_name;date;date\n", encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        read(path)
    named = {(fault.field, fault.code) for fault in caught.value.faults}
    assert ("date", "column-repeated") in named
    assert ("objection", "column-missing") in named
    assert len(named) == 13


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "missing"), (b"re\xffcord;", "not-utf-8"), (b"\xff\xfer", "not-utf-8"), (None, "unreadable")],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "arrears.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        read(path)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_arrears_are_about_the_tenant_and_an_eviction_about_the_children_too(tmp_path: Path) -> None:
    (arrears,) = messages(only(tmp_path).row)
    (eviction,) = messages(only(tmp_path, stage="eviction-threat", bailiff="deurwaarder").row)
    assert (arrears.body["category"], arrears.body["household"][0]["about"]) == ("rent-arrears", False)
    assert (eviction.body["category"], eviction.body["household"][0]["about"]) == ("eviction-threat", True)
    assert "through" not in arrears.body
    assert eviction.body["through"] == "deurwaarder"
    assert arrears.body["arrears"] == {
        "objection": False,
        "collection_steps": [
            "written-reminder",
            "personal-contact-attempt",
            "pointed-to-debt-help",
            "offered-to-pass-on",
        ],
    }


def test_an_empty_household_is_unknown_and_none_is_none(tmp_path: Path) -> None:
    assert only(tmp_path, household="").row.kindcheck == "unknown"
    assert only(tmp_path, household="none").row.kindcheck == "none"


def test_consent_covers_children_who_were_born_when_it_was_given(tmp_path: Path) -> None:
    newborn = "child:Oosterhaven:Liesbeth:2013-09-30:female"
    cells = {"consent": "ja", "consent_on": "2013-06-01", "consent_recipients": "cjg|lzn", "household": ""}
    consent, signal = messages(only(tmp_path, **{**cells, "household": f"{CHILD}|{newborn}"}).row)
    assert consent.path == "/v1/consents"
    assert [each["given_names"] for each in consent.body["about"]] == ["Mirte", "Fenneke"]
    assert consent.body["givers"][0]["capacity"] == "authority"
    assert consent.body["recipients"] == ["cjg", "lzn"]
    assert len(signal.body["household"]) == 2


def test_keys_are_made_from_record_stage_and_date_and_name_nobody(tmp_path: Path) -> None:
    cells = {"consent": "nee", "consent_on": "2013-06-01"}
    keys = [message.key for message in messages(only(tmp_path, **cells).row)]
    assert keys == ["arrears-consent:H-2013-0417:refused:2013-06-01", "arrears:H-2013-0417:arrears:2013-10-01"]


def test_a_file_with_nothing_below_its_header_is_refused_as_an_export_that_failed(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "\n  \n", encoding="utf-8")
    with pytest.raises(FileRefused, match="file: no-lines"):
        read(path)


def test_the_day_on_which_an_eviction_takes_effect_goes_with_the_signal(tmp_path: Path) -> None:
    (line,) = read(a_file(tmp_path, a_line(stage="eviction-threat", effect_date="2013-11-20")))
    (signal,) = messages(line.row)
    assert signal.body["takes_effect_on"] == "2013-11-20"
