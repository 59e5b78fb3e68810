"""Random answer sheets for the shipped audit: levels, ranges, figures, unknowns, disagreements, settled ones, facts, tracks."""

FACTS = ("single-service", "multi-tenant", "jvm", "events", "on-premises", "personal-data", "outside-clients")
# Figures that count some of a number: "of five" takes no more.
OF = {
    "arc-new-needs": 10, "cod-recurring": 10, "cod-fixes": 10, "cod-rework": 10, "dep-failures": 10, "cod-unreviewed": 20,
    "mon-first": 5, "dep-stage-gap": 5, "mon-fault-months": 12, "cod-false-alarms": 100, "cod-firefighting": 100,
    "cld-oversize": 100, "dat-headroom": 100,
}
PARTS = {"tem-services": ("services", "developers"), "dat-recovery-point": ("lost", "bearable")}


def sheet(dice, questions):
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
        elif q["kind"] == "figure":
            figures = [f for f in ("0", "1", "2.5", "4", "11", "30", "700") if float(f) <= OF.get(q["id"], 700)]
            value = f"figure = {dice.choice(figures)}"
        elif q["kind"] == "ratio":
            above, below = PARTS[q["id"]]
            value = f"parts = {{ {above} = {dice.randint(0, 20)}, {below} = {dice.randint(0, 9)} }}"
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
    facts = "".join(f"{f} = {dice.choice(['true', 'false'])}\n" for f in FACTS if dice.random() < 0.5)
    tracks = dice.choice(['["full"]', '["discovery"]', '["quick"]', '["quick", "focused"]', '["quick", "rebuild-readiness"]'])
    return f"tracks = {tracks}\n[facts]\n{facts}[answers]\n" + "\n".join(lines) + "\n" + "\n".join(more)


def near_a_rebuild(questions):
    """Ready, in pain, and with a foundation about as weak as a rebuild asks for."""
    level = lambda i, q: 4 if q["axis"] == "feasibility" else 1 + (i % 3 < 2) if q["axis"] == "structural" else 1
    rows = [f'{q["id"]} = {{ level = {level(i, q)} }}' for i, q in enumerate(questions) if q["kind"] == "levels"]
    return 'tracks = ["discovery"]\n[answers]\n' + "\n".join(rows) + "\n"
