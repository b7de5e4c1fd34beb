"""The verification suite: the engine against exact theory, and relations that must hold between runs."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # its own modules, whatever import mode pytest is run with
