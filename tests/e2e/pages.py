"""Every page of the product with somebody who may read it: made from the routes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import (
    DecisionVersion,
    DelegationInstrument,
    Document,
    DocumentStatus,
    PostHolding,
    ProcessVersion,
    Seal,
    SealRule,
    TaskStatus,
    UserTask,
)
from webapp.views.task_pane import may
from workflows.commands.record_seal_rule import RecordSealRule, record_seal_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.routing import Rule

    from workflows.demo.office import Office

#: Blueprint → who of the sample office opens its pages; "" stands for nobody signed in.
_READERS: Final = {
    "account": "van",
    "admin": "tuan",
    "authority": "tam",
    "documents": "tam",
    "drafts": "lan",
    "inbox": "van",
    "notices": "khoa",
    "registers": "giang",
    "search": "tam",
    "workbench": "tuan",
}
#: Answers that are no pages: files, and what scripts and machines ask.
_FILE: Final = re.compile(r"\.(pdf|png|csv|json|ndjson|bpmn|dmn|toml)$")
_NO_PAGE: Final = frozenset(
    {
        "static",
        "health.healthz",
        "account.choose_password_page",
        "account.home",
        "account.speak",
        "inbox.counts",
        "tasks.pane",
        "drafts.file",
        "admin.import_template",
        "documents.attachment",
        "workbench.file",
        "workbench.active_file",
    }
)
#: What else a page shows when the address asks.
_ASKED: Final = {
    "authority.authority": ("?kind=cong_van&to=HUYEN",),
    "documents.show": ("?tab=history", "?tab=opinions", "?tab=versions", "?tab=file"),
    "drafts.edit": ("?check=1",),
    "registers.outgoing": ("?q=khong-co",),
    "search.results": ("?q=ke+hoach",),
    "workbench.rows": ("?row=1", "?new=1", "?try=1"),
}
_ACTS: Final = (
    *("approve", "return", "reject", "ask", "answer", "vote"),
    *("sign", "number", "seal", "issue", "resubmit"),
)


#: No such page: the error pages look like this one.
MISSING: Final = "/khong-co-trang-nay"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page, and the username of who opens it."""

    username: str
    path: str


def visits(app: Flask, office: Office) -> list[Visit]:
    """List every page that answers GET; a route nobody knows how to open is an error."""
    things = _things(office)
    found = [Visit("", "/sign-in"), Visit("van", MISSING)]
    for rule in app.url_map.iter_rules():
        is_page = "GET" in (rule.methods or set()) and not _FILE.search(rule.rule)
        if not is_page or rule.endpoint in _NO_PAGE or rule.endpoint == "account.sign_in_page":
            continue
        if rule.endpoint.startswith("tasks."):
            found += _steps(office, rule)
        else:
            found += _pages(rule, things)
    return sorted(set(found), key=lambda visit: (visit.username, visit.path))


def files(app: Flask, office: Office) -> list[Visit]:
    """List the files that the pages show and offer: PDFs, pictures, tables."""
    things = _things(office)
    found: list[Visit] = []
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if _FILE.search(rule.rule) and blueprint not in {"static", "workbench"}:
            found += _pages(rule, things)
    return found


def _pages(rule: Rule, things: dict[str, list[Any]]) -> Iterator[Visit]:
    blueprint = rule.endpoint.partition(".")[0]
    wanted = {name: _things_for(rule.endpoint, name, things) for name in rule.arguments}
    for at in range(max(map(len, wanted.values()), default=1)):
        values = {name: given[min(at, len(given) - 1)] for name, given in wanted.items()}
        built = rule.build(values, append_unknown=False)
        assert built, f"{rule.endpoint}: nothing of the sample office fits {rule.rule}"
        for query in ("", *_ASKED.get(rule.endpoint, ())):
            yield Visit(_READERS[blueprint], built[1] + query)


def _things_for(endpoint: str, name: str, things: dict[str, list[Any]]) -> list[Any]:
    """Return what a placeholder stands for; the endpoint's own meaning goes first."""
    blueprint = endpoint.partition(".")[0]
    for key in (f"{endpoint}.{name}", f"{blueprint}.{name}", name):
        if key in things:
            assert things[key], f"The sample office has no {key} to open {endpoint} with."
            return things[key]
    raise AssertionError(f"Say in _things what “{name}” is for {endpoint}.")


def _steps(office: Office, rule: Rule) -> Iterator[Visit]:
    """Open one waiting step of each form, and the form of each act it offers."""
    usernames = {user: name for name, user in office.accounts.items()}
    with office.services.database.session() as session:
        waiting = list(
            session.scalars(
                select(UserTask)
                .where(
                    UserTask.organisation_id == office.organisation_id,
                    UserTask.status == TaskStatus.OPEN,
                )
                .order_by(UserTask.id)
            )
        )
    seen: set[tuple[str, str | None]] = set()
    acts: set[str] = set()
    for task in waiting:
        if (task.form, task.role_key) in seen:
            continue
        seen.add((task.form, task.role_key))
        reader = usernames[task.user_id or office.holders[office.post_of(task)]]
        if "act_name" not in rule.arguments:
            yield Visit(reader, f"/tasks/{task.id}")
            continue
        for act in _ACTS:
            if may(task.form, act) and act not in acts:
                acts.add(act)
                yield Visit(reader, f"/tasks/{task.id}/{act}")


def _things(office: Office) -> dict[str, list[Any]]:
    """Return one or more of each thing that addresses name."""
    body = office.organisation_id
    with office.services.database.session() as session:

        def first(column: Any, *where: Any) -> list[Any]:
            return list(session.scalars(select(column).where(*where).order_by(column).limit(1)))

        def document(*where: Any) -> list[int]:
            return first(Document.id, Document.organisation_id == body, *where)

        tables = list(
            session.scalars(
                select(DecisionVersion.key).where(DecisionVersion.organisation_id == body)
            )
        )
        process = office.profile.process
        return {
            "document_id": [
                *document(Document.status == DocumentStatus.ISSUED),
                *document(Document.status == DocumentStatus.SUBMITTED),
            ],
            # With a “Đ” in its number, as letters of the department have.
            "documents.original.document_id": document(
                Document.status == DocumentStatus.ISSUED, Document.number.contains("Đ")
            ),
            "number": [1],
            "drafts.document_id": document(
                Document.status == DocumentStatus.DRAFT,
                Document.drafter_id == office.accounts["lan"],
            ),
            "user_id": [office.accounts["van"]],
            "post_id": [office.posts["standing_deputy"]],
            "unit_id": [office.unit_id],
            "holding_id": first(
                PostHolding.id, PostHolding.post_id == office.posts["standing_deputy"]
            ),
            "seal_id": first(Seal.id, Seal.organisation_id == body),
            "rule_id": [_seal_rule(office)],
            "delegation_id": first(
                DelegationInstrument.id, DelegationInstrument.organisation_id == body
            ),
            "version_id": first(ProcessVersion.id, ProcessVersion.organisation_id == body),
            "admin.table.version_id": first(
                DecisionVersion.id, DecisionVersion.organisation_id == body
            ),
            "admin.role.key": ["secretariat"],
            "workbench.place": ["processes", "tables"],
            "workbench.key": [process],
            "workbench.model.key": [process, min(tables)],
            "workbench.edit.key": [process, min(tables)],
            "workbench.rows.key": [min(tables)],
            "workbench.compare.key": [process, min(tables)],
            "step": ["secretariat_review"],
        }


def _seal_rule(office: Office) -> int:
    """Return a rule on seals; of the sample office's own posts none brings two seals."""
    with office.services.database.session() as session:
        known = session.scalar(
            select(SealRule.id).where(SealRule.organisation_id == office.organisation_id)
        )
        seal = session.scalars(
            select(Seal.id).where(Seal.organisation_id == office.organisation_id)
        ).first()
    if known is not None:
        return known
    assert seal is not None
    rule = RecordSealRule(
        organisation_id=office.organisation_id,
        post_id=office.posts["member"],
        second_office="",
        seal_id=seal,
        article="Quyết định số 10/QĐ-UBND ngày 06/01/2020",
        valid_from=date(2020, 1, 6),
        valid_to=date(2020, 12, 31),
    )
    return office.run(record_seal_rule, rule, "admin").id
