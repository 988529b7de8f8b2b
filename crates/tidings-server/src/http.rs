//! One request: who may ask, which route, the answer or the refusal, and a line in the log.

use std::io::Write;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use serde_json::json;
use tower_service::Service;

use crate::asked::{Asked, LONGEST_QUERY};
use crate::cache::{Cache, Kept};
use crate::refusal::Refusal;
use crate::routes::{Answer, JSON, ROUTES, Route};
use crate::store::Readers;
use crate::{Added, Settings, Upload, agent, door, form, openapi, pages};

/// The longest an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest an upload may take, with what follows from it.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(300);
/// How long a body may take at any rate, and the bytes a second by which it may take longer.
const GRACE: Duration = Duration::from_secs(10);
const SLOWEST: u64 = 16 << 10;
/// How many uploads are received at a time: each is held in memory.
const RECEIVING: usize = 8;
/// Most bytes of a form beside its files.
const FORM_HEADS: usize = 64 << 10;
/// Largest message of an agent, in bytes.
const LARGEST_MESSAGE: usize = 1 << 20;
/// The policy of what is no page.
const NOTHING: &str = "default-src 'none'";

/// What all requests share.
pub struct Server {
    settings: Settings,
    readers: Arc<Readers>,
    cache: Arc<Cache>,
    receiving: tokio::sync::Semaphore,
    adding: Arc<tokio::sync::Mutex<()>>,
    document: Arc<Kept>,
}

impl Server {
    /// Opens the store.
    pub fn new(settings: Settings) -> tidings_store::Result<Server> {
        let jobs = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 16);
        let readers = Arc::new(Readers::open(settings.store.clone(), 2 * jobs)?);
        let bytes = serde_json::to_vec_pretty(&openapi::document())?;
        let document = crate::routes::Body { media: JSON, policy: None, bytes };
        Ok(Server {
            settings,
            readers,
            cache: Arc::default(),
            receiving: tokio::sync::Semaphore::new(RECEIVING),
            adding: Arc::default(),
            document: Arc::new(Kept::new(document)),
        })
    }

    /// Whether only requests that went wrong are logged.
    pub fn is_quiet(&self) -> bool {
        self.settings.quiet
    }
}

/// The routes of the table.
pub fn router(server: &Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let server = server.clone();
        let handler = move |params: Result<RawPathParams, RawPathParamsRejection>, request: Request| async move {
            let id = params.ok().and_then(|params| params.iter().next().map(|(_, id)| id.to_owned()));
            let is_odd = id.is_none() && route.path.contains("{id}");
            let answer = match id {
                _ if is_odd => Err(Refusal::wrong("bad_id", "the id in the address is no UTF-8")),
                id => server.answer(route, id.unwrap_or_default(), request).await,
            };
            answer.unwrap_or_else(carried)
        };
        let filter = if route.method == "POST" { MethodFilter::POST } else { MethodFilter::GET };
        router = router.route(route.path, on(filter, handler));
    }
    let unknown = || async {
        carried(Refusal::new(
            404,
            "unknown_path",
            "there is nothing here; /api/v1/openapi.json lists what there is",
        ))
    };
    let wrong =
        || async { carried(Refusal::new(405, "wrong_method", "this address does not take that method")) };
    router.fallback(unknown).method_not_allowed_fallback(wrong)
}

/// A response that carries a refusal, to be written when it is known for whom.
fn carried(refusal: Refusal) -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(refusal);
    response
}

impl Server {
    async fn answer(&self, route: &'static Route, id: String, request: Request) -> Result<Response, Refusal> {
        let (parts, body) = request.into_parts();
        let mut asked = Asked::of_query(parts.uri.query().unwrap_or(""), route.params)?;
        asked.id = id;
        asked.may_add = self.settings.upload.is_some();
        match route.answer {
            Answer::Store(answer) => {
                let key = parts.uri.path_and_query().map_or("", |one| one.as_str()).to_owned();
                Ok(send(&*self.kept(key, asked, answer).await?, &parts.headers))
            }
            Answer::Document => Ok(send(&self.document, &parts.headers)),
            Answer::Health => {
                let cursor = self.readers.ask(|store| Ok(store.last_cursor()?)).await?;
                Ok(plain(200, json!({ "status": "ok", "cursor": cursor }).to_string()))
            }
            Answer::Upload => {
                let upload = self.may_upload()?;
                let name = file_name(asked.text("name").unwrap_or_default())?;
                let bytes = self.upload(body, &parts.headers, upload.largest).await?;
                let added = self.add(upload, vec![(name, bytes)]).await?;
                Ok(plain(200, serde_json::to_string(&added)?))
            }
            Answer::AddPage => {
                let page = pages::add(self.may_upload()?.largest, &asked);
                Ok(send(&Kept::new(page), &parts.headers))
            }
            Answer::AddForm => {
                let upload = self.may_upload()?;
                let bytes = self.upload(body, &parts.headers, upload.largest + FORM_HEADS).await?;
                let added = self.add(upload, chosen(&parts.headers, &bytes)?).await?;
                Ok(send(&Kept::new(pages::added(&added, &asked)), &HeaderMap::new()))
            }
            Answer::Agent => {
                let message = received(body, &parts.headers, LARGEST_MESSAGE).await?;
                let read = self.settings.read.clone();
                let answer =
                    self.readers.ask(move |store| Ok(agent::answer(store, &*read, &message))).await?;
                Ok(answer.map_or_else(|| plain(202, String::new()), |answer| plain(200, answer)))
            }
        }
    }

    /// What the store answers, perhaps as it answered before.
    async fn kept(
        &self,
        key: String,
        asked: Asked,
        answer: fn(&tidings_store::Store, &Asked) -> Result<crate::routes::Body, Refusal>,
    ) -> Result<Arc<Kept>, Refusal> {
        if let Some(kept) = self.cache.fresh(&key) {
            return Ok(kept);
        }
        let cache = self.cache.clone();
        self.readers
            .ask(move |store| {
                let cursor = store.last_cursor()?;
                if let Some(kept) = cache.at(&key, cursor) {
                    return Ok(kept);
                }
                let kept = Arc::new(Kept::new(answer(store, &asked)?));
                cache.keep(&key, cursor, &kept);
                Ok(kept)
            })
            .await
    }

    fn may_upload(&self) -> Result<&Upload, Refusal> {
        self.settings.upload.as_ref().ok_or_else(|| {
            Refusal::new(403, "uploads_off", "this server takes no articles; start it with --allow-upload")
        })
    }

    async fn upload(&self, body: Body, headers: &HeaderMap, largest: usize) -> Result<Bytes, Refusal> {
        let place = self.receiving.try_acquire();
        let _place = place.map_err(|_| {
            Refusal::new(503, "busy", "too many uploads at a time; try again when one is done")
        })?;
        received(body, headers, largest).await
    }

    /// Adds files, one after the other, and tells of all together.
    async fn add(&self, upload: &Upload, files: Vec<(String, Bytes)>) -> Result<Added, Refusal> {
        let Ok(turn) = self.adding.clone().try_lock_owned() else {
            return Err(Refusal::new(
                503,
                "busy",
                "another upload is being added; try again when it is done",
            ));
        };
        // A job of its own: what was begun is ended even if nobody waits for it.
        let add = upload.add.clone();
        let added = tokio::task::spawn_blocking(move || {
            let mut all = Added::default();
            for (name, bytes) in files {
                let one = add(&name, bytes.into())?;
                all.added += one.added;
                all.known += one.known;
                all.linked += one.linked;
                all.failures.extend(one.failures);
            }
            drop(turn);
            Ok(all)
        })
        .await
        .unwrap_or_else(|_| Err("an error in this program; please report it".to_owned()));
        self.cache.forget();
        let added = added.map_err(|reason| Refusal::new(503, "not_added", reason))?;
        if added.added + added.known == 0 {
            let reason = if added.failures.is_empty() {
                "there is no article in it".to_owned()
            } else {
                added.failures.join("; ")
            };
            return Err(Refusal::new(422, "unreadable", reason));
        }
        Ok(added)
    }
}

/// The name of an uploaded file, if it is one and no path.
fn file_name(name: String) -> Result<String, Refusal> {
    let is_name = name.len() <= 200
        && name.contains('.')
        && !name.starts_with('.')
        && !name.contains(['/', '\\', ':'])
        && !name.chars().any(char::is_control);
    if is_name {
        Ok(name)
    } else {
        Err(Refusal::wrong("bad_name", "name is a file's name with its ending, such as report.html"))
    }
}

/// The files that were chosen in a form.
fn chosen(headers: &HeaderMap, body: &Bytes) -> Result<Vec<(String, Bytes)>, Refusal> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let files = form::files(media, body).map_err(|wrong| Refusal::wrong("bad_form", wrong))?;
    if files.is_empty() {
        return Err(Refusal::wrong("no_file", "no file was chosen"));
    }
    files.into_iter().map(|(name, bytes)| Ok((file_name(name)?, bytes))).collect()
}

/// The bytes of a body, if there are at most `largest` and they do not come too slowly.
async fn received(mut body: Body, headers: &HeaderMap, largest: usize) -> Result<Bytes, Refusal> {
    let too_large = || Refusal::new(413, "too_large", format!("a body has at most {largest} bytes here"));
    let stated = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if stated.is_some_and(|stated: u64| stated > largest as u64) {
        return Err(too_large());
    }
    let (begun, mut bytes) = (tokio::time::Instant::now(), Vec::new());
    loop {
        let due = begun + GRACE + Duration::from_secs(bytes.len() as u64 / SLOWEST);
        let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Ok(next) = tokio::time::timeout_at(due, next).await else {
            return Err(Refusal::new(408, "too_slow", "the body comes too slowly"));
        };
        let Some(frame) = next else { return Ok(bytes.into()) };
        let frame = frame.map_err(|_| Refusal::wrong("broken_off", "the body ended too early"))?;
        // What is no data are trailers, which say nothing here.
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > largest {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
}

fn plain(status: u16, json: String) -> Response {
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(response.headers_mut(), header::CONTENT_TYPE, JSON);
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// An answer, compressed if that is wanted, or that it is unchanged.
fn send(kept: &Kept, headers: &HeaderMap) -> Response {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let wants_gzip = text(header::ACCEPT_ENCODING).split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("gzip") && !parts.any(|part| part.trim_end_matches(['0', '.']) == "q=")
    });
    let gzip = kept.gzip.as_ref().filter(|_| wants_gzip);
    let tags = [format!("\"{}\"", kept.hash), format!("\"{}-gzip\"", kept.hash)];
    let is_unchanged = text(header::IF_NONE_MATCH)
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || tags.iter().any(|tag| tag == one));
    let body = if is_unchanged { Bytes::new() } else { gzip.unwrap_or(&kept.bytes).clone() };
    let mut response = Response::new(Body::from(body));
    if is_unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    set(headers, header::ETAG, &tags[usize::from(gzip.is_some())]);
    set(headers, header::VARY, "Accept-Encoding");
    set(headers, header::CACHE_CONTROL, "private, no-cache");
    set(headers, header::CONTENT_TYPE, kept.media);
    if gzip.is_some() && !is_unchanged {
        set(headers, header::CONTENT_ENCODING, "gzip");
    }
    let policy = kept.policy.unwrap_or(NOTHING);
    set(headers, header::CONTENT_SECURITY_POLICY, &format!("{policy}; frame-ancestors 'none'"));
    response
}

/// A refusal: the page that is for people, else JSON.
fn refused(refusal: &Refusal, page: Option<crate::routes::Body>) -> Response {
    let mut response = match page {
        Some(page) => send(&Kept::new(page), &HeaderMap::new()),
        None => plain(refusal.status, String::from_utf8(refusal.json()).unwrap_or_default()),
    };
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    set(headers, header::CACHE_CONTROL, "no-store");
    match refusal.status {
        401 => set(headers, header::WWW_AUTHENTICATE, "Bearer realm=\"tidings\", Basic realm=\"tidings\""),
        503 => set(headers, header::RETRY_AFTER, "2"),
        // What is left of the body is not read.
        408 | 413 => set(headers, header::CONNECTION, "close"),
        _ => {}
    }
    response
}

/// Answers a request, and writes a line about it.
pub async fn reply(server: &Server, mut router: Router, request: Request, peer: SocketAddr) -> Response {
    let begun = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let for_people = wants_page && !path.starts_with("/api/");
    let is_loopback = server.settings.listen.ip().is_loopback();
    let is_long =
        request.uri().query().is_some_and(|query| query.len() > LONGEST_QUERY) || path.len() > LONGEST_QUERY;
    let refusal = if is_long {
        Some(Refusal::new(414, "too_long", format!("an address has at most {LONGEST_QUERY} bytes")))
    } else {
        door::refused(request.headers(), &path, server.settings.token.as_ref(), is_loopback)
    };
    let patience = if method == Method::POST { UPLOAD_PATIENCE } else { PATIENCE };
    let mut response = match refusal {
        Some(refusal) => carried(refusal),
        None => match tokio::time::timeout(patience, router.call(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            Err(_) => carried(Refusal::new(503, "too_slow", "this takes too long; ask for less")),
        },
    };
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        let allow = response.headers_mut().remove(header::ALLOW);
        let may_add = server.settings.upload.is_some();
        response = refused(&refusal, for_people.then(|| pages::refusal(&refusal, &path, may_add)));
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    let headers = response.headers_mut();
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Forms tell their own server where they come from, and nobody else.
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        set(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    }
    let status = response.status().as_u16();
    if status >= 400 || !server.is_quiet() {
        log(&json!({
            "event": "request", "method": method.as_str(), "path": path.chars().take(200).collect::<String>(),
            "status": status, "ms": begun.elapsed().as_micros() as f64 / 1e3, "peer": peer.to_string(),
        }));
    }
    response
}

/// A line of the log: an object with its time. That nobody reads it is no error.
pub fn log(line: &serde_json::Value) {
    let mut line = line.clone();
    line["time"] = jiff::Timestamp::now().to_string().into();
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
