"""The page in a real browser: the way from a search to a marked line, and hostile text that does nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException, StaleElementReferenceException, WebDriverException
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from etl.explain import explain
from etl.ledger.export import newest_entries
from etl.serving.snapshot import newest_copy
from etl.verify import verify
from tests.integration.audit_page.conftest import Served, started
from tests.worlds.hostile import FILE_NAME, FORMULA, IMAGE, NIP, OUTSIDE, PERIOD, RAN, SCRIPT, TEMPLATE, UNIT
from warehouse.engines.duckdb import connect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NARROW = (400, 900)
"""A phone; also half of a window of 800 pixels at a zoom of 200 %."""


def test_from_a_search_down_to_the_marked_line(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _search(browser)

    assert browser.find_element(By.TAG_NAME, "h1").text == f"NIP {NIP}, {PERIOD}"
    place = browser.find_element(By.CSS_SELECTOR, ".tree")
    for title in ("DISCIPLINE", "days that took points", "2026-07-14", "coming"):
        place = _open(place, title)
    line = place.find_element(By.CSS_SELECTOR, "pre.line")
    assert line.is_displayed()
    assert line.find_element(By.TAG_NAME, "strong").text == "2026-07-14 07:45:00"
    assert line.find_element(By.CSS_SELECTOR, ".number").text == "27"
    file = next(one for one in explain(served.workspace, NIP, PERIOD)["files"].values() if one["kind"] == "zk_attlog")
    assert file["sha256"] in place.text


def test_every_record_of_the_trace_is_on_the_page(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _search(browser)
    shown = {one.get_dom_attribute("value") for one in browser.find_elements(By.CSS_SELECTOR, "button[name=place]")}

    told = explain(served.workspace, NIP, PERIOD)
    assert shown == {f"{one['file_id']}:{one['record_no']}" for one in told["records"]}


def test_a_unit_is_asked_for_by_its_code_and_the_agency_by_its_own(browser: Chrome, served: Served) -> None:
    """Down to the answers of citizens and their lines, and to the person whose figures the others are."""
    _enter(browser, served)
    _search(browser, "UNIT_SATISFACTION", UNIT)

    assert browser.find_element(By.TAG_NAME, "h1").text.startswith(f"Unit {UNIT}, {PERIOD}")
    place = _open(browser.find_element(By.CSS_SELECTOR, ".tree"), "UNIT SATISFACTION")
    line = _open(_open(place, "answers"), "").find_element(By.CSS_SELECTOR, "pre.line")
    assert line.is_displayed()
    browser.get(f"{served.address}/")
    _search(browser, "FAIRNESS", served.workspace.agency().code)
    place = _open(browser.find_element(By.CSS_SELECTOR, ".tree"), "FAIRNESS")
    assert _open(_open(place, "people"), "").find_element(By.CSS_SELECTOR, ".facts").is_displayed()


def test_the_key_stands_in_no_address_afterwards(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    key = served.entrance.partition("#")[2]

    assert browser.current_url == f"{served.address}/"
    assert [url for url in _asked_for(browser) if key in url.partition("#")[0]] == []
    assert browser.execute_script("return document.cookie") == ""


def test_hostile_text_is_shown_and_does_nothing(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _search(browser)
    for button in browser.find_elements(By.CSS_SELECTOR, "[data-open=all]"):
        button.click()
    text = browser.find_element(By.TAG_NAME, "main").text
    for hostile in (SCRIPT, IMAGE, TEMPLATE, FORMULA, OUTSIDE):
        assert hostile in text
    assert "\\u202e" in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    _assert_harmless(browser, served)


def test_refused_lines_with_nul_and_without_end_are_shown_and_do_nothing(browser: Chrome, served: Served) -> None:
    with connect(newest_copy(served.workspace), read_only=True) as warehouse:
        places = warehouse.execute(
            "select distinct file_id || ':' || record_no, reason_code from audit.quarantine order by all"
        ).fetchall()
    assert {reason for _, reason in places} == {"BAD_ENCODING", "TOO_LONG"}
    _enter(browser, served)
    for place, _ in places:
        browser.get(f"{served.address}/record")
        _submit(browser, browser.find_element(By.NAME, "place"), place)
        assert len(browser.find_element(By.CSS_SELECTOR, "pre.line").text) < 5000
        _assert_harmless(browser, served)


def test_hostile_names_of_files_are_text_too(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _search(browser, component="DISCIPLINE")

    assert (
        FILE_NAME.partition("\N{RIGHT-TO-LEFT OVERRIDE}")[0].strip() in browser.find_element(By.TAG_NAME, "main").text
    )
    assert browser.find_elements(By.TAG_NAME, "img") == []
    _assert_harmless(browser, served)


def test_every_look_has_its_entry_and_the_log_stays_whole(browser: Chrome, served: Served) -> None:
    before = len(_looks(served))
    _enter(browser, served)
    _search(browser)
    browser.find_element(By.CSS_SELECTOR, ".tree button[name=place]")
    browser.get(f"{served.address}/record")
    _submit(browser, browser.find_element(By.NAME, "place"), "1:2")
    _follow(browser, browser.find_element(By.CSS_SELECTOR, "table button"))
    browser.get(f"{served.address}/log")
    _follow(browser, browser.find_element(By.CSS_SELECTOR, "main form button"))
    good = browser.find_element(By.CSS_SELECTOR, ".finding.good").text

    looks = _looks(served)[: len(_looks(served)) - before]
    assert [one["what"] for one in reversed(looks)] == ["FIGURE", "RECORD", "FIGURE", "VERIFICATION"]
    assert {one["by"].partition(" (")[0] for one in looks} == {"Inspektorat"}
    assert NIP not in json.dumps(newest_entries(served.workspace, 1000))
    assert "everything is as it was recorded" in good
    assert verify(served.workspace).broken == ()


def test_from_a_table_to_its_columns_and_what_they_are_computed_from(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _follow(browser, browser.find_element(By.CSS_SELECTOR, "nav a[href='/lineage']"))
    _click_box(browser, "core.attendance_day")
    _follow(browser, browser.find_element(By.LINK_TEXT, "late_minutes"))

    assert browser.find_element(By.TAG_NAME, "h1").text == "core.attendance_day.late_minutes"
    _click_box(browser, "core.punch.punched_at")
    assert browser.find_element(By.TAG_NAME, "h1").text == "core.punch.punched_at"
    _assert_harmless(browser, served)


def test_everything_works_without_script(tmp_path: Path, served: Served) -> None:
    with started(tmp_path, with_script=False) as browser:
        browser.get(f"{served.address}/")
        _submit(browser, browser.find_element(By.NAME, "key"), served.entrance.partition("#")[2])
        _search(browser)
        place = browser.find_element(By.CSS_SELECTOR, ".tree")
        for title in ("TARGET", "targets", "IK-01"):
            place = _open(place, title)

        assert FORMULA in place.find_element(By.TAG_NAME, "mark").text


def test_the_keyboard_opens_a_step(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    _search(browser)
    summary = browser.find_element(By.CSS_SELECTOR, ".tree > li summary")
    summary.send_keys(Keys.ENTER)

    assert browser.find_element(By.CSS_SELECTOR, ".tree > li > details").get_dom_attribute("open") is not None


def test_a_narrow_window_is_not_scrolled_sideways(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    browser.set_window_size(*NARROW)
    for path in ("/", "/record", "/log", "/lineage", "/lineage/core.attendance_day"):
        browser.get(served.address + path)
        assert _overhang(browser) <= 0, path
    browser.get(f"{served.address}/")
    _search(browser)
    browser.find_element(By.CSS_SELECTOR, "[data-open=all]").click()
    assert _overhang(browser) <= 0


def test_every_field_has_its_label_and_every_page_one_heading(browser: Chrome, served: Served) -> None:
    _enter(browser, served)
    for path in ("/", "/record", "/log", "/lineage"):
        browser.get(served.address + path)
        assert len(browser.find_elements(By.TAG_NAME, "h1")) == 1
        for one in browser.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]), select"):
            assert one.accessible_name


def _enter(browser: Chrome, served: Served) -> None:
    """Open the printed address: the script of the page takes the key out of it."""
    browser.get(served.entrance)
    _wait(browser).until(expected_conditions.presence_of_element_located((By.NAME, "whose")))


def _follow(browser: Chrome, element: WebElement) -> None:
    """Click on what leads to another page, and wait until it is there."""
    page = browser.find_element(By.TAG_NAME, "html")
    element.click()
    _wait_until_gone(browser, page)


def _submit(browser: Chrome, field: WebElement, text: str) -> None:
    page = browser.find_element(By.TAG_NAME, "html")
    field.send_keys(text, Keys.ENTER)
    _wait_until_gone(browser, page)


def _wait_until_gone(browser: Chrome, page: WebElement) -> None:
    """Asked at the very moment of the change, the driver knows neither page: it is asked again."""
    wait = WebDriverWait(browser, 120, ignored_exceptions=[WebDriverException])
    wait.until(expected_conditions.staleness_of(page))


def _wait(browser: Chrome) -> WebDriverWait[Chrome]:
    return WebDriverWait(browser, 120, ignored_exceptions=[StaleElementReferenceException])


def _search(browser: Chrome, component: str = "", whose: str = NIP) -> None:
    browser.find_element(By.NAME, "whose").send_keys(whose)
    browser.find_element(By.NAME, "period").send_keys(PERIOD)
    browser.find_element(By.CSS_SELECTOR, f"option[value='{component}']").click()
    _follow(browser, browser.find_element(By.CSS_SELECTOR, "form.search button"))


def _open(place: WebElement, title: str) -> WebElement:
    """Open the step below `place` whose title begins so."""
    steps = place.find_elements(By.XPATH, "./li/details | ./ul/li/details")
    step = next(one for one in steps if one.find_element(By.CSS_SELECTOR, ".title").text.startswith(title))
    step.find_element(By.TAG_NAME, "summary").click()
    return step


def _click_box(browser: Chrome, name: str) -> None:
    _follow(browser, browser.find_element(By.CSS_SELECTOR, f".box[data-name='{name}']"))


def _overhang(browser: Chrome) -> int:
    return int(browser.execute_script("return document.scrollingElement.scrollWidth - window.innerWidth"))


def _assert_harmless(browser: Chrome, served: Served) -> None:
    """Nothing ran, nothing was loaded from elsewhere, and nothing even tried to."""
    with pytest.raises(NoAlertPresentException):
        _ = browser.switch_to.alert
    assert RAN not in browser.title
    assert browser.title.startswith("Kinerja: ")
    asked = _asked_for(browser)
    assert f"{served.address}/static/audit.css" in asked
    assert [url for url in asked if not url.startswith(f"{served.address}/")] == []
    assert [one["message"] for one in browser.get_log("browser") if "status of 401" not in one["message"]] == []


def _asked_for(browser: Chrome) -> list[str]:
    """Every address that a page made the browser ask for, or was kept from; not those of its own first tab."""
    events: list[dict[str, Any]] = [json.loads(one["message"])["message"] for one in browser.get_log("performance")]
    sent = [one["params"] for one in events if one["method"] == "Network.requestWillBeSent"]
    return [one["request"]["url"] for one in sent if not one["documentURL"].startswith("chrome:")]


def _looks(served: Served) -> list[dict[str, Any]]:
    return [one["content"] for one in newest_entries(served.workspace, 1000) if one["kind"] == "LOOKED_AT"]
