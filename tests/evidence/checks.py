"""What each snippet is run with, and what it must find: its placeholders filled, its folder, and a word of the fixtures.

Without a rule a snippet still has to end with 0, print something and complain of nothing.
"""
import re
import subprocess
import time

from services import NotHere, tool


def recording(world):
    """Ends the recording that a snippet began, so that those that read its file need not wait for its two minutes."""
    time.sleep(3)
    subprocess.run(["jcmd", str(world.jvm), "JFR.stop", "name=1"], capture_output=True, check=True, stdin=subprocess.DEVNULL)


def site(world):
    return f"localhost:{world.https}"


def alias(world):
    """Debian calls it testssl."""
    try:
        tool("testssl.sh")
    except NotHere:
        world.wrap("testssl.sh", f'exec {tool("testssl")} "$@"')


# Each rule holds for the snippets in which its expression is found. Where several say the same thing, the last one counts.
#   fill    placeholder, then what stands for it; a function is given the world
#   within  the attribute of the world whose folder it is run in; else the repository
#   needs   what has to run before; tool: a program that is not the first word
#   says    what the output must hold; not: what it must not
#   exits   codes other than 0 that are right: the tool tells its finding with them
#   ends    the error that it has to end with; role: who asks PostgreSQL
#   empty   that printing nothing is right
#   limit   seconds; before, after: functions of the world; stand_in: what answers in the place of the real thing
#   lacks   words of its failure that tell of this machine and not of the snippet: it is not here then
#   given   what PostgreSQL is told first, on a copy of its own
#   newest  the PostgreSQL that it needs at least; missing: what no machine of this kind has
RULES = [
    (r"", {"fill": {"<commit>": "HEAD", "<folder>": "src", "<table>": "orders", "<provider>": "stripe", "<package>": "shop"}}),

    # Databases
    (r"information_schema\.role_table_grants", {"says": "web|orders"}),
    (r"'(real|money|datetime)'", {"says": "orders.*(total|created_at)"}),
    (r"lock_version", {"says": "orders.*version"}),
    (r"information_schema\.columns", {"not": "datname|relname|innodb_"}),
    (r"%mail%", {"says": "customers.*email"}),
    (r"pg_db_role_setting", {"says": "(?s)lock_timeout.*statement_timeout|statement_timeout.*lock_timeout"}),
    (r"pg_stat_statements|by_digest", {"says": "(?i)insert|select"}),
    (r"pg_total_relation_size|information_schema\.tables", {"says": "orders"}),
    (r"^BEGIN; EXPLAIN", {"fill": {"<statement>": "UPDATE orders SET total = 1 WHERE id = 1"}, "says": "(?s)actual.*Buffers"}),
    (r"GENERIC_PLAN", {"fill": {"<statement>": "SELECT * FROM orders WHERE customer_id = $1"}, "newest": 16, "says": "orders"}),
    (r"pg_stat_replication|pg_blocking_pids|NOT convalidated|^SHOW REPLICA|innodb_trx|replay_timestamp", {"empty": True}),
    (r"schema_privileges|table_privileges", {"empty": True}),
    (r"user_privileges", {"says": "root"}),
    (r"rolbypassrls", {"says": "postgres"}),
    (r"pg_stat_user_indexes", {"says": "orders"}),
    (r"table_io_waits", {"says": "orders"}),
    (r"trx_rseg_history_len", {"says": "trx_rseg_history_len"}),
    (r"max_statement_time", {"says": "(?s)max_(execution|statement)_time.*wait_timeout"}),
    (r"%isolation", {"says": "REPEATABLE-READ"}),
    (r"^\\du|^SHOW GRANTS", {"fill": {"<user>": "web"}, "says": "web"}),
    (r"^redis-cli", {"needs": ["redis"]}),
    (r"info stats", {"says": "(?s)keyspace_hits:[1-9].*keyspace_misses"}),
    (r"--bigkeys|--hotkeys", {"says": "Biggest string|hot key"}),
    (r"^dbt ", {"within": "dbt", "limit": 120, "says": "PASS"}),

    # The repository
    (r"^git log", {"says": "."}),
    (r"^git log --since=90", {"says": "app.yml"}),
    (r"--grep=revert", {"says": "Revert"}),
    (r"^git shortlog -sn", {"says": "Ada|3"}),
    (r"^git branch", {"says": "rewrite-2"}),
    (r"^grep .*\| wc -l$", {"says": "^[1-9]"}),
    (r"^grep .*\{1,3\}", {"says": r"(?s)192\.168\.0\.9|10\.0\.0\.7"}),
    (r"^grep .*select", {"says": "OrderController"}),
    (r"^grep .*catch", {"says": "OrderController.*catch"}),
    (r"^grep .*OrderRepository", {"says": "src/orders/OrderRepository.java", "not": "(?i)test"}),
    (r"^grep .*/tmp/", {"says": "/tmp/uploads"}),
    (r"^ls docs/adr", {"says": "0001"}),
    (r"^ls ~", {"says": "(?s)aws.*ssh", "not": "none"}),
    (r"^npx", {"limit": 300, "lacks": r"Platform package|E404|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"}),
    (r"madge", {"says": "No circular"}),
    (r"^pydeps", {"says": "shop_money -> shop_orders"}),
    (r"^cargo modules", {"tool": "cargo-modules"}),
    (r"^buf breaking", {"exits": [100], "says": "total"}),
    (r"^dmesg", {"exits": [1], "empty": True, "lacks": "not permitted"}),

    # Programs that run
    (r"^jcmd", {"needs": ["jvm"], "fill": {"<pid>": lambda w: w.jvm}}),
    (r"/tmp/busy\.jfr", {"fill": {"/tmp/busy.jfr": lambda w: w.work / "busy.jfr"}}),
    (r"JFR\.start", {"after": recording, "says": "Started recording"}),
    (r"^jfr summary", {"says": "jdk.GarbageCollection"}),
    (r"^jfr print", {"says": "jdk.GCPhasePause"}),
    (r"native_memory", {"says": "Java Heap"}),
    (r"VM\.flags", {"says": "Use.*GC"}),
    (r"Thread\.print", {"says": '"idle"'}),
    (r"^jdeps", {"within": "jar", "fill": {"<app>": "app"}, "says": r"(?s)-> a\b.*|-> b\b"}),
    (r"^py-spy", {"needs": ["python"], "fill": {"<pid>": lambda w: w.python}, "limit": 90}),
    (r"^py-spy record", {"says": r"\.svg"}),
    (r"^node --cpu-prof", {"empty": True, "leaves": "*.cpuprofile"}),
    (r"^go tool pprof", {"fill": {"<host>": lambda w: f"127.0.0.1:{w.go}"}, "limit": 90, "says": "pprof"}),
    (r"^rabbitmqctl", {"needs": ["rabbitmq"], "says": "mails"}),

    # The network
    (r"<registry>", {"fill": {"<registry>": lambda w: f"http://127.0.0.1:{w.http}/registry"}, "says": "BACKWARD"}),
    (r"^curl.*<(host|your domain)>", {"fill": {"<host>": site, "<your domain>": site}, "says": "_links|Contact"}),
    (r"^curl.*<address>", {"fill": {"<address>": lambda w: f"https://{site(w)}/"}, "says": r"[\d.]+ [\d.]+ [\d.]+"}),
    (r"s_client", {"fill": {"<host>:443": site, "<host>": "localhost"}, "exits": [1], "says": "notAfter"}),
    (r"^testssl", {"before": alias, "fill": {"<host>": site}, "limit": 400, "says": "TLS 1"}),
    (r"^nmap", {"fill": {"<address>": "127.0.0.1"}, "needs": ["http"], "limit": 120, "says": "open"}),

    # Stand-ins
    (r"^kubectl", {"stand_in": "the Kubernetes API", "needs": ["http"], "fill": {"<name>": "shop"}, "says": "shop"}),
    (r"^kubectl version", {"says": "Server Version"}),
    (r"^kubectl .*terminated\.reason", {"says": "(?m)^shop OOMKilled$"}),
    (r"^kubectl .*\.\.image", {"says": "shop:1"}),
    (r"^kubectl describe", {"says": "(?i)Readiness"}),
    (r"^kubectl (top|describe nodes)", {"missing": "cluster with nodes, for kubectl top and describe nodes"}),
    (r"^kubectl exec", {"missing": "cluster, for kubectl exec"}),
    (r"^docker", {"stand_in": "the Docker API", "needs": ["http"], "fill": {"<image>": "shop:1"}, "says": "shop:1|TOKEN"}),
]

COMPLAINT = re.compile(
    r"^(ERROR|FATAL|error:|fatal:|usage:|unknown |invalid |.*: command not found|.*: (invalid|unrecognized|illegal) option"
    r"|.*Unknown diagnostic command|.*No such file or directory|.*syntax error)",
    re.IGNORECASE | re.MULTILINE,
)


def rule(code):
    found = {"fill": {}}
    for expression, more in RULES:
        if re.search(expression, code):
            found.update({key: value for key, value in more.items() if key != "fill"})
            found["fill"] = {**found["fill"], **more.get("fill", {})}
    return found


def wrong(rule, code, out, err):
    """What is wrong with what a snippet ended with, or nothing."""
    if "ends" in rule:
        return None if re.search(rule["ends"], err) else "is not ended, as it should be"
    said = (err.strip() or out.strip())[-300:].replace("\n", " / ")
    if code not in [0, *rule.get("exits", [])]:
        return f"ended with {code}: {said}"
    complaint = COMPLAINT.search(err) or re.match(r"ERR .*", out)  # redis-cli ends with 0 all the same
    if complaint:
        return complaint[0]
    if not out.strip() and not (rule.get("empty") or "says" in rule and err.strip()):
        return f"printed nothing {said}".strip()
    if "says" in rule and not re.search(rule["says"], out + err):
        return f"does not tell {rule['says']}: {out.strip()[:200]!r}"
    if "not" in rule and re.search(rule["not"], out):
        return f"tells {re.search(rule['not'], out)[0]}, which it is not asked for"
    return None
