#!/usr/bin/env python3
"""Runs the commands and queries that stand as evidence in the questions, as they are written, against small systems made here.

    run.py [FOLDER]       all snippets of the questions in FOLDER (default: questionnaires/backend)
    run.py --steps        those in the steps of the remedies
    run.py --only WORD    only those whose code or question holds WORD
    run.py --self-test    wrong snippets, each of which has to fail, and right ones that must not

Each snippet gets one line: ran, failed, not here (what is missing), or no command. Exit 1 if one failed. Needs Python 3.11 alone;
what a snippet needs beside it (psql and postgres, mysqld or mariadbd, redis, git, java, kubectl ...) is taken from PATH.
A stand-in answers for Kubernetes and Docker: it tries flags, JSONPath and quoting, not a real cluster.
"""
import argparse
import collections
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
import checks
import places
import steps
import texts
from services import NotHere, World, tool

NOWHERE = ("SQL Server", "Oracle", "MongoDB")  # no machine that runs this has them: not run

SELF_TEST = [  # code, whether it must fail
    ("SELECT no_such_column FROM pg_stat_activity", True),
    ("SELECT datname FROM pg_stat_database WHERE false", True),
    ("SELECT datname FROM pg_stat_database", False),
    ("SHOW VARIABLES LIKE 'no_such_variable'", True),
    ("SHOW VARIABLES LIKE 'max_connections'", False),
    ("redis-cli no-such-command", True),
    ("grep -rnZ --no-such-flag orders src", True),
    ("grep -rn 'no such text' src | wc -l", True),
    ("git log --since=90.days --nme-only", True),
    ("git log -1 --format=%ad -- docs/nowhere", True),
    ("kubectl get pods -A -o jsonpath='{range .items[*]}{.metadata.name'", True),
    ("kubectl get nosuchkind -A", True),
    ("docker ps --format '{{.NoSuchField}}'", True),
    ("jcmd <pid> VM.no_such_command", True),
    ("jcmd <pid> VM.version", False),
    ("histogram_quantile(0.99, sum by (le) (rate(jvm_gc_pause_seconds_bucket[1d]))", True),
    ("histogram_quantile(0.99, sum by (le) (rate(no_such_metric_bucket[1d])))", True),
]


def shell(world, rule, code):
    """A snippet in bash; pipefail so that no part of a pipeline fails unheard. A reader that had enough (SIGPIPE) is no failure."""
    within = getattr(world, rule.get("within", "repository"))
    process = subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", code], cwd=within, env=world.env, stdin=subprocess.DEVNULL, text=True, errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=rule.get("limit", 60))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return -1, "", f"no end within {rule.get('limit', 60)} s"
    if "leaves" in rule:
        left = list(within.glob(rule["leaves"]))
        return process.returncode if left else 1, out, err or ("" if left else f"left no {rule['leaves']}")
    return 0 if process.returncode == 128 + signal.SIGPIPE else process.returncode, out, err


def fed(rule, command, text, env=None):
    try:
        done = subprocess.run(command, input=text + "\n", capture_output=True, text=True, env=env, timeout=rule.get("limit", 60))
    except subprocess.TimeoutExpired:
        return -1, "", f"no end within {rule.get('limit', 60)} s"
    return done.returncode, done.stdout, done.stderr


def copied(env, given):
    """A new copy of the fixture database, changed by what has to be given first."""
    for command in ("DROP DATABASE IF EXISTS copy", "CREATE DATABASE copy TEMPLATE shop"):
        places.quiet("psql", "-Xqc", command, env=dict(env, PGDATABASE="postgres"))
    env = dict(env, PGDATABASE="copy")
    places.quiet("psql", "-Xqc", given, env=env)
    return env


def promql(world, code):
    url = f"{world.prometheus}/api/v1/query?" + urllib.parse.urlencode({"query": code})
    try:
        with urllib.request.urlopen(url) as answer:
            result = json.load(answer)["data"]["result"]
            return 0, json.dumps(result) if result else "", ""
    except urllib.error.HTTPError as error:
        return 1, "", error.read().decode()


def targets(world, rule, kind):
    """What a snippet is run on: (name, function of its code)."""
    if kind == "PostgreSQL":
        for name, env in world.postgres:
            if rule.get("newest", 0) <= int(name.split()[1].split(".")[0]):
                if "given" in rule:
                    env = copied(env, rule["given"])
                env = dict(env, PGUSER=rule.get("role", env["PGUSER"]))
                yield name, lambda code, env=env: fed(rule, ["psql", "-XAt", "-v", "ON_ERROR_STOP=1"], code, env)
    elif kind == "MySQL":
        name, command = world.mysql
        yield name, lambda code: fed(rule, command, code)
    elif kind in NOWHERE:
        raise NotHere(kind)
    elif kind == "PromQL":
        yield "Prometheus", lambda code: promql(world, code)
    else:
        yield rule.get("stand_in") and f"a stand-in of {rule['stand_in']}", lambda code: shell(world, rule, code)


def examine(world, snippet, kinds):
    """('ran', where), ('failed', why) or ('not here', what is missing) for one snippet; on several kinds, a failure counts."""
    ran, missing = [], []
    rule = checks.rule(snippet.code)
    for kind in kinds:
        try:
            if "missing" in rule:
                raise NotHere(rule["missing"])
            if "before" in rule:
                rule["before"](world)
            if kind not in ("PostgreSQL", "MySQL", "PromQL", *NOWHERE):
                world.repository
                for need in rule.get("needs", []):
                    getattr(world, need)
                if "tool" in rule:
                    tool(rule["tool"])
                for word in dict.fromkeys(texts.words(snippet.code)):
                    if not (world.bin / word).exists() and word not in ("cd", "|", ";"):
                        tool(word)
            code = snippet.code
            for placeholder, value in rule["fill"].items():
                if placeholder in code:
                    code = code.replace(placeholder, str(value(world) if callable(value) else value))
            found = list(targets(world, rule, kind))
            if not found:
                raise NotHere(f"{kind} {rule['newest']}")
            for name, act in found:
                fault = checks.wrong(rule, *act(code))
                if fault and "lacks" in rule and re.search(rule["lacks"], fault):
                    raise NotHere(f"{kind} with all it needs ({re.search(rule['lacks'], fault)[0]})")
                if fault:
                    return "failed", f"{name}: {fault}" if name else fault
                ran.append(name)
            if "after" in rule:
                rule["after"](world)
        except NotHere as lack:
            missing.append(str(lack))
    if not ran:
        return "not here", "; ".join(missing)
    return "ran", ", ".join([name for name in ran if name] + [f"not on {lack}" for lack in missing])


def audit(world, folder, only, wanted):
    table, lacks = collections.defaultdict(collections.Counter), collections.Counter()
    failed = False
    for snippet in texts.snippets(folder, wanted):
        if only and only not in snippet.code and only not in snippet.question:
            continue
        kinds = texts.kind(snippet) if wanted == "evidence" or not re.search(steps.NAMES, snippet.code) else []
        state, why = examine(world, snippet, kinds) if kinds else ("no command", "")
        print(f"{state:10} {snippet.place}: `{snippet.code}`" + (f" ({why})" if why else ""), flush=True)
        table["/".join(kinds) or "names"][state] += 1
        if state == "not here":
            lacks[why] += 1
        failed |= state == "failed"
        if "a stand-in" in why:
            table["/".join(kinds)]["stand-in"] += 1
    total = collections.Counter()
    print(f"\n{'kind':24}  ran  failed  not here  no command")
    for kind, row in sorted(table.items()):
        total += row
        print(f"{kind:24} {row['ran']:4} {row['failed']:7} {row['not here']:9} {row['no command']:11}")
    print(f"{'all':24} {total['ran']:4} {total['failed']:7} {total['not here']:9} {total['no command']:11}")
    for lack, count in sorted(lacks.items()):
        print(f"skipped {count}: there is no {lack}")
    print(f"{wanted}: {total['ran']} ran, {total['stand-in']} of them on a stand-in; {total['failed']} failed, "
          f"{total['not here']} not here, {total['no command']} no commands")
    return failed


def self_test(world):
    failed = False
    for code, must_fail in SELF_TEST:
        snippet = texts.Snippet("self-test", "", f"`{code}`", 0, code)
        state, why = examine(world, snippet, texts.kind(snippet))
        right = state == "not here" or (state == "failed") == must_fail
        failed |= not right
        print(f"{'right' if right else 'WRONG':6} {state:9} `{code}` ({why})", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=Path(__file__).parents[2] / "questionnaires/backend")
    parser.add_argument("--only", default="")
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if told.steps:  # those change things: each query gets a copy
        checks.RULES += [(r"", {"given": "SELECT"}), *steps.RULES]
    world = World()
    try:
        if told.self_test:
            return int(self_test(world))
        return int(audit(world, told.folder, told.only, "steps" if told.steps else "evidence"))
    finally:
        world.stop()


if __name__ == "__main__":
    sys.exit(main())
