//! Bounds on what is unpacked and read at once.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::Fault;

/// The largest file that is read whole: a page, a mail, a feed, a document; also of one in an archive.
pub(crate) const LARGEST_WHOLE: u64 = 128 << 20;
/// Archives in archives, at most.
pub(crate) const DEEPEST: usize = 4;
/// What any file may unpack to.
const LEAST_UNPACKED: u64 = 1 << 30;
/// How many times its size a file may unpack to beyond that. Text packs to a twentieth at best.
const MOST_TIMES: u64 = 100;

/// How many bytes a file, with all archives in it, may still unpack to.
#[derive(Clone)]
pub(crate) struct Budget(Arc<AtomicU64>);

impl Budget {
    /// That of a file of `size` bytes.
    pub fn of_file(size: u64) -> Budget {
        Budget(Arc::new(AtomicU64::new(LEAST_UNPACKED.max(size.saturating_mul(MOST_TIMES)))))
    }

    #[cfg(test)]
    pub fn of_bytes(left: u64) -> Budget {
        Budget(Arc::new(AtomicU64::new(left)))
    }

    fn take(&self, bytes: u64) -> io::Result<()> {
        let left = self.0.load(Relaxed);
        if bytes > left {
            return Err(io::Error::other("it unpacks to far more than texts do; is it a zip bomb?"));
        }
        self.0.store(left - bytes, Relaxed);
        Ok(())
    }
}

/// A reader of unpacked bytes, which draw on a budget.
pub(crate) struct Unpacked<R> {
    pub inner: R,
    pub budget: Budget,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.take(read as u64)?;
        Ok(read)
    }
}

/// A reader that counts its bytes for progress.
pub(crate) struct Counted<R> {
    pub inner: R,
    pub done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.done.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

/// All that is left of a reader, if that is not too much.
pub(crate) fn whole(reader: &mut dyn Read, largest: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    reader.take(largest + 1).read_to_end(&mut bytes).map_err(|error| Fault::cannot_read(&error))?;
    if bytes.len() as u64 > largest {
        let limit = largest >> 20;
        return Err(Fault::advised(format!("is larger than {limit} MB"), "cut it into articles"));
    }
    Ok(bytes)
}

/// Skips `bytes` of a reader; an error if it ends before.
pub(crate) fn skip(reader: &mut dyn BufRead, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut reader.take(bytes), &mut io::sink())?;
    if skipped < bytes { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_shared_and_ends() {
        let budget = Budget::of_bytes(10);
        let mut first = Unpacked { inner: &[1u8; 6][..], budget: budget.clone() };
        let mut second = Unpacked { inner: &[1u8; 6][..], budget };
        assert!(whole(&mut first, 100).is_ok());
        assert!(whole(&mut second, 100).unwrap_err().reason.contains("zip bomb"));
        assert!(whole(&mut &[0u8; 5][..], 4).unwrap_err().reason.contains("larger"));
    }
}
