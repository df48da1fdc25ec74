"""The keys that moderators choose for their desk."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from comments.store.models import Base, reference
from comments.store.types import Document


class ChosenKeys(Base):
    """A moderator's keys by act, and whether single keys do anything for them."""

    __tablename__ = "chosen_keys"

    account_id: Mapped[int] = reference("accounts.id", primary_key=True)
    keys: Mapped[dict[str, Any]] = mapped_column(Document)
    enabled: Mapped[bool]
    changed_at: Mapped[datetime]
