"""The ten thousand worlds, drawn again from docs/decision-model.md: tables from their formulas, every draw from a name."""
from fractions import Fraction as F

ORDER = ["maintain", "optimize", "restructure", "rebuild"]
MASK = (1 << 64) - 1
ONE = 1 << 30


def mix(x):
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ x >> 27) * 0x94D049BB133111EB) & MASK
    return x ^ x >> 31


def key(purpose, name):
    h = 0xCBF29CE484222325
    for byte in f"{purpose}:{name}".encode(): h = ((h ^ byte) * 0x100000001B3) & MASK
    return mix(h ^ 1)


FACTORS = [round(65536 * 2 ** ((2 * i + 1) / 256 - 1)) for i in range(256)]
SPACINGS = [[0] + [round(65536 * (l / 4) ** (1.25 ** ((2 * i + 1) / 64 - 1))) for l in (1, 2, 3)] + [65536] for i in range(64)]


def units(number):
    return F(number) * ONE // 1


def proportions(weights):
    """Weights in whole numbers, the largest with some thirty bits: all doubled or halved alike, none above zero lost."""
    bits = lambda w: w.numerator.bit_length() - w.denominator.bit_length()
    shift = 30 - bits(max(weights, default=F(0)))
    return [max(w * F(2) ** shift // 1, int(w > 0)) for w in weights]


def worlds(r):
    """How many worlds of a round give each verdict, and for each open answer how many at each level."""
    d = r.d
    # How a stricter world moves a number: what is good has to be better, what hurts hurts from less on, counts stay.
    moves = {"foundation": 1, "tactical": 1, "pain": -1, "breadth": -1, "feasibility": -1, "weak-pillars": 0, "flags": 0}
    row = lambda x, word: (ORDER.index(x[word]), [(t["score"], t["test"], units(t["number"]), moves.get(t["score"], 1)) for t in x["all"]])
    rules, limits = [row(x, "raises") for x in d["rules"]], [row(x, "allows") for x in d["limits"]]
    gate = lambda g: (g["at_or_below"], ORDER.index(g["verdict"])) if g else (-1, 0)
    slot = lambda q: q["pillar"] if q["axis"] == "structural" else "*" + q["axis"]
    drawn = [(key("question", q["id"]), q["weight"], q["low"], q["high"] - q["low"] + 1, slot(q), q["axis"] == "feasibility",
              q["flag"], gate(q["floor"]), gate(q["cap"]), q["id"]) for q in r.active]
    pillars = [(p, key("pillar", p), w, p in r.large, units(r.weak_at[p]) if p in r.weak_at else None)
               for p, w in zip(r.ids, proportions([r.weight[p] for p in r.ids]))]
    breadth, span = units(r.breadth), ONE // 20
    most = ORDER.index(d["at_most"] or "rebuild")
    counts, tables = [0] * 4, {q[9]: [[0] * 4 for _ in range(5)] for q in drawn if q[3] > 1}
    spaced, strict = [key("spacing", "conditions"), key("spacing", "feasibility")], key("strictness", "")
    for world in range(10_000):
        start = world * 0x9E3779B97F4A7C15
        value = [SPACINGS[mix((k + start) & MASK) & 63] for k in spaced]
        delta = ((mix((strict + start) & MASK) >> 32) * (2 * span + 1) >> 32) - span
        above, below, flags, floor, cap, levels = {}, {}, set(), 0, most, []
        for k, weight, low, choices, where, feasible, flag, (floor_at, floor_to), (cap_at, cap_to), name in drawn:
            bits = mix((k + start) & MASK)
            level = low + ((bits >> 32) * choices >> 32)
            weight *= FACTORS[bits & 255]
            above[where] = above.get(where, 0) + weight * value[feasible][level]
            below[where] = below.get(where, 0) + weight
            if flag and level <= r.flag: flags.add(flag)
            if level <= floor_at: floor = max(floor, floor_to)
            if level <= cap_at: cap = min(cap, cap_to)
            if choices > 1: levels.append((name, level))
        score = {where: (a << 14) // below[where] for where, a in above.items()}
        # Each score as a fraction.
        s = {"flags": (len(flags) * ONE, 1)}
        means = [(w * FACTORS[mix((k + start) & MASK) & 255], score[p]) for p, k, w, _, _ in pillars if p in score]
        if means: s["foundation"] = sum(w * x for w, x in means), sum(w for w, _ in means)
        large = [(score[p], at) for p, _, _, is_large, at in pillars if is_large]
        s.update({"pillar." + p: (score[p], 1) for p, _, _, is_large, _ in pillars if is_large})
        if large: s["breadth"] = sum(x < breadth + delta for x, _ in large) * ONE, len(large)
        if any(at is not None for _, at in large): s["weak-pillars"] = sum(at is not None and x <= at + delta for x, at in large) * ONE, 1
        if "*symptom" in score: s["pain"] = ONE - score["*symptom"], 1
        for axis in ("tactical", "feasibility"):
            if "*" + axis in score: s[axis] = score["*" + axis], 1
        def holds(score, test, number, move):
            if score not in s: return False
            a, b = s[score]
            b *= number + move * delta
            return a < b if test == "below" else a <= b if test == "at_most" else a > b if test == "above" else a >= b
        need = max([floor] + [raises for raises, all_ in rules if all(holds(*t) for t in all_)])
        met = lambda allows, all_: all(holds(*t) for t in all_) if "feasibility" in s else allows >= 2
        verdict = min([need, cap] + [allows for allows, all_ in limits if met(allows, all_)])
        counts[verdict] += 1
        for name, level in levels: tables[name][level][verdict] += 1
    return counts, tables
