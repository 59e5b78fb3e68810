"""What the snippets talk to: started when the first one needs it, in folders and on ports of its own, and ended with the script."""
import functools
import glob
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import places
import standins


class NotHere(Exception):
    """What is missing here for a snippet; it is told, and never as passed."""


def tool(name):
    found = shutil.which(name)
    if not found:
        raise NotHere(name)
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(ready, what, seconds=60):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not start in {seconds} s")
        time.sleep(0.2)


def asked(*command, **rest):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, **rest).returncode == 0


class World:
    """The folder of one run with all that was started."""

    def __init__(self):
        self.work = Path(tempfile.mkdtemp(prefix="evidence-"))
        self.work.chmod(0o755)
        self.running = []
        self.home = places.home(self.work / "home")
        self.bin = self.work / "bin"  # wrappers that add nothing but a port
        self.bin.mkdir()
        npmrc = os.environ.get("npm_config_userconfig") or str(Path.home() / ".npmrc")
        self.env = dict(
            os.environ, HOME=str(self.home), PATH=f"{self.bin}:{os.environ['PATH']}", GIT_CONFIG_GLOBAL=os.devnull, PAGER="cat",
            LC_ALL="C.UTF-8", npm_config_userconfig=npmrc, npm_config_cache=str(self.work / "npm"), npm_config_yes="true",
            npm_config_update_notifier="false", DBT_SEND_ANONYMOUS_USAGE_STATS="false", PYTHONDONTWRITEBYTECODE="1",
        )

    def start(self, *command, end=signal.SIGTERM, **rest):
        log = open(self.work / f"{Path(command[0]).name}-{len(self.running)}.log", "wb")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.env, **rest)
        self.running.append((process, end))
        return process

    def stop(self):
        for process, end in reversed(self.running):
            if process.poll() is None:
                process.send_signal(end)
        for process, _ in self.running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.work, ignore_errors=True)

    # Databases

    @functools.cached_property
    def postgres(self):
        """Each PostgreSQL of another version that PATH or Debian's folders have: (name, environment), oldest first."""
        tool("psql")
        folders = os.environ["PATH"].split(":") + glob.glob("/usr/lib/postgresql/*/bin")
        found = {}
        for folder in folders:
            binary = os.path.realpath(os.path.join(folder, "postgres"))
            if os.access(binary, os.X_OK) and os.access(os.path.join(os.path.dirname(binary), "initdb"), os.X_OK):
                said = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout
                found.setdefault(re.search(r"\d+", said)[0], (os.path.dirname(binary), re.search(r"[\d.]+", said)[0]))
        if not found:
            raise NotHere("postgres")
        return [self.one_postgres(*found[major]) for major in sorted(found, key=int)]

    def one_postgres(self, binaries, version):
        folder = self.work / f"pg{version}"
        folder.mkdir()
        rest = {}
        if os.geteuid() == 0:  # it refuses root
            names = [user.pw_name for user in pwd.getpwall()]
            rest["user"] = "postgres" if "postgres" in names else "nobody"
            shutil.chown(folder, rest["user"])
        port = free_port()
        env = dict(self.env, PGHOST=str(folder), PGPORT=str(port), PGUSER="postgres", PGDATABASE="postgres")
        places.quiet(f"{binaries}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-N", env=self.env, cwd=folder,
                     **rest)
        self.start(f"{binaries}/postgres", "-D", f"{folder}/data", "-k", str(folder), "-p", str(port), "-c", "listen_addresses=",
                   "-c", "fsync=off", "-c", "shared_preload_libraries=pg_stat_statements", cwd=folder,
                   end=signal.SIGINT, **rest)  # its fast end
        until(lambda: asked("psql", "-XAtc", "SELECT 1", env=env), "PostgreSQL")
        places.quiet("psql", "-Xqc", "CREATE DATABASE shop", env=env)
        env["PGDATABASE"] = "shop"
        places.quiet("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-c", places.SCHEMA["PostgreSQL"], env=env)
        return f"PostgreSQL {version}", env

    @functools.cached_property
    def mysql(self):
        """(name, command of the client): MySQL where it is here, else MariaDB, which its name then says."""
        path = os.environ["PATH"] + ":/usr/sbin"  # Debian puts the servers there
        server = shutil.which("mysqld", path=path) or shutil.which("mariadbd", path=path)
        if not server:
            raise NotHere("mysqld")
        client = shutil.which("mysql") or tool("mariadb")
        said = subprocess.run([server, "--no-defaults", "--version"], capture_output=True, text=True).stdout
        maria = "MariaDB" in said
        folder = self.work / "mysql"
        folder.mkdir()
        user = pwd.getpwuid(os.geteuid()).pw_name
        if maria:
            places.quiet(tool("mariadb-install-db"), "--no-defaults", f"--datadir={folder}/data", f"--user={user}", 
                         "--skip-test-db", "--auth-root-authentication-method=normal")
        else:
            places.quiet(server, "--no-defaults", "--initialize-insecure", f"--datadir={folder}/data", f"--user={user}")
        at = f"{folder}/socket"
        self.start(server, "--no-defaults", f"--datadir={folder}/data", f"--socket={at}", "--skip-networking", f"--user={user}",
                   f"--pid-file={folder}/pid", "--performance-schema=ON", "--innodb-buffer-pool-size=32M")
        command = [client, "--no-defaults", f"--socket={at}", "--user=root", "--batch", "--skip-column-names"]
        until(lambda: asked(*command, "-e", "SELECT 1"), "MySQL")
        places.quiet(*command, "-e", "CREATE DATABASE shop")
        command.append("--database=shop")
        places.quiet(*command, "-e", places.SCHEMA["MySQL"])
        return ("MariaDB " if maria else "MySQL ") + re.search(r"Ver\s+([\d.]+)", said)[1], command

    @functools.cached_property
    def redis(self):
        server, client, port = tool("redis-server"), tool("redis-cli"), free_port()
        self.start(server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.work), "--maxmemory", "50mb",
                   "--maxmemory-policy", "allkeys-lfu")
        until(lambda: asked(client, "-p", str(port), "ping"), "Redis")
        for key in ("cart", "session", "cart"):
            places.quiet(client, "-p", str(port), "set", key, "x" * 100)
            places.quiet(client, "-p", str(port), "get", key)
        self.wrap("redis-cli", f'exec {client} -p {port} "$@"')
        return port

    # What answers over the network

    @functools.cached_property
    def http(self):
        """The port of the stand-ins; kubectl and docker are led there."""
        server, port = standins.serve()
        config = self.work / "kubeconfig"
        config.write_text(f"""{{"apiVersion": "v1", "kind": "Config", "current-context": "here",
            "clusters": [{{"name": "here", "cluster": {{"server": "http://127.0.0.1:{port}"}}}}],
            "contexts": [{{"name": "here", "context": {{"cluster": "here", "user": "none"}}}}]}}""")
        self.env.update(KUBECONFIG=str(config), DOCKER_HOST=f"tcp://127.0.0.1:{port}")
        return port

    @functools.cached_property
    def https(self):
        """The port of the same server behind a certificate that curl is told to trust."""
        key, certificate = self.work / "key.pem", self.work / "certificate.pem"
        places.quiet(tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
                     "9", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self.env["CURL_CA_BUNDLE"] = str(certificate)
        return standins.serve((certificate, key))[1]

    @functools.cached_property
    def prometheus(self):
        server, port = tool("prometheus"), free_port()
        config = self.work / "prometheus.yml"
        config.write_text(f"""
global: {{scrape_interval: 1s}}
scrape_configs: [{{job_name: shop, static_configs: [{{targets: ['127.0.0.1:{self.http}']}}]}}]
""")
        self.start(server, f"--config.file={config}", f"--storage.tsdb.path={self.work}/tsdb",
                   f"--web.listen-address=127.0.0.1:{port}")
        url = f"http://127.0.0.1:{port}"

        def filled():
            try:
                with urllib.request.urlopen(f"{url}/api/v1/query?query=count_over_time(up[5m])") as answer:
                    return any(f'"{n}"' in answer.read().decode() for n in range(4, 5))
            except OSError:
                return False

        until(filled, "Prometheus")
        return url

    # Programs that are looked into

    @functools.cached_property
    def jvm(self):
        tool("jcmd")
        places.write(self.work / "jvm", {"Busy.java": places.JVM})
        process = self.start(tool("java"), "-XX:NativeMemoryTracking=summary", "-Xmx64m", "Busy.java", cwd=self.work / "jvm")
        until(lambda: asked("jcmd", str(process.pid), "VM.version"), "Java")
        time.sleep(2)
        return process.pid

    @functools.cached_property
    def python(self):
        loop = "import time\nend = time.time() + 7200\nwhile time.time() < end: time.sleep(0.01)"
        return self.start(sys.executable, "-c", loop).pid

    @functools.cached_property
    def go(self):
        self.env["GOCACHE"] = str(self.work / "gocache")
        places.write(self.work / "go", {"main.go": places.GO})
        places.quiet(tool("go"), "build", "-o", "server", "main.go", cwd=self.work / "go", env=self.env)
        port = free_port()
        self.start(str(self.work / "go/server"), str(port))
        until(lambda: asked("curl", "-sf", f"http://127.0.0.1:{port}/debug/pprof/"), "the Go program")
        return port

    @functools.cached_property
    def rabbitmq(self):
        """A broker with one queue. The scripts of packages change the user; the programs themselves do not."""
        tool("rabbitmqctl")
        programs = "/usr/lib/rabbitmq/bin"
        if not os.path.exists(f"{programs}/rabbitmq-server"):
            raise NotHere("rabbitmq-server")
        folder = self.work / "rabbitmq"
        folder.mkdir()
        epmd = free_port()
        self.env.update(
            ERL_EPMD_PORT=str(epmd), ERL_EPMD_ADDRESS="127.0.0.1", RABBITMQ_NODENAME="evidence@localhost",
            RABBITMQ_NODE_PORT=str(free_port()), RABBITMQ_DIST_PORT=str(free_port()), RABBITMQ_NODE_IP_ADDRESS="127.0.0.1",
            RABBITMQ_MNESIA_BASE=str(folder), RABBITMQ_LOG_BASE=str(folder), RABBITMQ_ENABLED_PLUGINS_FILE=str(folder / "plugins"),
            RABBITMQ_PID_FILE=str(folder / "pid"), RABBITMQ_CONFIG_FILE=str(folder / "none"),
            RABBITMQ_CONF_ENV_FILE=str(folder / "none"),
        )
        self.start(tool("epmd"), "-address", "127.0.0.1", "-port", str(epmd))
        self.start(f"{programs}/rabbitmq-server")
        control = f"{programs}/rabbitmqctl"
        until(lambda: asked(control, "await_startup", "--timeout", "1", env=self.env), "RabbitMQ", 120)
        queue = 'rabbit_misc:r(<<"/">>, queue, <<"mails">>)'
        places.quiet(control, "eval", f'rabbit_amqqueue:declare({queue}, true, false, [], none, <<"x">>).', env=self.env)
        self.wrap("rabbitmqctl", f'exec {control} "$@"')
        return epmd

    # Folders

    @functools.cached_property
    def repository(self):
        tool("git")
        return places.repository(self.work / "repository")

    @functools.cached_property
    def jar(self):
        tool("javac")
        return places.jar(self.work / "jar")

    @functools.cached_property
    def dbt(self):
        tool("dbt")
        env = self.postgres[-1][1]
        return places.dbt(self.work / "dbt", env["PGHOST"], env["PGPORT"])

    def wrap(self, name, line):
        (self.bin / name).write_text(f"#!/bin/sh\n{line}\n")
        (self.bin / name).chmod(0o755)
