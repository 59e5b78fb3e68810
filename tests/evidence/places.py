"""What the snippets are pointed at: a repository with a history, a home, a jar, a dbt project. All of it small and made here."""
import os
import subprocess
import textwrap
import time

SCHEMA = {
    "PostgreSQL": """
        CREATE EXTENSION pg_stat_statements;
        CREATE ROLE web LOGIN;
        CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL);
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, status text NOT NULL,
            total double precision NOT NULL, version int NOT NULL DEFAULT 1,
            payment_id bigint, updated_at timestamptz NOT NULL DEFAULT now(),
            created_at timestamp NOT NULL DEFAULT now(), loaded_at timestamptz NOT NULL DEFAULT now());
        CREATE INDEX ON orders (customer_id);
        CREATE TABLE payments (id bigint, status text, created_at timestamptz);
        CREATE TABLE order_lines (id bigint, order_id bigint, amount numeric);
        CREATE ROLE report;
        INSERT INTO customers SELECT n, 'name', 'a@example.com' FROM generate_series(1, 50) n;
        INSERT INTO orders (id, customer_id, status, total) SELECT n, n % 50 + 1, 'paid', 9.9 FROM generate_series(1, 2000) n;
        INSERT INTO payments VALUES (7, 'paid', now() - interval '1 day');
        INSERT INTO order_lines VALUES (1, 7, 1);
        UPDATE orders SET status = 'paying', updated_at = now() - interval '1 day' WHERE id <= 7;
        GRANT SELECT, INSERT, UPDATE ON orders TO web;
        ALTER ROLE web SET statement_timeout = '5s';
        ALTER DATABASE shop SET lock_timeout = '3s';
        ANALYZE;
        SELECT count(*) FROM orders;
    """,
    "MySQL": """
        CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(50) NOT NULL, email varchar(50) NOT NULL);
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, status varchar(20) NOT NULL, total double NOT NULL,
            version int NOT NULL DEFAULT 1, created_at datetime NOT NULL DEFAULT now(),
            loaded_at timestamp NOT NULL DEFAULT now());
        INSERT INTO customers VALUES (1, 'name', 'a@example.com'), (2, 'name', 'b@example.com');
        INSERT INTO orders (id, customer_id, status, total) VALUES (1, 1, 'paid', 9.9), (2, 2, 'open', 1);
        CREATE TABLE order_lines (id bigint, order_id bigint, amount decimal(10, 2));
        INSERT INTO orders (id, status, total) VALUES (7, 'paid', 9.9);
        INSERT INTO orders (id, status, total) SELECT 100 + row_number() OVER (), 'paid', 1 FROM information_schema.columns;
        ANALYZE TABLE orders;
        INSERT INTO order_lines VALUES (1, 7, 1);
        CREATE USER web;
        GRANT SELECT, INSERT, UPDATE ON orders TO web;
        SELECT count(*) FROM orders;
    """,
}

# Path, text. What each line is there to be found by stands in checks.py.
FILES = {
    "README.md": "# Shop\n",
    "docs/adr/0001-database.md": "# Database\n",
    "config/app.yml": "cache: 10.0.0.7\n",
    "src/controllers/OrderController.java": """
        class OrderController {
            Object show(long id) {
                try { return db.query("SELECT total FROM orders WHERE id = ?", id); } catch (Exception e) { }
                return new java.io.File("/tmp/uploads");
            }
        }
    """,
    "src/orders/OrderRepository.java": 'class OrderRepository { String host = "192.168.0.9"; }\n',
    "src/orders/OrderRepositoryTest.java": "class OrderRepositoryTest { Order order; }\n",
    "src/pay.js": "import { text } from './text.js';\nexport const partner = text('stripe');\nexport const model = 'gpt-5';\n",
    "src/text.js": "export function text(x) {\n  return String(x);\n}\n",
    "src/jobs.js": "// every 5 min by setInterval: retry with backoff, cache of https://10.1.1.1, verify=False\n",
    "src/Model.java": 'class Model { String vendor = "openai", all = "SELECT * FROM orders WHERE id = " + vendor; }\n',
    "app.log": "log-in of a@example.com, password=none\n",
    "server.js": "console.log('started');\n",
    "shop/__init__.py": "",
    "shop/orders.py": "from shop import money\n",
    "shop/money.py": "from shop import orders\n",
    "buf.yaml": "version: v2\nmodules:\n  - path: proto\n",
    "proto/shop/v1/order.proto": """
        syntax = "proto3";
        package shop.v1;
        message Order {
          string id = 1;
          int64 total = 2;
        }
    """,
}


def write(folder, files):
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(textwrap.dedent(text).lstrip("\n") if text.startswith("\n") else text, encoding="utf-8")


def quiet(*command, **rest):
    """Runs a command of the fixtures; what it says is shown only if it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **rest)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def repository(folder):
    """A year of history by three people, with a revert, a second system on a branch and one field too few in the work tree."""
    folder.mkdir()
    write(folder, FILES)
    who = [("Ada", "ada@example.com"), ("Grace", "grace@example.com"), ("Edsger", "edsger@example.com")]
    subjects = ["Begin", "Ask for the address", "Move the cache", 'Revert "Move the cache"', "Name the partner"]
    quiet("git", "init", "-q", "-b", "main", cwd=folder)
    for number, subject in enumerate(subjects):
        name, mail = who[number % len(who)]
        (folder / "config/app.yml").write_text(f"cache: 10.0.0.7\nround: {number}\n")
        (folder / "src/orders/OrderRepository.java").write_text(FILES["src/orders/OrderRepository.java"] + "//\n" * number)
        at = f"{int(time.time()) - (len(subjects) - 1 - number) * 80 * 86400 - 3600} +0000"
        env = dict(os.environ, GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=mail, GIT_COMMITTER_NAME=name, GIT_COMMITTER_EMAIL=mail,
                   GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at, GIT_CONFIG_GLOBAL=os.devnull)
        if number == 3:  # so that 180 days hold a revert
            env["GIT_AUTHOR_DATE"] = env["GIT_COMMITTER_DATE"] = f"{int(time.time()) - 100 * 86400} +0000"
        quiet("git", "add", "-A", cwd=folder, env=env)
        quiet("git", "commit", "-q", "-m", f"{subject}\n\nCo-authored-by: Ada <ada@example.com>", cwd=folder, env=env)
    quiet("git", "branch", "rewrite-2", cwd=folder)
    proto = folder / "proto/shop/v1/order.proto"
    proto.write_text(proto.read_text().replace("  int64 total = 2;\n", ""))
    return folder


def home(folder):
    """A home with what a laptop of a developer has."""
    write(folder, {".aws/credentials": "[none]\n", ".kube/config": "{}\n", ".ssh/config": "", ".config/gcloud/properties": "",
                   ".npmrc": "", ".pgpass": ""})
    (folder / ".pgpass").chmod(0o600)
    return folder


def jar(folder):
    """A jar of two packages that name each other."""
    write(folder, {
        "a/A.java": "package a; public class A { b.B b; }\n",
        "b/B.java": "package b; public class B { a.A a; }\n",
    })
    quiet("javac", "-d", "out", "a/A.java", "b/B.java", cwd=folder)
    (folder / "build/libs").mkdir(parents=True)
    for name in ("app.jar", "build/libs/app.jar"):
        quiet("jar", "cf", name, "-C", "out", ".", cwd=folder)
    return folder


def dbt(folder, host, port):
    """A dbt project on the fixture schema: one source with an age that is agreed, and one test."""
    write(folder, {
        "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n",
        "profiles.yml": f"""
            shop:
              target: here
              outputs:
                here: {{type: postgres, host: {host}, port: {port}, user: postgres, password: none, dbname: shop,
                       schema: public, threads: 1}}
        """,
        "models/sources.yml": """
            version: 2
            sources:
              - name: shop
                schema: public
                tables:
                  - name: orders
                    loaded_at_field: loaded_at
                    freshness:
                      error_after: {count: 1, period: day}
                    columns:
                      - name: id
                        tests: [not_null]
        """,
    })
    return folder


# A server with its profiles, on the port that it is given.
GO = """
    package main

    import (
        "net/http"
        _ "net/http/pprof"
        "os"
    )

    func main() { panic(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil)) }
"""

# Threads that wait, memory that is allocated and collections of it, until it is ended or two hours are over.
JVM = """
    public class Busy {
        public static void main(String[] none) throws Exception {
            Thread idle = new Thread(() -> { try { Thread.sleep(7_200_000); } catch (InterruptedException end) { } }, "idle");
            idle.setDaemon(true);
            idle.start();
            long end = System.nanoTime() + 7_200_000_000_000L;
            for (long i = 0; System.nanoTime() < end; i++) {
                byte[] some = new byte[1 << 20];
                if (i % 20 == 0) System.gc();
                Thread.sleep(50);
            }
        }
    }
"""
