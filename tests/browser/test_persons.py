"""A candidate is answered without script and by keyboard alone; nothing is chosen before; the box turns with the script of the name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def test_HIT_06_without_script_a_button_sends_the_candidates_and_what_is_said(plain: Page, origin: str) -> None:
    plain.goto(f"{origin}/en/light/person-hits")
    assert plain.locator("main :checked").count() == 0
    plain.get_by_role("button", name="Not this person 3").click()
    posted = plain.locator("#posted").inner_text()
    assert plain.locator("#path").inner_text().endswith("/persons")
    assert "says=not_this_person.3" in posted
    assert posted.count("candidate=") == 2
    assert "sure=" not in posted


def test_HIT_06_the_second_page_sends_that_it_is_sure(plain: Page, origin: str) -> None:
    plain.goto(f"{origin}/en/light/person-this")
    plain.get_by_role("button", name="Yes, this person").click()
    posted = plain.locator("#posted").inner_text()
    assert "sure=this_person.2" in posted
    assert "says=this_person.2" in posted


def test_by_keyboard_the_words_come_before_the_reasons(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/person-candidates")
    expect(page.locator("#answer")).to_be_focused()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        if reached[-1].startswith("Why"):
            break
    assert [each for each in reached if each.startswith(("This", "Not this"))] == ["This person 2", "Not this person 2"]


@pytest.mark.parametrize(("typed", "direction"), [("يوسف الخطاري", "rtl"), ("C0118832 XBM", "ltr")])
def test_the_box_stands_as_what_is_typed_is_read(page: Page, origin: str, typed: str, direction: str) -> None:
    page.goto(f"{origin}/en/light/check")
    page.locator("#q").fill(typed)
    assert page.evaluate("getComputedStyle(document.querySelector('#q')).direction") == direction


def test_one_click_says_that_it_is_no_person(plain: Page, origin: str) -> None:
    plain.goto(f"{origin}/en/light/person-hits")
    plain.get_by_role("button", name="It is no person").click()
    posted = plain.locator("#posted").inner_text()
    assert "meant=thing" in posted
    assert "q=Yusuf" in posted
