"""gunicorn's settings: `gunicorn --config newsroom/gunicorn.py newsroom.wsgi`.

What a host wants otherwise goes on the command line or into gunicorn's own GUNICORN_CMD_ARGS.
"""

import logging
import os
import sys
from typing import Any

from newsroom.serving import as_port


class Discreet(logging.Filter):
    """Leaves out of gunicorn's log which machine sent a malformed request, and what it held."""

    MALFORMED = "Invalid request from ip="

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, and of such a request only what was wrong with it."""
        text = str(record.msg)
        if text.startswith(self.MALFORMED):
            what = text.removeprefix(self.MALFORMED).partition(": ")[2].partition(":")[0]
            record.msg, record.args = f"Invalid request: {what}", ()
        return True


bind = f"127.0.0.1:{as_port(os.environ.get('PORT', ''))}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60  # seconds
graceful_timeout = 10  # seconds
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
# A stranger's X-Forwarded-Proto must not decide what is https: TRUSTED_PROXIES does.
forwarded_allow_ips = ""
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Let the log name no machine; the workers have it from here."""
    logging.getLogger("gunicorn.error").addFilter(Discreet())


def post_worker_init(worker: Any) -> None:
    """Count openings in each worker; say the address once, when the first can answer."""
    # Models are loaded only now.
    from archive import readership  # noqa: PLC0415

    readership.begin()
    if worker.age == 1:
        addresses = " ".join(f"http://{host}" for host in worker.cfg.bind)
        sys.stdout.write(f"Passerelle answers at {addresses} (Ctrl-C stops it)\n")
        sys.stdout.flush()
