"""The service answers over HTTP as the commands do, and refuses with our problems."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

import ranker
from ranker.service.questions import BY_PATH, QUESTIONS
from ranker.study.model import Study
from tests.inline import inline_study
from tests.live import Live, codes, events, serving
from tests.studies import write_study

QUERIES: dict[str, dict[str, Any]] = {
    "gap": {"a": "alder", "b": "dover"},
    "reach": {"cluster": "birch", "rank": 1, "draws": 50},
    "network": {"member": ["alder", "cedar"], "draws": 50},
    "robustness": {"draws": 500},
    "oembed": {"url": "https://ranks.example/v1/studies/harbours/frame", "maxwidth": 300},
    "report": {"exact": False},
    "report.json": {"exact": False},
}
TOKEN = "open sesame"  # noqa: S105 - nothing is behind it
ENDLESS = {"method": "electre-2", "draws": 20_000}  # a minute and more: it has no kernel


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    room = tmp_path_factory.mktemp("live")
    study = write_study(room / "harbours")
    limits = ["--max-draws", "20000", "--max-clusters", "4", "--max-body", "0.1"]
    with serving(room, str(study), "asia-biopharma", *limits, "--workers", "1") as service:
        yield service


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    room = tmp_path_factory.mktemp("strict")
    study = write_study(room / "harbours")
    options = ["--max-seconds", "2", "--cors", "https://reader.example", "--workers", "1"]
    with serving(room, str(study), *options, token=TOKEN) as service:
        service.client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield service


def test_a_ranking_is_that_of_the_command_in_the_envelope_of_a_success(live: Live, harbours: Study):
    reply = live.get("rank", weight=["money=0.9"], group="home")

    ranking = ranker.rank(harbours, weights={"money": 0.9})
    expected = json.loads(ranker.to_json(ranking, group="home"))
    assert reply.status_code == 200
    assert reply.json() == {"ok": True, "result": expected}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path)
def test_every_question_is_answered_in_the_form_that_it_promises(live: Live, question: Any):
    path = question.path.replace("{cluster}", "alder")

    reply = live.get(path, **QUERIES.get(question.path, {}))

    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == question.media
    if question.schema:
        assert reply.json()["result"]["schema"] == question.schema


def test_pages_elsewhere_find_component_document_and_badge(live: Live):
    script = live.client.get("/embed.js")
    page = live.get("frame").text
    document = live.get("ranking.json").json()
    badge = live.get("badges/alder.svg", lang="ko").text
    room = live.get("oembed", **QUERIES["oembed"]).json()

    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "cluster-ranking" in script.text
    assert 'src="/embed.js"' in page
    assert 'src="ranking.json"' in page
    assert document["schema"].startswith("cluster-ranker/")
    assert badge.startswith("<svg")
    assert room["width"] == 300
    assert QUERIES["oembed"]["url"] in room["html"]


def test_parameters_of_a_method_are_taken_and_checked(live: Live, harbours: Study):
    taken = live.get("rank", method="vikor", parameter=["v=0.1"]).json()["result"]
    refused = live.get("rank", method="vikor", parameter=["v=2", "w=1"])

    ranking = ranker.rank(harbours, method="vikor", parameters={"v": 0.1})
    assert taken["ranking"] == json.loads(ranker.to_json(ranking))["ranking"]
    assert refused.status_code == 422
    assert [error["code"] for error in refused.json()["errors"]] == [
        "parameter-invalid",
        "parameter-unknown",
    ]


def test_evidence_of_a_cell_names_its_sources(live: Live):
    reply = live.get("clusters/alder")

    grants = reply.json()["result"]["criteria"][0]["indicators"][0]
    assert grants["value"] == 9
    assert [figure["source"]["id"] for figure in grants["figures"]] == ["gazette", "gazette"]


def test_what_is_served_is_listed_by_id(live: Live):
    reply = live.client.get("/v1/studies")

    studies = reply.json()["result"]["studies"]
    assert [study["id"] for study in studies] == ["harbours", "asia-biopharma"]
    assert studies[0]["clusters"] == 4


def test_methods_are_listed_without_a_study(live: Live):
    reply = live.client.get("/v1/methods")

    assert {"topsis", "weighted-sum"} <= {m["name"] for m in reply.json()["result"]["methods"]}


def test_a_study_that_is_sent_is_ranked_as_the_one_that_is_mounted(live: Live):
    reply = live.client.post("/v1/rank", json=inline_study())

    mounted = live.get("rank").json()["result"]
    sent = reply.json()["result"]
    assert reply.status_code == 200
    assert sent["ranking"] == mounted["ranking"]
    assert sent["manifest"]["content_hash"] != mounted["manifest"]["content_hash"]


def test_everything_wrong_with_a_study_that_is_sent_is_told_with_its_place(live: Live):
    study = inline_study()
    study["observations"][3]["value"] = "many"
    study["clusters"][2]["group"] = "abrod"
    study["study"]["criteria"]["money"]["weight"] = -1

    reply = live.client.post("/v1/rank", json=study)

    told = {error["where"]: error["code"] for error in reply.json()["errors"]}
    assert reply.status_code == 422
    assert told == {
        "observations[3].value": "number-invalid",
        "clusters[2].group": "cluster-group-unknown",
        "study.criteria.money.weight": "weight-negative",
    }


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "json-invalid"),
        (b'{"study": NaN}', "application/json", 400, "json-invalid"),
        (b"[" * 5000, "application/json", 400, "json-invalid"),
        (b"{}", "text/csv", 415, "body-type"),
        (b" " * 100_001, "application/json", 413, "body-too-large"),
    ],
)
def test_a_body_that_cannot_be_read_has_a_status_of_its_own(
    live: Live, body: bytes, kind: str, status: int, code: str
):
    reply = live.client.post("/v1/rank", content=body, headers={"Content-Type": kind})

    assert (reply.status_code, codes(reply)) == (status, [code])


def test_a_body_without_a_stated_length_is_refused_where_it_grows_too_large(live: Live):
    reply = live.client.post(
        "/v1/rank",
        content=(b" " * 1000 for _ in range(200)),
        headers={"Content-Type": "application/json"},
    )

    assert (reply.status_code, codes(reply)) == (413, ["body-too-large"])


def test_more_alternatives_than_the_limit_are_refused(live: Live):
    study = inline_study()
    study["clusters"].append(study["clusters"][0] | {"id": "elder"})

    reply = live.client.post("/v1/rank", json=study)

    assert (reply.status_code, codes(reply)) == (422, ["alternatives-too-many"])


@pytest.mark.parametrize("query", [{"draws": 20_001}, {"draws": 10, "until": 0.005}])
def test_more_draws_than_the_limit_are_refused(live: Live, query: dict[str, Any]):
    reply = live.get("robustness", **query)

    assert (reply.status_code, codes(reply)) == (422, ["draws-too-many"])


def test_everything_wrong_with_a_query_is_told_at_once(live: Live):
    reply = live.get("robustness", draws="many", weights="arround", level=3, colour="red")

    told = {error["where"]: error["mend"] for error in reply.json()["errors"]}
    assert reply.status_code == 400
    assert set(codes(reply)) == {"argument-invalid"}
    assert set(told) == {"query draws", "query weights", "query level", "query colour"}
    assert "the nearest is 'around'" in told["query weights"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/studies/harbors/rank", 404, "study-not-found"),
        ("/v1/studies/harbours/clusters/elder", 404, "cluster-unknown"),
        ("/v1/studies/harbours/rank?profile=nobody", 422, "profile-unknown"),
        ("/v1/studies/harbours/rank?method=magic", 422, "method-unknown"),
        ("/v1/studies/harbours/rank?weight=money%3Dmuch", 422, "argument-invalid"),
        ("/v1/studies/harbours/bounds?method=topsis", 422, "bounds-not-additive"),
        ("/nowhere", 404, "route-unknown"),
        ("/v1/rank", 405, "verb-unsupported"),
    ],
)
def test_what_cannot_be_answered_is_told_by_one_problem(
    live: Live, path: str, status: int, code: str
):
    reply = live.client.get(path)

    assert (reply.status_code, codes(reply)) == (status, [code])


def test_an_answer_that_a_client_has_is_not_sent_again(live: Live):
    first = live.get("rank", profile="funder")

    again = live.client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    other = live.get("rank", profile="even")

    assert (again.status_code, again.content) == (304, b"")
    assert other.headers["etag"] != first.headers["etag"]


def test_the_same_question_has_the_same_bytes_and_tag(live: Live):
    first = live.get("rank", weight=["money=0.31"])
    second = live.get("rank", weight=["money=0.31"])

    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert [line["cache"] for line in live.requests("0.31", 2)] == ["miss", "hit"]


def test_a_long_run_tells_how_far_it_is_and_then_the_result(live: Live):
    wanted = {"draws": 20_000, "seed": 7}

    reply = live.client.get(
        "/v1/studies/harbours/robustness", params=wanted, headers={"Accept": "text/event-stream"}
    )

    found = events(reply)
    steps = [data for name, data in found if name == "progress"]
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert steps[-1] == {"done": 20_000, "planned": 20_000}
    assert [step["done"] for step in steps] == sorted(step["done"] for step in steps)
    assert found[-1] == ("result", live.get("robustness", **wanted).json())


def test_a_problem_of_a_run_is_an_event_too(live: Live):
    reply = live.client.get(
        "/v1/studies/harbours/gap?a=alder&b=elder", headers={"Accept": "text/event-stream"}
    )

    [(name, told)] = events(reply)
    assert name == "problem"
    assert (told["ok"], told["errors"][0]["code"]) == (False, "cluster-unknown")


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_a_run_stops_when_its_client_leaves(live: Live, accept: str):
    url = f"{live.url}/v1/studies/asia-biopharma/robustness"
    leaving = pytest.raises(httpx.ReadTimeout)
    with leaving, httpx.Client(headers={"Accept": accept}, timeout=1) as client:
        client.get(url, params=ENDLESS)

    start = time.monotonic()
    reply = live.get("robustness", draws=100, seed=len(accept))

    assert reply.status_code == 200
    assert time.monotonic() - start < 20  # the one slow worker is free again


def test_a_report_is_a_page(live: Live):
    reply = live.get("report", exact=False, lang="ko")

    assert "<html lang=ko" in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_health_and_log_can_be_read_by_machines(live: Live):
    reply = live.client.get("/healthz", params={"seen": 1})

    [line] = live.requests("seen", 1)
    assert reply.json()["result"]["status"] == "well"
    assert (line["event"], line["method"], line["path"]) == ("request", "GET", "/healthz")
    assert (line["status"], line["level"], line["bytes"]) == (200, "info", len(reply.content))


def test_no_page_of_another_origin_may_read_unless_it_is_told(live: Live):
    reply = live.client.get("/healthz", headers={"Origin": "https://reader.example"})

    assert "access-control-allow-origin" not in reply.headers


def test_pages_of_an_origin_that_is_named_may_read(strict: Live):
    wanted = "https://reader.example"

    reply = strict.client.get("/healthz", headers={"Origin": wanted})
    other = strict.client.get("/healthz", headers={"Origin": "https://other.example"})

    assert reply.headers["access-control-allow-origin"] == wanted
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("shown", ["", "Bearer open", "Basic open sesame", "Bearer öpen"])
def test_without_the_token_health_alone_is_told(strict: Live, shown: str):
    headers = {"Authorization": shown.encode()} if shown else {}

    reply = httpx.get(f"{strict.url}/v1/studies", headers=headers)
    health = httpx.get(f"{strict.url}/healthz", headers=headers)

    assert (reply.status_code, codes(reply)) == (401, ["token-invalid"])
    assert reply.headers["www-authenticate"] == "Bearer"
    assert health.status_code == 200


def test_with_the_token_answers_are_kept_by_the_client_alone(strict: Live):
    reply = strict.get("profiles")

    assert [p["id"] for p in reply.json()["result"]["profiles"]] == ["even", "funder"]
    assert reply.headers["cache-control"].startswith("private")


def test_what_takes_too_long_is_ended_and_the_next_is_answered(strict: Live):
    reply = strict.get("robustness", method="electre-2", draws=100_000)
    after = strict.get("robustness", draws=100)

    assert (reply.status_code, codes(reply)) == (422, ["time-exceeded"])
    assert after.status_code == 200


def test_the_first_study_is_at_the_top(live: Live):
    reply = live.client.get("/", params={"exact": False})

    assert reply.status_code == 200
    assert reply.text == live.get("report", exact=False).text


def test_the_head_of_an_answer_comes_without_it(live: Live):
    whole = live.get("rank")

    head = live.client.head(whole.url)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_an_answer_under_way_is_given_before_the_service_stops(tmp_path: Path):
    study = write_study(tmp_path / "harbours")

    with serving(tmp_path, str(study), "--workers", "1") as service, ThreadPoolExecutor() as pool:
        reply = pool.submit(service.get, "robustness", method="electre-2", draws=300)
        time.sleep(0.3)
        status = service.stop()

        assert reply.result().status_code == 200
    assert status == 0


def test_an_answer_that_outlasts_the_stop_is_told_that_the_service_stops(tmp_path: Path):
    study = write_study(tmp_path / "harbours")

    with serving(tmp_path, str(study), "--workers", "1") as service, ThreadPoolExecutor() as pool:
        reply = pool.submit(service.get, "robustness", method="electre-2", draws=100_000)
        time.sleep(0.3)
        status = service.stop()

        assert (reply.result().status_code, codes(reply.result())) == (503, ["service-busy"])
    assert status == 0
    assert [line["event"] for line in service.lines() if line["level"] == "error"] == [
        "Cancel 1 running task(s), timeout graceful shutdown exceeded"
    ]


def test_a_signal_stops_the_service_without_an_error(tmp_path: Path):
    study = write_study(tmp_path / "harbours")

    with serving(tmp_path, str(study), "--workers", "1") as service:
        status = service.stop()

    events = [line["event"] for line in service.lines()]
    assert (status, events) == (0, ["serving", "stopped"])


def test_every_result_has_a_form_of_its_own():
    schemas = [question.schema for question in BY_PATH.values() if question.schema]

    assert len(schemas) == len(set(schemas))
