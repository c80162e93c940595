"""Access logs of nginx and Apache in front of an application."""

from datetime import datetime

from tests.unit.readers.conftest import ReadLog

NIP = "198001012010011001"


def test_times_become_wall_time_of_the_sources_zone(read: ReadLog) -> None:
    log = read("access_log", "access_offset_of_a_server_in_utc.log")
    assert set(log.values("occurred_at", "timezone", "nip")) == {(datetime(2026, 7, 1, 6, 30), "Asia/Jakarta", NIP)}
    log = read("access_log", "access_offset_of_a_server_in_utc.log", timezone="Asia/Jayapura")
    assert set(log.values("occurred_at", "timezone")) == {(datetime(2026, 7, 1, 8, 30), "Asia/Jayapura")}


def test_queries_citizens_numbers_addresses_and_agents_are_not_kept(read: ReadLog) -> None:
    log = read("access_log", "access_query_and_citizen_number_in_the_path.log", app="layanan")
    assert log.values("app", "method", "path", "status", "bytes") == [
        ("layanan", "GET", "/cari", 200, 512),
        ("layanan", "GET", "/penduduk/{number}/{number}", 200, 512),
    ]
    kept = str(log.rows)
    assert not any(word in kept for word in ("siti", "35071201", "10.1.2.3", "Mozilla", "jsessionid", "example"))


def test_people_not_signed_in_are_ignored_and_other_accounts_refused(read: ReadLog) -> None:
    log = read("access_log", "access_people_not_signed_in.log")
    assert log.values("record_no", "method", "status", "bytes") == [(2, "POST", 304, 0)]
    assert log.problems == [(3, "NIP_SHAPE", "nip", "admin"), (4, "NIP_SHAPE", "nip", "budi santoso")]
    assert (log.result.records, log.result.ignored) == (5, 2)


def test_a_line_without_its_closing_quote_is_cut(read: ReadLog) -> None:
    log = read("access_log", "access_closing_quote_missing.log")
    assert log.problems == [(2, "CUT_LINE", None, None), (3, "CUT_LINE", None, None)]
    assert log.values("record_no") == [1]


def test_bytes_of_a_foreign_alphabet_in_a_path_cost_nobody_an_event(read: ReadLog) -> None:
    log = read("access_log", "access_big5_bytes_in_the_path.log")
    assert log.values("path") == ["/berkas/\\xa4\\xe9"]


def test_month_names_are_english_in_every_country(read: ReadLog) -> None:
    log = read("access_log", "access_month_in_indonesian.log")
    assert log.problems == [(2, "NOT_A_DATE", "occurred_at", "01/Agu/2026:07:21:01")]


def test_escaped_quotes_and_odd_requests(read: ReadLog) -> None:
    log = read("access_log", "access_escaped_quotes_and_odd_requests.log")
    assert log.values("method", "path", "status") == [
        ("GET", '/a\\"b', 200),
        ("-", None, 408),
        ("GET", "/dua kata", 200),
    ]


def test_a_request_may_be_longer_than_any_line_of_a_device(read: ReadLog) -> None:
    line = f'10.1.2.3 - {NIP} [01/Jul/2026:07:21:01 +0700] "GET /d?{"c" * 9000} HTTP/1.1" 200 1 "{"r" * 9000}" "x"\n'
    assert read("access_log", line.encode()).values("path") == ["/d"]


def test_the_error_log_is_another_kind(read: ReadLog) -> None:
    log = read("access_log", "access_is_the_error_log.log")
    assert log.result.reason_code == "NOT_THIS_KIND"
    assert "client" not in str(log.result.reason)


def test_an_empty_log_and_one_of_blank_lines_have_no_events(read: ReadLog) -> None:
    assert read("access_log", b"").result.records == 0
    assert read("access_log", b"\n\r\n").result.ignored == 2


def test_an_offset_of_no_zone_is_no_moment(read: ReadLog) -> None:
    line = b'10.0.0.1 - 198503152010011001 [01/Jul/2026:09:00:00 %s] "GET / HTTP/1.1" 200 5 "-" "-"\n'
    log = read("access_log", line % b"+1400" + line % b"+9959")
    assert [problem[:3] for problem in log.problems] == [(2, "NOT_A_DATE", "occurred_at")]
