//! Answers that were made and still hold: those of one cursor of the store, up to a bound of bytes, the oldest going
//! first.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::routes::Body;

/// Most bytes of all answers that are kept.
const MOST: usize = 64 << 20;
/// From how many bytes on an answer is compressed.
const WORTH: usize = 1_024;
/// For how long a cursor is taken for the last.
const FRESH: Duration = Duration::from_millis(100);

/// An answer, ready to be sent.
pub struct Kept {
    /// The media type.
    pub media: &'static str,
    /// The Content-Security-Policy.
    pub policy: Option<&'static str>,
    /// The bytes.
    pub bytes: Bytes,
    /// The bytes, compressed, if that is worth it.
    pub gzip: Option<Bytes>,
    /// The hash of the bytes.
    pub hash: String,
}

impl Kept {
    /// Compresses and hashes an answer.
    pub fn new(body: Body) -> Kept {
        let gzip = (body.bytes.len() >= WORTH).then(|| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(5));
            encoder.write_all(&body.bytes).and_then(|()| encoder.finish()).ok()
        });
        let hash = blake3::hash(&body.bytes).to_hex()[..32].to_owned();
        Kept {
            media: body.media,
            policy: body.policy,
            bytes: body.bytes.into(),
            gzip: gzip.flatten().map(Bytes::from),
            hash,
        }
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.gzip.as_ref().map_or(0, Bytes::len) + 512
    }
}

/// The answers.
#[derive(Default)]
pub struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    cursor: i64,
    asked: Option<Instant>,
    size: usize,
    answers: BTreeMap<Arc<str>, Arc<Kept>>,
    order: VecDeque<Arc<str>>,
}

impl Cache {
    /// The answer to `key`, if it is known to hold. Whoever comes first after a while has to look; the others need not
    /// wait for that.
    pub fn fresh(&self, key: &str) -> Option<Arc<Kept>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = inner.asked?;
        if asked.elapsed() >= FRESH {
            inner.asked = Some(Instant::now());
            return None;
        }
        inner.answers.get(key).cloned()
    }

    /// The answer to `key`, if it is of this cursor, which the store has now.
    pub fn at(&self, key: &str, cursor: i64) -> Option<Arc<Kept>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.cursor != cursor {
            *inner = Inner { cursor, ..Inner::default() };
        }
        inner.asked = Some(Instant::now());
        inner.answers.get(key).cloned()
    }

    /// Keeps an answer that was made when the store had `cursor`, or later.
    pub fn keep(&self, key: &str, cursor: i64, kept: &Arc<Kept>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.cursor != cursor || kept.size() > MOST / 4 || inner.answers.contains_key(key) {
            return;
        }
        inner.size += kept.size() + 2 * key.len();
        let key: Arc<str> = key.into();
        inner.answers.insert(key.clone(), kept.clone());
        inner.order.push_back(key);
        while inner.size > MOST {
            let Some(oldest) = inner.order.pop_front() else { return };
            if let Some(gone) = inner.answers.remove(&oldest) {
                inner.size -= gone.size() + 2 * oldest.len();
            }
        }
    }

    /// Takes no answer for fresh any more.
    pub fn forget(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).asked = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(bytes: usize) -> Arc<Kept> {
        Arc::new(Kept::new(Body { media: "text/plain", policy: None, bytes: vec![b'a'; bytes] }))
    }

    #[test]
    fn an_answer_holds_for_its_cursor_and_within_the_bound() {
        let cache = Cache::default();
        assert!(cache.at("a", 1).is_none() && cache.fresh("a").is_none());
        cache.keep("a", 1, &kept(5_000));
        assert!(cache.fresh("a").is_some() && cache.at("a", 1).is_some());
        cache.forget();
        assert!(cache.fresh("a").is_none());
        assert!(cache.at("a", 2).is_none());
        cache.keep("late", 1, &kept(10));
        assert!(cache.at("late", 2).is_none());
        cache.keep("huge", 2, &kept(MOST));
        assert!(cache.at("huge", 2).is_none());
        for nth in 0..6 {
            cache.keep(&nth.to_string(), 2, &kept(MOST / 5));
        }
        assert!(cache.at("0", 2).is_none() && cache.at("5", 2).is_some());
    }
}
