"""What the script adds, and that everything works without it."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

# Zones of an invented country. Their check digits are the server's business.
TD3 = ("P<XBMSOLVANE<<MIRA".ljust(44, "<"), "C011883205XBM8001014F3601013".ljust(42, "<") + "04")
TD1 = ("I<XBMC0118832<5".ljust(30, "<"), "8001014F3601013XBM".ljust(29, "<") + "4", "SOLVANE<<MIRA".ljust(30, "<"))


@pytest.mark.parametrize("zone", [TD3, TD1])
def test_a_zone_is_checked_at_its_last_line(page: Page, origin: str, zone: tuple[str, ...]) -> None:
    page.goto(f"{origin}/en/light/check")
    expect(page.locator("#q")).to_be_focused()  # a reader's first character must not come before the page has its focus
    for line in zone[:-1]:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    assert page.url.endswith("/check")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(zone[-1])
    expect(page.locator("#posted")).to_contain_text("q=" + zone[0][:1])


def test_enter_sends_what_is_no_zone(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/check")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("C0118832 XBM")
    page.keyboard.press("Enter")
    expect(page.locator("#posted")).to_contain_text("q=C0118832+XBM")


def test_the_answer_has_the_focus(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/hits")
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#path")).to_have_text("/check")


def test_errors_have_the_focus(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/record-errors")
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#theft_date")).to_be_focused()


def test_keys_move_through_rows_and_lead_to_pages(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/registers")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.locator("#path")).to_have_text("/inbox")


def test_single_keys_stay_letters_in_inputs_and_can_be_switched_off(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/check")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("ng")
    expect(page.locator("#q")).to_have_value("ng")
    page.goto(f"{origin}/en/light/hits")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.url.endswith("/hits")


def test_the_palette_narrows(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/palette")
    expect(page.locator("[data-palette] input")).to_be_focused()
    page.keyboard.type("inb")
    expect(page.locator("#commands li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#path")).to_have_text("/inbox")


def test_a_second_press_sends_nothing_twice(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/light/check")
    page.route("**/check", lambda route: None)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("C0118832")
    with page.expect_request("**/check"):
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert sent.count("POST") == 1


@pytest.mark.parametrize(
    "name", ["sign-in", "sign-in-demo", "purpose", "check", "look-alike", "record", "record-new", "load", "tokens", "account"]
)
def test_every_form_posts_without_script(plain: Page, origin: str, name: str) -> None:
    plain.goto(f"{origin}/en/light/{name}")
    forms = plain.locator("main form[method=post]")
    assert forms.count()
    for index in range(forms.count()):
        assert forms.nth(index).locator("input[name=csrf]").count() == 1
        assert forms.nth(index).locator("button:not([type=button])").count() >= 1


def test_a_check_without_script(plain: Page, origin: str) -> None:
    plain.goto(f"{origin}/ar/dark/check")
    plain.locator("#q").fill("C0118832 XBM")
    plain.locator(".box button").click()
    assert "q=C0118832+XBM" in (plain.locator("#posted").text_content() or "")


def test_paper_holds_what_is_known_and_nothing_to_press(page: Page, origin: str) -> None:
    page.emulate_media(media="print")
    for name, kept in (("record", ".facts"), ("registers", "table")):
        page.goto(f"{origin}/en/light/{name}")
        expect(page.locator(f"main {kept}").first).to_be_visible()
        pressed = page.evaluate(
            "[...document.querySelectorAll('main :is(button, input, select, textarea)')].filter(e => e.checkVisibility()).length"
        )
        assert pressed == 0, name
        expect(page.locator("main > .only-print")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_months_below_a_drawing_stand_apart(page: Page, origin: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{origin}/{language}/light/statistics")
    boxes = page.evaluate(
        """[...document.querySelectorAll('.bars')[0].querySelectorAll('.x > span > span')]
          .filter(e => e.checkVisibility()).map(e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right])"""
    )
    assert len(boxes) >= 3
    assert all(before[1] < after[0] for before, after in pairwise(boxes))  # time runs from the left in every language
