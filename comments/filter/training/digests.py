"""What each artifact must be like when it is loaded."""

import hashlib
import json
from pathlib import Path
from typing import Final

MODELS: Final = Path(__file__).parent.parent / "models"
DIGESTS: Final = "digests.json"


def note_digests(folder: Path, names: tuple[str, ...]) -> None:
    """Note the digests of artifacts that were just written."""
    file = folder / DIGESTS
    digests = json.loads(file.read_text("ascii")) if file.exists() else {}
    for name in names:
        digests[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    file.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", "ascii")
