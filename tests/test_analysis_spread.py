"""Draws spread over a real Dask cluster: the same bytes, or one clear problem."""

from __future__ import annotations

import gc
import logging
import pickle
import socket
import sys
import time
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path

import pytest
from distributed import Client

from ranker.analysis import machines
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import robustness
from ranker.analysis.spread import Executor, Threads, list_blocks, spread_blocks
from ranker.analysis.variation import Variation
from ranker.errors import ExecutorError, MethodError, Problem, RankerError, UsageError
from ranker.output.export_trust import robustness_to_json
from tests.clusters_of_dask import DaskCluster, dask_cluster, free_port
from tests.studies import write_study

DRAWS = 200_000  # some twenty-five tasks


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A cluster for the tests that leave it whole."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[DaskCluster]:
    """A cluster of one's own, to kill parts of."""
    with dask_cluster(tmp_path / "dask") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(write_study(tmp_path_factory.mktemp("harbours")))


@pytest.fixture(scope="module")
def local(ranking: Ranking) -> str:
    return robustness_to_json(robustness(ranking, draws=DRAWS, seed=3))


def on(cluster: DaskCluster) -> Executor:
    return Executor(address=cluster.address)


def once_half_done(work: Callable[[], object]) -> tuple[Callable[[int, int], None], list[int]]:
    """Return a progress callback that does some work at half time, and when it did."""
    called: list[int] = []

    def progress(done: int, planned: int) -> None:
        if done >= planned // 2 and not called:
            called.append(done)
            work()

    return progress, called


def refused(executor: Executor, ranking: Ranking, **options: object) -> Problem:
    with pytest.raises(RankerError) as caught:
        robustness(ranking, **{"draws": DRAWS, "executor": executor, **options})
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


# --- the same bytes ----------------------------------------------------------------------


def test_a_cluster_changes_no_byte(shared: DaskCluster, ranking: Ranking, local: str) -> None:
    spread = robustness(ranking, draws=DRAWS, seed=3, executor=on(shared))

    assert robustness_to_json(spread) == local


def test_a_cluster_changes_no_byte_of_the_bundled_study_however_the_index_is_built(
    shared: DaskCluster,
) -> None:
    bundled, varied = rank(), Variation(construction=("normalisation",))

    spread = robustness(bundled, varied, draws=6_000, executor=on(shared))

    assert robustness_to_json(spread) == robustness_to_json(
        robustness(bundled, varied, draws=6_000)
    )


def test_until_goes_on_drawing_on_the_same_cluster(shared: DaskCluster, ranking: Ranking) -> None:
    options = {"draws": 500, "until": 0.004}

    spread = robustness(ranking, executor=on(shared), **options)

    assert robustness_to_json(spread) == robustness_to_json(robustness(ranking, **options))
    assert spread.draws > 10_000


def test_progress_is_told_in_order_up_to_all_draws(shared: DaskCluster, ranking: Ranking) -> None:
    told: list[tuple[int, int]] = []

    robustness(ranking, draws=DRAWS, executor=on(shared), progress=lambda *call: told.append(call))

    assert told == sorted(told)
    assert told[-1] == (DRAWS, DRAWS)
    assert len(told) > 5


def test_a_worker_that_is_killed_half_way_changes_no_byte(
    doomed: DaskCluster, ranking: Ranking, local: str
) -> None:
    progress, called = once_half_done(doomed.workers[0].kill)

    spread = robustness(ranking, draws=DRAWS, seed=3, executor=on(doomed), progress=progress)

    assert robustness_to_json(spread) == local
    assert doomed.workers[0].wait() < 0
    assert called[0] < DRAWS


def test_workers_may_all_be_replaced_in_mid_run(
    doomed: DaskCluster, ranking: Ranking, local: str
) -> None:
    def replace() -> None:
        for worker in doomed.workers:
            worker.kill()
        doomed.start_worker()

    progress, called = once_half_done(replace)

    spread = robustness(ranking, draws=DRAWS, seed=3, executor=on(doomed), progress=progress)

    assert robustness_to_json(spread) == local
    assert called


def test_what_computes_is_sent_once_and_few_tasks_are_in_flight(
    shared: DaskCluster, ranking: Ranking
) -> None:
    flying: list[int] = []
    compute = Counted()

    gc.collect()
    gc.freeze()  # what was there before is not looked through a hundred times
    with machines.open_machines(compute, on(shared)) as workers:
        tasks = [[(number, 1)] for number in range(100)]
        for _ in workers.results(tasks):
            gc.collect()
            flying.append(len(workers.client.futures))
    gc.unfreeze()

    assert compute.pickled == 1
    assert len(flying) == 100
    assert max(flying) <= machines.TASKS_IN_FLIGHT * workers.width + 2


class Counted:
    """Computes nothing, and counts how often it is sent."""

    pickled = 0

    def __reduce__(self) -> tuple[object, ...]:
        self.pickled += 1
        return itemgetter, (slice(None),)


def test_a_run_leaves_nothing_on_the_cluster(shared: DaskCluster, ranking: Ranking) -> None:
    def stop(done: int, planned: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        robustness(ranking, draws=2_000_000, executor=on(shared), progress=stop)

    with Client(shared.scheduler_address, set_as_default=False) as client:
        assert client.run_on_scheduler(count_tasks) == 0


def count_tasks(dask_scheduler: object) -> int:
    return len(dask_scheduler.tasks)


# --- problems ----------------------------------------------------------------------------


def test_without_any_worker_left_a_run_ends(
    doomed: DaskCluster, ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "PATIENCE_SECONDS", 3.0)
    progress, _ = once_half_done(lambda: [worker.kill() for worker in doomed.workers])

    with pytest.raises(ExecutorError) as caught:
        robustness(ranking, draws=DRAWS, executor=on(doomed), progress=progress)

    assert str(caught.value).startswith("executor: no worker was left for 3 s. Look at ")


def test_without_the_scheduler_a_run_ends(doomed: DaskCluster, ranking: Ranking) -> None:
    progress, _ = once_half_done(doomed.scheduler.kill)

    problem = refused(on(doomed), ranking, progress=progress)

    assert problem.code == "executor-lost"
    assert problem.what == "the connection to the Dask scheduler broke."


def test_a_scheduler_without_workers_is_told(
    tmp_path: Path, ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dask_cluster(tmp_path / "dask", workers=0) as cluster:
        wait_for_port(cluster.port)

        problem = refused(on(cluster), ranking)

    assert problem.code == "executor-unreachable"
    assert "has no worker" in problem.what


def wait_for_port(port: int) -> None:
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def test_nobody_at_the_address_is_told_before_the_work_starts(
    ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "ANSWER_SECONDS", 1.0)
    port = free_port()

    problem = refused(Executor(address=f"dask://127.0.0.1:{port}"), ranking)

    assert problem.code == "executor-unreachable"
    assert problem.what == f"no Dask scheduler answers at dask://127.0.0.1:{port} within 1 s."


def test_a_port_that_never_answers_is_told_too(
    ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "ANSWER_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        problem = refused(Executor(address=f"dask://127.0.0.1:{silent.getsockname()[1]}"), ranking)

    assert problem.code == "executor-unreachable"


def test_workers_with_other_versions_are_refused_before_the_work_starts(
    tmp_path: Path, ranking: Ranking
) -> None:
    other = tmp_path / "other" / "numpy-1.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0\n")
    with dask_cluster(tmp_path / "dask", workers=1) as cluster:
        cluster.start_worker(path=other.parent)
        cluster.wait_until_ready()

        problem = refused(on(cluster), ranking)

    assert problem.code == "executor-workers"
    assert "has numpy 1.0 (" in problem.what


def test_workers_that_cannot_load_ranker_are_told(tmp_path: Path, ranking: Ranking) -> None:
    with dask_cluster(tmp_path / "dask", workers=0) as cluster:
        cluster.start_worker_without_ranker()
        cluster.wait_until_ready()

        problem = refused(on(cluster), ranking)

    assert problem.code == "executor-workers"
    assert problem.what == "a worker cannot load ranker."


def test_a_worker_that_cannot_load_ranker_and_comes_late_is_told(
    doomed: DaskCluster, ranking: Ranking
) -> None:
    def join() -> None:
        doomed.start_worker_without_ranker()
        doomed.wait_until_ready()

    progress, _ = once_half_done(join)

    problem = refused(on(doomed), ranking, draws=2_000_000, progress=progress)

    assert problem.code == "executor-workers"


def test_without_the_extra_the_message_tells_what_to_install(
    ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    problem = refused(Executor(address="dask://127.0.0.1:1"), ranking)

    assert (problem.code, problem.mend) == (
        "extra-missing",
        "Install it: pip install 'cluster-ranker[dask]'.",
    )


@pytest.mark.parametrize(
    "address",
    [
        *("", "dask", "dask:/x", "dask://", "dask://host", "dask://host:", "dask://:8786"),
        *("ray://host:1", "tcp://host:1", "dask://host:0", "dask://host:99999", "dask://host:x"),
        *("dask://me@host:1", "dask://host:1/path", "dask://host:1?a=b", "dask://[::1:1"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"Write dask://HOST:PORT") as caught:
        Executor(address=address)

    assert caught.value.problems[0].code == "argument-invalid"


@pytest.mark.parametrize(
    ("address", "scheduler"),
    [
        ("dask://host:8786", "tcp://host:8786"),
        ("dask://host:8786/", "tcp://host:8786"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
        (None, ""),
    ],
)
def test_an_address_is_what_dask_calls_tcp(address: str | None, scheduler: str) -> None:
    assert Executor(address=address).scheduler == scheduler


def test_jobs_and_a_cluster_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="exclude each other") as caught:
        Executor(jobs=1, address="dask://host:1")

    assert len(caught.value.problems) == 1


def test_errors_cross_processes_with_their_problems() -> None:
    error = MethodError([Problem("matrix-empty", "matrix", "it is empty.", "Fill it.")] * 2)

    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (type(arrived), str(arrived)) == (MethodError, str(error))
    assert arrived.problems == error.problems


def test_loggers_are_as_they_were_after_a_run(shared: DaskCluster, ranking: Ranking) -> None:
    logger = logging.getLogger("distributed.client")
    before = (list(logger.handlers), logger.propagate)

    robustness(ranking, draws=100, executor=on(shared))

    assert (logger.handlers, logger.propagate) == before


# --- tasks -------------------------------------------------------------------------------


def test_few_blocks_are_shared_out_and_many_go_four_by_four() -> None:
    tasks: list[int] = []

    def compute(blocks: list[tuple[int, int]]) -> list[int]:
        tasks.append(len(blocks))
        return [number for number, _ in blocks]

    few = list(spread_blocks(Threads(compute, 3), list_blocks(0, 20_000)))
    assert (few, set(tasks)) == (list(range(10)), {1})
    tasks.clear()

    many = list(spread_blocks(Threads(compute, 1), list_blocks(0, 90_000)))
    assert (many, tasks) == (list(range(44)), [4] * 11)
