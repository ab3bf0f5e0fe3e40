"""How gunicorn serves the pages: behind nginx, which waits for slow clients, on a machine of two cores."""

bind = "127.0.0.1:8000"
worker_class = "gthread"
preload_app = True  # loaded once: the processes share what never changes
workers = 3  # one more than cores: what one process keeps of documents, the others keep too
threads = 2  # one waits for the database or a file while the other works; each has a connection of its own
timeout = 60  # seconds; nothing slow belongs into a request
graceful_timeout = 30
keepalive = 75  # longer than nginx keeps a connection to us
max_requests = 10_000
max_requests_jitter = 1_000
forwarded_allow_ips = "127.0.0.1"
control_socket_disable = True
