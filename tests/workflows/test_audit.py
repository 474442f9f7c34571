"""The audit trail: complete, and whoever tampers with it is found out."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError

from models import AuditEvent, AuditHead, Organisation
from tests.acting import LETTER, rows
from workflows import audit
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services
    from workflows.demo.office import Office


@pytest.fixture(scope="module")
def chain(office: Office) -> Office:
    """A body whose chain is a dozen events long or more; every tampering is undone."""
    walk(office, submit(office, "cong_van", LETTER))
    return office


def _problems(office: Office, session: Session) -> list[tuple[int, str]]:
    _, problems = audit.verify(session, office.services.settings.secret)
    return [(each.seq, each.what) for each in problems if each.organisation == office.profile.key]


@contextmanager
def _tampering(office: Office) -> Iterator[Session]:
    """Change rows as a database superuser could, then put everything back."""
    session = office.services.database.session()
    try:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session
        session.flush()
    finally:
        session.close()


def _run(session: Session, office: Office, sql: str, **values: Any) -> None:
    session.execute(text(sql), {"org": office.organisation_id, **values})


def _move(session: Session, office: Office, first: int, by: int) -> None:
    """Renumber every row from ``first`` on."""
    where = "WHERE organisation_id = :org AND"
    _run(session, office, f"UPDATE audit_event SET seq = -seq {where} seq >= :first", first=first)  # noqa: S608
    _run(session, office, f"UPDATE audit_event SET seq = -seq + :by {where} seq < 0", by=by)  # noqa: S608


def _length(office: Office) -> int:
    return len(rows(office, AuditEvent, AuditEvent.organisation_id == office.organisation_id))


def test_an_untouched_chain_is_whole_and_counted(chain: Office) -> None:
    with chain.services.database.session() as session:
        count, _ = audit.verify(session, chain.services.settings.secret)
        assert _problems(chain, session) == []
    assert count >= _length(chain)
    events = rows(chain, AuditEvent, AuditEvent.organisation_id == chain.organisation_id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "'document.reject'"),
        ("actor_name", "'Ai khác'"),
        ("actor_id", "NULL"),
        ("capacity", "'TRƯỞNG BAN'"),
        ("authority", "''"),
        ("at", "at + interval '1 microsecond'"),
        ("document_id", "NULL"),
        ("case_id", "NULL"),
        ("before", "'{\"x\": 1}'"),
        ("after", 'after || \'{"step": "x"}\''),
        ("hash", "repeat('0', 64)"),
        ("previous_hash", "repeat('0', 64)"),
    ],
)
def test_an_edited_row_is_found(chain: Office, column: str, value: str) -> None:
    seq = rows(
        chain,
        AuditEvent,
        AuditEvent.organisation_id == chain.organisation_id,
        AuditEvent.act == "document.number",
    )[0].seq
    with _tampering(chain) as session:
        _run(
            session,
            chain,
            f"UPDATE audit_event SET {column} = {value} "  # noqa: S608
            "WHERE organisation_id = :org AND seq = :seq",
            seq=seq,
        )
        found = _problems(chain, session)
    assert found
    assert found[0][0] == seq
    assert "bị sửa" in found[0][1] or "không nối" in found[0][1]


def test_a_deleted_row_is_found(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(session, chain, "DELETE FROM audit_event WHERE organisation_id = :org AND seq = 5")
        assert _problems(chain, session) == [(6, "thiếu dòng 5")]


def test_several_deleted_rows_are_named(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(
            session,
            chain,
            "DELETE FROM audit_event WHERE organisation_id = :org AND seq BETWEEN 3 AND 6",
        )
        assert _problems(chain, session) == [(7, "thiếu dòng 3 đến 6")]


def test_a_deleted_row_whose_followers_moved_up_is_found(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(session, chain, "DELETE FROM audit_event WHERE organisation_id = :org AND seq = 5")
        _move(session, chain, 6, -1)
        found = _problems(chain, session)
    assert found[0][0] == 5


def test_the_first_row_deleted_is_found(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(session, chain, "DELETE FROM audit_event WHERE organisation_id = :org AND seq = 1")
        assert _problems(chain, session) == [(2, "thiếu dòng 1")]


def test_an_inserted_row_is_found(chain: Office) -> None:
    """Everything from the eighth moves down and a forged eighth comes in."""
    with _tampering(chain) as session:
        _move(session, chain, 8, 1)
        _run(
            session,
            chain,
            """INSERT INTO audit_event (organisation_id, seq, at, act, actor_name, capacity,
                authority, before, after, previous_hash, hash)
            SELECT organisation_id, 8, at, 'document.sign', actor_name, capacity, authority,
                before, after, hash, hash FROM audit_event
            WHERE organisation_id = :org AND seq = 7""",
        )
        found = _problems(chain, session)
    assert 8 in {seq for seq, _ in found}


def test_two_rows_that_changed_places_are_found(chain: Office) -> None:
    with _tampering(chain) as session:
        for old, new in ((5, -1), (6, 5), (-1, 6)):
            _run(
                session,
                chain,
                "UPDATE audit_event SET seq = :new WHERE organisation_id = :org AND seq = :old",
                old=old,
                new=new,
            )
        found = _problems(chain, session)
    assert {5, 6} <= {seq for seq, _ in found}


def test_the_newest_rows_cut_off_are_found(chain: Office) -> None:
    last = _length(chain)
    with _tampering(chain) as session:
        _run(
            session,
            chain,
            "DELETE FROM audit_event WHERE organisation_id = :org AND seq > :keep",
            keep=last - 2,
        )
        found = _problems(chain, session)
    assert found == [(last, f"các dòng từ {last - 1} đến {last} đã bị cắt bỏ")]


def test_a_row_forged_at_the_end_is_found(chain: Office) -> None:
    """Correctly hashed, but the head does not know it."""
    last = _length(chain)
    with _tampering(chain) as session:
        head = session.get_one(AuditHead, chain.organisation_id)
        kept = (head.seq, head.hash, head.mac)
        audit.append(
            session,
            b"not the server's secret",
            organisation_id=chain.organisation_id,
            at=chain.services.clock(),
            act="document.issue",
            actor_id=None,
            actor_name="Kẻ gian",
        )
        session.expire_all()
        assert _problems(chain, session) == [(last + 1, "dấu đầu chuỗi đã bị sửa")]
        _run(
            session,
            chain,
            "UPDATE audit_head SET seq = :s, hash = :h, mac = :m WHERE organisation_id = :org",
            s=kept[0],
            h=kept[1],
            m=kept[2],
        )
        session.expire_all()
        assert _problems(chain, session) == [(last + 1, "có dòng thêm vào sau dấu đầu chuỗi")]


@pytest.mark.parametrize(
    "change", ["seq = seq - 1", "hash = repeat('a', 64)", "mac = repeat('a', 64)"]
)
def test_an_edited_head_is_found(chain: Office, change: str) -> None:
    with _tampering(chain) as session:
        _run(session, chain, f"UPDATE audit_head SET {change} WHERE organisation_id = :org")  # noqa: S608
        found = _problems(chain, session)
    assert [what for _, what in found] == ["dấu đầu chuỗi đã bị sửa"]


def test_a_deleted_head_is_found(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(session, chain, "DELETE FROM audit_head WHERE organisation_id = :org")
        assert _problems(chain, session) == [(_length(chain), "mất dấu đầu chuỗi")]


def test_a_chain_rewritten_from_the_start_is_found(chain: Office) -> None:
    """Every hash right, every link right; only the secret is missing."""
    with _tampering(chain) as session:
        events = rows(chain, AuditEvent, AuditEvent.organisation_id == chain.organisation_id)
        _run(session, chain, "DELETE FROM audit_event WHERE organisation_id = :org")
        _run(session, chain, "DELETE FROM audit_head WHERE organisation_id = :org")
        for event in events:
            audit.append(
                session,
                b"guessed",
                organisation_id=event.organisation_id,
                at=event.at,
                act=event.act,
                actor_id=event.actor_id,
                actor_name="Ai khác",
                after=event.after,
            )
        session.expire_all()
        found = _problems(chain, session)
    assert found == [(len(events), "dấu đầu chuỗi đã bị sửa")]


def test_a_chain_removed_with_its_head_is_found(chain: Office) -> None:
    with _tampering(chain) as session:
        _run(session, chain, "DELETE FROM audit_event WHERE organisation_id = :org")
        _run(session, chain, "DELETE FROM audit_head WHERE organisation_id = :org")
        found = _problems(chain, session)
    assert found == [(0, "mất dấu đầu chuỗi")]


def test_one_bodys_chain_says_nothing_about_anothers(
    chain: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("son-duong-2023")
    with _tampering(chain) as session:
        _run(
            session,
            chain,
            "UPDATE audit_event SET act = 'x' WHERE organisation_id = :org AND seq = 3",
        )
        assert _problems(chain, session)
        assert _problems(other, session) == []


def test_an_event_moved_to_another_bodys_chain_is_found(
    chain: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("son-duong-2023")
    with _tampering(chain) as session:
        _run(
            session,
            chain,
            """INSERT INTO audit_event (organisation_id, seq, at, act, actor_name, capacity,
                authority, before, after, previous_hash, hash)
            SELECT :to, (SELECT max(seq) + 1 FROM audit_event WHERE organisation_id = :to), at, act,
                actor_name, capacity, authority, before, after, previous_hash, hash
            FROM audit_event WHERE organisation_id = :org AND seq = 4""",
            to=other.organisation_id,
        )
        assert _problems(other, session)


_COLUMNS = ["act", "actor_name", "capacity", "authority", "previous_hash", "hash"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_change_of_any_text_goes_unnoticed(office: Office, data: Any) -> None:
    """Whatever is written over whatever cell, wherever in the chain."""
    last = rows(office, AuditEvent, AuditEvent.organisation_id == office.organisation_id)[-1].seq
    seq = data.draw(st.integers(1, last), label="seq")
    column = data.draw(st.sampled_from(_COLUMNS), label="column")
    value = data.draw(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=70),
        label="value",
    )
    with _tampering(office) as session:
        before = session.execute(
            text(f"SELECT {column} FROM audit_event WHERE organisation_id = :org AND seq = :seq"),  # noqa: S608
            {"org": office.organisation_id, "seq": seq},
        ).scalar_one()
        _run(
            session,
            office,
            f"UPDATE audit_event SET {column} = :value WHERE organisation_id = :org AND seq = :seq",  # noqa: S608
            value=value,
            seq=seq,
        )
        found = _problems(office, session)
    assert bool(found) == (value != before)
    if found:
        assert found[0][0] in {seq, seq + 1}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    after=st.dictionaries(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**53), 2**53)
            | st.text(
                st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20
            ),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    )
)
def test_what_is_written_reads_back_the_same_whatever_it_says(
    office: Office, after: dict[str, Any]
) -> None:
    session = office.services.database.session()
    try:
        audit.append(
            session,
            office.services.settings.secret,
            organisation_id=office.organisation_id,
            at=office.services.clock(),
            act="test",
            actor_id=None,
            actor_name="Nguyễn Thị Lan",
            after=after,
        )
        assert _problems(office, session) == []
    finally:
        session.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET act = 'x'",
        "UPDATE audit_event SET act = act",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE seq = 1",
        "TRUNCATE audit_event",
        "TRUNCATE audit_event CASCADE",
        "TRUNCATE organisation CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_trail(office: Office, sql: str) -> None:
    with office.services.database.session() as session:
        before = session.execute(text("SELECT count(*) FROM audit_event")).scalar_one()
        with pytest.raises(DBAPIError) as refused:
            session.execute(text(sql))
        assert isinstance(refused.value, InternalError) or "audit" in str(refused.value)
        session.rollback()
        assert session.execute(text("SELECT count(*) FROM audit_event")).scalar_one() == before


def _append(services: Services, organisation_id: int, note: int) -> None:
    with services.database.transaction() as session:
        audit.append(
            session,
            services.settings.secret,
            organisation_id=organisation_id,
            at=services.clock(),
            act="test.note",
            actor_id=None,
            actor_name="Hệ thống",
            after={"note": note},
        )


def test_eight_at_once_write_one_whole_chain_from_its_first_event_on(office: Office) -> None:
    services = office.services
    with services.database.transaction() as session:
        fresh = Organisation(
            key=f"chain-{services.clock().timestamp()}", name="Chuỗi", profile={}, profile_sha256=""
        )
        session.add(fresh)
    start = threading.Barrier(8)
    failed: list[BaseException] = []

    def write(writer: int) -> None:
        start.wait()
        try:
            for note in range(25):
                _append(services, fresh.id, writer * 100 + note)
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            failed.append(error)

    threads = [threading.Thread(target=write, args=(each,)) for each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    events = rows(office, AuditEvent, AuditEvent.organisation_id == fresh.id)
    assert sorted(event.seq for event in events) == list(range(1, 201))
    assert len({event.after["note"] for event in events}) == 200
    with services.database.session() as session:
        _, problems = audit.verify(session, services.settings.secret)
    assert [each for each in problems if each.organisation == fresh.key] == []


def test_an_act_undone_leaves_no_event(chain: Office) -> None:
    before = _length(chain)
    session = chain.services.database.session()
    audit.append(
        session,
        chain.services.settings.secret,
        organisation_id=chain.organisation_id,
        at=chain.services.clock(),
        act="test",
        actor_id=None,
        actor_name="x",
    )
    session.close()

    assert _length(chain) == before
    _append(chain.services, chain.organisation_id, 1)
    with chain.services.database.session() as session:
        assert _problems(chain, session) == []


def test_another_servers_secret_does_not_confirm_the_chain(chain: Office) -> None:
    with chain.services.database.session() as session:
        _, problems = audit.verify(session, b"another secret")
    assert any(
        each.organisation == chain.profile.key and each.what == "dấu đầu chuỗi đã bị sửa"
        for each in problems
    )
