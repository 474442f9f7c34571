"""Every route × every post × own and foreign objects: nobody reaches what is not theirs.

The table below must name every endpoint; a new one fails the test until somebody has said who
may use it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models import (
    Attachment,
    DecisionVersion,
    Notification,
    ProcessVersion,
    Seal,
)
from webapp.app import create_app
from webapp.sign_in_state import PUBLIC
from workflows.commands.ask_opinion import AskOpinion, ask_opinion
from workflows.commands.attach_file import AttachFile, attach_file
from workflows.commands.record_absence import RecordAbsence, record_absence
from workflows.commands.record_delegation import RecordDelegation, record_delegation
from workflows.commands.reset_password import ResetPassword, first_password, reset_password
from workflows.commands.save_document import StartDocument, start_document
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule

    from workflows.bootstrap import Services
    from workflows.demo.office import Office

EVERYONE = frozenset(
    {
        "chair",
        "standing_deputy",
        "deputy",
        "member",
        "secretary",
        "drafter",
        "drafting_unit_head",
        "format_checker",
        "clerk_ubnd",
        "clerk_so",
        "admin",
    }
)
ADMIN = frozenset({"admin"})
DRAFTER = frozenset({"drafter"})
#: The document of the test waits for the chair's signature.
READERS = EVERYONE - {"deputy", "member", "admin"}
SIGNER = frozenset({"chair"})
KEEPERS_OF_BOOKS = frozenset(
    {"chair", "standing_deputy", "secretary", "format_checker", "clerk_ubnd", "clerk_so", "admin"}
)
#: Whoever gives a delegation, and who records absences, besides the administrator.
GRANTORS = frozenset({"admin", "chair"})
RECORDERS = frozenset({"admin", "secretary", "clerk_ubnd", "clerk_so"})

#: Endpoint → who of the body may use it.
WHO: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        [
            "account.choose_password_page",
            "account.home",
            "account.settings",
            "account.set_password",
            "account.set_pin",
            "account.act_as",
            "account.sign_out",
            "authority.authority",
            "documents.listing",
            "drafts.start",
            "drafts.begin",
            "inbox.waiting",
            "inbox.bulk",
            "inbox.counts",
            "inbox.done",
            "inbox.narrow",
            "inbox.sent",
            "notices.listing",
            "notices.read_all",
            "search.results",
        ],
        EVERYONE,
    ),
    **dict.fromkeys(
        [
            "documents.show",
            "documents.preview",
            "documents.version_pdf",
            "documents.diagram",
            "documents.progress",
            "documents.attachment",
        ],
        READERS,
    ),
    # Everybody here has a password of their own, which only the old one opens.
    "account.choose_password": frozenset(),
    # Nobody here was offered a key.
    "account.create_key": frozenset(),
    "documents.original": frozenset(),
    "documents.withdraw": frozenset(),
    "documents.confirm": frozenset(),
    **dict.fromkeys(
        [
            "drafts.edit",
            "drafts.save",
            "drafts.autosave",
            "drafts.discard",
            "drafts.discarded",
            "drafts.file",
            "drafts.preview",
        ],
        DRAFTER,
    ),
    **dict.fromkeys(["tasks.pane", "tasks.step", "tasks.perform", "tasks.claim"], SIGNER),
    "tasks.release": SIGNER,
    # Whoever may read the document is led from the step to its page.
    "tasks.show": READERS,
    "notices.open_notice": frozenset({"secretary"}),
    **dict.fromkeys(
        ["registers.outgoing", "registers.export", "registers.book", "registers.series"],
        KEEPERS_OF_BOOKS,
    ),
    "admin.delegations": GRANTORS,
    "admin.new_delegation": GRANTORS,
    "admin.delegation": GRANTORS,
    "admin.revoke": GRANTORS,
    # Everybody may record an absence of their own; whose it is, the command checks.
    "admin.absences": EVERYONE,
    "admin.new_absence": EVERYONE,
    "admin.finish_absence": RECORDERS | {"deputy"},
}
REFUSED = {403, 404}
#: What these name is another thing in each body.
NAMED_PER_BODY = {"key", "kind", "place", "step", "name"}


def who_may(endpoint: str) -> frozenset[str] | None:
    """Return who may use an endpoint; administration is the administrators' by default."""
    if endpoint in WHO:
        return WHO[endpoint]
    return ADMIN if endpoint.startswith(("admin.", "workbench.")) else None


@dataclass(frozen=True, slots=True)
class Things:
    """One object of each kind, of one body."""

    values: dict[str, Any]

    def url(self, rule: Rule) -> str | None:
        """Fill the rule's placeholders; None when there is no such thing here."""
        wanted = dict(self.values)
        if rule.endpoint.startswith("drafts."):
            wanted |= {
                "document_id": self.values["draft_id"],
                "attachment_id": self.values["draft_attachment_id"],
            }
        if rule.endpoint.startswith("workbench."):
            wanted["key"] = "seal" if rule.rule.startswith("/admin/tables") else "van_ban_ban"
        if rule.endpoint.startswith("workbench."):
            tables = "/tables/" in str(rule)
            wanted |= {
                "place": "processes",
                "key": "who_may_sign" if tables else "van_ban_ban",
                "step": "content_check",
                "name": "v1",
            }
        if rule.endpoint == "admin.table":
            wanted["version_id"] = self.values["table_version_id"]
        if not rule.arguments <= wanted.keys():
            return None
        built = rule.build({name: wanted[name] for name in rule.arguments}, append_unknown=False)
        return built[1] if built else None


@pytest.fixture(scope="module")
def things(office: Office) -> Things:
    return furnish(office)


def furnish(office: Office) -> Things:
    """Make one of everything in the body."""
    case = submit(
        office,
        "cong_van",
        {
            "subject": "đôn đốc thực hiện chế độ báo cáo",
            "addressees": [{"code": "HUYEN", "text": "Ủy ban nhân dân các huyện"}],
            "body": "Đề nghị các đơn vị thực hiện đúng hạn.",
        },
    )
    walk(office, case, until="secretariat_review")
    (review,) = office.open_tasks(case.id)
    office.run(
        ask_opinion,
        AskOpinion(review.id, office.posts["standing_deputy"], "Đồng chí cho ý kiến"),
        "secretary",
    )
    walk(office, case, until="chair_sign")
    task = next(t for t in office.open_tasks(case.id) if t.step == "chair_sign")
    draft = office.run(
        start_document,
        StartDocument(office.organisation_id, office.unit_id, "thong_bao"),
        "drafter",
    )
    attached = office.run(
        attach_file, AttachFile(draft.id, "so-lieu.pdf", b"%PDF-1.7 so lieu"), "drafter"
    )
    today = office.services.clock().date()
    delegation = office.run(
        record_delegation,
        RecordDelegation(
            organisation_id=office.organisation_id,
            number="01/GUQ",
            signed_on=today,
            from_post_id=office.posts["chair"],
            to_post_id=office.posts["standing_deputy"],
            kinds=("huong_dan",),
            valid_from=today,
            valid_to=date(today.year, 12, 31),
        ),
        "admin",
    )
    now = office.services.clock()
    absence = office.run(
        record_absence,
        RecordAbsence(
            organisation_id=office.organisation_id,
            post_id=office.posts["deputy"],
            starts_at=now,
            ends_at=now + timedelta(days=3),
            evidence="Giấy báo",
        ),
        "admin",
    )
    with office.services.database.transaction() as session:
        document = office.case(case.id).document_id
        on_document = Attachment(
            document_id=document,
            filename="kem.pdf",
            file_sha256=attached.file_sha256,
            added_by_id=office.holders["drafter"],
            added_at=now,
        )
        notice = Notification(
            user_id=office.holders["secretary"],
            document_id=document,
            text="Có ý kiến mới",
            created_at=now,
        )
        session.add_all([on_document, notice])
        session.flush()
        organisation = office.organisation_id
        values = {
            "document_id": document,
            "draft_id": draft.id,
            "draft_attachment_id": attached.id,
            "attachment_id": on_document.id,
            "number": 1,
            "task_id": task.id,
            "act_name": "sign",
            "notice_id": notice.id,
            "delegation_id": delegation.id,
            "absence_id": absence.id,
            "user_id": office.holders["member"],
            "post_id": office.posts["member"],
            "unit_id": office.unit_id,
            "kind": "csv",
            "key": "chair",
            "seal_id": session.scalars(
                select(Seal.id).where(Seal.organisation_id == organisation)
            ).first(),
            "version_id": session.scalars(
                select(ProcessVersion.id).where(ProcessVersion.organisation_id == organisation)
            ).first(),
            "table_version_id": session.scalars(
                select(DecisionVersion.id).where(DecisionVersion.organisation_id == organisation)
            ).first(),
        }
    return Things(values)


def rules_of(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"})
        if rule.endpoint not in PUBLIC
    ]


def test_every_endpoint_says_who_may_use_it(app: Flask) -> None:
    unknown = {rule.endpoint for rule, _ in rules_of(app) if who_may(rule.endpoint) is None}
    assert not unknown


def test_without_signing_in_nothing_is_reached(app: Flask, things: Things) -> None:
    client = app.test_client()
    for rule, method in rules_of(app):
        url = things.url(rule) or str(rule)
        answer = client.open(url, method=method)
        if "<" in url:
            continue
        reached = answer.status_code == 401 or (
            answer.status_code in {302, 303} and "/sign-in" in answer.headers["Location"]
        )
        assert reached, (method, url, answer.status_code)


def test_colleagues_reach_only_what_their_post_allows(
    app: Flask, things: Things, client_for: Callable[..., FlaskClient]
) -> None:
    wrong = []
    for post in sorted(EVERYONE):
        client = client_for(post)
        for rule, method in rules_of(app):
            url, allowed = things.url(rule), who_may(rule.endpoint) or frozenset()
            if url is None or (post in allowed and method != "GET"):
                continue
            status = client.open(url, method=method).status_code
            good = status in ({200, 302, 303} if post in allowed else REFUSED)
            if not good:
                wrong.append((post, method, url, rule.endpoint, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_people_of_another_body_reach_none_of_its_things(
    app: Flask,
    things: Things,
    new_office: Callable[..., Office],
    client_for: Callable[..., FlaskClient],
) -> None:
    elsewhere = new_office()
    wrong = []
    for post in sorted(EVERYONE):
        client = client_for(post, elsewhere)
        for rule, method in rules_of(app):
            url = things.url(rule)
            if url is None or rule.arguments <= NAMED_PER_BODY:
                continue
            status = client.open(url, method=method).status_code
            if status not in REFUSED:
                wrong.append((post, method, url, rule.endpoint, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_with_a_password_that_was_given_nothing_is_reached_but_choosing_another(
    app: Flask, things: Things, new_office: Callable[..., Office]
) -> None:
    other, client = new_office(), app.test_client()
    password = first_password()
    other.run(reset_password, ResetPassword(other.holders["chair"], password), "admin")
    username = next(n for n, user in other.accounts.items() if user == other.holders["chair"])
    form = {"username": username, "password": password}
    assert client.post("/sign-in", data=form).status_code == 303

    reached = set()
    for rule, method in rules_of(app):
        url = things.url(rule)
        if url is None or rule.endpoint == "account.sign_out":
            continue
        answer = client.open(url, method=method)
        if answer.status_code != 303 or "/account/first-password" not in answer.location:
            reached.add(rule.endpoint)
    assert reached == {"account.choose_password", "account.choose_password_page"}


def test_no_form_is_taken_without_its_token(
    services: Services, office: Office, things: Things
) -> None:
    guarded = create_app(services, {"RATELIMIT_ENABLED": False})
    client = guarded.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    username = next(n for n, user in office.accounts.items() if user == office.holders["admin"])
    form = {"username": username, "password": office.secrets.password, "csrf_token": token[1]}
    assert client.post("/sign-in", data=form).status_code == 303

    for rule, method in rules_of(guarded):
        url = things.url(rule)
        if method != "GET" and url is not None:
            status = client.open(url, method=method).status_code
            assert status in {400, 403, 409}, (method, url, status)
