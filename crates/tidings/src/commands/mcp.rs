//! `tidings mcp`: tools of an agent over standard input and output.

use anyhow::Context;

use super::audit::sentences;
use crate::Outcome;
use crate::args::McpArgs;

pub fn run(args: &McpArgs) -> anyhow::Result<Outcome> {
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    tidings_server::agent::run(&args.store.store, &*sentences(), input, output)
        .context("the agent cannot be answered")?;
    Ok(Outcome::Complete)
}
