"""How benches say what they saw: a table for people, figures for programs."""

import importlib.metadata
import json
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "build" / "bench"


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The shortest time that a piece of work took in some tries."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def report(name: str, figures: Mapping[str, float], packages: tuple[str, ...]) -> None:
    """Print the figures with the versions they were seen with, and write build/bench/NAME.json."""
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages)
    print(f"{name}: Python {platform.python_version()}, {versions}")
    for label, value in figures.items():
        print(f"  {label:<56} {value:12.3f}")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps({"figures": dict(figures)}, indent=1) + "\n", encoding="utf-8")
