//! A browser that a test drives: Chromium, through chromedriver.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use url::{ParseError, Url};

/// How long something may take that a page does by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser, and what drives it. Both end with it.
pub(crate) struct Browser {
    runtime: Runtime,
    client: Option<Client>,
    driver: Child,
}

impl Browser {
    /// A browser, where there is one; else what is missing.
    pub(crate) fn start() -> Result<Browser, String> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("no chromedriver: {error}"))?;
        let port = port_of(&mut driver);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let mut browser = Browser { runtime, client: None, driver };
        let port = port.ok_or("chromedriver names no port")?;
        let client = browser.runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities())
                .connect(&format!("http://127.0.0.1:{port}")),
        );
        browser.client = Some(client.map_err(|error| format!("no browser: {error}"))?);
        Ok(browser)
    }

    fn client(&self) -> &Client {
        self.client.as_ref().unwrap()
    }

    /// Opens a file; `rest` is what follows its name in the address.
    pub(crate) fn open(&self, file: &Path, rest: &str) {
        let mut address = Url::from_file_path(file.canonicalize().unwrap()).unwrap().to_string();
        address.push_str(rest);
        // The same page with another anchor would not be loaded again.
        self.runtime.block_on(self.client().goto("about:blank")).unwrap();
        self.runtime.block_on(self.client().goto(&address)).unwrap();
    }

    /// Makes it as it was at first.
    pub(crate) fn begin(&self) {
        self.runtime.block_on(self.client().set_window_size(1280, 900)).unwrap();
        self.command("Emulation.clearDeviceMetricsOverride", &json!({}));
        self.command("Emulation.setEmulatedMedia", &json!({"media": "", "features": []}));
        self.log("browser");
        self.log("performance");
    }

    /// What a script gives that ends in `return`. Scripts of a driver are not held by the policy of
    /// a page.
    pub(crate) fn ask(&self, script: &str) -> Value {
        let answer = self.runtime.block_on(self.client().execute(script, Vec::new()));
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    pub(crate) fn number(&self, script: &str) -> i64 {
        let answer = self.ask(script);
        answer.as_i64().unwrap_or_else(|| panic!("{script}: {answer}"))
    }

    pub(crate) fn text(&self, script: &str) -> String {
        let answer = self.ask(script);
        answer.as_str().unwrap_or_else(|| panic!("{script}: {answer}")).to_owned()
    }

    /// Waits until a script gives true.
    #[track_caller]
    pub(crate) fn wait_for(&self, script: &str) {
        let begin = Instant::now();
        while self.ask(script) != Value::Bool(true) {
            assert!(begin.elapsed() < PATIENCE, "never: {script}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks as a mouse does: what something else covers is not clicked.
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        let found = self
            .runtime
            .block_on(async { self.client().find(Locator::Css(css)).await?.click().await });
        found.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Types into what `css` finds.
    #[track_caller]
    pub(crate) fn type_into(&self, css: &str, text: &str) {
        let typed = self.runtime.block_on(async {
            let field = self.client().find(Locator::Css(css)).await?;
            field.clear().await?;
            field.send_keys(text).await
        });
        typed.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses a key where the focus is.
    pub(crate) fn press(&self, key: char) {
        let pressed = self.runtime.block_on(async {
            self.client().active_element().await?.send_keys(&key.to_string()).await
        });
        pressed.unwrap();
    }

    /// What the browser said since it was last asked: of its console, or of the network.
    pub(crate) fn log(&self, kind: &'static str) -> Vec<Value> {
        let answer = self.runtime.block_on(self.client().issue_cmd(Log(kind))).unwrap();
        answer.as_array().cloned().unwrap_or_default()
    }

    /// The addresses that were asked for since it was last asked.
    pub(crate) fn requests(&self) -> Vec<String> {
        let messages = self.log("performance");
        let messages = messages
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|it| it["message"]["method"] == "Network.requestWillBeSent");
        sent.filter_map(|it| it["message"]["params"]["request"]["url"].as_str().map(str::to_owned))
            .collect()
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn command(&self, name: &str, parameters: &Value) -> Value {
        let command = Chromium(json!({ "cmd": name, "params": parameters }));
        self.runtime.block_on(self.client().issue_cmd(command)).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let _ = self.runtime.block_on(client.close());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that chromedriver says it listens on.
fn port_of(driver: &mut Child) -> Option<u16> {
    let lines = BufReader::new(driver.stdout.take()?).lines();
    let mut said = lines.map_while(Result::ok);
    let line = said.find(|line| line.contains("started successfully on port"))?;
    // What else it says is not read: it is little.
    line.trim_end_matches('.').rsplit(' ').next()?.parse().ok()
}

fn capabilities() -> Capabilities {
    // The sandbox asks for rights that containers do not give; the pages are our own.
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--force-color-profile=srgb",
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    });
    capabilities.as_object().cloned().unwrap_or_default()
}

/// Asks for a log, as chromedriver answers it.
#[derive(Debug)]
struct Log(&'static str);

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Chromium(Value);

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}
