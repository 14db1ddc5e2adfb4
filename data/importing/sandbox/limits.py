"""How much memory and time may one file take?"""

from __future__ import annotations

MOST_MEMORY_BYTES = 2 * 1024**3
MOST_CPU_SECONDS = 60
MOST_WALL_SECONDS = 90
# What comes back: the text of all cells with some room for their offsets.
MOST_RESULT_BYTES = 512 * 1024**2
# As many as a sheet of a workbook can have; a file with more is no table that people keep.
MOST_COLUMNS = 16_384
# What the child ends with when a file needs more memory than it may have.
OUT_OF_MEMORY = 3


def limit_this_process(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Give up the right to more memory, time and disk; where a system can't, the parent's clock is left."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    wanted = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS refuses some of them
            continue
