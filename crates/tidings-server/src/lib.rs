//! A store for others: pages for people and JSON for programs over HTTP ([`serve`]), tools for agents over standard
//! input and output ([`agent::run`]).
//!
//! `routes` is the table of what can be asked; the router, the check of parameters and the OpenAPI document are made
//! from it. Whatever is answered is read from the store; nothing here decides about texts. Reading and linking an upload
//! is the caller's: [`Upload`].
//!
//! Not here: TLS, accounts, writing to the store.

pub mod agent;
mod ask;
mod asked;
mod cache;
mod check;
mod connection;
mod door;
mod form;
mod http;
mod openapi;
mod pages;
mod refusal;
mod routes;
mod store;
mod tools;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use tidings_record::Reading;

pub use connection::{ServeError, serve};
pub use door::Token;
pub use openapi::document as openapi;

/// How a store is served.
pub struct Settings {
    /// The file of the store.
    pub store: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The token that every request but `/healthz` must bring.
    pub token: Option<Token>,
    /// Takes articles in, if that is allowed.
    pub upload: Option<Upload>,
    /// Reads a sentence that an agent wants checked.
    pub read: Arc<ReadSentence>,
    /// Most connections at a time.
    pub connections: usize,
    /// Whether requests that went well are left out of the log.
    pub quiet: bool,
}

/// Reads a sentence by itself, as published on a day if one is given; an error of the program is told in words.
pub type ReadSentence = dyn Fn(&str, Option<Date>) -> Result<Reading, String> + Send + Sync;

/// Takes in the articles of a delivery.
pub struct Upload {
    /// Largest delivery, in bytes.
    pub largest: usize,
    /// Adds the articles in bytes that were delivered as a file of this name. Called by one thread at a time.
    pub add: Arc<Add>,
}

/// Adds the articles in bytes.
pub type Add = dyn Fn(&str, Vec<u8>) -> Result<Added, String> + Send + Sync;

/// What came of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Added {
    /// How many articles are new.
    pub added: usize,
    /// How many were there before.
    pub known: usize,
    /// How many stories were linked anew.
    pub linked: usize,
    /// What could not be read, and why.
    pub failures: Vec<String>,
}
