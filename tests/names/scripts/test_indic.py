"""Names in Devanagari and Bengali, and in the scripts that Unicode lays out like them, in Latin letters."""

import pytest

from comity.names.scripts import bengali, devanagari, other


def hindi(word: str) -> tuple[str, ...]:
    return devanagari.read(word)[0].forms


# Source: the usual spelling of common given names and surnames. Deletion of the unwritten vowel: Ohala (1983), chapter 5.
@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("राम", "ram rama"),
        ("शर्मा", "sharma"),
        ("सिंह", "singh sinh"),
        ("श्रेष्ठ", "shreshtha"),
        ("मानन्धर", "manandhar"),
        ("कृष्ण", "krishna"),
        ("मिश्र", "mishra"),
        ("आनन्द", "anand ananda"),
        ("आचार्य", "acharya"),
        ("लक्ष्मी", "lakshmi laxmi"),
        ("विष्णु", "vishnu bishnu"),
        ("ज्ञानेन्द्र", "gyanendra gnanendhra"),
        ("रामचन्द्र", "ramchandra ramachandra"),
        ("देशमुख", "deshmukh deshamukha"),
        ("अहलूवालिया", "ahluwaliya ahlualia"),
        ("फातिमा", "fatima"),
        ("फ़ातिमा", "fatima"),
        ("जाफर", "jafar zafar"),
        ("ज़िया", "zia ziya"),
        ("ख़ान", "khan"),
        ("हुसैन", "husain"),
        ("शंकर", "shankar"),
        ("चाँद", "chand"),
        ("गुरुङ्ग", "gurung"),
        ("हनुमान्", "hanuman"),
        ("सुनील", "sunil suneel"),
    ],
)
def test_hindi_and_nepali_names_have_their_usual_spellings(written: str, usual: str) -> None:
    assert set(usual.split()) <= set(hindi(written))


def test_an_unwritten_vowel_is_left_out_from_the_right_and_only_between_single_consonants() -> None:
    assert hindi("समझना")[0] == "samajhna"
    assert hindi("जनता")[0] == "janta"
    assert hindi("मन्दिर")[0] == "mandir"
    assert hindi("कमल")[0] == "kamal"


def test_nepali_says_b_where_hindi_says_w() -> None:
    assert devanagari.read("विनोद", "ne")[0].forms[:2] == ("vinod", "binod")
    assert devanagari.read("विनोद")[0].forms[:2] == ("vinod", "winod")


def test_unseen_joiners_change_nothing() -> None:
    assert hindi("कृष्\u200dण") == hindi("कृष्ण")


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("রহমান", "rahman rohman"),
        ("মোহাম্মদ", "mohammad mohammod"),
        ("মোঃ", "mohammad md"),
        ("শেখ", "shekh sekh"),
        ("চন্দ্র", "chandra chondro"),
        ("আনোয়ার", "anwar anowar"),
        ("হোসেন", "hosen"),
        ("জিয়াউর", "ziaur jiaur"),
        ("ভট্টাচার্য", "bhattacharya"),
        ("চ্যাটার্জী", "chatarjee"),
        ("সত্যজিৎ", "satyajit"),
        ("রায়", "ray"),
        ("মিয়া", "mia miya"),
        ("চৌধুরী", "chaudhuri choudhuri"),
        ("ঘোষ", "ghosh"),
    ],
)
def test_bengali_names_have_their_usual_spellings(written: str, usual: str) -> None:
    assert set(usual.split()) <= set(bengali.read(written)[0].forms)


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("ਸਿੰਘ", "singh"),
        ("ਕੌਰ", "kaur"),
        ("ਗੁਰਪ੍ਰੀਤ", "gurprit gurpreet"),
        ("ਢਿੱਲੋਂ", "dhilon"),
        ("ਬਰਾੜ", "brar barar"),
        ("પટેલ", "patel"),
        ("શાહ", "shah"),
        ("ଦାସ", "das"),
        ("முருகன்", "murugan"),
        ("சுப்பிரமணியன்", "suppiramaniyan"),
        ("தமிழ்", "tamizh thamil"),
        ("ராஜேந்திரன்", "rajendhiran rajendiran"),
        ("రెడ్డి", "reddi"),
        ("శ్రీనివాస్", "srinivas shrinivas"),
        ("గౌడ", "gauda"),
        ("ಶೆಟ್ಟಿ", "shetti"),
        ("ನಾಯಕ", "nayaka"),
        ("നായർ", "nayar"),
        ("കൃഷ്ണൻ", "krishnan"),
        ("മേനോൻ", "menon"),
    ],
)
def test_names_of_the_other_indic_scripts_have_their_usual_spellings(written: str, usual: str) -> None:
    assert set(usual.split()) & set(other.read(written)[0].forms)
