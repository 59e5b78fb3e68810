"""As checks.py, for the commands in the steps of the remedies: those change things, so each query gets a copy of the database."""
from checks import alias, site
from places import quiet
from services import NotHere

OUTBOX = "CREATE TABLE outbox (id bigint, sent_at timestamptz); INSERT INTO outbox VALUES (1, NULL)"


def dump(world):
    """A dump of the fixture database, and an empty one to restore it into."""
    _, env = world.postgres[0]  # the oldest: pg_dump refuses servers that are younger than itself
    world.env.update({key: env[key] for key in ("PGHOST", "PGPORT", "PGUSER")})
    quiet("pg_dump", "-Fc", "-f", "newest.dump", cwd=world.repository, env=env)


def sql(world):
    _, command = world.mysql
    quiet(*command, "-e", "CREATE DATABASE drill")
    (world.repository / "newest.sql").write_text("CREATE TABLE restored (id int);\nSELECT 'restored';\n")
    world.wrap("mysql", f'exec {" ".join(command[:-1])} "$@"')


def outside(what):
    return {"missing": what}


# What is named in a step and not told to be typed.
NAMES = (
    r"\.\.\.|^EXPLAIN \([^)]*\)$"
    r"|^(py-spy record|rbspy record|go tool pprof|go test -bench|docker compose|curl|idle in transaction|GRANT INSERT)$"
)

RULES = [
    (r"", {"fill": {"staging.example.com": site, "www.example.com:443": site, "www.example.com": site, "<pod>": "shop",
                    "<account of the load>": "web"}}),
    (r"outbox WHERE", {"given": OUTBOX}),
    (r"^CREATE EXTENSION", {"given": "DROP EXTENSION pg_stat_statements"}),
    (r"order_id|FROM payments|status = 'paying'", {"says": r"(?m)^(7|ALTER TABLE)$"}),
    (r"pg_last_xact_replay_timestamp|^SHOW REPLICA STATUS", {"empty": True}),
    (r"^SELECT pg_sleep", {"role": "web", "given": "ALTER ROLE web SET statement_timeout = '2s'", "ends": "statement timeout"}),
    (r"^createdb", {"before": dump, "empty": True}),
    (r"^pg_restore", {"empty": True}),
    (r"^mysql", {"before": sql, "says": "restored"}),
    (r"pool|Threads_connected", {"says": "."}),
    (r"^rg|^grep", {"says": "."}),
    (r"Co-authored-by", {"says": "1"}),
    (r"build/libs/app.jar", {"within": "jar"}),
    (r"^pydeps", {"says": "shop_money -> shop_orders"}),
    (r"^dbt docs", {"says": "Catalog written"}),
    (r"^node --cpu-prof server.js", {"leaves": "*.cpuprofile", "empty": True}),
    (r"^(vmstat|iostat)", {"fill": {"vmstat 5": "vmstat 5 1", "iostat -x 5": "iostat -x 5 1"}}),  # they would not end
    (r"^CREATE EXTENSION", {"says": "CREATE"}),
    (r"pg_db_role_setting", {"given": "ALTER DATABASE copy SET lock_timeout = '3s'"}),
    (r"^find /", {"empty": True, "limit": 300, "exits": [1]}),
    (r"^cat /etc", {"says": "ID="}),
    (r"cache-control", {"says": "(?i)cache-control"}),
    (r"TOKEN_B", {"says": "404"}),
    (r"^testssl", {"before": alias, "limit": 400, "says": "TLS 1"}),
    (r"^nmap -6", {"fill": {"<address>": "::1"}, "says": "Nmap done"}),
    (r"^py-spy record -o", {"fill": {"--duration 120": "--duration 5"}}),
    (r"^kubectl get clusterrolebindings", {"says": "shop"}),
    (r"^kubectl (rollout|exec)", outside("cluster, for kubectl exec and rollout")),
    (r"^docker (build|run)", outside("Docker daemon")),
    (r"^(aws|gcloud) ", outside("account in a cloud")),
    (r"^diff <\(ssh", outside("pair of hosts to log in to")),
    (r"endoflife\.date|playwright|^npx depcruise", outside("way to what lies outside of this machine")),
    (r"^(npm|pip|pytest|cargo build|bundle|make|php|rails|go test|ssh-keygen|crontab)\b",
     outside("project of its kind, or settings to change")),
    (r"^kill", outside("process to stop")),
    (r"-http=:8080", outside("person to look at the page that it opens")),
]
