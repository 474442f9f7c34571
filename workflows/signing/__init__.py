"""Digital signatures and seals on PDF documents: keys, signing, sealing, verification."""

from __future__ import annotations

import logging

# What is wrong with a file that a stranger made is told as a problem, not in the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
