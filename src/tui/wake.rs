//! Waiting: poll(2) on the terminal and on one self-pipe, into which signals write. No tick, no thread.

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::flag;
use signal_hook::low_level::pipe;
use std::io::{self, Read as _};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What woke the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Woken {
    /// There are keys.
    pub input: bool,
    /// The terminal went away.
    pub gone: bool,
    /// A signal asks to end; its number.
    pub end: Option<i32>,
    /// Ctrl-Z from outside.
    pub stop: bool,
    /// The size may have changed, or the program was continued.
    pub resized: bool,
}

/// The pipes that signals write to.
pub struct Wake {
    pipes: Vec<(i32, UnixStream)>,
    /// While a child has the terminal, Ctrl-Z stops this program with it.
    lent: Arc<AtomicBool>,
}

impl Wake {
    /// Registers the signals.
    pub fn new() -> io::Result<Wake> {
        let mut pipes = Vec::new();
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT, SIGWINCH] {
            let (read, write) = UnixStream::pair()?;
            read.set_nonblocking(true)?;
            write.set_nonblocking(true)?;
            pipe::register(signal, write)?;
            pipes.push((signal, read));
        }
        let lent = Arc::new(AtomicBool::new(false));
        flag::register_conditional_default(SIGTSTP, Arc::clone(&lent))?;
        // A terminal that was left non-blocking by another program makes every read fail.
        let stdin = io::stdin();
        if let Ok(flags) = fcntl_getfl(stdin.as_fd()) {
            let _ = fcntl_setfl(stdin.as_fd(), flags - OFlags::NONBLOCK);
        }
        Ok(Wake { pipes, lent })
    }

    /// Waits until something happens, at most for so long; `None`: for as long as it takes.
    pub fn wait(&mut self, most: Option<Duration>) -> io::Result<Woken> {
        let most = most.and_then(|d| rustix::event::Timespec::try_from(d).ok());
        let mut woken = Woken::default();
        {
            let stdin = io::stdin();
            let mut fds = vec![PollFd::new(&stdin, PollFlags::IN)];
            fds.extend(self.pipes.iter().map(|(_, p)| PollFd::new(p, PollFlags::IN)));
            match poll(&mut fds, most.as_ref()) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(e) => return Err(e.into()),
            }
            if let Some(first) = fds.first() {
                let events = first.revents();
                // What was typed before it went away has nobody to answer to any more.
                woken.gone = events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
                woken.input = events.contains(PollFlags::IN);
            }
        }
        for signal in self.pending() {
            match signal {
                SIGTSTP => woken.stop = true,
                SIGCONT | SIGWINCH => woken.resized = true,
                signal => woken.end = Some(signal),
            }
        }
        Ok(woken)
    }

    /// Signals that came since the last look.
    fn pending(&mut self) -> Vec<i32> {
        let mut came = Vec::new();
        for (signal, pipe) in &mut self.pipes {
            let mut bytes = [0_u8; 64];
            let mut seen = false;
            while matches!(pipe.read(&mut bytes), Ok(n) if n > 0) {
                seen = true;
            }
            if seen {
                came.push(*signal);
            }
        }
        came
    }

    /// A child gets the terminal. A Ctrl-Z there stops the job: this program has to stop with it, or the shell would wait for
    /// a job of which only a part stands still.
    pub fn lend(&self) {
        self.lent.store(has_job_control(), Ordering::SeqCst);
    }

    /// The terminal is back. Keys that make signals were typed at the child; a signal that ends the program is given back.
    pub fn take_back(&mut self) -> Option<i32> {
        self.lent.store(false, Ordering::SeqCst);
        self.pending().into_iter().find(|s| matches!(*s, SIGTERM | SIGHUP | SIGUSR1 | SIGUSR2))
    }

    /// Stops the whole job, as Ctrl-Z in a cooked terminal does, and comes back when it is continued. A signal to end
    /// that came meanwhile is given back; the signal that stopped us must not stop us again.
    pub fn stop_job(&mut self) -> Option<i32> {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
        self.pending().into_iter().find(|s| !matches!(*s, SIGTSTP | SIGCONT | SIGWINCH))
    }
}

/// Whether stopping makes sense: a shell with job control waits for us.
pub fn has_job_control() -> bool {
    let session = rustix::process::getsid(None).ok();
    session.is_some_and(|s| s != rustix::process::getpgrp())
}
