//! Several hands over the pieces of a long file: pieces are worked on at the same time and given back in order.
//!
//! A short file has one piece and starts no thread. Where no thread is to be had everything is done in turn; the
//! outcome is the same whatever the threads do.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, scope};

/// Pieces that may wait for each hand, so that a slow one does not fill the memory.
const WAITING_COUNT: usize = 2;

/// Works on every piece, each by one of the hands, and hands the outcomes on in the order of the pieces.
///
/// # Errors
/// The first error of `take`; nothing is handed on after it.
pub(crate) fn in_order<P, H, O, E>(
    mut pieces: impl Iterator<Item = P> + Send,
    hands: &mut [H],
    work: impl Fn(&mut H, P) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    P: Send,
    H: Send,
    O: Send,
{
    // A short file is read before a thread would have started.
    let Some(first) = hands.first_mut() else { return Ok(()) };
    let Some(piece) = pieces.next() else { return Ok(()) };
    take(work(first, piece))?;
    let Some(piece) = pieces.next() else { return Ok(()) };
    let pieces = Mutex::new(std::iter::once(piece).chain(pieces));
    let next = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    if hands.len() > 1
        && let Some(taken) = at_once(&next, hands, &work, &mut take)
    {
        return taken;
    }
    in_turn(std::iter::from_fn(next), hands, work, take)
}

/// A thread that cuts and one a hand; none where they could not be started, and then nothing was done.
fn at_once<P, H, O, E>(
    next: &(impl Fn() -> Option<P> + Sync),
    hands: &mut [H],
    work: &(impl Fn(&mut H, P) -> O + Sync),
    take: &mut impl FnMut(O) -> Result<(), E>,
) -> Option<Result<(), E>>
where
    P: Send,
    H: Send,
    O: Send,
{
    let room_count = hands.len() * WAITING_COUNT;
    scope(|scope| {
        let (done, outcomes) = sync_channel(room_count);
        let (waiting, queue) = sync_channel(room_count);
        let queue = Arc::new(Mutex::new(queue));
        let mut at_work_count = 0;
        for hand in hands.iter_mut() {
            let (queue, done) = (Arc::clone(&queue), done.clone());
            let started = Builder::new().spawn_scoped(scope, move || lend(hand, &queue, &done, work));
            at_work_count += usize::from(started.is_ok());
        }
        // What is left of the queue belongs to the hands: when the last of them stops, the cutter is told.
        drop((done, queue));
        if at_work_count == 0 {
            return None;
        }
        let cut = move || {
            let _ = std::iter::from_fn(next).enumerate().try_for_each(|piece| waiting.send(piece));
        };
        Builder::new().spawn_scoped(scope, cut).ok()?;
        Some(put_in_order(outcomes, take))
    })
}

/// Everything by the first hand.
fn in_turn<P, H, O, E>(
    pieces: impl Iterator<Item = P>,
    hands: &mut [H],
    work: impl Fn(&mut H, P) -> O,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    for piece in pieces {
        if let Some(hand) = hands.first_mut() {
            take(work(hand, piece))?;
        }
    }
    Ok(())
}

/// One hand's part: takes pieces until there are none, or nobody wants the outcome.
fn lend<P, H, O>(
    hand: &mut H,
    queue: &Mutex<Receiver<(usize, P)>>,
    done: &SyncSender<(usize, O)>,
    work: &impl Fn(&mut H, P) -> O,
) {
    loop {
        let piece = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((place, piece)) = piece else { return };
        if done.send((place, work(hand, piece))).is_err() {
            return;
        }
    }
}

/// The caller's part: keeps what came early until its turn.
fn put_in_order<O, E>(outcomes: Receiver<(usize, O)>, take: &mut impl FnMut(O) -> Result<(), E>) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut turn = 0;
    for (place, outcome) in outcomes {
        early.insert(place, outcome);
        while let Some(outcome) = early.remove(&turn) {
            take(outcome)?;
            turn += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each piece squared, and how many each hand did.
    fn squares(pieces_count: u64, hands_count: usize) -> (Vec<u64>, Vec<usize>) {
        let mut hands = vec![0; hands_count];
        let mut out = Vec::new();
        let work = |hand: &mut usize, piece: u64| {
            *hand += 1;
            piece * piece
        };
        let taken: Result<(), ()> = in_order(0..pieces_count, &mut hands, work, |outcome| {
            out.push(outcome);
            Ok(())
        });
        assert_eq!(taken, Ok(()));
        (out, hands)
    }

    #[test]
    fn outcomes_come_in_order_and_none_is_lost() {
        for hands_count in [1, 2, 3] {
            for pieces_count in [0, 1, 2, 3, 500] {
                let (out, hands) = squares(pieces_count, hands_count);
                assert_eq!(out, (0..pieces_count).map(|piece| piece * piece).collect::<Vec<_>>());
                assert_eq!(hands.iter().sum::<usize>() as u64, pieces_count);
            }
        }
    }

    #[test]
    fn a_caller_that_stops_is_not_kept_waiting() {
        let mut taken_count = 0;
        let stopped = in_order(
            0_u64..,
            &mut [(), ()],
            |(), piece| piece,
            |piece| {
                taken_count += 1;
                if piece == 700 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((stopped, taken_count), (Err("enough"), 701));
    }
}
