//! A file of events to its bytes as they were before compression, with the hash of the file as it lies
//! on disk.

use crate::fault::Stop;
use boardpack::collect::{Compression, Input};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex};

/// Bytes asked of the disk at once.
const BUFFER: usize = 1 << 18;

/// Kibibytes that a decompressor may ask for: the largest dictionaries of xz's own levels are 64 MiB.
const XZ_KIB: u32 = 192 << 10;

/// 2 to this power is the largest window of zstd that is read; its `--long` takes 27.
const ZSTD_WINDOW: u32 = 27;

/// The hash of what was read so far, and how much it was.
#[derive(Debug, Default, Clone)]
pub(crate) struct Hash(Arc<Mutex<(Sha256, u64)>>);

impl Hash {
    /// Bytes so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.lock().map_or(0, |inner| inner.1)
    }

    /// In hex.
    pub(crate) fn hex(&self) -> String {
        let digest = self.0.lock().map(|inner| inner.0.clone().finalize());
        digest.map_or_else(
            |_| String::new(),
            |digest| digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        )
    }
}

/// A stream that hashes what is read of it.
#[derive(Debug)]
struct Hashed<R>(R, Hash);

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(into)?;
        if let Ok(mut inner) = self.1.0.lock() {
            inner.0.update(into.get(..read).unwrap_or_default());
            inner.1 += read as u64;
        }
        Ok(read)
    }
}

/// Opens a file that is one.
#[expect(
    clippy::disallowed_methods,
    reason = "the engine reads the inputs that its request names"
)]
pub(crate) fn file(input: &Input) -> Result<File, Stop> {
    let cannot = |told: io::Error| {
        Stop::input(
            &input.label,
            format!("cannot read this file: {told}"),
            "name files of events that can be read",
        )
    };
    let kind = std::fs::metadata(&input.path).map_err(cannot)?;
    if !kind.is_file() {
        let message = "this is no file: events are not read from folders, pipes or devices";
        return Err(Stop::input(
            &input.label,
            message.to_owned(),
            "name files of events",
        ));
    }
    File::open(&input.path).map_err(cannot)
}

/// Bytes of a file before compression.
pub(crate) type Plain = BufReader<Box<dyn Read + Send>>;

/// A file to its bytes before compression, and the hash that goes on with the reading.
pub(crate) fn plain(input: &Input) -> Result<(Plain, Hash), Stop> {
    let hash = Hash::default();
    let packed = BufReader::with_capacity(BUFFER, Hashed(file(input)?, hash.clone()));
    let cannot = |told: io::Error| unpack(input, &told);
    let plain: Box<dyn Read + Send> = match input.compression {
        Compression::None => Box::new(packed.into_inner()),
        Compression::Gz => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        Compression::Bz2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        Compression::Zst => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(packed).map_err(cannot)?;
            decoder.window_log_max(ZSTD_WINDOW).map_err(cannot)?;
            Box::new(decoder)
        }
        Compression::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(packed, true, XZ_KIB)),
    };
    Ok((BufReader::with_capacity(BUFFER, plain), hash))
}

/// What a decompressor says.
pub(crate) fn unpack(input: &Input, told: &io::Error) -> Stop {
    let how = match input.compression {
        Compression::None => {
            return Stop::input(
                &input.label,
                format!("cannot read this file: {told}"),
                "see to it that the file can be read to its end",
            );
        }
        Compression::Gz => "gzip",
        Compression::Zst => "zstd",
        Compression::Bz2 => "bzip2",
        Compression::Xz => "xz",
    };
    Stop::input(
        &input.label,
        format!("this file is not whole as {how}: {told}"),
        "compress it again, or name it by what it is",
    )
}

/// Reads what a decompressor left behind its end, so that the hash is the whole file's.
pub(crate) fn drain(mut plain: impl BufRead) -> io::Result<()> {
    io::copy(&mut plain, &mut io::sink()).map(|_| ())
}

/// The hash of a file that something else reads.
pub(crate) fn hash(input: &Input) -> Result<Hash, Stop> {
    let hash = Hash::default();
    let hashed = BufReader::with_capacity(BUFFER, Hashed(file(input)?, hash.clone()));
    drain(hashed).map_err(|told| unpack(input, &told))?;
    Ok(hash)
}
