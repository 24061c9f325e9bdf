//! Text on its way to standard error: whoever writes leaves it here, and a thread of its own carries it on.
//!
//! A call of the system for each line would wake whoever reads them as often, and a reader that pauses would hold up
//! whoever serves. Nothing is lost but by a process that is killed: where too much waits, who writes more waits too, and
//! what waits at the end is carried on before [`Behind`] is gone.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long text is gathered before it is carried on together, unless nothing was for as long.
const GATHERING: Duration = Duration::from_millis(5);
/// Bytes that may wait.
const WAITING_BYTES_MAX: usize = 1024 * 1024;

/// Where text waits.
#[derive(Debug, Default)]
struct Place {
    waiting: Mutex<Waiting>,
    /// The carrier has something to do.
    work: Condvar,
    /// There is room again.
    room: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    bytes: Vec<u8>,
    /// Whether the carrier waits for text.
    is_idle: bool,
    is_ended: bool,
}

impl Place {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries text on until the end.
    fn carry(&self, mut out: impl Write) {
        let mut batch = Vec::new();
        loop {
            let mut waiting = self.lock();
            while waiting.bytes.is_empty() {
                if waiting.is_ended {
                    return;
                }
                waiting.is_idle = true;
                waiting = self.work.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            waiting.is_idle = false;
            std::mem::swap(&mut waiting.bytes, &mut batch);
            drop(waiting);
            self.room.notify_all();
            // A closed standard error must not end the server.
            let _ = out.write_all(&batch).and_then(|()| out.flush());
            batch.clear();
            let waiting = self.lock();
            let is_going_on = |waiting: &mut Waiting| !waiting.is_ended && waiting.bytes.len() < WAITING_BYTES_MAX;
            let _ = self.work.wait_timeout_while(waiting, GATHERING, is_going_on);
        }
    }
}

/// The carrier, until it is dropped.
#[derive(Debug)]
pub(super) struct Behind {
    place: Arc<Place>,
    thread: Option<JoinHandle<()>>,
}

impl Behind {
    /// Starts carrying text to there.
    pub(super) fn start(out: impl Write + Send + 'static) -> io::Result<Self> {
        let place = Arc::new(Place::default());
        let carried = Arc::clone(&place);
        let thread = std::thread::Builder::new().name("log".to_owned()).spawn(move || carried.carry(out))?;
        Ok(Self { place, thread: Some(thread) })
    }

    pub(super) fn writer(&self) -> Writer {
        Writer(Arc::clone(&self.place))
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        self.place.lock().is_ended = true;
        self.place.work.notify_all();
        self.place.room.notify_all();
        if let Some(thread) = self.thread.take() {
            // It does not panic, and there would be nobody to tell.
            let _ = thread.join();
        }
    }
}

/// Leaves text for the carrier, and writes by itself once there is none any more.
#[derive(Debug, Clone)]
pub(super) struct Writer(Arc<Place>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let place = &self.0;
        let mut waiting = place.lock();
        while waiting.bytes.len() >= WAITING_BYTES_MAX && !waiting.is_ended {
            waiting = place.room.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        if waiting.is_ended {
            drop(waiting);
            return io::stderr().write(bytes);
        }
        waiting.bytes.extend_from_slice(bytes);
        let is_wanted = waiting.is_idle || waiting.bytes.len() >= WAITING_BYTES_MAX;
        drop(waiting);
        if is_wanted {
            place.work.notify_one();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps what it gets, and counts how often it gets something; each time takes a while.
    #[derive(Clone, Default)]
    struct Slow(Arc<Mutex<(Vec<u8>, usize)>>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            std::thread::sleep(Duration::from_millis(1));
            let mut kept = self.0.lock().unwrap();
            kept.0.extend_from_slice(bytes);
            kept.1 += 1;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn all_that_was_written_is_there_at_the_end_in_its_order_and_together() {
        let slow = Slow::default();
        let behind = Behind::start(slow.clone()).unwrap();
        let threads: Vec<_> = (0..4)
            .map(|thread| {
                let mut writer = behind.writer();
                std::thread::spawn(move || {
                    for index in 0..1_000 {
                        writer.write_all(format!("{thread} {index}\n").as_bytes()).unwrap();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        drop(behind);
        let (bytes, times_count) = slow.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        for thread in 0..4 {
            let of_thread: Vec<&str> = text.lines().filter(|line| line.starts_with(&format!("{thread} "))).collect();
            let expected: Vec<String> = (0..1_000).map(|index| format!("{thread} {index}")).collect();
            assert_eq!(of_thread, expected);
        }
        assert!(times_count < 1_000, "{times_count}");
    }

    #[test]
    fn where_too_much_waits_who_writes_waits_too() {
        let slow = Slow::default();
        let behind = Behind::start(slow.clone()).unwrap();
        let mut writer = behind.writer();
        let part = vec![b'x'; WAITING_BYTES_MAX / 4];
        for _ in 0..40 {
            writer.write_all(&part).unwrap();
            assert!(behind.place.lock().bytes.len() < 2 * WAITING_BYTES_MAX);
        }
        drop(behind);
        assert_eq!(slow.0.lock().unwrap().0.len(), 40 * part.len());
    }

    #[test]
    fn the_first_line_after_a_pause_is_not_held_back() {
        let slow = Slow::default();
        let behind = Behind::start(slow.clone()).unwrap();
        behind.writer().write_all(b"first\n").unwrap();
        for _ in 0..10_000 {
            if !slow.0.lock().unwrap().0.is_empty() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the line did not come");
    }
}
