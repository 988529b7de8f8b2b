//! Connections to the store that only read, a few, used in turn by blocking threads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tidings_store::{Access, Store};
use tokio::sync::Semaphore;

use crate::refusal::Refusal;

/// The connections.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// For the store at `path`, which is opened once to see that it is one; `most` jobs run at a time.
    pub fn open(path: PathBuf, most: usize) -> tidings_store::Result<Readers> {
        let first = Store::open(&path, Access::Read)?;
        Ok(Readers { path, idle: Mutex::new(vec![first]), free: Arc::new(Semaphore::new(most)) })
    }

    fn with<T>(&self, job: impl FnOnce(&Store) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::open(&self.path, Access::Read)?,
        };
        let done = job(&store);
        // A connection that failed is not used again.
        if !matches!(&done, Err(refusal) if refusal.status == 500) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        }
        done
    }

    /// Does `job` on a blocking thread. One that panics, which is a defect of this program, is refused.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Readers>,
        job: impl FnOnce(&Store) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let failed = || Refusal::new(500, "failed", "an error in this program; please report it");
        let turn = self.free.clone().acquire_owned().await.map_err(|_| failed())?;
        let readers = self.clone();
        tokio::task::spawn_blocking(move || {
            let done = readers.with(job);
            drop(turn);
            done
        })
        .await
        .unwrap_or_else(|_| Err(failed()))
    }
}
