#!/usr/bin/env python3
"""Computes `score --json --questions` a second time, from its own inputs, sharing no code with the program.

    recompute.py PROGRAM [SHEETS]

Answers the shipped cases and SHEETS random sheets (default 40) through PROGRAM, then recomputes sub-scores, intervals,
need, allowed, verdict, flags, gates, fired rules, counts, areas, urgency, the doubt interval and the stability radius
with exact fractions, and draws the worlds of five sheets again. Needs Python 3.8 alone.
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


def scores(d, at, gate_at, kappa=F(1), way=0):
    """`at` gives a question's value in 0..1, `gate_at` the level at which its gate is tested; `way` is where conditions lean."""
    rules = {k: F(v) for k, v in d["rules"].items()}
    scored = [q for q in d["questions"] if q["state"] != "text"]
    active = [q for q in scored if q["state"] not in ("inactive", "not_applicable")]
    lean = lambda pairs, way: extreme(pairs, way, kappa) if way else mean(pairs)
    area = {a: lean([(q["weight"], at(q)) for q in active if q["axis"] == "structural" and q["area"] == a], way) for a in d["area_weights"]}
    foundation = lean([(F(d["area_weights"][a]), m) for a, m in area.items() if m is not None], way)
    big = [a for a in d["area_weights"] if sum(q["axis"] == "structural" and q["area"] == a for q in scored) >= 3 and area[a] is not None]
    weakest = min((area[a] for a in big), default=None)
    breadth = F(sum(area[a] < rules["weak_area"] for a in big), len(big)) if big else None
    axis = lambda name: lean([(q["weight"], at(q)) for q in active if q["axis"] == name], -way if name == "feasibility" else way)
    symptom, tactical, feasibility = axis("symptom"), axis("tactical"), axis("feasibility")
    pain = None if symptom is None else 1 - symptom
    flags = [f for f in FLAGS if any(q["flag"] == f and at(q) * 4 <= rules["flag_level"] for q in active)]
    r = F(len(flags))
    lt = lambda x, n: x is not None and x < rules[n]
    gt = lambda x, n: x is not None and x > rules[n]
    ge = lambda x, n: x is not None and x >= rules[n]
    fired = []
    if gt(pain, "optimize_pain"): fired.append(("optimize_pain", "optimize"))
    if ge(r, "optimize_flags"): fired.append(("optimize_flags", "optimize"))
    if lt(tactical, "optimize_tactical"): fired.append(("optimize_tactical", "optimize"))
    if lt(foundation, "optimize_foundation"): fired.append(("optimize_foundation", "optimize"))
    if lt(foundation, "restructure_foundation"): fired.append(("restructure_foundation", "restructure"))
    if ge(r, "restructure_flags") and lt(foundation, "restructure_flags_foundation"): fired.append(("restructure_flags", "restructure"))
    if lt(weakest, "restructure_weakest") and ge(pain, "restructure_pain"): fired.append(("restructure_weakest", "restructure"))
    if lt(foundation, "rebuild_foundation") and ge(breadth, "rebuild_breadth") and ge(pain, "rebuild_pain"): fired.append(("rebuild_foundation", "rebuild"))
    floors = [{"question": q["id"], "verdict": q["floor"]["verdict"]} for q in active if q["floor"] and gate_at(q) <= q["floor"]["at_or_below"]]
    caps = [{"question": q["id"], "verdict": q["cap"]["verdict"]} for q in active if q["cap"] and gate_at(q) <= q["cap"]["at_or_below"]]
    need = max([0] + [ORDER.index(v) for _, v in fired] + [ORDER.index(f["verdict"]) for f in floors])
    allowed = 3 if feasibility is not None and feasibility >= rules["feasibility"] else 2
    allowed = min([allowed] + [ORDER.index(c["verdict"]) for c in caps] + ([ORDER.index(d["at_most"])] if d["at_most"] else []))
    return dict(foundation=foundation, weakest=weakest, breadth=breadth, pain=pain, tactical=tactical, feasibility=feasibility, flags=flags,
                fired=fired, floors=floors, caps=caps, need=need, allowed=allowed, verdict=min(need, allowed))


def check(d, name):
    feas = lambda q: q["axis"] == "feasibility"
    middle = scores(d, lambda q: F(q["low"] + q["high"], 8), lambda q: q["high"])
    strong = scores(d, lambda q: F(q["high" if feas(q) else "low"], 4), lambda q: q["high" if feas(q) else "low"])
    mild = scores(d, lambda q: F(q["low" if feas(q) else "high"], 4), lambda q: q["low" if feas(q) else "high"])
    wrong = []
    def same(key, mine):
        if d[key] != mine: wrong.append(f"{name}: {key} is {d[key]}, recomputed {mine}")
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
    for key in ("foundation", "weakest", "breadth", "pain", "tactical", "feasibility"):
        ends = [mild[key], strong[key]]
        low, high = (min(ends), max(ends)) if None not in ends else (None, None)
        same(key, {"value": text(middle[key]), "low": text(low), "high": text(high)})
    for key in ("flags", "floors", "caps"): same(key, middle[key])
    if [(f["rule"], f["raises"]) for f in d["fired"]] != middle["fired"]: wrong.append(f"{name}: fired {d['fired']} {middle['fired']}")
    states = [q["state"] for q in d["questions"]]
    for key, state in [("answered", "answered"), ("unanswered", "unanswered"), ("unknown", "unknown"), ("parked", "parked"),
                       ("disagreements", "disagreement"), ("not_applicable", "not_applicable"), ("inactive", "inactive")]:
        same(key, states.count(state))
    same("applicable", sum(states.count(s) for s in ("answered", "unanswered", "unknown", "parked", "disagreement")))
    same("unconfirmed", sum(q["unconfirmed"] and q["state"] == "answered" for q in d["questions"]))
    levels = None if middle["pain"] is None else (1 - middle["pain"]) * 4
    same("urgency", None if levels is None else "30d" if levels < F(3, 2) else "60-90d" if levels <= F(5, 2) else "plan")
    for a in d["areas"]:
        mine = [q for q in d["questions"] if q["area"] == a["id"] and not feas(q) and q["state"] not in ("inactive", "not_applicable", "text")]
        for key, of in (("score", lambda q: F(q["low"] + q["high"], 8)), ("low", lambda q: F(q["low"], 4)), ("high", lambda q: F(q["high"], 4))):
            value = text(mean([(q["weight"], of(q)) for q in mine]))
            if a[key] != value: wrong.append(f"{name}: area {a['id']} {key} {a[key]} {value}")
    return wrong


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
    limits = {k: int(F(v) * (1 << 30) // 1) for k, v in d["rules"].items()}
    active = [q for q in d["questions"] if q["state"] not in ("inactive", "not_applicable", "text")]
    keys = {q["id"]: key("question", q["id"]) for q in active}
    areas = {a: (key("area", a), int(F(w) * 65536 // 1)) for a, w in d["area_weights"].items()}
    structural = [q["area"] for q in d["questions"] if q["axis"] == "structural" and q["state"] != "text"]
    big = {a for a in areas if structural.count(a) >= 3}
    counts, span = [0] * 4, (1 << 30) // 20
    for world in range(10_000):
        draw = lambda k: mix((k + world * 0x9E3779B97F4A7C15) & MASK)
        value = {f: spacings[draw(key("spacing", "feasibility" if f else "conditions")) & 63] for f in (False, True)}
        delta = ((draw(key("strictness", "")) >> 32) * (2 * span + 1) >> 32) - span
        sums, flags, floor, cap = {}, set(), 0, ORDER.index(d["at_most"] or "rebuild")
        for q in active:
            bits = draw(keys[q["id"]])
            level = q["low"] + ((bits >> 32) * (q["high"] - q["low"] + 1) >> 32)
            weight = q["weight"] * factors[bits & 255]
            slot = q["area"] if q["axis"] == "structural" else "*" + q["axis"]
            above, below = sums.get(slot, (0, 0))
            sums[slot] = above + weight * value[q["axis"] == "feasibility"][level], below + weight
            if q["flag"] and level <= F(d["rules"]["flag_level"]): flags.add(q["flag"])
            if q["floor"] and level <= q["floor"]["at_or_below"]: floor = max(floor, ORDER.index(q["floor"]["verdict"]))
            if q["cap"] and level <= q["cap"]["at_or_below"]: cap = min(cap, ORDER.index(q["cap"]["verdict"]))
        score = {slot: (above << 14) // below for slot, (above, below) in sums.items()}
        means = [(areas[a][1] * factors[draw(areas[a][0]) & 255], score[a], a) for a in areas if a in score]
        foundation = sum(w * s for w, s, _ in means) // sum(w for w, _, _ in means) if means else None
        large = [s for _, s, a in means if a in big]
        pain = (1 << 30) - score["*symptom"] if "*symptom" in score else None
        below = lambda x, n: x is not None and x < limits[n] + delta
        reach = lambda x, n: x is not None and x >= limits[n] - delta
        breadth = large and (sum(s < limits["weak_area"] + delta for s in large) << 30) >= (limits["rebuild_breadth"] - delta) * len(large)
        enough = lambda n: len(flags) >= F(d["rules"][n])
        if below(foundation, "rebuild_foundation") and breadth and reach(pain, "rebuild_pain"): need = 3
        elif (below(foundation, "restructure_foundation") or enough("restructure_flags") and below(foundation, "restructure_flags_foundation")
              or large and below(min(large), "restructure_weakest") and reach(pain, "restructure_pain")): need = 2
        elif (pain is not None and pain > limits["optimize_pain"] - delta or enough("optimize_flags")
              or below(score.get("*tactical"), "optimize_tactical") or below(foundation, "optimize_foundation")): need = 1
        else: need = 0
        ready = "*feasibility" in score and score["*feasibility"] >= limits["feasibility"] - delta
        counts[min(max(need, floor), cap, 3 if ready else 2)] += 1
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
