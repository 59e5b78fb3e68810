"""The snippets: what stands in backticks in the evidence of questions (or steps of remedies), and what command each is."""
import re
import shlex
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

# What is a command even where it is not installed. Anything else in backticks is one only if PATH has it.
COMMANDS = set(
    "aws az buf bundle cargo cat crontab curl dbt dig diff dmesg docker dotnet-counters dotnet-trace echo find gcloud gh git "
    "gitleaks go govulncheck graphql-inspector grep helm hey iostat jcmd jdeps jfr jstack jstat kafka-configs.sh "
    "kafka-consumer-groups.sh kubectl ls mysql nmap node npm npx oasdiff openssl osv-scanner pact-broker patronictl pg_upgrade "
    "php pip psql py-spy pydeps pytest python3 rabbitmqctl radon rails rbspy redis-cli rg scc schemathesis semgrep ss syft "
    "terraform testssl.sh tofu tokei toxiproxy-cli trivy vmstat".split()
)
SQL = re.compile(r"(?:SELECT|SHOW|EXPLAIN|BEGIN|WITH|ALTER|CREATE|INSERT|UPDATE|DELETE|SET|REVOKE|GRANT)[\s;]+\S|\\d\w*")
PROMQL = re.compile(r"[a-z_]+\(.*\[\d+[smhdwy]\]")
POSTGRES = r"ALTER ROLE|^REVOKE|CONCURRENTLY|bigserial|jsonb|lock_timeout|SET LOCAL|NOT VALID|FROM outbox|interval"
DATABASES = {"postgresql": "PostgreSQL", "mysql": "MySQL", "sql-server": "SQL Server", "oracle": "Oracle", "mongodb": "MongoDB"}
QUOTED = re.compile(r"'[^']*'")


@dataclass(frozen=True)
class Snippet:
    file: str
    question: str
    text: str
    start: int
    code: str
    when: str = ""

    @property
    def place(self):
        return f"{self.file} {self.question}"


def told(node, wanted, question=""):
    """All texts of the wanted key below a node of the TOML, with the id they belong to and the condition under which they are shown."""
    if isinstance(node, dict):
        question = node.get("id", question)
        for text in node.get(wanted, []):
            yield question, text, ""
        for other in node.get(wanted + "_for", []):
            yield question, other["say"], other["when"]
        node = [value for key, value in node.items() if key != wanted]
    if isinstance(node, list):
        for value in node:
            yield from told(value, wanted, question)


def snippets(folder, wanted="evidence"):
    for file in sorted(Path(folder).glob("*.toml")):
        for question, text, when in told(tomllib.loads(file.read_text(encoding="utf-8")), wanted):
            if text.count("`") % 2:
                raise SystemExit(f"{file.name} {question}: a backtick has no other: {text}")
            for found in re.finditer(r"`([^`]*)`", text):
                yield Snippet(file.name, question, text, found.start(), found[1], when)


def engines(snippet):
    """The databases that a query is meant for: the one for which it is shown, else what the text says beside it, else what it names,
    else both."""
    shown = re.fullmatch(r"fact\.database = (\S+)", snippet.when)
    if shown:
        return [DATABASES[shown[1]]]
    before, after = snippet.text[: snippet.start], snippet.text[snippet.start + len(snippet.code) + 2 :]
    beside = re.match(r" \((PostgreSQL|MySQL)\b| in (psql|PostgreSQL|MySQL)\b", after)
    if beside:
        return ["MySQL"] if "MySQL" in beside[0] else ["PostgreSQL"]
    names = QUOTED.sub("", snippet.code)
    if re.search(r"@@|\bSHOW (GLOBAL VARIABLES|VARIABLES|ENGINE|GRANTS|STATUS|REPLICA)|performance_schema", names):
        return ["MySQL"]
    if re.search(r"\bpg_|EXPLAIN \(|^\\d|" + POSTGRES, names):
        return ["PostgreSQL"]
    named = re.findall(r"PostgreSQL|MySQL|psql", before)
    if named:
        return ["MySQL"] if named[-1] == "MySQL" else ["PostgreSQL"]
    return ["PostgreSQL", "MySQL"]


def words(code):
    """The first word of each part of a pipeline."""
    lexer = shlex.shlex(re.sub(r"<[\w .-]+>", "x", code), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    found, first = [], True
    for token in lexer:
        if first:
            found.append(token)
        first = bool(re.fullmatch(r"[|;&()]+", token))
    return found


def kind(snippet):
    """'PostgreSQL', 'MySQL' or both, 'PromQL', the name of a program, or nothing: then it is no command."""
    code = snippet.code
    if SQL.match(code) or re.match(r"(db|rs)\.", code) and "mongodb" in snippet.when:
        return engines(snippet)
    if PROMQL.match(code):
        return ["PromQL"]
    first = code.split(" ")[0]
    if first in COMMANDS or (re.fullmatch(r"[a-z][\w.-]*", first) and shutil.which(first)):
        return [first]
    return []
