//! `tidings serve`: a store over HTTP.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use tidings_input::{Inputs, Options};
use tidings_server::{Added, Settings, Token, Upload};

use super::audit::sentences;
use super::{Reader, add};
use crate::args::ServeArgs;
use crate::sources::Sources;
use crate::{Outcome, WrongUsage, order};

/// Most complaints of an upload that are told.
const COMPLAINTS: usize = 20;

pub fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    let token = args.token_file.as_deref().map(token).transpose()?;
    if !args.listen.ip().is_loopback() && token.is_none() && !args.without_token {
        return Err(WrongUsage(format!(
            "{} can be asked by other machines: give --token-file FILE, or --without-token if everybody who reaches it may \
             read the store",
            args.listen
        ))
        .into());
    }
    let upload = args.allow_upload.then(|| upload(&args.store.store, args.upload_limit)).transpose()?;
    let settings = Settings {
        store: args.store.store.clone(),
        listen: args.listen,
        token,
        upload,
        read: sentences(),
        connections: usize::from(args.connections),
        quiet: args.quiet,
    };
    tidings_server::serve(settings, |address| {
        let mut out = std::io::stdout().lock();
        // That nobody reads it is no error.
        let _ = writeln!(out, "http://{address}/").and_then(|()| out.flush());
    })?;
    Ok(Outcome::Complete)
}

fn token(path: &Path) -> anyhow::Result<Token> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Token::new(&text).map_err(|wrong| WrongUsage(format!("{}: {wrong}", path.display())).into())
}

/// Takes articles in, one delivery at a time.
fn upload(store: &Path, megabytes: u16) -> anyhow::Result<Upload> {
    let (store, reader): (PathBuf, &Reader) = (store.to_owned(), Reader::shared()?);
    let add = move |name: &str, bytes: Vec<u8>| -> Result<Added, String> {
        let mut failures: Vec<String> = Vec::new();
        let mut complain = |line: &str| {
            if failures.len() < COMPLAINTS {
                failures.push(line.trim_start_matches("tidings: ").to_owned());
            }
        };
        let inputs = Inputs::of_bytes(name, bytes, Options::default());
        let delivery = add::Delivery { sources: Sources::of(inputs), memory: None, regroup: false };
        let sums = add::add(&store, reader, delivery, order::threads(None), &mut complain);
        let sums = sums.map_err(|error| match error.downcast_ref::<tidings_store::StoreError>() {
            Some(tidings_store::StoreError::Busy(_)) => {
                "another program is writing to the store; try again when it has ended".to_owned()
            }
            Some(tidings_store::StoreError::Full) => "the disk of the server is full".to_owned(),
            _ => "the store cannot be written; `tidings doctor` says more".to_owned(),
        })?;
        Ok(Added { added: sums.added, known: sums.known, linked: sums.linked, failures })
    };
    Ok(Upload { largest: usize::from(megabytes) << 20, add: Arc::new(add) })
}
