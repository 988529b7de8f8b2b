//! Drives the Chromium of the machine over the DevTools protocol, for tests and pictures of pages.
//!
//! Messages go through two pipes (`--remote-debugging-pipe`), so that no port is opened and no WebSocket is needed. Not
//! here: fetching a browser. Where none is installed there is none. Works where there is a POSIX shell.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// The names under which systems install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// How long a page may take for what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running browser with one page. It ends when it is dropped, and its profile with it.
pub struct Browser {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    profile: PathBuf,
    session: String,
    last: u64,
    /// What the page said and asked for since [`Browser::open`]: events of the protocol, in order.
    pub events: Vec<Value>,
}

/// Where Chromium is: the program that `TIDINGS_CHROMIUM` names, else one in `PATH`.
pub fn chromium() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("TIDINGS_CHROMIUM") {
        return Some(given.into());
    }
    let folders: Vec<_> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let in_folder = |folder: &PathBuf, name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    NAMES.iter().find_map(|name| folders.iter().find_map(|folder| in_folder(folder, name)))
}

impl Browser {
    /// Starts `program` with an empty profile, which it puts into `folder`.
    ///
    /// # Errors
    /// Where it cannot be started, or does not speak the protocol.
    pub fn start(program: &Path, folder: &Path) -> anyhow::Result<Browser> {
        let profile = folder.join(format!("chromium-{}", std::process::id()));
        // The browser reads from 3 and writes to 4; the shell puts our two pipes there.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", "sh"])
            .arg(program)
            .args([
                "--headless=new",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--hide-scrollbars", "--force-color-profile=srgb", "--font-render-hinting=none"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let (requests, answers) = (child.stdin.take(), child.stdout.take());
        let (Some(requests), Some(answers)) = (requests, answers) else { bail!("the browser has no pipes") };
        let answers = BufReader::new(answers);
        let mut browser = Browser {
            child,
            requests,
            answers,
            profile,
            session: String::new(),
            last: 0,
            events: Vec::new(),
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))?;
        let session = browser
            .call("Target.attachToTarget", json!({"targetId": target["targetId"], "flatten": true}))?;
        browser.session = session["sessionId"].as_str().unwrap_or_default().to_owned();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}))?;
        }
        browser.call("Page.setLifecycleEventsEnabled", json!({"enabled": true}))?;
        Ok(browser)
    }

    /// Calls a method of the protocol and gives its result. Events that come before it are kept.
    ///
    /// # Errors
    /// What the browser says against it, or that it is gone.
    pub fn call(&mut self, method: &str, parameters: Value) -> anyhow::Result<Value> {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        self.requests.write_all(format!("{message}\0").as_bytes())?;
        self.requests.flush()?;
        loop {
            let message = self.read()?;
            if message["id"] == self.last {
                if let Some(error) = message["error"]["message"].as_str() {
                    bail!("{method}: {error}");
                }
                return Ok(message["result"].clone());
            }
            self.events.push(message);
        }
    }

    fn read(&mut self) -> anyhow::Result<Value> {
        let mut bytes = Vec::new();
        self.answers.read_until(0, &mut bytes)?;
        if bytes.pop() != Some(0) {
            bail!("the browser ended");
        }
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// Opens an address and waits until it is loaded.
    ///
    /// # Errors
    /// Where it does not load.
    pub fn open(&mut self, address: &str) -> anyhow::Result<()> {
        // By way of an empty page, since an address that differs in its fragment only would load nothing.
        self.load("about:blank")?;
        self.events.clear();
        self.load(address)
    }

    fn load(&mut self, address: &str) -> anyhow::Result<()> {
        let answer = self.call("Page.navigate", json!({"url": address}))?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("{address}: {error}");
        }
        let loader = &answer["loaderId"];
        let loaded = |event: &Value| {
            let about = &event["params"];
            event["method"] == "Page.lifecycleEvent"
                && about["name"] == "load"
                && about["loaderId"] == *loader
        };
        while !self.events.iter().any(loaded) {
            let event = self.read()?;
            self.events.push(event);
        }
        Ok(())
    }

    /// Opens a file.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub fn open_file(&mut self, path: &Path) -> anyhow::Result<()> {
        let path = path.canonicalize()?;
        self.open(&format!("file://{}", path.display()))
    }

    /// The value of an expression of JavaScript in the page; a promise is waited for.
    ///
    /// # Errors
    /// What it throws.
    pub fn value(&mut self, expression: &str) -> anyhow::Result<Value> {
        let parameters = json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        let answer = self.call("Runtime.evaluate", parameters)?;
        if let Some(thrown) = answer["exceptionDetails"].as_object() {
            bail!("{expression}: {}", thrown["exception"]["description"]);
        }
        Ok(answer["result"]["value"].clone())
    }

    /// Waits until an expression is true. What it throws while one page gives way to the next is no error.
    ///
    /// # Errors
    /// Where it does not become so.
    pub fn wait_for(&mut self, expression: &str) -> anyhow::Result<()> {
        let start = Instant::now();
        loop {
            let value = self.value(expression);
            match &value {
                Ok(value) if *value == true => return Ok(()),
                _ if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
                _ => bail!("never true: {expression}: {value:?}"),
            }
        }
    }

    /// Chooses files in the field for files that `selector` finds.
    ///
    /// # Errors
    /// Where there is no such field.
    pub fn choose(&mut self, selector: &str, paths: &[&str]) -> anyhow::Result<()> {
        let root = self.call("DOM.getDocument", json!({}))?["root"]["nodeId"].clone();
        let field = self.call("DOM.querySelector", json!({"nodeId": root, "selector": selector}))?;
        let files = json!({"files": paths, "nodeId": field["nodeId"]});
        self.call("DOM.setFileInputFiles", files).map(drop)
    }

    /// Presses a key: `Tab`, `Enter`, `Escape`, a letter.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn press(&mut self, key: &str) -> anyhow::Result<()> {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            other => (0, other),
        };
        let mut event = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code});
        if !text.is_empty() {
            event["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", event)?;
        self.call(
            "Input.dispatchKeyEvent",
            json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}),
        )?;
        Ok(())
    }

    /// Makes the window so wide and high, in CSS pixels; a phone has a screen that is touched.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn size(&mut self, width: u32, height: u32, phone: bool) -> anyhow::Result<()> {
        let screen = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.call("Emulation.setDeviceMetricsOverride", screen).map(drop)
    }

    /// Asks pages for `dark` colours, or light ones.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn dark(&mut self, dark: bool) -> anyhow::Result<()> {
        let value = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.call("Emulation.setEmulatedMedia", features).map(drop)
    }

    /// Switches scripts of pages off or on. What this program evaluates runs in any case.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn scripts(&mut self, on: bool) -> anyhow::Result<()> {
        self.call("Emulation.setScriptExecutionDisabled", json!({"value": !on})).map(drop)
    }

    /// The top of the page, so wide and high in CSS pixels and `scale` times as large, as a PNG in base64.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn picture(&mut self, width: u32, height: u32, scale: f64) -> anyhow::Result<String> {
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": scale});
        let answer = self.call("Page.captureScreenshot", json!({"format": "png", "clip": clip}))?;
        Ok(answer["data"].as_str().unwrap_or_default().to_owned())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.requests.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
