"""Commands on an installation: its database, organisations, processes, audit trail."""

from __future__ import annotations

import json
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from models.embedded import start_postgres, stop_postgres
from tests.cli.running import refused, run
from workflows.settings import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder of its own, with its database, stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="trinhky-cli-", ignore_cleanup_errors=True) as folder:
        # Held here, so that not every command starts and stops it.
        start_postgres(Path(folder) / "postgres")
        yield Path(folder)
        stop_postgres(Path(folder) / "postgres")


def test_the_databases_address_is_printed_and_the_same_each_time(data: Path) -> None:
    first, second = (
        run("db", "url", "--data", data),
        run("db", "url", env={"TRINHKY_DATA": str(data)}),
    )

    assert first.returncode == second.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.startswith("postgresql://")
    assert first.stdout.count("\n") == 1


def test_a_configured_address_wins(tmp_path: Path) -> None:
    url = "postgresql://ai@may-chu/trinhky"
    done = run("db", "url", "--data", tmp_path, env={"TRINHKY_DATABASE_URL": url})

    assert done.stdout == url + "\n"
    assert list(tmp_path.iterdir()) == []


def test_an_organisation_is_loaded_its_process_deployed_and_its_trail_whole(data: Path) -> None:
    loaded = run("organisation", "load", "thanh-hoa-2021", "--data", data)
    assert (loaded.returncode, loaded.stdout) == (0, ""), loaded.stderr
    assert "tỉnh Thanh Hóa" in loaded.stderr

    deployed = run("process", "deploy", BPMN, "--data", data)
    assert (deployed.returncode, deployed.stdout) == (0, ""), deployed.stderr
    assert "van_ban_ban v1" in deployed.stderr
    again = run("process", "deploy", BPMN, "--data", data, "--org", "thanh-hoa-2021")
    assert "không có gì thay đổi" in again.stderr

    done = run("audit", "verify", "--json", "--data", data)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer) == (0, {"ok": True, "rows": answer["rows"], "problems": []})
    assert answer["rows"] >= 2


def _rename_actor(url: str, name: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(
            "UPDATE audit_event SET actor_name = %s WHERE seq = 1 AND organisation_id = "
            "(SELECT id FROM organisation WHERE key = 'son-duong-2023')",
            [name],
        )


def test_a_trail_tampered_with_is_reported_with_its_row(data: Path) -> None:
    run("organisation", "load", "son-duong-2023", "--data", data)
    url = run("db", "url", "--data", data).stdout.strip()
    _rename_actor(url, "x")
    done = run("audit", "verify", "--json", "--data", data)
    _rename_actor(run("db", "url", "--data", data).stdout.strip(), "Hệ thống")
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["ok"] is False
    assert answer["problems"] == [
        {"organisation": "son-duong-2023", "seq": 1, "what": "nội dung đã bị sửa"}
    ]


def test_what_cannot_be_loaded_or_deployed_is_told(data: Path, tmp_path: Path) -> None:
    assert "khong-co" in refused("organisation", "load", "khong-co", "--data", data)
    refused("organisation", "load", "../secret", "--data", data)
    refused("process", "deploy", tmp_path / "khong-co", "--data", data)
    assert "Không có sơ đồ" in refused("process", "deploy", tmp_path, "--data", data)
    assert "khong-co" in refused(
        "process", "deploy", BPMN, "--org", "khong-co", "--data", data, env={}
    )
    broken = tmp_path / "van_ban_ban.bpmn"
    broken.write_bytes(b"<x/>")
    assert "van_ban_ban.bpmn" in refused("process", "deploy", tmp_path, "--data", data, env={})


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = refused(
        "audit",
        "verify",
        "--json",
        "--data",
        tmp_path,
        env={"TRINHKY_DATABASE_URL": f"postgresql://x@/x?host={tmp_path}"},
    )
    assert len(told.strip().splitlines()) <= 3


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRINHKY_DATABASE_URL", "mysql://x"), ("TRINHKY_SMTP_PORT", "hai mươi lăm")],
)
def test_a_setting_that_is_none_is_named(tmp_path: Path, name: str, value: str) -> None:
    told = refused("audit", "verify", "--data", tmp_path, env={name: value})
    assert name in told
    assert len(told.strip().splitlines()) == 1


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    told = refused("db", "url", "--data", tmp_path / "file" / "data")
    assert str(tmp_path / "file") in told


def test_a_schema_goes_down_and_up_and_an_unknown_revision_is_told(data: Path) -> None:
    assert "khong-co" in refused("db", "upgrade", "--to", "khong-co", "--data", data, env={})
    down = run("db", "downgrade", "base", "--data", data)
    up = run("db", "upgrade", "--data", data)
    assert (down.returncode, down.stdout, up.returncode, up.stdout) == (0, "", 0, "")


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused("serve", "--port", str(port), "--no-demo", "--data", tmp_path)
    assert f"Cổng {port} đang được" in told
    assert not (tmp_path / "postgres").exists()


def test_an_address_of_another_machine_is_not_called_a_taken_port(tmp_path: Path) -> None:
    told = refused("serve", "--host", "192.0.2.1", "--no-demo", "--data", tmp_path)
    assert "192.0.2.1" in told
    assert "đang được" not in told


def test_a_worker_does_at_least_one_job_at_a_time(tmp_path: Path) -> None:
    assert "--concurrency" in refused("worker", "--concurrency", "0", "--data", tmp_path)


@pytest.mark.parametrize("port", ["0x50", "70000", "-1"])
def test_a_port_that_is_none_is_told(tmp_path: Path, port: str) -> None:
    refused("serve", f"--port={port}", "--no-demo", "--data", tmp_path)
