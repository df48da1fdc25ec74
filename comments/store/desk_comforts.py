"""What a moderator chose to be spared, and how their present sitting goes."""

from datetime import datetime

from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from comments.store.models import Base, reference


class DeskComfort(Base):
    """One moderator's choice and sitting; None is the newsroom's choice."""

    __tablename__ = "desk_comforts"

    account_id: Mapped[int] = reference("accounts.id", primary_key=True)
    blur: Mapped[str | None] = mapped_column(String(16))
    easy_after: Mapped[int | None]
    budget: Mapped[int | None]
    last_at: Mapped[datetime | None]
    severe: Mapped[int] = mapped_column(server_default="0")
    in_row: Mapped[int] = mapped_column(server_default="0")
    mild_only: Mapped[bool] = mapped_column(server_default=false())
