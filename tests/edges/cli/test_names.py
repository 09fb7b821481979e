"""Names compared and searched from files: what comes out, and what is wrong with what goes in. All names are invented."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from comity.edges.cli.main import run


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_explain_shows_parts_and_what_adds_up(capsys):
    assert run(["names", "explain", "Фёдор Ельцов", "Yeltsov, Fedor", "--dob-a", "1980", "--dob-b", "1980-03-01"]) == 0
    shown = capsys.readouterr().out
    for piece in ("likeness", "фёдор (fedor)", "ельцов", "Sounds the same", "Starting point"):
        assert piece in shown


def test_what_is_explained_adds_up(capsys):
    assert run(["names", "explain", "Bardo Tolvan", "Tolvan Bardo", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    odds = sum(one["log_odds"] for one in said["contributions"])
    assert said["likeness"] == pytest.approx(1, abs=1e-3)
    assert said["probability"] == pytest.approx(1 / (1 + 2.718281828**-odds), abs=1e-3)
    assert {(one["a"], one["b"]) for one in said["parts"]} == {("bardo", "bardo"), ("tolvan", "tolvan")}


def test_organisations_are_told_by_their_legal_form(capsys):
    assert run(["names", "explain", "Romashka LLC", "ООО Ромашка"]) == 0
    assert "legal form" in capsys.readouterr().out


def test_score_adds_two_columns_and_keeps_the_others(tmp_path):
    pairs = written(
        tmp_path,
        "pairs.csv",
        "\ufeffA,B,label,dob_a,dob_b,nationality_a,nationality_b\n"
        "Bardo Tolvan,باردو تولفان,1,1980,1980-05-01,fra,France\n"
        '"Tolvan, Bardo",Noemi Karsholm,0,1980,1951,,\n'
        "Romashka LLC,Romashka OOO,1,,,,\n",
    )
    out = tmp_path / "out.csv"
    assert run(["names", "score", str(pairs), "--out", str(out)]) == 0
    found = rows(out)
    assert list(found[0]) == ["a", "b", "label", "dob_a", "dob_b", "nationality_a", "nationality_b", "score", "probability"]
    assert float(found[0]["score"]) > 0.8 > 0.5 > float(found[1]["score"])
    assert float(found[0]["probability"]) > 0.9 > 0.1 > float(found[1]["probability"])
    assert float(found[2]["score"]) > 0.9
    assert not list(tmp_path.glob(".*"))


def test_a_prior_moves_the_probability_and_not_the_score(tmp_path):
    pairs = written(tmp_path, "pairs.csv", "a,b\nBardo Tolvan,Bardo Tolvan\n")
    found = []
    for prior in ("0.5", "0.0001"):
        assert run(["names", "score", str(pairs), "--out", str(tmp_path / "out.csv"), "--prior", prior]) == 0
        found += rows(tmp_path / "out.csv")
    assert found[0]["score"] == found[1]["score"]
    assert float(found[0]["probability"]) > float(found[1]["probability"])


def test_what_cannot_be_read_of_a_person_is_left_out_and_said(tmp_path, capsys):
    pairs = written(tmp_path, "pairs.csv", "a,b,dob_a,nationality_a\nBardo Tolvan,Bardo Tolvan,soon,Nowhere\n")
    assert run(["names", "score", str(pairs), "--out", str(tmp_path / "out.csv")]) == 0
    said = capsys.readouterr().err
    assert "1 birth dates could not be read" in said
    assert "1 nationalities could not be read" in said


CORPUS = "id,name,dob,nationality\n" + "".join(
    f"{number},{name},{born},{country}\n"
    for number, (name, born, country) in enumerate(
        [
            ("Bardo Tolvan", "1980-05-01", "FRA"),
            ("Bardo Tolvan", "1951", "BEL"),
            ("Noemi Karsholm", "", ""),
            ("Тавира Мензель", "", ""),
            ("王小明", "", ""),
            ("Esme Quillon", "", ""),
        ]
    )
)


def searched(tmp_path: Path, queries: str, *more: str) -> list[dict[str, str]]:
    corpus, asked = written(tmp_path, "corpus.csv", CORPUS), written(tmp_path, "queries.csv", queries)
    assert run(["names", "search", str(corpus), str(asked), "--out", str(tmp_path / "out.csv"), *more]) == 0
    return rows(tmp_path / "out.csv")


def test_search_ranks_each_question(tmp_path):
    found = searched(tmp_path, "qid,name\nq1,Tavira Menzel\nq2,Wang Xiaoming\nq3,Qwrtz Bvcxy\n")
    first = {one["qid"]: (one["id"], float(one["score"])) for one in found if one["rank"] == "1"}
    assert list(found[0]) == ["qid", "rank", "id", "score"]
    assert first["q1"][0] == "3"
    assert first["q2"][0] == "4"
    assert first["q1"][1] > 0.8
    assert [one["rank"] for one in found if one["qid"] == "q1"] == [
        str(rank) for rank in range(1, 1 + sum(o["qid"] == "q1" for o in found))
    ]


def test_a_birth_date_raises_and_never_filters(tmp_path):
    found = searched(tmp_path, "qid,name,dob\nq1,Bardo Tolvan,1951\n")
    assert [one["id"] for one in found[:2]] == ["1", "0"]
    assert float(found[0]["score"]) > float(found[1]["score"])


def test_ranks_are_at_most_what_is_asked(tmp_path):
    assert len(searched(tmp_path, "qid,name\nq1,Bardo Tolvan\n", "--ranks", "1")) == 1


@pytest.mark.parametrize(
    ("corpus", "queries", "said"),
    [
        ("id,title\n1,x\n", "qid,name\n1,x\n", "no column 'name'"),
        ("id,name\n1,x\n", "id,name\n1,x\n", "no column 'qid'"),
        ("", "qid,name\n1,x\n", "is empty"),
        ("id,name\n", "qid,name\n1,x\n", "no rows below"),
        ("id,name\n1,x\n1,y\n", "qid,name\n1,x\n", "stands there twice"),
        ("id,name\n,x\n", "qid,name\n1,x\n", "id is empty"),
        ("id,name\n1,x,y\n", "qid,name\n1,x\n", "3 cells under 2 headings"),
        ("id,name,name\n1,x,y\n", "qid,name\n1,x\n", "two columns 'name'"),
        ('id,name\n1,"x\n', "qid,name\n1,x\n", "unexpected end of data"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(tmp_path, capsys, corpus, queries, said):
    words = [str(written(tmp_path, "corpus.csv", corpus)), str(written(tmp_path, "queries.csv", queries))]
    assert run(["names", "search", *words, "--out", str(tmp_path / "out.csv")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
    assert not list(tmp_path.glob(".*"))


def test_another_encoding_is_named(tmp_path, capsys):
    pairs = written(tmp_path, "pairs.csv", "a,b\nÉmile,Émile\n", "latin-1")
    assert run(["names", "score", str(pairs), "--out", str(tmp_path / "out.csv")]) == 1
    assert "is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--prior", "0"), "--prior is a probability"),
        (("--prior", "1"), "--prior is a probability"),
    ],
)
def test_a_prior_that_is_none_is_refused(tmp_path, capsys, words, said):
    pairs = written(tmp_path, "pairs.csv", "a,b\nx,y\n")
    assert run(["names", "score", str(pairs), "--out", str(tmp_path / "out.csv"), *words]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    assert run(["names", "score", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_an_earlier_result_stands_until_the_new_one_is_whole(tmp_path):
    out = written(tmp_path, "out.csv", "before")
    pairs = written(tmp_path, "pairs.csv", "a,b\nx,y\nx,y,z\n")
    assert run(["names", "score", str(pairs), "--out", str(out)]) == 1
    assert out.read_text() == "before"
