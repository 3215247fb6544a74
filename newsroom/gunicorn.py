"""gunicorn's settings: `gunicorn --config newsroom/gunicorn.py newsroom.wsgi`.

What a host wants otherwise goes on the command line or into gunicorn's own GUNICORN_CMD_ARGS.
"""

import os
import sys
from typing import Any

from newsroom.serving import as_port

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


def post_worker_init(worker: Any) -> None:
    """Say the address once, when the first worker can answer."""
    if worker.age == 1:
        addresses = " ".join(f"http://{host}" for host in worker.cfg.bind)
        sys.stdout.write(f"Passerelle answers at {addresses} (Ctrl-C stops it)\n")
        sys.stdout.flush()
