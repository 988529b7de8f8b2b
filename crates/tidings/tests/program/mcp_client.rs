//! The official MCP client of the package index drives `tidings mcp` and `tidings serve`.

use std::process::Command;

use crate::served::{Server, store};
use crate::support::{Folder, project, python_with};

#[test]
fn the_official_client_calls_every_tool() {
    let Some(python) = python_with(&["mcp"], "docs/agents.md") else { return };
    let folder = Folder::new("mcp-client");
    let db = store(&folder);
    let server = Server::start(&db, &[]);
    let script = project().join("crates/tidings/tests/program/mcp_client.py");
    let ran = Command::new(python)
        .arg(script)
        .args([env!("CARGO_BIN_EXE_tidings"), &db, &server.address.to_string()])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(said.contains("stdio: 2025-") && said.contains("http: 2025-"), "{said}");
}
