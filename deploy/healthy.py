"""Whether a service of docker-compose.yml answers, and is content with the component named. Nothing but Python needed.

python healthy.py http://127.0.0.1:8974/health
python healthy.py http://api-server:8080/api/v2/monitor/health dag_processor
"""

import json
import sys
from http.client import HTTPException
from urllib.request import urlopen

PATIENCE_SECONDS = 5


def main(address: str, component: str | None = None) -> str | None:
    """What is wrong, in words; none: healthy."""
    try:
        with urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 # an address of docker-compose.yml
            told = answer.read()
        if component is None:
            return None
        state = json.loads(told).get(component, {}).get("status")
    except (OSError, HTTPException, ValueError, AttributeError) as fault:
        return f"{address}: {type(fault).__name__}"
    return None if state == "healthy" else f"{component}: {state}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
