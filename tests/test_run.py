"""The script `run`: what it says when it cannot, and that it builds each environment once."""

from __future__ import annotations

import errno
import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def run() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("comity_run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("comity_run", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def called(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run"), *words], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_without_a_known_word_it_shows_what_it_can() -> None:
    done = called("dance")
    assert done.returncode == 2
    for word in ("demo", "demo --check", "test", "comity", "bench", "python", "lock"):
        assert f"python3 run {word}" in done.stdout


def test_a_state_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("")
    done = called("python", "-V", COMITY_HOME=str(file))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "COMITY_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_a_sentence(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "ROOM_NEEDED", 10**18)
    with pytest.raises(run.SetUpFailed, match="GB free"):
        run.once(tmp_path / "environment", lambda: None)
    assert "no room left" in run.explained(OSError(errno.ENOSPC, "No space left on device"))


def test_an_installer_that_fills_the_disk_is_told_from_one_that_fails(run: ModuleType) -> None:
    with pytest.raises(OSError, match="disk full"):
        run.call(sys.executable, "-c", "print('No space left on device'); raise SystemExit(1)", say="Installing")
    with pytest.raises(run.SetUpFailed, match=r"Installing failed:\nno such package"):
        run.call(sys.executable, "-c", "print('no such package'); raise SystemExit(1)", say="Installing")


def test_without_pip_it_names_the_package(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    monkeypatch.setattr(run, "ROOM_NEEDED", 0)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(run.SetUpFailed, match="python3-pip"):
        run.installer()


def test_an_old_python_is_refused_in_words(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    with pytest.raises(run.SetUpFailed, match=r"needs Python 3\.11"):
        run.main(["demo"])


def test_a_half_built_folder_is_built_anew_and_a_finished_one_is_kept(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOM_NEEDED", 0)
    folder = tmp_path / "environment"
    folder.mkdir()
    (folder / "torn").write_text("half a package")
    built: list[int] = []

    def build() -> None:
        folder.mkdir()
        built.append(1)

    run.once(folder, build)
    run.once(folder, build)
    assert built == [1]
    assert not (folder / "torn").exists()


def test_two_at_once_build_once(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "ROOM_NEEDED", 0)
    folder = tmp_path / "environment"
    built: list[int] = []

    def build() -> None:
        built.append(1)
        time.sleep(0.05)
        folder.mkdir()

    both = [threading.Thread(target=run.once, args=(folder, build)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert built == [1]


def test_a_changed_lock_gives_another_environment(run: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text("one==1")
    before = run.digest(lock)
    lock.write_text("one==2")
    assert run.digest(lock) != before


def test_the_state_folder_is_never_in_the_clone(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_HOME", raising=False)
    assert ROOT not in (run.state_folder(), *run.state_folder().parents)
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    assert run.state_folder() == Path("/somewhere/comity")


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-bench", "requirements-uv"])
def test_every_wish_is_locked_by_hash_and_without_an_address(name: str) -> None:
    lock = (ROOT / f"{name}.lock").read_text()
    assert "://" not in lock
    wished = re.findall(r"^([a-z0-9][a-z0-9-]*)", (ROOT / f"{name}.in").read_text(), flags=re.MULTILINE)
    for package in wished:
        assert re.search(rf"^{package}(\[[a-z,]+\])?==", lock, re.MULTILINE), f"{package} is wished and not locked: python3 run lock"
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_it_uses_the_standard_library_alone() -> None:
    imported = set(re.findall(r"^(?:import|from) ([a-z_]+)", (ROOT / "run").read_text(), flags=re.MULTILINE))
    assert imported <= set(sys.stdlib_module_names)
