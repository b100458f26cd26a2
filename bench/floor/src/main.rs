//! The floors of the benchmark: `haricot-floor socket` and `haricot-floor crate` are workers of `bench/run.mjs`.

mod documents;
mod driver;
mod protocol;
mod socket;

use std::sync::Arc;

use driver::Driver;
use protocol::{Outcome, Result, serve};
use socket::Socket;

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("socket") => serve_socket(),
        Some("crate") => serve_crate(),
        _ => Err("usage: haricot-floor socket|crate".into()),
    }
}

fn serve_socket() -> Result<()> {
    let mut socket: Option<Socket> = None;
    serve(|request| {
        if request.task == "open" {
            socket = Some(Socket::connect(&request.uri, &request.database)?);
            return Ok(Outcome::default());
        }
        socket.as_mut().ok_or("not open yet")?.run(request)
    })
}

fn serve_crate() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut driver: Option<Driver> = None;
    serve(|request| {
        if request.task == "open" {
            driver = Some(runtime.block_on(Driver::connect(&request.uri, &request.database))?);
            return Ok(Outcome::default());
        }
        let driver = driver.clone().ok_or("not open yet")?;
        let request = Arc::new(request.clone());
        // Spawned, so that the measured future runs on a worker of the runtime and not on the thread that waits for it.
        runtime.block_on(runtime.spawn(async move { driver.run(&request).await }))?
    })
}
