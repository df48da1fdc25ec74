"""an article's thread stands under the one spelling that its frame asks for"""

import sqlalchemy as sa
from alembic import op

from comments.domain.articles import one_spelling

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

THREADS = sa.table("threads", sa.column("id"), sa.column("url"))


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(THREADS.c.id, THREADS.c.url)).all()
    taken = {url for _, url in rows}
    for thread_id, url in rows:
        spelt = one_spelling(url)
        if spelt not in taken:  # else the article has two threads, and both stay
            taken.add(spelt)
            change = sa.update(THREADS).where(THREADS.c.id == thread_id)
            connection.execute(change.values(url=spelt))


def downgrade() -> None:
    """Nothing to undo: either spelling names the article."""
