//! The fuzz targets on mutations of their seeds: the same bodies as `.ci/fuzz` runs for longer, with coverage to guide it.

#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

use proptest::prelude::*;
use proptest::sample::Index;

use crate::arbitrary::runner;
use crate::support::{files, shown};
use targets::TARGETS;

/// Cases of each target, unless `PROPTEST_CASES` says otherwise.
const CASES_COUNT: u32 = 150;

/// A change of an input.
#[derive(Debug, Clone)]
enum Edit {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    /// A stretch of it once more, at another place.
    Copy(Index, usize, Index),
    CutOff(Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let odd = prop::sample::select(&[0_u8, 1, 0x7f, 0x80, 0xff, b'"', b',', b'\n', b'-', b'9', b'{', b'}'][..]);
    let byte = || prop_oneof![any::<u8>(), odd.clone()];
    prop_oneof![
        4 => (any::<Index>(), byte()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        2 => (any::<Index>(), prop::collection::vec(byte(), 1..12)).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        2 => (any::<Index>(), 1_usize..40).prop_map(|(at, count)| Edit::Remove(at, count)),
        1 => (any::<Index>(), 1_usize..200, any::<Index>()).prop_map(|(from, count, to)| Edit::Copy(from, count, to)),
        1 => any::<Index>().prop_map(Edit::CutOff),
    ]
}

fn edited(mut bytes: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        let length = bytes.len();
        let place = |at: &Index| at.index(length + 1);
        match edit {
            Edit::Set(at, byte) => {
                if length > 0 {
                    bytes[at.index(length)] = *byte;
                }
            }
            Edit::Insert(at, new) => drop(bytes.splice(place(at)..place(at), new.iter().copied())),
            Edit::Remove(at, count) => drop(bytes.drain(place(at)..length.min(place(at) + count))),
            Edit::Copy(from, count, to) => {
                let stretch = bytes[place(from)..length.min(place(from) + count)].to_vec();
                drop(bytes.splice(place(to)..place(to), stretch));
            }
            Edit::CutOff(at) => bytes.truncate(place(at)),
        }
    }
    bytes
}

#[test]
fn every_target_answers_its_seeds_and_stands_what_becomes_of_them() {
    for target in TARGETS {
        let seeds = files(format!("tests/fuzz/seeds/{}", target.name), "");
        assert!(!seeds.is_empty(), "{} has no seed", target.name);
        let bytes: Vec<Vec<u8>> = seeds.iter().map(|path| std::fs::read(path).unwrap()).collect();
        for (path, bytes) in seeds.iter().zip(&bytes) {
            assert!((target.run)(bytes), "{}: {} is refused", target.name, shown(path));
        }
        let input = (prop::sample::select(bytes), prop::collection::vec(edit(), 1..6));
        let input = input.prop_map(|(bytes, edits)| edited(bytes, &edits));
        // An input that panics ends the test with its bytes.
        runner(CASES_COUNT)
            .run(&input, |bytes| {
                (target.run)(&bytes);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", target.name));
    }
}
