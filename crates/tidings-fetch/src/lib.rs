//! Gets pages and feeds from the web, with manners.
//!
//! One request at a time, with a delay between two to one host; what is known to be unchanged is not sent again; sizes,
//! times and redirects are bounded; addresses within private networks are refused, also after a redirect, and by the
//! address that is really connected to. What robots.txt forbids can be asked. What a page says is not its business.

mod addresses;
mod robots;

use std::collections::HashMap;
use std::io::Read;
use std::time::{Duration, Instant};

use ureq::Body;
use ureq::http::{Response, Uri};
use ureq::unversioned::transport::DefaultConnector;

pub use addresses::is_private;
pub use robots::Robots;

/// By this name robots.txt files may address the program.
const NAME: &str = "tidings";
/// The largest answer, unpacked.
const LARGEST: u64 = 64 << 20;
/// The largest robots.txt that is read, as RFC 9309 has it.
const LARGEST_ROBOTS: u64 = 500 << 10;
/// Redirects in a row.
const MOST_REDIRECTS: usize = 5;
/// After so many failures in a row a host is not asked again.
const MOST_FAILURES: u32 = 3;
/// The longest delay that a robots.txt may ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// How to ask.
#[derive(Debug, Clone)]
pub struct Options {
    /// The time between two requests to one host, at least.
    pub delay: Duration,
    /// The time that a request may take.
    pub timeout: Duration,
    /// Whether addresses within private networks, and of this machine, may be asked.
    pub allow_private: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { delay: Duration::from_secs(1), timeout: Duration::from_secs(30), allow_private: false }
    }
}

/// By what an answer can be known again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The address, after all redirects.
    pub url: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// The media type, small, without its parameters.
    pub media_type: Option<String>,
    /// The charset that the server states.
    pub charset: Option<String>,
    /// By what it can be known again.
    pub validators: Validators,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The content.
    Sent(Box<Fetched>),
    /// It is as it was when the validators were given.
    Unchanged,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none that can be asked.
    #[error("is no address that can be fetched: {0}")]
    Address(String),
    /// It leads into a private network.
    #[error("leads to this machine or a private network")]
    Private,
    /// It asks programs to keep out.
    #[error("the robots.txt of its host asks programs to keep out")]
    Forbidden,
    /// The server says no.
    #[error("the server answers with status {0}")]
    Status(u16),
    /// It takes too long.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// It is too large.
    #[error("is larger than {} MB", LARGEST >> 20)]
    Large,
    /// The host failed too often before.
    #[error("its host did not answer {MOST_FAILURES} times in a row and is left alone")]
    GivenUp,
    /// It leads on and on.
    #[error("leads on to other addresses more than {MOST_REDIRECTS} times")]
    Round,
    /// Any other failure.
    #[error("cannot be fetched: {0}")]
    Failed(String),
}

/// Asks, and keeps in mind whom it asked when.
pub struct Fetcher {
    agent: ureq::Agent,
    options: Options,
    hosts: HashMap<String, Host>,
}

#[derive(Default)]
struct Host {
    asked: Option<Instant>,
    robots: Option<Robots>,
    failures: u32,
}

impl Fetcher {
    /// Prepares to ask. Nothing is asked yet.
    pub fn new(options: Options) -> Fetcher {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(options.timeout))
            // They are followed here, where each is looked at.
            .max_redirects(0)
            .http_status_as_error(false)
            // Through a proxy nobody could tell where a name leads.
            .proxy(None)
            .user_agent(format!("{NAME}/{} (reads news for an archive; heeds robots.txt)", env!("CARGO_PKG_VERSION")))
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                     application/xml;q=0.9, */*;q=0.5")
            .build();
        let resolver = addresses::Resolver::new(options.allow_private);
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        Fetcher { agent, options, hosts: HashMap::new() }
    }

    /// Asks for an address. With `known` it is sent only if it has changed since.
    ///
    /// # Errors
    /// If there is no answer, or none of use.
    pub fn get(&mut self, url: &str, known: Option<&Validators>) -> Result<Answer, FetchError> {
        self.get_heeding(false, url, known)
    }

    /// As [`Fetcher::get`], for an address that nobody named: it, and where it leads, is asked for only if robots.txt lets
    /// programs.
    ///
    /// # Errors
    /// As [`Fetcher::get`], and if robots.txt does not let them.
    pub fn follow(&mut self, url: &str, known: Option<&Validators>) -> Result<Answer, FetchError> {
        if !self.may_ask(url)? {
            return Err(FetchError::Forbidden);
        }
        self.get_heeding(true, url, known)
    }

    fn get_heeding(
        &mut self,
        robots: bool,
        url: &str,
        known: Option<&Validators>,
    ) -> Result<Answer, FetchError> {
        let host = host_of(url)?;
        if self.host(&host).failures >= MOST_FAILURES {
            return Err(FetchError::GivenUp);
        }
        self.wait(&host);
        let answer = self.ask(robots, url, known);
        // A server that answers at all is there.
        let silent = matches!(answer, Err(FetchError::Late(_) | FetchError::Failed(_)));
        let host = self.host(&host);
        host.failures = if silent { host.failures + 1 } else { 0 };
        host.asked = Some(Instant::now());
        answer
    }

    /// Whether robots.txt lets programs ask for an address. It is fetched once a host; if the host has none, all may be
    /// asked, and if it does not answer, nothing.
    ///
    /// # Errors
    /// If the address is none.
    pub fn may_ask(&mut self, url: &str) -> Result<bool, FetchError> {
        let host = host_of(url)?;
        if self.host(&host).robots.is_none() {
            let robots = match self.get(&format!("{host}/robots.txt"), None) {
                Ok(Answer::Sent(sent)) => {
                    let end = sent.bytes.len().min(LARGEST_ROBOTS as usize);
                    Robots::of(NAME, &String::from_utf8_lossy(&sent.bytes[..end]))
                }
                Err(FetchError::Status(400..=499)) => Robots::all(),
                _ => Robots::none(),
            };
            self.host(&host).robots = Some(robots);
        }
        let path = url.get(host.len()..).unwrap_or_default();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(self.host(&host).robots.as_ref().is_some_and(|robots| robots.allows(&path)))
    }

    fn host(&mut self, host: &str) -> &mut Host {
        self.hosts.entry(host.to_owned()).or_default()
    }

    /// Waits until the host may be asked again.
    fn wait(&mut self, host: &str) {
        let least = self.options.delay;
        let host = self.host(host);
        let wished = host.robots.as_ref().and_then(Robots::delay).unwrap_or_default().min(LONGEST_DELAY);
        if let Some(asked) = host.asked {
            std::thread::sleep(least.max(wished).saturating_sub(asked.elapsed()));
        }
    }

    /// Asks, and goes where the answer leads.
    fn ask(&mut self, robots: bool, url: &str, known: Option<&Validators>) -> Result<Answer, FetchError> {
        let mut url = url.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            let mut request = self.agent.get(&url);
            if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
                request = request.header("If-None-Match", etag);
            }
            if let Some(since) = known.and_then(|known| known.last_modified.as_deref()) {
                request = request.header("If-Modified-Since", since);
            }
            let response = request.call().map_err(|error| self.failure(&error))?;
            match (response.status().as_u16(), header(&response, "location")) {
                (200, _) => return self.content(url, response),
                (304, _) if known.is_some() => return Ok(Answer::Unchanged),
                (301 | 302 | 303 | 307 | 308, Some(to)) => {
                    url = led_to(&url, &to)?;
                    if robots && !self.may_ask(&url)? {
                        return Err(FetchError::Forbidden);
                    }
                }
                (status, _) => return Err(FetchError::Status(status)),
            }
        }
        Err(FetchError::Round)
    }

    fn content(&self, url: String, response: Response<Body>) -> Result<Answer, FetchError> {
        let stated = header(&response, "content-type");
        let (media_type, charset) = stated.map_or((None, None), |stated| media_type(&stated));
        let validators =
            Validators { etag: header(&response, "etag"), last_modified: header(&response, "last-modified") };
        let mut bytes = Vec::new();
        let read = response.into_body().into_reader().take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            match error.into_inner().and_then(|inner| inner.downcast::<ureq::Error>().ok()) {
                Some(error) => self.failure(&error),
                None => FetchError::Failed("the connection broke off".to_owned()),
            }
        })?;
        if bytes.len() as u64 > LARGEST {
            return Err(FetchError::Large);
        }
        Ok(Answer::Sent(Box::new(Fetched { url, bytes, media_type, charset, validators })))
    }

    fn failure(&self, error: &ureq::Error) -> FetchError {
        match error {
            ureq::Error::Timeout(_) => FetchError::Late(self.options.timeout),
            ureq::Error::BadUri(reason) => FetchError::Address(reason.clone()),
            ureq::Error::Other(inner) if inner.is::<addresses::Refused>() => FetchError::Private,
            error => FetchError::Failed(error.to_string()),
        }
    }
}

/// Scheme, host and port of an address, as it is written.
fn host_of(url: &str) -> Result<String, FetchError> {
    let uri: Uri = url.parse().map_err(|_| FetchError::Address(format!("{url:?} is not an address")))?;
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme @ ("http" | "https")), Some(host)) => Ok(format!("{scheme}://{host}")),
        _ => Err(FetchError::Address("only http: and https: are".to_owned())),
    }
}

/// Where the page at `from` leads to.
fn led_to(from: &str, to: &str) -> Result<String, FetchError> {
    let host = host_of(from)?;
    let scheme = to.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    let whole = match (scheme, to.strip_prefix("//")) {
        (true, _) => to.to_owned(),
        (false, Some(rest)) => format!("{}://{rest}", from.split(':').next().unwrap_or("https")),
        (false, None) if to.starts_with('/') => format!("{host}{to}"),
        (false, None) => {
            let path = from[host.len()..].split(['?', '#']).next().unwrap_or_default();
            format!("{host}{}/{to}", path.rsplit_once('/').map_or("", |(folder, _)| folder))
        }
    };
    host_of(&whole).map(|_| whole)
}

fn header<B>(response: &Response<B>, name: &str) -> Option<String> {
    Some(response.headers().get(name)?.to_str().ok()?.trim().to_owned()).filter(|value| value.len() < 1024)
}

/// The media type and the charset of a `Content-Type`.
fn media_type(stated: &str) -> (Option<String>, Option<String>) {
    let mut parts = stated.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media_type = parts.next().filter(|kind| kind.contains('/'));
    let charset =
        parts.find_map(|part| Some(part.strip_prefix("charset=")?.trim_matches(['"', '\'']).to_owned()));
    (media_type, charset)
}

#[cfg(test)]
mod tests;
