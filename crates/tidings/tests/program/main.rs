//! The built program as a user meets it: arguments in, bytes and exit codes out.
//!
//! All articles here are invented. Nothing outside the project is read.

#![expect(clippy::unwrap_used, reason = "all of this is tests: what is missing should fail them")]

mod attacks;
mod audit;
mod bad_input;
mod browser;
mod decisions;
mod determinism;
mod dossier;
mod explain;
mod exports;
mod fetching;
mod help;
mod manual;
mod mcp;
mod mcp_client;
mod read;
mod readme;
mod serve;
mod served;
mod store;
mod support;
mod tour;
