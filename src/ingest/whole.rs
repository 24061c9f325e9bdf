//! Files that are read here and there, as workbooks and columnar files are: where they lie, or unpacked into memory.

use std::fs::File;
use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use bytes::Bytes;

use super::PACKED_BYTES_MAX;
use super::delimited::broken;
use super::guard::Meter;
use super::open::Opened;
use super::stream::unpack;
use crate::problem::{Code, Problem, Stop};

/// A file at any place of it.
pub(super) enum Whole {
    /// As it lies there.
    File(File),
    /// Unpacked.
    Memory(Cursor<Bytes>),
}

impl Whole {
    /// The file at its front.
    pub(super) fn of(file: File) -> Result<Self> {
        Self::File(file).at(0)
    }

    /// How long it is.
    pub(super) fn bytes_count(&self) -> u64 {
        match self {
            Self::File(file) => file.metadata().map_or(0, |metadata| metadata.len()),
            Self::Memory(bytes) => bytes.get_ref().len() as u64,
        }
    }

    /// The same file at this place.
    pub(super) fn at(&self, place: u64) -> Result<Self> {
        let mut other = match self {
            Self::File(file) => Self::File(file.try_clone()?),
            Self::Memory(bytes) => Self::Memory(bytes.clone()),
        };
        other.seek(SeekFrom::Start(place))?;
        Ok(other)
    }
}

impl Read for Whole {
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        match self {
            Self::File(file) => file.read(room),
            Self::Memory(bytes) => bytes.read(room),
        }
    }
}

impl Seek for Whole {
    fn seek(&mut self, place: SeekFrom) -> Result<u64> {
        match self {
            Self::File(file) => file.seek(place),
            Self::Memory(bytes) => bytes.seek(place),
        }
    }
}

/// A packed file in memory.
pub(super) struct Unpacked {
    pub(super) bytes: Bytes,
    /// What packs it.
    pub(super) told: &'static str,
}

/// A packed file in memory; none if it is not packed.
pub(super) fn unpacked(opened: &Opened<'_>) -> std::result::Result<Option<Unpacked>, Stop> {
    let name = opened.name.as_str();
    let meter = Meter::default();
    // Nothing of it is a record.
    meter.pass_over();
    let read = || {
        let stream = unpack(opened.bytes(&meter)?, &meter)?;
        let Some(told) = stream.told.first() else { return Ok(None) };
        let mut bytes = Vec::new();
        stream.bytes.take(PACKED_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(Some(Unpacked { bytes: bytes.into(), told }))
    };
    let unpacked = read().map_err(|_| broken(name, 1, &meter))?;
    if unpacked.as_ref().is_some_and(|unpacked| unpacked.bytes.len() as u64 > PACKED_BYTES_MAX) {
        return Err(Problem::new(
            Code::FileTooLarge,
            "file",
            format!("{name} unpacks to more than {PACKED_BYTES_MAX} bytes"),
            "Send it unpacked: workbooks and Parquet files are packed in themselves.",
        )
        .into());
    }
    Ok(unpacked)
}
