"""Every fault that the report counts is really in the files, as often as it says."""

import csv
import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from etl.sample.dumps import shown_ahead

EXPORTED = "2025-04-01"


def _dump(sample: Any, number: int) -> bytes:
    return (sample.inbox / "finger" / f"{number}_attlog.dat").read_bytes()


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=delimiter))


def _set(sample: Any, kind: str) -> list[dict[str, str]]:
    return _rows(sample.inbox / kind / f"{kind}_{EXPORTED}.csv")


def _arrivals(sample: Any, number: int, day: str) -> list[datetime]:
    times = re.findall(rf"\t({day} \d\d:\d\d:\d\d)\t", _dump(sample, number).decode())
    return [datetime.fromisoformat(time) for time in times if time[11:] < "10:30:00"]


def test_the_report_counts_the_files(sample: Any) -> None:
    files = [path for path in sample.inbox.rglob("*") if path.is_file()]

    assert sample.report.files == len(files)
    assert sample.report.bytes == sum(path.stat().st_size for path in files)


def test_dumps_differ_in_line_ends_pin_width_states_and_columns(sample: Any) -> None:
    assert re.match(rb" {5,8}\d{1,4}\t2025-01-0\d .*\t1\t0\t1\t0\n", _dump(sample, 1).splitlines(keepends=True)[0])
    assert all(len(line.split(b"\t")[0]) == 5 and line.endswith(b"\r") for line in _dump(sample, 2).split(b"\n")[:-1])
    assert {line.split(b"\t")[3] for line in _dump(sample, 2).splitlines()} == {b"255"}
    assert {line.count(b"\t") for line in _dump(sample, 8).splitlines()} == {10}
    assert not _dump(sample, 8).startswith(b" ")
    assert {line.split(b"\t")[3] for line in _dump(sample, 6).splitlines()} == {b"0", b"1"}


def test_column_three_is_the_device_number(sample: Any) -> None:
    for number in (1, 2, 3, 7, 8, 9, 16):
        assert {line.split(b"\t")[2] for line in _dump(sample, number).splitlines()} == {str(number).encode()}


def test_two_dumps_were_exported_twice_and_one_lacks_its_final_newline(sample: Any) -> None:
    for number in (3, 4):
        later = (sample.inbox / "finger" / f"{number}_attlog_ulang.dat").read_bytes()
        assert later.startswith(_dump(sample, number))
        assert len(later) > len(_dump(sample, number))
    assert _dump(sample, 3).endswith(b"\n")
    assert not _dump(sample, 4).endswith((b"\n", b"\r"))


def test_one_file_lies_there_under_two_names(sample: Any) -> None:
    assert (sample.inbox / "finger" / "salinan_9_attlog.dat").read_bytes() == _dump(sample, 9)


def test_the_damaged_dump_lost_its_beginning_and_holds_nuls_and_impossible_dates(sample: Any) -> None:
    planted, dump = sample.report.planted, _dump(sample, 5)

    assert len(dump.split(b"\t")[0]) == 7
    assert dump.count(b"\0") == planted["nul_bytes"] == 700
    assert dump.count(b"\t2000-01-01 ") == planted["clock_reset_rows"] == 5
    assert dump.count(b"\t1990-00--8 -16:-29:-40\t") == planted["impossible_dates"] == 1


def test_a_device_ran_an_hour_ahead_and_a_register_row_says_so(sample: Any) -> None:
    (row,) = _set(sample, "device_offset")
    wrong, right = (min(_arrivals(sample, 7, day)) for day in ("2025-01-15", "2025-01-08"))

    assert (row["device_id"], row["offset_seconds"]) == ("MSN-007", "-3600")
    assert row["from_at"] <= "2025-01-15" <= row["to_at"]
    assert wrong - right.replace(day=15) > timedelta(minutes=30)


def test_one_device_was_not_fetched_for_ten_days(sample: Any) -> None:
    last = max(line.split(b"\t")[1] for line in _dump(sample, 10).splitlines())

    assert last < b"2025-03-22"


def test_some_pins_and_one_device_are_in_no_register(sample: Any) -> None:
    mapped = {row["pin"] for row in _set(sample, "pin_map")}
    pressed = {line.split(b"\t")[0].strip().decode() for line in _dump(sample, 1).splitlines()}

    assert len(pressed - mapped) == sample.report.planted["unmapped_pins"] == 3
    assert len(_dump(sample, 999).splitlines()) == sample.report.planted["unknown_device_punches"]
    assert "999" not in {row["number"] for row in _set(sample, "devices")}


def test_most_people_come_around_the_hour_and_later_in_ramadan(sample: Any) -> None:
    usual, ramadan = (_arrivals(sample, 1, day) for day in ("2025-01-14", "2025-03-11"))

    assert sum("07:15" < f"{time:%H:%M}" < "07:36" for time in usual) > 0.6 * len(usual)
    assert sum("07:45" < f"{time:%H:%M}" < "08:06" for time in ramadan) > 0.6 * len(ramadan)


def test_weekends_and_holidays_see_few_punches(sample: Any) -> None:
    days = Counter(line.split(b"\t")[1][:10] for line in _dump(sample, 1).splitlines())

    assert max(days[b"2025-01-11"], days[b"2025-01-27"], days[b"2025-01-28"]) < days[b"2025-01-14"] / 5


def test_the_clone_log_holds_fingers_it_did_not_know(sample: Any) -> None:
    (path,) = (sample.inbox / "finger_clone").iterdir()
    header, *lines = path.read_text().splitlines()

    assert header == "No\tTMNo\tEnNo\tName\tINOUT\tMode\tDateTime"
    assert [int(line.split("\t")[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert sum(line.split("\t")[2] == "0" for line in lines) == sample.report.planted["glog_unknown_fingers"] > 50


def test_the_attendance_report_has_29_columns_and_once_a_title(sample: Any) -> None:
    paths = sorted((sample.inbox / "attendance_app").iterdir())
    tops = [CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[:2] for path in paths]

    assert [top[0][1] == "No. ID" for top in tops] == [True, False, True]
    assert tops[1][1][9:11] == ["Scan Masuk", "Scan Pulang"]
    assert len(tops[0][0]) == 29


def test_careers_turn_in_the_register_of_employees(sample: Any) -> None:
    rows = _set(sample, "employees")
    of_person: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        of_person.setdefault(row["person_id"], []).append(row)
    turned = [pair for pair in of_person.values() if len(pair) == 2]

    assert len(of_person) == 300
    assert sum(a["Kode Unit"] != b["Kode Unit"] for a, b in turned) == sample.report.planted["transferred"] == 1
    assert [b["Berlaku Mulai"] for a, b in turned if a["Kode Unit"] != b["Kode Unit"]] == ["16/01/2025"]
    assert {b["Kedudukan Hukum"] for _, b in turned} == {"ACTIVE", "RETIRED", "CLTN"}
    assert [(a["Jenis Pegawai"], b["Jenis Pegawai"]) for a, b in turned if a["NIP"] != b["NIP"]] == [("PPPK", "CPNS")]


def test_a_pin_passed_from_one_who_retired_to_one_who_came(sample: Any) -> None:
    rows = _set(sample, "pin_map")
    owners: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        owners.setdefault((row["device_id"], row["pin"]), set()).add(row["nip"])
    shared = {place: nips for place, nips in owners.items() if len(nips) > 1}

    assert sorted(place[0] for place in shared) == ["MSN-003", "MSN-008"]


def test_spreadsheets_destroyed_some_numbers(sample: Any) -> None:
    leave = _rows(sample.inbox / "leave" / f"leave_{EXPORTED}.csv", ";")
    book = CalamineWorkbook.from_path(
        str(sample.inbox / "ekinerja_assessments" / f"ekinerja_penilaian_{EXPORTED}.xlsx")
    )
    ratings = book.get_sheet_by_index(0).to_python()[1:]

    assert sum("E+17" in row["NIP"] for row in leave) == sample.report.planted["leave_destroyed_nips"] == 3
    destroyed = [row for row in ratings if isinstance(row[0], float)]
    assert len(destroyed) == sample.report.planted["assessment_destroyed_nips"] == 2


def test_service_cases_are_unequal_and_one_line_is_cut(sample: Any) -> None:
    cut, desks, events = 0, Counter[str](), Counter[str]()
    for path in (sample.inbox / "services").iterdir():
        for line in path.read_text().splitlines():
            try:
                event = json.loads(line)
            except json.JSONDecodeError:
                cut += 1
                continue
            events[event["event"]] += 1
            if event["event"] == "COMPLETED":
                desks[event["nip"]] += 1
    known = {"RECEIVED", "ASSIGNED", "COMPLETED", "RETURNED", "RESUBMITTED", "REWORK", "REJECTED"}

    assert cut == sample.report.planted["service_cut_lines"] == 1
    assert known < set(events)
    assert sum(count for name, count in events.items() if name not in known) == 2
    assert max(desks.values()) > 5 * min(desks.values())


def test_the_access_log_ends_in_a_cut_line(sample: Any) -> None:
    content = (sample.inbox / "app_access" / "access.log").read_text()

    assert not content.endswith("\n")
    assert not content.splitlines()[-1].endswith('"')
    assert content.count(" - - [") == sample.report.planted["access_anonymous"]


def test_surveys_hold_values_that_are_none_and_words_that_must_not_pass(sample: Any) -> None:
    rows = _rows(sample.inbox / "skm" / "skm_2025-01.csv")
    values = Counter(row[name] for row in rows for name in row if re.match(r"U\d ", name))

    assert values["0"] == values["5"] == values["baik"] == 1
    assert sample.report.planted["survey_value_0"] == 3
    assert rows[0]["Saran"] == "=1+1"
    assert all("RAHASIA" in row["Saran"] for row in rows[1:])


def test_complaints_are_separated_by_semicolons_and_name_citizens(sample: Any) -> None:
    rows = _rows(sample.inbox / "complaints" / f"pengaduan_{EXPORTED}.csv", ";")

    assert len(rows) == sample.report.planted["complaints"]
    assert all("RAHASIA" in row["Nama Pelapor"] for row in rows)
    assert sum(row["Klasifikasi"] == "Pengaduan Gelap" for row in rows) == 1


def test_wards_and_firemen_have_a_roster_for_every_day(sample: Any) -> None:
    rows = _set(sample, "roster")

    assert {row["shift_code"] for row in rows} == {"PAGI", "SIANG", "MALAM", "PIKET24", "OFF"}
    assert len({(row["nip"], row["work_date"]) for row in rows}) == len(rows) == sample.report.planted["roster_rows"]


def test_the_clock_of_the_factory_zone_is_ahead_in_the_west_and_behind_in_the_east() -> None:
    assert shown_ahead("Asia/Jakarta") == 3600
    assert shown_ahead("Asia/Jayapura") == -3600


def test_teachers_and_clinics_are_measured_by_what_their_work_brings(sample: Any) -> None:
    rows = _targets(sample)
    by_code = {code: [row for row in rows if row[4] == code] for code in ("IK-UJIAN", "IK-IMUN", "IKU-PD-02")}

    assert {row[6] for row in by_code["IK-UJIAN"] + by_code["IK-IMUN"]} == {"Kualitas"}
    assert all(row[12] == "" or 0 < float(row[12]) <= 100 for row in by_code["IK-UJIAN"])
    assert {row[2] for row in by_code["IKU-PD-02"]} == {"DISDIK"}


def test_a_few_targets_say_nothing_that_can_be_measured(sample: Any) -> None:
    vague = [row for row in _targets(sample) if row[4] == "IK-LAIN"]

    assert vague
    assert {(row[7], row[11], row[12], row[13]) for row in vague} == {("", "", "", "")}


def test_parents_answer_for_every_school(sample: Any) -> None:
    answers = [row for path in sorted((sample.inbox / "parents").iterdir()) for row in _rows(path)]

    assert {row["Kode Unit"] for row in answers} == {code for code in _unit_codes(sample) if "N-" in code}


def test_requests_for_correction_are_answered_rejected_misfit_and_forgotten(sample: Any) -> None:
    """The records they name are in their files; one letter speaks of two, one request waits longer than it may."""
    requests, planted = _set(sample, "correction"), sample.report.planted

    assert len(requests) == planted["corrections"]
    assert {row["Keputusan"] for row in requests} == {"ACCEPTED", "REJECTED", "PENDING"}
    assert sorted(int(row["Jumlah"]) for row in requests)[-2:] == [1, 2]
    left = datetime.fromisoformat(EXPORTED) - timedelta(days=3)
    waiting = [datetime.fromisoformat(row["Waktu Permintaan"]) for row in requests if row["Keputusan"] == "PENDING"]
    assert sum(moment < left for moment in waiting) == planted["corrections_overdue"] == 1
    musters = Counter((row["nip"], row["Tanggal"]) for row in _set(sample, "muster") if row["Hadir"] == "Tidak")
    letters = _rows(sample.inbox / "leave" / f"leave_{EXPORTED}.csv", ";")
    leave = {(row["NIP"], row["Kode Cuti"], "-".join(reversed(row["Mulai"].split("/")))) for row in letters}
    for row in requests:
        said = dict(pair.split("=") for pair in row["Isi Sekarang"].split("; "))
        if row["Jenis Rekaman"] == "leave":
            assert (said["nip"], said["leave_code"], said["date_from"]) in leave
        else:
            assert musters[said["nip"], said["muster_date"]] == 1


def _targets(sample: Any) -> list[list[Any]]:
    (path,) = (sample.inbox / "ekinerja_targets").iterdir()
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]


def _unit_codes(sample: Any) -> set[str]:
    return {row["Kode Unit"] for row in _set(sample, "units")}
