#!/usr/bin/env python3
"""Computes `score --json --questions` a second time, from its own inputs, sharing no code with the program.

    recompute.py PROGRAM [SHEETS]

Answers the shipped cases and SHEETS random sheets (default 40) through PROGRAM, then recomputes sub-scores, pillars,
intervals, need, allowed, verdict, flags, gates, fired rules and limits, margins, flips, reasons, counts, areas, urgency, the
doubt interval and the stability radius with exact fractions, from the rules that the JSON states, and draws the worlds of
five sheets again. Needs Python 3.8 alone.
"""
import json, os, random, subprocess, sys, tempfile
from fractions import Fraction as F

ORDER = ["maintain", "optimize", "restructure", "rebuild"]
FLAGS = ["slow", "bugs", "scaling", "complexity", "deploy"]


def text(x):
    return None if x is None else (str(x.numerator) if x.denominator == 1 else f"{x.numerator}/{x.denominator}")


def mean(pairs):
    total = sum(w for w, _ in pairs)
    return sum(w * v for w, v in pairs) / F(total) if total else None


def extreme(pairs, way, kappa):
    """The smallest (way -1) or largest (way 1) weighted mean with each weight times anything in [1/kappa, kappa], by cuts."""
    pairs = sorted(pairs, key=lambda p: p[1], reverse=way > 0)
    return (max if way > 0 else min)((mean([(w * (kappa if i < cut else 1 / kappa), v) for i, (w, v) in enumerate(pairs)])
                                      for cut in range(len(pairs) + 1)), default=None) if pairs else None


ACTIVE = lambda d: [q for q in d["questions"] if q["state"] not in ("inactive", "not_applicable", "text")]
HOLDS = {"below": lambda x, n: x < n, "at_most": lambda x, n: x <= n, "above": lambda x, n: x > n, "at_least": lambda x, n: x >= n}


def decide(d, value, gate_at, rows=lambda tests: [(t["score"], t["test"], F(t["number"])) for t in tests]):
    """Need, allowed and what fired. `value` gives a score by its name, `gate_at` the level at which a gate is tested."""
    holds = lambda row: value(row[0]) is not None and HOLDS[row[1]](value(row[0]), row[2])
    fired = [r for r in d["rules"] if all(holds(t) for t in rows(r["all"]))]
    met = []
    for limit in d["limits"]:
        tests = rows(limit["all"])
        undefined = any(value(t[0]) is None for t in tests)
        if ORDER.index(limit["allows"]) >= 2 if undefined else all(holds(t) for t in tests): met.append(limit)
    gates = lambda kind: [{"question": q["id"], "verdict": q[kind]["verdict"]} for q in ACTIVE(d) if q[kind] and gate_at(q) <= q[kind]["at_or_below"]]
    floors, caps = gates("floor"), gates("cap")
    need = max([0] + [ORDER.index(r["raises"]) for r in fired] + [ORDER.index(f["verdict"]) for f in floors])
    allowed = min([3] + [ORDER.index(l["allows"]) for l in met] + [ORDER.index(c["verdict"]) for c in caps]
                  + ([ORDER.index(d["at_most"])] if d["at_most"] else []))
    return dict(fired=fired, met=met, floors=floors, caps=caps, need=need, allowed=allowed, verdict=min(need, allowed))


def scores(d, at, gate_at, kappa=F(1), way=0):
    """`at` gives a question's value in 0..1, `gate_at` the level at which its gate is tested; `way` is where conditions lean."""
    active = ACTIVE(d)
    lean = lambda pairs, way: extreme(pairs, way, kappa) if way else mean(pairs)
    pillar = {p["id"]: lean([(q["weight"], at(q)) for q in active if q["axis"] == "structural" and q["pillar"] == p["id"]], way) for p in d["pillars"]}
    # n: structural questions of the base that the set facts leave in; three and more make a pillar large.
    n = {p["id"]: sum(q["axis"] == "structural" and q["pillar"] == p["id"] and q["state"] not in ("inactive", "text") for q in d["questions"]) for p in d["pillars"]}
    foundation = lean([(F(p["weight"]) * min(n[p["id"]], 3), pillar[p["id"]]) for p in d["pillars"] if pillar[p["id"]] is not None], way)
    large = [p for p in d["pillars"] if n[p["id"]] >= 3 and pillar[p["id"]] is not None]
    can = [p for p in large if p["restructures"]]
    weak = [p["id"] for p in can if pillar[p["id"]] <= F(p["weak_at"])]
    breadth = F(sum(pillar[p["id"]] < F(d["levels"]["breadth"]) for p in large), len(large)) if large else None
    axis = lambda name: lean([(q["weight"], at(q)) for q in active if q["axis"] == name], -way if name == "feasibility" else way)
    symptom, tactical, feasibility = axis("symptom"), axis("tactical"), axis("feasibility")
    flags = [f for f in FLAGS if any(q["flag"] == f and at(q) * 4 <= F(d["levels"]["flag"]) for q in active)]
    by_name = {"foundation": foundation, "breadth": breadth, "pain": None if symptom is None else 1 - symptom, "tactical": tactical,
               "feasibility": feasibility, "flags": F(len(flags)), "weak-pillars": F(len(weak)) if can else None}
    by_name.update({"pillar." + p["id"]: pillar[p["id"]] for p in large})
    found = decide(d, lambda name: by_name.get(name), gate_at)
    return dict(found, values=by_name, pillar=pillar, n=n, weak=weak, flags=flags, large=[p["id"] for p in large], can=[p["id"] for p in can])


def check(d, name):
    feas = lambda q: q["axis"] == "feasibility"
    middle = scores(d, lambda q: F(q["low"] + q["high"], 8), lambda q: q["high"])
    strong = scores(d, lambda q: F(q["high" if feas(q) else "low"], 4), lambda q: q["high" if feas(q) else "low"])
    mild = scores(d, lambda q: F(q["low" if feas(q) else "high"], 4), lambda q: q["low" if feas(q) else "high"])
    wrong = []
    def same(key, mine, its=None):
        its = d[key] if its is None else its[0]
        if its != mine: wrong.append(f"{name}: {key} is {its}, recomputed {mine}")
    for key in ("need", "allowed", "verdict"): same(key, ORDER[middle[key]])
    same("interval", [ORDER[mild["verdict"]], ORDER[strong["verdict"]]])
    same("need_interval", [ORDER[mild["need"]], ORDER[strong["need"]]])
    same("allowed_interval", [ORDER[mild["allowed"]], ORDER[strong["allowed"]]])
    wide = dict(d, questions=[dict(q, low=max(0, q["low"] - 1), high=min(4, q["high"] + 1)) if q["doubt"] else q for q in d["questions"]])
    ends = lambda sheet, kappa: [scores(sheet, lambda q: F(q["low" if feas(q) != (way < 0) else "high"], 4), lambda q: q["low" if feas(q) != (way < 0) else "high"],
                                        kappa, way)["verdict"] for way in (1, -1)]
    same("interval_if_doubtful_answers_are_off_by_one", [ORDER[v] for v in ends(wide, F(1))])
    one = lambda k: len(set(ends(d, F(k, 100)))) == 1
    fine, wrong_at = 99, 1601
    while wrong_at - fine > 1:
        half = (fine + wrong_at) // 2
        fine, wrong_at = (half, wrong_at) if one(half) else (fine, half)
    same("radius", None if fine < 100 else f"{fine // 100}.{fine % 100:02}")
    same("decided", mild["verdict"] == strong["verdict"])
    def range_of(a, b):
        return (text(min(a, b)), text(max(a, b))) if None not in (a, b) else (None, None)
    for key in ("foundation", "breadth", "pain", "tactical", "feasibility"):
        low, high = range_of(mild["values"][key], strong["values"][key])
        same(key, {"value": text(middle["values"][key]), "low": low, "high": high})
    same("weak_pillars", sorted(middle["weak"], key=lambda p: (middle["pillar"][p], [x["id"] for x in d["pillars"]].index(p))))
    for p in d["pillars"]:
        low, high = range_of(mild["pillar"][p["id"]], strong["pillar"][p["id"]])
        weak = p["id"] in middle["weak"] if p["id"] in middle["can"] else None
        mine = {"n": middle["n"][p["id"]], "large": middle["n"][p["id"]] >= 3, "weak": weak, "value": text(middle["pillar"][p["id"]]), "low": low, "high": high}
        same(f"pillar {p['id']}", mine, [{k: p[k] for k in mine}])
    for key in ("flags", "floors", "caps"): same(key, middle[key])
    rows = lambda found, word: [(r["id"], r[word], [text(middle["values"].get(t["score"])) for t in r["all"]]) for r in found]
    for key, found, word in (("fired", middle["fired"], "raises"), ("fired_limits", middle["met"], "allows")):
        same(key, rows(found, word), [[(f["rule"], f[word], [t["value"] for t in f["tests"]]) for f in d[key]]])
    # A margin: with that score at its distance the verdict is what it says, no nearer number changes it.
    for m in d["margins"]:
        wrong += margin(d, middle, m, name)
    states = [q["state"] for q in d["questions"]]
    for key, state in [("answered", "answered"), ("unanswered", "unanswered"), ("unknown", "unknown"), ("parked", "parked"),
                       ("disagreements", "disagreement"), ("not_applicable", "not_applicable"), ("inactive", "inactive")]:
        same(key, states.count(state))
    same("applicable", sum(states.count(s) for s in ("answered", "unanswered", "unknown", "parked", "disagreement")))
    same("unconfirmed", sum(q["unconfirmed"] and q["state"] == "answered" for q in d["questions"]))
    known = ("answered", "disagreement")
    burns = [q["id"] for q in d["questions"] if q["urgent"] and q["state"] in known and q["high"] <= 1]
    ids = {q["id"] for q in d["questions"]}
    same("urgent", burns, [[u for u in d["urgent"] if u in ids]])
    symptoms = [q for q in ACTIVE(d) if q["axis"] == "symptom"]
    told = sum(q["weight"] for q in symptoms if q["state"] in known) * 2 >= sum(q["weight"] for q in symptoms) > 0
    levels = (1 - middle["values"]["pain"]) * 4 if told else None
    same("urgency", "week" if d["urgent"] else None if levels is None else "30d" if levels < F(3, 2) else "60-90d" if levels <= F(5, 2) else "plan")
    for a in d["areas"]:
        mine = [q for q in d["questions"] if q["area"] == a["id"] and not feas(q) and q["state"] not in ("inactive", "not_applicable", "text")]
        for key, of in (("score", lambda q: F(q["low"] + q["high"], 8)), ("low", lambda q: F(q["low"], 4)), ("high", lambda q: F(q["high"], 4))):
            value = text(mean([(q["weight"], of(q)) for q in mine]))
            if a[key] != value: wrong.append(f"{name}: area {a['id']} {key} {a[key]} {value}")
    # Every flip, applied, changes the verdict in the announced direction; every reason, alone, forces it.
    at = {q["id"]: F(q["low"] + q["high"], 8) for q in d["questions"]}
    for way in ("stronger", "milder"):
        flip = d["flips"][way]
        if flip:
            moved = dict(at, **{n["question"]: F(n["to"], 4) for n in flip["notches"]})
            then = scores(d, lambda q: moved[q["id"]], lambda q: q["high"])["verdict"]
            if ORDER[then] != flip["to"] or (then > middle["verdict"]) != (way == "stronger"): wrong.append(f"{name}: flip {way} gives {ORDER[then]}, not {flip['to']}")
    if "questions" in d["reason"]:
        fixed = set(d["reason"]["questions"])
        free = dict(d, questions=[q if q["id"] in fixed else dict(q, low=0, high=4) for q in d["questions"]])
        if len(set(ends(free, F(1)))) != 1: wrong.append(f"{name}: the reason does not force the verdict")
    return wrong


def margin(d, middle, m, name):
    put, hair = {}, F(1, 10 ** 12)
    score = m["score"]
    if m.get("pillar"):
        p = next(p for p in d["pillars"] if p["id"] == m["pillar"])
        level = F(p["weak_at"] if score == "weak-pillars" else d["levels"]["breadth"])
        if abs(middle["pillar"][p["id"]] - level) != F(m["distance"]): return [f"{name}: margin {m}"]
        inside = p["id"] in middle["weak"] if score == "weak-pillars" else middle["pillar"][p["id"]] < level
        step = F(1) if score == "weak-pillars" else F(1, len(middle["large"]))
        tries = [middle["values"][score] + (-step if inside else step)]
    else:
        value = middle["values"][score]
        tries = [x for s in (-1, 1) for x in [value + s * F(m["distance"]) + s * hair, value + s * F(m["distance"]) - s * hair]]
    verdicts = set()
    for x in tries:
        put = dict(middle["values"], **{score: x})
        verdicts.add(ORDER[decide(d, lambda k: put.get(k), lambda q: q["high"])["verdict"]])
    return [] if m["to"] in verdicts and m["to"] != ORDER[middle["verdict"]] else [f"{name}: margin {m}, beyond it {verdicts}"]


MASK = (1 << 64) - 1


def mix(x):
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ x >> 27) * 0x94D049BB133111EB) & MASK
    return x ^ x >> 31


def key(purpose, name):
    h = 0xCBF29CE484222325
    for byte in f"{purpose}:{name}".encode(): h = ((h ^ byte) * 0x100000001B3) & MASK
    return mix(h ^ 1)


def share(d):
    """The worlds, drawn again: tables from their formulas, draws from docs/decision-model.md."""
    factors = [round(65536 * 2 ** ((2 * i + 1) / 256 - 1)) for i in range(256)]
    spacings = [[0] + [round(65536 * (l / 4) ** (1.25 ** ((2 * i + 1) / 64 - 1))) for l in (1, 2, 3)] + [65536] for i in range(64)]
    unit = lambda x: int(F(x) * (1 << 30) // 1)
    active = ACTIVE(d)
    keys = {q["id"]: key("question", q["id"]) for q in active}
    n = {p["id"]: sum(q["axis"] == "structural" and q["pillar"] == p["id"] and q["state"] not in ("inactive", "text") for q in d["questions"]) for p in d["pillars"]}
    pillars = [(p["id"], key("pillar", p["id"]), int(F(p["weight"]) * min(n[p["id"]], 3) * 65536 // 1), unit(p["weak_at"]) if p["restructures"] else None) for p in d["pillars"]]
    counts, span = [0] * 4, (1 << 30) // 20
    # A stricter world sees weakness sooner; counts stay.
    way = lambda score: 0 if score in ("weak-pillars", "flags") else -1 if score in ("pain", "breadth", "feasibility") else 1
    for world in range(10_000):
        draw = lambda k: mix((k + world * 0x9E3779B97F4A7C15) & MASK)
        value = {f: spacings[draw(key("spacing", "feasibility" if f else "conditions")) & 63] for f in (False, True)}
        delta = ((draw(key("strictness", "")) >> 32) * (2 * span + 1) >> 32) - span
        sums, flags, level_of = {}, set(), {}
        for q in active:
            bits = draw(keys[q["id"]])
            level = level_of[q["id"]] = q["low"] + ((bits >> 32) * (q["high"] - q["low"] + 1) >> 32)
            weight = q["weight"] * factors[bits & 255]
            slot = q["pillar"] if q["axis"] == "structural" else "*" + q["axis"]
            above, below = sums.get(slot, (0, 0))
            sums[slot] = above + weight * value[q["axis"] == "feasibility"][level], below + weight
            if q["flag"] and level <= F(d["levels"]["flag"]): flags.add(q["flag"])
        score = {slot: (above << 14) // below for slot, (above, below) in sums.items()}
        means = [(w * factors[draw(k) & 255], score[p]) for p, k, w, _ in pillars if p in score]
        whole = sum(w for w, _ in means)
        large = [(p, weak_at) for p, _, _, weak_at in pillars if p in score and n[p] >= 3]
        can = [(p, weak_at) for p, weak_at in large if weak_at is not None]
        seen = {"foundation": F(sum(w * s for w, s in means), whole) if whole else None,
                "breadth": F(sum(score[p] < unit(d["levels"]["breadth"]) + delta for p, _ in large) << 30, len(large)) if large else None,
                "weak-pillars": sum(score[p] <= weak_at + delta for p, weak_at in can) << 30 if can else None,
                "flags": len(flags) << 30, "pain": (1 << 30) - score["*symptom"] if "*symptom" in score else None,
                "tactical": score.get("*tactical"), "feasibility": score.get("*feasibility")}
        seen.update({"pillar." + p: score[p] for p, _ in large})
        rows = lambda tests: [(t["score"], t["test"], unit(t["number"]) + way(t["score"]) * delta) for t in tests]
        counts[decide(d, lambda k: seen.get(k), lambda q: level_of[q["id"]], rows)["verdict"]] += 1
    return dict(zip(ORDER, counts))


def sheet(dice, questions):
    """A random sheet: levels, ranges, figures, unknowns, disagreements, settled ones, facts, tracks."""
    lines, more = [], []
    bias = dice.choice([(0, 4), (0, 2), (2, 4), (1, 3), (3, 4), (0, 1)])
    level = lambda: dice.randint(*bias)
    for q in questions:
        gate = q["floor"] or q["cap"]
        roll = dice.random()
        if roll < 0.12: continue
        if roll < 0.2: value = "unknown = true"
        elif roll < 0.24 and not gate: value = 'not_applicable = "no"'
        elif roll < 0.27: value = 'parked = true, note = "later"'
        elif q["kind"] == "text": value = 'text = "some words"'
        elif q["kind"] == "figure": value = f"figure = {dice.choice(['0', '1', '2.5', '4', '11', '30', '700'])}"
        elif q["kind"] == "ratio": value = f"parts = {{ services = {dice.randint(0, 20)}, developers = {dice.randint(0, 9)} }}"
        elif roll < 0.4:
            low, high = sorted((level(), level()))
            value = "unknown = true" if (low, high) == (0, 4) else f"range = [{low}, {high}]"
        else:
            value = f"level = {level()}"
            if roll < 0.48:
                more.append(f'[[more]]\nquestion = "{q["id"]}"\nby = "Lee"\nlevel = {level()}\n')
                if roll < 0.44: more.append(f'[[settled]]\nquestion = "{q["id"]}"\nlevel = {level()}\nwhy = "seen"\n')
        if dice.random() < 0.3: value += ', evidence = [{ kind = "document", where = "wiki" }]'
        lines.append(f'{q["id"]} = {{ {value} }}')
    facts = "".join(f"{f} = {dice.choice(['true', 'false'])}\n" for f in ("single-service", "multi-tenant", "jvm", "events", "on-premises", "personal-data") if dice.random() < 0.5)
    tracks = dice.choice(['["full"]', '["discovery"]', '["quick"]', '["quick", "focused"]', '["quick", "rebuild-readiness"]'])
    return f"tracks = {tracks}\n[facts]\n{facts}[answers]\n" + "\n".join(lines) + "\n" + "\n".join(more)


def main():
    program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40
    here = os.path.dirname(os.path.abspath(__file__))
    wrong, seen, drawn, verdicts = [], 0, 0, {}
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ.get("PATH", ""), "HOME": home, "USER": "check", "UNDERPIN_WORKSPACE": os.path.join(home, "w")}
        def run(*args, **kw):
            r = subprocess.run([program, *args], env=env, capture_output=True, text=True, **kw)
            if r.returncode: sys.exit(f"{args}: {r.stderr}")
            return r.stdout
        def score(name):
            return json.loads(run("score", name, "--json", "--questions"))
        folder = os.path.join(here, "..", "fixtures", "cases")
        for file in sorted(os.listdir(folder)):
            name = file[:-5]
            run("answer", name, "--file", os.path.join(folder, file))
            wrong += check(score(name), name); seen += 1
        questions = score("qa-platform")["questions"]
        dice = random.Random(7)
        for i in range(count):
            name = f"random {i}"
            run("answer", name, "--file", "-", "--round", "2026-Q3", input=sheet(dice, questions))
            if dice.random() < 0.3: run("answer", name, "--file", "-", "--round", "2026-Q4", input=sheet(dice, dice.sample(questions, 20)))
            d = score(name)
            wrong += check(d, name); seen += 1
            if len(d["questions"]) < 160 and drawn < 4:
                drawn += 1
                mine = share(d)
                if d["share"] != mine: wrong.append(f"{name}: share {d['share']} {mine}")
            verdicts[d["verdict"]] = verdicts.get(d["verdict"], 0) + 1
        # Near a rebuild, so that strictness turns breadth, foundation and pain at once.
        near = lambda i, q: 4 if q["axis"] == "feasibility" else 1 + i % 2 if q["axis"] == "structural" else 1
        rows = [f'{q["id"]} = {{ level = {near(i, q)} }}' for i, q in enumerate(questions) if q["kind"] == "levels"]
        run("answer", "near a rebuild", "--file", "-", input='tracks = ["discovery"]\n[answers]\n' + "\n".join(rows) + "\n")
        d = score("near a rebuild")
        wrong += check(d, "near a rebuild"); seen += 1; drawn += 1
        mine = share(d)
        if d["share"] != mine or min(mine["restructure"], mine["rebuild"]) < 1000: wrong.append(f"near a rebuild: share {d['share']} {mine}")
    for line in wrong[:20]: print(line)
    print(f"worlds drawn again: {drawn} sheets")
    print(f"{seen - len({w.split(':')[0] for w in wrong})} passed, {len({w.split(':')[0] for w in wrong})} failed  (random sheets: {verdicts})")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
