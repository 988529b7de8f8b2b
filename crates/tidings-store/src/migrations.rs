//! The versions of a store, as the list of steps from each to the next. Steps are added at the end and never changed.

use rusqlite::Connection;

use crate::Result;

/// Step `n` makes version `n + 1`.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001.sql"),
    include_str!("../migrations/0002.sql"),
    include_str!("../migrations/0003.sql"),
];

/// The version that this program makes.
pub(crate) const NEWEST: u32 = STEPS.len() as u32;

/// The version of an open file; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Takes a store to the newest version, each step whole or not at all.
pub(crate) fn upgrade(connection: &mut Connection) -> Result<()> {
    while let Some(step) = STEPS.get(version(connection)? as usize) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let next = version(&transaction)? + 1;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
    Ok(())
}
