//! The built program as a user meets it: arguments in, bytes and exit codes out.
//!
//! All articles here are invented. Nothing outside the project is read.

mod bad_input;
mod determinism;
mod dossier;
mod help;
mod read;
mod readme;
mod support;
