//! The fold is a function of the set of lines: whatever the order, the clocks and the merges, nothing is lost.
#![expect(clippy::string_slice, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use ulid::Ulid;
use underpin_core::log::event::{Body, Event, Evidence, EvidenceKind, How, Levels, Said, Setting, Thing};
use underpin_core::log::fold::{RoundState, fold};
use underpin_core::log::key::SettingKey;
use underpin_core::log::line;

/// A small deterministic generator: the same histories on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let n = list.len() as u64;
        if n == 0 { None } else { list.get(self.roll(n) as usize) }
    }
}

/// One laptop: what it has seen, and how wrong its clock is.
#[derive(Clone)]
struct Writer {
    name: String,
    skew: i64,
    log: Vec<Arc<Event>>,
}

const BASE_TIME: i64 = 1_795_000_000_000;
const QUESTIONS: [&str; 3] = ["arc-coupling", "arc-ceiling", "prf-trend"];

impl Writer {
    fn append(&mut self, dice: &mut Dice, body: Body, replaces: Vec<String>) {
        let greatest = self.log.iter().map(|e| Ulid::from_string(&e.id).unwrap().timestamp_ms()).max().unwrap_or(0);
        let now = (BASE_TIME + self.skew + self.log.len() as i64) as u64;
        let random = (u128::from(dice.roll(1 << 30)) << 40) | u128::from(dice.roll(1 << 30));
        let id = Ulid::from_parts(now.max(greatest + 1), random).to_string();
        let text = line::write(&id, "2026-11-20T10:00:00.000Z", &self.name, &replaces, &body, None);
        self.log.push(Arc::new(line::parse(&text).unwrap()));
    }

    /// Does one thing as the program does it: `replaces` is what this laptop sees as current.
    fn act(&mut self, dice: &mut Dice) {
        let state = fold(&self.log);
        let question = (*dice.pick(&QUESTIONS).unwrap()).to_owned();
        let respondent = underpin_core::log::event::respondent_key(&self.name);
        let level = Said::Level(Levels::level(dice.roll(5) as u8));
        let answer = Thing::Answer(question.clone(), respondent.clone());
        let pin = "0123456789abcdef".to_owned();
        match dice.roll(12) {
            0..=4 => {
                let body = Body::Answer { question, by: None, pin, because: None, value: level };
                self.append(dice, body, state.tips(&answer));
            }
            5 => {
                let body = Body::Answer { question, by: None, pin, because: None, value: Said::Clear };
                self.append(dice, body, state.tips(&answer));
            }
            6 => {
                let key = SettingKey::fact("jvm");
                let body = Body::Set { key: key.clone(), value: Some(Setting::Bool(dice.roll(2) == 0)) };
                self.append(dice, body, state.tips(&Thing::Setting(key)));
            }
            7 => {
                let own: Vec<String> =
                    state.events.iter().filter(|e| e.author == self.name && state.is_current(&e.id)).map(|e| e.id.clone()).collect();
                if let Some(id) = dice.pick(&own).cloned() {
                    self.append(dice, Body::Undo { of: vec![id] }, Vec::new());
                }
            }
            8 => {
                let undone: Vec<String> = state.events.iter().filter(|e| !state.undos_of(&e.id).is_empty()).map(|e| e.id.clone()).collect();
                if let Some(id) = dice.pick(&undone) {
                    self.append(dice, Body::Undo { of: state.undos_of(id).to_vec() }, Vec::new());
                }
            }
            9 => {
                let settles: Vec<String> =
                    state.record(&question).map(|r| r.answers.iter().map(|a| a.id.clone()).collect()).unwrap_or_default();
                let body = Body::Settle { question: question.clone(), pin, value: level, settles, how: How::Call, why: "why".into() };
                self.append(dice, body, state.tips(&Thing::Settle(question)));
            }
            10 => {
                let text = Some(format!("note {}", dice.roll(100)));
                let body = Body::Note { question: Some(question), text, by: None, open: dice.roll(2) == 0, owner: None, due: None };
                self.append(dice, body, Vec::new());
            }
            _ if state.completed => {
                self.append(dice, Body::Reopen { why: "more".into() }, state.tips(&Thing::Completion));
            }
            _ if dice.roll(4) == 0 => {
                let mut covers: Vec<String> = state.events.iter().map(|e| e.id.clone()).collect();
                covers.sort();
                self.append(dice, Body::Complete { covers }, state.tips(&Thing::Completion));
            }
            _ => {
                let item = Evidence { kind: EvidenceKind::Document, at: "wiki".into(), seen: None, text: None };
                self.append(dice, Body::Evidence { question, item: Some(item) }, Vec::new());
            }
        }
    }

    /// Pulls what another laptop has.
    fn pull(&mut self, other: &Writer) {
        for event in &other.log {
            if !self.log.iter().any(|e| e.canonical == event.canonical) {
                self.log.push(Arc::clone(event));
            }
        }
    }
}

/// A random history: what each laptop has at the end, and the shared beginning.
fn history(seed: u64) -> (Vec<Arc<Event>>, Vec<Writer>) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut first = Writer { name: "Ana".into(), skew: 0, log: Vec::new() };
    let start = Body::Start {
        questionnaire: "backend".into(),
        version: "1.0.0".into(),
        pin: "0123456789abcdef".into(),
        system: "Shop".into(),
        after: None,
    };
    first.append(&mut dice, start, Vec::new());
    for _ in 0..dice.roll(6) {
        first.act(&mut dice);
    }
    let shared = first.log.clone();
    let skews = [0, -86_400_000, 5_000];
    let mut writers: Vec<Writer> = ["Ana", "Lee", "Sam"]
        .iter()
        .zip(skews)
        .take(2 + dice.roll(2) as usize)
        .map(|(name, skew)| Writer { name: (*name).into(), skew, log: shared.clone() })
        .collect();
    for _ in 0..4 + dice.roll(14) {
        let w = dice.roll(writers.len() as u64) as usize;
        if dice.roll(6) == 0 {
            let other = writers[dice.roll(writers.len() as u64) as usize].clone();
            writers[w].pull(&other);
        } else {
            writers[w].act(&mut dice);
        }
    }
    (shared, writers)
}

fn summary(state: &RoundState) -> String {
    let ids = |list: &[Arc<Event>]| list.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join(",");
    let mut out =
        format!("starts {}\ncompleted {} late {}\nnotes {}\n", ids(&state.starts), state.completed, ids(&state.late), ids(&state.notes));
    for (key, list) in &state.settings {
        out.push_str(&format!("{key} {}\n", ids(list)));
    }
    for (q, r) in &state.questions {
        out.push_str(&format!(
            "{q} a {} s {} c {} n {} e {}\n",
            ids(&r.answers),
            ids(&r.settles),
            ids(&r.confirms),
            ids(&r.notes),
            ids(&r.evidence)
        ));
    }
    out
}

fn union(writers: &[&Writer]) -> Vec<Arc<Event>> {
    writers.iter().flat_map(|w| w.log.iter().cloned()).collect()
}

/// The definition, said again in another way: what stands, and what is current, by recursion over sets.
fn oracle(events: &[Arc<Event>]) -> BTreeSet<String> {
    let by_id: BTreeMap<&str, &Arc<Event>> = events.iter().map(|e| (e.id.as_str(), e)).collect();
    fn stands(id: &str, all: &BTreeMap<&str, &Arc<Event>>) -> bool {
        !all.values()
            .any(|u| matches!(&u.body, Body::Undo { of } if of.iter().any(|x| x == id) && u.id.as_str() > id && stands(&u.id, all)))
    }
    let reaches = |from: &Event, to: &str| -> bool {
        let mut open = vec![from.id.clone()];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let event = by_id[id.as_str()];
            for next in &event.replaces {
                let valid = *next < id && by_id.get(next.as_str()).is_some_and(|e| e.thing() == event.thing());
                if valid && next == to {
                    return true;
                }
                if valid && seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        false
    };
    events
        .iter()
        .filter(|e| stands(&e.id, &by_id))
        .filter(|e| {
            !events.iter().any(|n| {
                n.id != e.id && stands(&n.id, &by_id) && n.thing() == e.thing() && n.thing() != Thing::Nothing && reaches(n, &e.id)
            })
        })
        .map(|e| e.id.clone())
        .collect()
}

const HISTORIES: u64 = 2_000;

#[test]
fn events_are_about_the_same_exactly_when_their_things_are_equal() {
    let same_person = ["Ana", " ANA "].map(|by| answer(90, 1, &[], &format!(r#","by":"{by}""#)));
    for seed in 0..200 {
        let (_, writers) = history(seed);
        let mut events = union(&writers.iter().collect::<Vec<_>>());
        events.extend(lines(&[&same_person[0], &same_person[1]]));
        for (a, b) in events.iter().flat_map(|a| events.iter().map(move |b| (a, b))) {
            let same = a.thing() == b.thing() && a.thing() != Thing::Nothing;
            assert_eq!(a.is_about_the_same(b), same, "{a:?} {b:?}");
        }
    }
}

#[test]
fn two_thousand_histories_fold_to_the_same_state_in_every_order_of_merging() {
    let mut concurrent = 0;
    for seed in 0..HISTORIES {
        let (_, writers) = history(seed);
        let all: Vec<&Writer> = writers.iter().collect();
        let state = fold(&union(&all));
        let expected = summary(&state);
        let mut orders: Vec<Vec<&Writer>> = vec![all.iter().rev().copied().collect()];
        if let [a, b, c] = all.as_slice() {
            orders.extend([vec![*b, *a, *c], vec![*a, *c, *b], vec![*c, *a, *b], vec![*b, *c, *a]]);
        }
        for order in orders {
            assert_eq!(summary(&fold(&union(&order))), expected, "seed {seed}");
        }
        let mut shuffled = union(&all);
        let mut dice = Dice(seed + 7);
        for i in (1..shuffled.len()).rev() {
            shuffled.swap(i, dice.roll(i as u64 + 1) as usize);
        }
        assert_eq!(summary(&fold(&shuffled)), expected, "seed {seed}");
        concurrent += state.questions.values().filter(|r| r.answers.len() > 1).count();
    }
    assert!(concurrent > 500, "the histories must contain concurrent answers, found {concurrent}");
}

#[test]
fn what_is_current_is_what_the_definition_says() {
    for seed in 0..HISTORIES {
        let (_, writers) = history(seed);
        let all: Vec<&Writer> = writers.iter().collect();
        let lines = union(&all);
        let state = fold(&lines);
        let current: BTreeSet<String> = state.events.iter().filter(|e| state.is_current(&e.id)).map(|e| e.id.clone()).collect();
        assert_eq!(current, oracle(&state.events), "seed {seed}");
        // Every answer of a laptop that nobody who saw it replaced or undid is visible.
        if !state.completed {
            for event in &state.events {
                let answered = matches!(&event.body, Body::Answer { value, .. } if *value != Said::Clear);
                let named = state
                    .events
                    .iter()
                    .any(|e| e.replaces.contains(&event.id) || matches!(&e.body, Body::Undo { of } if of.contains(&event.id)));
                if answered && !named {
                    let shown = state.record(event.question().unwrap()).is_some_and(|r| r.answers.iter().any(|a| a.id == event.id));
                    assert!(shown, "seed {seed}: {} is lost", event.raw);
                }
            }
        }
    }
}

fn git(folder: &Path, args: &[&str]) -> bool {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", "-c", "gc.auto=0"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output();
    output.is_ok_and(|o| o.status.success())
}

/// All histories as files of one repository: a branch for each laptop, merged by git's own union driver.
#[test]
fn two_thousand_histories_merge_through_git_without_loss() {
    let temp = tempfile::tempdir().unwrap();
    let repo = temp.path();
    if !git(repo, &["init", "-q"]) {
        eprintln!("git is not there: the merge through git was not tried");
        return;
    }
    let histories: Vec<_> = (0..HISTORIES).map(history).collect();
    let text = |log: &[Arc<Event>]| log.iter().map(|e| format!("{}\n", e.raw)).collect::<String>();
    fs::write(repo.join(".gitattributes"), "*.jsonl text eol=lf merge=union\n").unwrap();
    let file = |i: usize| repo.join(format!("{i}.jsonl"));
    for (i, (shared, _)) in histories.iter().enumerate() {
        fs::write(file(i), text(shared)).unwrap();
    }
    assert!(git(repo, &["add", "-A"]) && git(repo, &["commit", "-qm", "shared"]));
    for (w, branch) in ["ana", "lee", "sam"].iter().enumerate() {
        assert!(git(repo, &["checkout", "-q", "-b", branch, "main"]));
        for (i, (shared, writers)) in histories.iter().enumerate() {
            fs::write(file(i), text(writers.get(w).map_or(shared, |x| &x.log))).unwrap();
        }
        git(repo, &["commit", "-qam", branch]);
    }
    for order in [["ana", "lee", "sam"], ["sam", "ana", "lee"]] {
        assert!(git(repo, &["checkout", "-q", "-B", "merged", order[0]]));
        assert!(git(repo, &["merge", "-q", "--no-edit", order[1]]) && git(repo, &["merge", "-q", "--no-edit", order[2]]));
        for (i, (_, writers)) in histories.iter().enumerate() {
            let merged: Vec<Arc<Event>> = fs::read_to_string(file(i)).unwrap().lines().map(|l| Arc::new(line::parse(l).unwrap())).collect();
            let all: Vec<&Writer> = writers.iter().collect();
            assert_eq!(summary(&fold(&merged)), summary(&fold(&union(&all))), "history {i}, order {order:?}");
        }
    }
}

fn lines(texts: &[&str]) -> Vec<Arc<Event>> {
    texts.iter().map(|t| Arc::new(line::parse(t).unwrap())).collect()
}

fn answer(id: u32, level: u8, replaces: &[u32], extra: &str) -> String {
    let name = |n: u32| format!("\"01JD00000000000000000000{n:02}\"");
    let replaces: Vec<String> = replaces.iter().map(|r| name(*r)).collect();
    format!(
        r#"{{"format":1,"do":"answer","question":"q","level":{level},"at":"x","author":"a","pin":"p","id":{},"replaces":[{}]{extra}}}"#,
        name(id),
        replaces.join(",")
    )
}

#[test]
fn a_redacted_line_takes_the_place_of_all_others_of_its_id() {
    let (plain, redacted) = (answer(1, 2, &[], ""), answer(1, 2, &[], r#","redacted":true"#));
    let state = fold(&lines(&[&plain, &redacted]));
    assert_eq!(state.events.len(), 1);
    assert!(state.events[0].redacted && state.oddities.is_empty());
}

#[test]
fn different_lines_of_one_id_all_count_and_are_listed() {
    let state = fold(&lines(&[&answer(1, 2, &[], ""), &answer(1, 3, &[], "")]));
    assert_eq!(state.questions["q"].answers.len(), 2);
    assert_eq!(state.oddities.len(), 1);
}

#[test]
fn a_line_cannot_replace_what_is_newer_or_about_something_else() {
    let other = answer(1, 2, &[], "").replace("\"q\"", "\"other\"");
    let state = fold(&lines(&[&other, &answer(2, 3, &[1, 5], "")]));
    assert_eq!(state.questions["other"].answers.len(), 1);
    assert_eq!(state.oddities.len(), 2);
}

#[test]
fn undoing_what_was_replaced_since_changes_nothing_until_the_newer_one_is_undone_too() {
    let undo = |id: u32, of: u32| {
        format!(
            r#"{{"format":1,"do":"undo","of":["01JD00000000000000000000{of:02}"],"at":"x","author":"a","id":"01JD00000000000000000000{id:02}"}}"#
        )
    };
    let (first, second) = (answer(1, 1, &[], ""), answer(2, 2, &[1], ""));
    let shown = |texts: &[&str]| {
        fold(&lines(texts))
            .questions
            .get("q")
            .map(|r| r.answers.iter().map(|a| a.id[24..].to_owned()).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    assert_eq!(shown(&[&first, &second]), ["02"]);
    assert_eq!(shown(&[&first, &second, &undo(3, 1)]), ["02"]);
    assert_eq!(shown(&[&first, &second, &undo(3, 2)]), ["01"]);
    assert_eq!(shown(&[&first, &second, &undo(3, 1), &undo(4, 2)]), Vec::<String>::new());
    // Redo: the undo itself is undone.
    assert_eq!(shown(&[&first, &second, &undo(3, 2), &undo(4, 3)]), ["02"]);
}
