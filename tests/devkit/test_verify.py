"""The steps of `make test`: beside each other where they may, each to its end."""

import os

import pytest

from alinvest.devkit.processes import Family
from alinvest.devkit.verify import Run, Step


@pytest.fixture
def order(tmp_path):
    """A function that runs steps given as (name, command, more); returns what was done and the lines they left."""
    family = Family("verify-test")
    trace = tmp_path / "trace"

    def run(*steps):
        made = [
            Step(name, ["sh", "-c", command.replace("TRACE", str(trace))], dict(os.environ), **more)
            for name, command, more in steps
        ]
        done = Run(family, made).all()
        return {name: code for name, (code, _seconds) in done.items()}, trace.read_text().split()

    yield run
    family.stop()


def test_two_steps_of_one_process_run_beside_each_other(order):
    wait_for_two = "echo {0} >> TRACE; for i in $(seq 100); do grep -q {1} TRACE && exit 0; sleep 0.05; done; exit 1"

    done, _lines = order(("a", wait_for_two.format("a", "b"), {}), ("b", wait_for_two.format("b", "a"), {}))

    assert done == {"a": 0, "b": 0}


def test_a_step_that_needs_both_cores_or_another_step_waits(order):
    done, lines = order(
        ("quick", "sleep 0.3; echo quick >> TRACE", {}),
        ("both", "echo both >> TRACE; sleep 0.2; echo end >> TRACE", {"cores": 2}),
        ("first", "sleep 0.3; echo first >> TRACE", {}),
        ("then", "echo then >> TRACE", {"after": ("first",)}),
    )

    assert lines == ["quick", "both", "end", "first", "then"]
    assert set(done.values()) == {0}


def test_a_step_that_fails_keeps_none_from_running_and_its_code_is_known(order, capsys):
    done, lines = order(("bad", "echo what is wrong; exit 3", {}), ("next", "echo next >> TRACE", {"after": ("bad",)}))

    assert (done, lines) == ({"bad": 3, "next": 0}, ["next"])
    assert "── bad\nwhat is wrong\n" in capsys.readouterr().out
