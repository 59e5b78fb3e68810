//! The first text of a new questionnaire: small, complete, and free of problems.

/// A single-file questionnaire to start from.
pub fn scaffold(id: &str) -> String {
    format!(
        r#"schema = 1
id = "{id}"
version = "0.1.0"
title = "{id}"
about = "What this questionnaire is for, in one or two sentences."
decision = "verdict"                # or "none": area scores and findings, no verdict

[levels]
breadth = 0.50                      # a pillar below this counts as broad weakness
flag = 1                            # a flagged question at this level or below raises its flag

[[pillar]]                          # what the verdict rests on: one restructuring would mend it as a whole
id = "structure"
title = "Structure"
weak_at = 0.40                      # a mean at or below this is weak
restructures = true
scale = "code"                      # code: weeks | layout: months
healthy = "a change stays where it is made"
attention = "a change here breaks something there"

[[rule]]                            # raises the need where all of its tests hold
id = "it-hurts"
raises = "optimize"
all = [{{ score = "pain", above = 0.25 }}]
say = "Users or people on call feel it."

[[rule]]
id = "weak-structure"
raises = "restructure"
all = [{{ score = "foundation", below = 0.50 }}]
say = "The foundation is weak."

[[rule]]
id = "weak-and-painful"
raises = "rebuild"
all = [{{ score = "foundation", below = 0.30 }}, {{ score = "pain", at_least = 0.50 }}]
say = "The foundation carries little, and it hurts."

[[limit]]                           # lowers what is allowed where all of its tests hold
id = "not-ready"
allows = "restructure"
all = [{{ score = "feasibility", below = 0.50 }}]
say = "The organisation cannot carry a replacement yet."

[[area]]
id = "operation"
title = "Operation"
healthy = "problems are seen before users see them"
attention = "users report the outages"

[[fact]]
id = "on-call"
ask = "Does anybody carry a pager for it?"
kind = "yes-no"

[[track]]
id = "full"
title = "Everything"
minutes = 10
decides = true
parts = [{{ title = "Operation", questions = ["op-boundaries", "op-impact", "op-alone", "op-detect", "op-restore", "op-goal"] }}]

[[question]]
id = "op-boundaries"
area = "operation"
axis = "structural"                 # structural | tactical | symptom | feasibility
pillar = "structure"                # three of a pillar, or none: fewer never count on their own
title = "Side effects"
ask = "Of the last ten changes that went live, how many broke something that had nothing to do with them?"
why = "Breakage far from the change shows that parts are tied together where nobody sees it."
levels = ["Five or more of ten", "Three or four of ten", "Two of ten", "One of ten", "None of ten"]
evidence = ["`git log --since=90.days --name-only`: files touched per change"]
basis = "expert value"
remedies = ["draw-boundaries"]

[[question]]
id = "op-impact"
area = "operation"
axis = "structural"
pillar = "structure"
title = "Foreseeable effects"
ask = "Before a change, how does your team find out what it may affect?"
why = "A team that cannot foresee the effects of a change slows down out of fear."
levels = ["It comes out after the release", "One person knows", "A long manual test of everything", "Declared interfaces show it", "Interfaces and tests show it within minutes"]
evidence = ["Unexpected defects of the last five releases"]
basis = "expert value"
remedies = ["draw-boundaries"]

[[question]]
id = "op-alone"
area = "operation"
axis = "structural"
pillar = "structure"
title = "Parts tested alone"
ask = "What has to be started to test one business rule, say a price?"
why = "Rules that can only be tested with everything running are tested rarely and late."
levels = ["It cannot be tested automatically", "The whole system", "The application and a database", "The application alone", "Nothing: rules are tested alone, in seconds"]
evidence = ["Run time of the tests; share that needs a database"]
basis = "expert value"
remedies = ["draw-boundaries"]

[[question]]
id = "op-detect"
area = "operation"
axis = "symptom"
title = "Who finds problems"
ask = "Of the last five problems, how many did you find before a customer did?"
why = "What customers find first costs trust."
kind = "figure"
unit = "of five"
most = 5
better = "higher"
bands = [1, 2, 4, 5]
evidence = ["Detection source of the last five incidents"]
basis = "expert value"
remedies = ["write-runbook"]

[[question]]
id = "op-restore"
area = "operation"
axis = "tactical"
title = "Restore"
ask = "When did you last restore a backup completely?"
why = "A backup that was never restored is a hope."
levels = ["Never", "Over a year ago", "Within a year", "Within six months", "Within three months, and timed"]
evidence = ["The record of the last drill: date, duration, age of the data"]
applies_if = "not fact.on-call = false"
basis = "expert value"
remedies = ["write-runbook"]

[[question]]
id = "op-goal"
area = "operation"
axis = "feasibility"
title = "Goal"
ask = "What would a new system have to do better, in numbers?"
why = "Without a number nobody can say when it is done."
levels = ["Nobody has said", "Wishes", "Goals without numbers", "Numbers for some goals", "Three to five goals, each with today's number"]
cap = {{ at_or_below = 0, verdict = "optimize" }}
evidence = ["The goal sheet, with today's figures beside it"]
basis = "expert value"
remedies = ["write-runbook"]

[[remedy]]
id = "write-runbook"
title = "Write down what to do when it fails"
effort_days = [1, 2]
impact = "medium"
cost = "low"
risk = "low"
gain = "Anyone on call can restore service."
steps = ["List the last five failures.", "Write one page for each.", "Let somebody else follow it."]
done_when = "Somebody who did not write it restored service with it."
basis = "expert value"

[[remedy]]
id = "draw-boundaries"
title = "Draw boundaries inside the code"
effort_days = [10, 20]
impact = "high"
cost = "medium"
risk = "medium"
gain = "A change stays where it is made."
steps = ["Choose the area that hurts most.", "Name what it offers to others.", "Let the build refuse ways around it."]
done_when = "The build refuses a way around the boundary."
mends = ["structure"]
basis = "expert value"

[[practice]]
title = "Audit regularly"
text = "Answer these questions again each quarter."
"#
    )
}
