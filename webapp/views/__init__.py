"""One blueprint for each screen; every URL of the product is in one of them."""

from __future__ import annotations

from webapp.views import (
    account,
    admin,
    authority,
    documents,
    drafts,
    health,
    inbox,
    notices,
    registers,
    search,
    tasks,
    workbench,
)

BLUEPRINTS = (
    account.blueprint,
    admin.blueprint,
    authority.blueprint,
    documents.blueprint,
    drafts.blueprint,
    health.blueprint,
    inbox.blueprint,
    notices.blueprint,
    registers.blueprint,
    search.blueprint,
    tasks.blueprint,
    workbench.blueprint,
)
