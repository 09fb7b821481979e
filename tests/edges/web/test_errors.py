"""Errors in forms: the summary says what is wrong, the field what would be accepted too, and a choice lists no codes."""

from comity.edges.web.forms import Field, Option, Widget, errors, field, shortly
from comity.edges.web.i18n import Translator
from comity.edges.web.routes.words import said
from comity.kernel.errors import Fault

T = Translator()
WRONG = said(Fault("vin", "bad", "A VIN has 17 characters; this has 3.", "17 letters and digits."))


def test_the_summary_says_what_is_wrong_and_leads_to_the_field() -> None:
    summary = str(errors((Field("vin", "VIN", error=WRONG),), T))
    assert 'href="#vin"' in summary
    assert "A VIN has 17 characters; this has 3." in summary
    assert "17 letters and digits." not in summary


def test_the_field_says_what_would_be_accepted_and_keeps_what_was_typed() -> None:
    drawn = str(field(Field("vin", "VIN", Widget.IDENTIFIER, "XYZ", error=WRONG), T))
    assert "Accepted: 17 letters and digits." in drawn
    assert 'value="XYZ"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_a_choice_lists_no_codes_beside_its_options() -> None:
    wrong = said(Fault("reason", "unknown_choice", "There is no such choice.", "stolen, lost"))
    drawn = str(field(Field("reason", "Reason", Widget.SELECT, options=(Option("stolen", "Stolen"),), error=wrong), T))
    assert "There is no such choice." in drawn
    assert "stolen, lost" not in drawn


def test_what_a_choice_needs_besides_is_said() -> None:
    wrong = said(Fault("sex", "identity", "The person is not identified as a red notice needs it (RED-05).", "A name, and the sex."))
    drawn = str(field(Field("sex", "Sex", Widget.SELECT, options=(Option("f", "Female"),), error=wrong), T))
    assert "A name, and the sex." in drawn


def test_a_message_without_what_is_accepted_stays_as_it_is() -> None:
    assert shortly(("Choose an answer.", {})) == ("Choose an answer.", {})
