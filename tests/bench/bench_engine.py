"""Load, complete and save one step after 0, 10, 100 and 1,000 loop-backs; prints JSON.

Run as ``python tests/bench/bench_engine.py``. Budgets: 0.6 ms at rest, 1.2 ms after 1,000
loop-backs, state at most 8 KB.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from workflows.engine import run  # noqa: E402
from workflows.engine.compile import (  # noqa: E402
    CompiledProcess,
    ProcessSource,
    compile_process,
)
from workflows.engine.lint import lint_file  # noqa: E402

DIAGRAM = ROOT / "bpmn/processes/van_ban_ban/van_ban_ban.bpmn"
TABLE = ROOT / "bpmn/decisions/signer_route.dmn"
ROUNDS = 400


def loop_back(process: CompiledProcess, state: bytes) -> bytes:
    """One return to the drafter and back to the check of content."""
    for outcome in ("return", "approve"):
        task = run.tick(process, state, run.datetime.now(run.UTC)).open_tasks[0]
        state = run.complete(process, state, task.id, {"outcome": outcome}).state
    return state


def median_ms(function: object, *arguments: object) -> float:
    """Median time of many calls, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        function(*arguments)  # type: ignore[operator]
        times.append(time.perf_counter() - begun)
    return round(statistics.median(times) * 1_000, 3)


def main() -> None:
    """Measure and print."""
    source = ProcessSource(DIAGRAM.read_bytes(), (TABLE.read_bytes(),))
    begun = time.perf_counter()
    process = compile_process(source)
    compiled = (time.perf_counter() - begun) * 1_000
    facts = {"kind": "cong_van", "purpose": "cong_van", "superior": False, "to_chair": False}
    state = run.start(process, facts).state
    cycles = []
    done = 0
    for loops in (0, 10, 100, 1_000):
        while done < loops:
            state = loop_back(process, state)
            done += 1
        task = run.tick(process, state, run.datetime.now(run.UTC)).open_tasks[0]
        cycles.append(
            {
                "loop_backs": loops,
                "cycle_ms": median_ms(run.complete, process, state, task.id, {"outcome": "return"}),
                "state_bytes": len(state),
            }
        )
    sys.stdout.write(
        json.dumps(
            {
                "compile_ms": round(compiled, 2),
                "compile_cached_ms": median_ms(compile_process, source),
                "start_ms": median_ms(run.start, process, facts),
                "lint_ms": median_ms(lint_file, "x.bpmn", source.bpmn),
                "cycles": cycles,
                "budget": {
                    "at_rest_ms": 0.6,
                    "after_1000_ms": 1.2,
                    "state_bytes": 8_000,
                    "met": all(
                        each["cycle_ms"] <= (0.6 if each["loop_backs"] < 1_000 else 1.2)
                        and each["state_bytes"] <= 8_000
                        for each in cycles
                    ),
                },
            },
            indent=1,
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
