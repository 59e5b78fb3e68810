//! Runs the program in a workspace of its own.
#![allow(clippy::string_slice, dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub const BIN: &str = env!("CARGO_BIN_EXE_underpin");

/// A home folder with a workspace in it; both are gone afterwards.
pub struct Home {
    pub folder: tempfile::TempDir,
}

/// What a run printed, and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn workspace(&self) -> PathBuf {
        self.path().join("work")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BIN);
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("USER", "ana")
            .env("UNDERPIN_WORKSPACE", self.workspace());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that ends without reading closes the pipe: that is its right.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        ran(child.wait_with_output().unwrap())
    }

    /// Runs where files can grow to so many blocks of 512 bytes: this stands for a full disk, the write stops halfway.
    pub fn limited(&self, blocks: usize, args: &str) -> Ran {
        self.shell(&format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {args}"))
    }

    /// Runs a script whose `$0` is the program.
    pub fn shell(&self, script: &str) -> Ran {
        let mut command = Command::new("sh");
        for (key, value) in self.command(&[]).get_envs() {
            command.env(key, value.unwrap_or_default());
        }
        ran(command.args(["-c", script, BIN]).current_dir(self.path()).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs and expects success.
    pub fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran.out
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).unwrap();
        }
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub fn answer(&self, system: &str, round: &str, sheet: &str) -> String {
        let file = self.file("sheet.toml", sheet);
        self.ok(&["answer", system, "--file", &file, "--round", round])
    }

    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub fn log_path(&self, slug: &str, round: &str) -> PathBuf {
        self.workspace().join("systems").join(slug).join(round).join("answers.jsonl")
    }

    pub fn log(&self, slug: &str, round: &str) -> String {
        std::fs::read_to_string(self.log_path(slug, round)).unwrap()
    }
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
