"""The statements of the inbox.

The page of what waits is found by one index scan for each queue; only the rows shown are joined
to their documents. What narrows the list by its documents is looked for twice: among the first
steps of each queue, where common things are found at once; then, when the page is not full,
from the few documents under way that fit.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

#: How far the first look goes in each queue.
WINDOW: Final = 1_500

_MINE = "unnest(CAST(:queues AS text[]), CAST(:own AS boolean[])) AS mine(queue, own)"
#: What stands in a line, for the steps named by ``page``.
LINE: Final = """
    SELECT t.id, t.organisation_id, o.name AS organisation, d.id AS document_id, d.kind, d.subject,
        d.urgency, d.number, t.name AS step, t.form, t.article, t.priority, t.due_at, t.created_at,
        t.opened_at IS NOT NULL AS opened, t.role_key, t.post_id, t.user_id, t.assignee_id,
        d.drafter_id, coalesce(asker.full_name, previous_person.full_name, submitter.full_name)
            AS sender,
        CASE WHEN asker.id IS NOT NULL THEN 'opinion'
            WHEN previous.outcome = 'return' THEN 'return'
            WHEN previous.id IS NULL OR previous.form = 'revise' THEN 'submit'
            ELSE 'pass' END AS sent_by,
        coalesce(opinion.asked_at, previous.completed_at, c.submitted_at) AS sent_at,
        CASE WHEN t.role_key IS NOT NULL THEN
            (SELECT count(DISTINCT h.user_id) FROM role_post rp
                JOIN post_holding h ON h.post_id = rp.post_id
                WHERE rp.role_id = r.id AND h.valid_from <= :today
                    AND (h.valid_to IS NULL OR h.valid_to > :today))
            ELSE (SELECT count(DISTINCT h.user_id) FROM post_holding h
                WHERE h.post_id = t.post_id AND h.valid_from <= :today
                    AND (h.valid_to IS NULL OR h.valid_to > :today))
            END > 1 AS shared,
        coalesce(p.title, '') AS post, coalesce(r.name, '') AS role, s.name AS seal
    FROM page
    JOIN user_task t ON t.id = page.id
    JOIN organisation o ON o.id = t.organisation_id
    JOIN "case" c ON c.id = t.case_id
    JOIN document d ON d.id = c.document_id
    JOIN user_account submitter ON submitter.id = c.submitted_by_id
    LEFT JOIN LATERAL (
        SELECT e.id, e.form, e.outcome, e.completed_by_id, e.completed_at FROM user_task e
        WHERE e.case_id = t.case_id AND e.status = 'done' AND e.engine_task_id IS NOT NULL
        ORDER BY e.completed_at DESC, e.id DESC LIMIT 1
    ) AS previous ON true
    LEFT JOIN user_account previous_person ON previous_person.id = previous.completed_by_id
    LEFT JOIN opinion ON t.form = 'opinion' AND opinion.case_id = t.case_id
        AND opinion.task_id = t.id
    LEFT JOIN user_account asker ON asker.id = opinion.asked_by_id
    LEFT JOIN post_version p ON p.post_id = t.post_id AND p.valid_from = (SELECT max(w.valid_from)
        FROM post_version w WHERE w.post_id = t.post_id AND w.valid_from <= :today)
    LEFT JOIN role r ON r.organisation_id = t.organisation_id AND r.key = t.role_key
    LEFT JOIN seal s ON s.id = c.seal_id AND s.keeper_post_id = t.post_id
"""
#: In the order of an index; ``conditions`` may name only the step.
BY_QUEUE: Final = f"""
    WITH page AS (
        SELECT found.id, found.priority, found.due_at
        FROM {_MINE}
        CROSS JOIN LATERAL (
            SELECT t.id, t.priority, t.due_at FROM user_task t
            WHERE t.queue = mine.queue AND t.status = 'open'
                AND (mine.own OR t.form <> ALL(:personal)) {{conditions}}
            ORDER BY {{order}} LIMIT :limit
        ) AS found
        ORDER BY {{found_order}} LIMIT :limit
    )
    {LINE}
    ORDER BY {{order}}
"""  # noqa: S608 - only constants of this module
#: The same among the first steps of each queue, with conditions on the document.
BY_QUEUE_AND_DOCUMENT: Final = f"""
    WITH page AS (
        SELECT found.id, found.priority, found.due_at
        FROM {_MINE}
        CROSS JOIN LATERAL (
            SELECT t.id, t.priority, t.due_at
            FROM (
                SELECT t.id, t.case_id, t.priority, t.due_at FROM user_task t
                WHERE t.queue = mine.queue AND t.status = 'open'
                    AND (mine.own OR t.form <> ALL(:personal)) {{conditions}}
                ORDER BY {{order}} LIMIT {WINDOW}
            ) AS t
            JOIN "case" c ON c.id = t.case_id
            JOIN document d ON d.id = c.document_id
            WHERE {{document_conditions}}
            ORDER BY {{order}} LIMIT :limit
        ) AS found
        ORDER BY {{found_order}} LIMIT :limit
    )
    {LINE}
    ORDER BY {{order}}
"""  # noqa: S608 - only constants of this module
#: From the documents under way that fit, to their steps.
BY_DOCUMENT: Final = f"""
    WITH fitting AS MATERIALIZED (
        SELECT c.id FROM document d
        JOIN "case" c ON c.document_id = d.id AND c.status = 'running'
        WHERE d.status IN ('submitted', 'signed') AND {{document_conditions}}
    ), page AS (
        SELECT t.id, t.priority, t.due_at
        FROM fitting
        JOIN user_task t ON t.case_id = fitting.id AND t.status = 'open'
        JOIN {_MINE} ON mine.queue = t.queue
        WHERE (mine.own OR t.form <> ALL(:personal)) {{conditions}}
        ORDER BY {{order}} LIMIT :limit
    )
    {LINE}
    ORDER BY {{order}}
"""  # noqa: S608 - only constants of this module
_WAITING: Final = f"""
    SELECT count(*) FROM (
        SELECT FROM {_MINE}
        CROSS JOIN LATERAL (
            SELECT FROM user_task t
            WHERE t.queue = mine.queue AND t.status = 'open'
                AND (mine.own OR t.form <> ALL(:personal))
            LIMIT :most
        ) AS found LIMIT :most
    ) AS counted
"""  # noqa: S608 - only constants of this module
WAITING: Final = text(_WAITING)
COUNTS: Final = text(
    f"""
    SELECT ({_WAITING}),
        (SELECT count(*) FROM (
            SELECT FROM "case" c
            WHERE c.submitted_by_id = :user_id AND c.status = 'running' LIMIT :most
        ) AS counted)
    """  # noqa: S608 - only constants of this module
)
#: The first step that waits, in the inbox's usual order; asked after every act.
NEXT: Final = text(
    f"""
    SELECT first.id
    FROM {_MINE}
    CROSS JOIN LATERAL (
        SELECT t.id, t.priority, t.due_at FROM user_task t
        WHERE t.status = 'open' AND t.queue = mine.queue AND t.id <> :after
            AND (mine.own OR t.form <> ALL (:personal))
        ORDER BY t.priority, t.due_at, t.id LIMIT 1
    ) first
    ORDER BY first.priority, first.due_at, first.id LIMIT 1
    """  # noqa: S608 - only our own parts are put together
)
