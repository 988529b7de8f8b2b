//! Listening, and what a connection may cost: how many there are, how long each may say nothing, and the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tidings_store::StoreError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use crate::Settings;
use crate::http::{Server, log, reply, router};
use crate::refusal::Refusal;

/// The longest a connection may take to say what it asks, and may be idle.
const HEADERS: Duration = Duration::from_secs(10);
/// The longest a connection may live.
const LIFETIME: Duration = Duration::from_secs(900);
/// The longest requests under way are waited for when the server is to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// The longest a client is waited for that is told to go.
const LINGER: Duration = Duration::from_secs(2);
/// How many connections beyond the most are told why they are closed; others are closed only.
const TOLD: usize = 64;
/// Most bytes of a request's head.
const HEAD: usize = 16 << 10;

/// Why a server does not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address.
    #[error("{address} cannot be listened to: {source}; another --listen may be free")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The system.
    #[error("the server cannot begin: {0}")]
    System(#[from] std::io::Error),
}

/// Serves until the process is told to stop by SIGINT or SIGTERM. `ready` is given the address once requests are taken.
///
/// # Errors
/// If it cannot begin.
pub fn serve(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().max_blocking_threads(64).enable_all().build()?;
    let done = runtime.block_on(listen(settings, ready));
    // A job on a blocking thread that nobody waits for any more does not keep the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

async fn listen(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let (address, most) = (settings.listen, settings.connections.max(1));
    let server = Arc::new(Server::new(settings)?);
    let listener =
        TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
    let mut stop = std::pin::pin!(told_to_stop()?);
    ready(listener.local_addr()?);
    let router = router(&server);
    let places = Arc::new(Semaphore::new(most));
    let told = Arc::new(Semaphore::new(TOLD));
    let (going, gone) = watch::channel(());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, perhaps: some will be free soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        if let Ok(place) = places.clone().try_acquire_owned() {
            let (server, router, gone) = (server.clone(), router.clone(), gone.clone());
            tokio::spawn(async move {
                connection(server, router, stream, peer, gone).await;
                drop(place);
            });
        } else if let Ok(place) = told.clone().try_acquire_owned() {
            log(&json!({ "event": "refused", "why": "too_many_connections", "peer": peer.to_string() }));
            let refusal = Refusal::new(503, "too_many_connections", "too many connections; try again soon");
            tokio::spawn(async move {
                farewell(stream, &refusal).await;
                drop(place);
            });
        }
    }
    drop((listener, gone));
    log(&json!({ "event": "stopping" }));
    let _ = going.send(());
    let all = places.acquire_many(u32::try_from(most).unwrap_or(u32::MAX));
    let in_time = tokio::time::timeout(FAREWELL, all).await.is_ok();
    log(&json!({ "event": "stopped", "all_answered": in_time }));
    Ok(())
}

#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

async fn connection(
    server: Arc<Server>,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    mut gone: watch::Receiver<()>,
) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (server, router) = (server.clone(), router.clone());
        Box::pin(async move {
            let request: Request = request.map(Body::new);
            Ok::<_, std::convert::Infallible>(reply(&server, router, request, peer).await)
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(HEAD)
        .max_headers(64)
        .serve_connection(TokioIo::new(stream), service);
    let done = {
        let mut running =
            std::pin::pin!(std::future::poll_fn(|context| connection.poll_without_shutdown(context)));
        tokio::select! {
            done = &mut running => Some(done),
            _ = gone.changed() => None,
            () = tokio::time::sleep(LIFETIME) => None,
        }
    };
    match done {
        Some(Err(error)) if error.is_timeout() => {
            let refusal = Refusal::new(408, "too_slow", "the request did not come in time");
            farewell(connection.into_parts().io.into_inner(), &refusal).await;
        }
        Some(_) => {
            let mut stream = connection.into_parts().io.into_inner();
            let _ = tokio::time::timeout(LINGER, stream.shutdown()).await;
            drain(stream).await;
        }
        None => {
            // What is being answered is answered; then it is closed.
            let mut connection = std::pin::pin!(connection);
            connection.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(FAREWELL, connection).await;
        }
    }
}

/// Writes a refusal by hand, where no request was understood, and closes.
async fn farewell(mut stream: TcpStream, refusal: &Refusal) {
    let body = String::from_utf8(refusal.json()).unwrap_or_default();
    let reason = if refusal.status == 408 { "Request Timeout" } else { "Service Unavailable" };
    let head = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nx-content-type-options: \
         nosniff\r\nconnection: close\r\nretry-after: 2\r\n\r\n",
        refusal.status,
        body.len()
    );
    let said = async {
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        stream.shutdown().await
    };
    if let Ok(Ok(())) = tokio::time::timeout(LINGER, said).await {
        drain(stream).await;
    }
}

/// Reads on for a moment: closing while bytes still come would take the answer back.
async fn drain(mut stream: TcpStream) {
    let mut bytes = [0; 4096];
    let rest = async { while matches!(stream.read(&mut bytes).await, Ok(read) if read > 0) {} };
    let _ = tokio::time::timeout(LINGER, rest).await;
}
