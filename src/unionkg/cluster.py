"""A Dask cluster: its processes, and the place that they share with this machine.

The only module that knows distributed and fsspec. What is worked on, nobody knows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager

from unionkg.errors import UnionkgError
from unionkg.parallel import Workers

SECONDS = 30
"""Seconds that a scheduler has to answer, and a first worker to be there."""


@contextmanager
def connected(address: str) -> Iterator[Workers]:
    """The processes of the cluster whose scheduler is at `address`, such as `tcp://host:8786`.

    Raises UnionkgError where the cluster can't be reached, has no worker, or is lost meanwhile.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, and half a second
        from distributed.comm.core import CommClosedError  # noqa: PLC0415 - the same
    except ImportError as fault:
        raise UnionkgError(
            "使用集群需要另装：pip install 'unionkg[cluster]'",
            "a cluster needs: pip install 'unionkg[cluster]'",
        ) from fault
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise _lost(address, f"{fault}") from fault
    try:
        client.wait_for_workers(1, timeout=SECONDS)
        number = len(client.scheduler_info(n_workers=-1)["workers"])
        yield Workers(lambda _: client.get_executor(pure=False), number, (KilledWorker,))
    except TimeoutError as fault:
        raise UnionkgError(
            f"{address}：{SECONDS} 秒内没有工作进程；请启动 dask worker {address}",
            f"{address}: no worker within {SECONDS} seconds; start one by: dask worker {address}",
        ) from fault
    except (CommClosedError, CancelledError) as fault:
        raise _lost(address, f"{fault}") from fault
    except ImportError as fault:
        raise UnionkgError(
            f"{address}：工作进程缺少 {fault.name}；请在各机器上安装同一版本的 unionkg",
            f"{address}: a worker lacks {fault.name}; install the same version of unionkg on all machines",
        ) from fault
    finally:
        client.close(timeout=SECONDS)


def leave(place: str, name: str, data: bytes) -> str:
    """Leave a file at a shared place, an address that fsspec knows; gives its name."""
    import fsspec  # noqa: PLC0415 - comes with the extra

    system, folder = fsspec.url_to_fs(place)
    system.makedirs(folder, exist_ok=True)
    system.pipe_file(f"{folder}/{name}", data)
    return name


def take(place: str, name: str) -> bytes:
    """Take a file from the shared place: its bytes; it is gone afterwards."""
    import fsspec  # noqa: PLC0415 - the same

    system, folder = fsspec.url_to_fs(place)
    data: bytes = system.cat_file(f"{folder}/{name}")
    system.rm_file(f"{folder}/{name}")
    return data


def _lost(address: str, what: str) -> UnionkgError:
    return UnionkgError(
        f"{address}：连不上集群：{what}；请核对地址和 dask scheduler；已读的不会丢，再运行一次即可继续",
        f"{address}: the cluster can't be reached: {what}; check the address and the dask scheduler;"
        " what was read is kept, run the build again to go on",
    )
