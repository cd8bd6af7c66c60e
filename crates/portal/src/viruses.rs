//! A virus scan of what citizens send, by a `clamd` that speaks INSTREAM (`man clamd`): over TCP or a Unix socket, only
//! where it is set. Nothing is kept of what it says but the name of what it found.

use std::io::{Error, ErrorKind, Result};
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes of a document that go at once.
const PIECE: usize = 64 * 1024;
/// The longest answer.
const ANSWER: u64 = 4 * 1024;
const CONNECTING: Duration = Duration::from_secs(5);
const SCANNING: Duration = Duration::from_secs(60);

/// Where the scanner listens.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Address {
    Tcp(String),
    #[cfg(unix)]
    Socket(PathBuf),
}

/// Who looks for viruses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirusScanner {
    address: Address,
    /// Documents are taken that could not be looked through; their names say so.
    pub takes_unscanned: bool,
}

/// What was found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scanned {
    Clean,
    /// By this name.
    Infected(String),
    /// The scanner was not reached, or did not look through all of it.
    Not,
}

impl VirusScanner {
    /// Reads `tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`.
    ///
    /// # Errors
    /// Something else, with what to write.
    pub fn read(address: &str, takes_unscanned: bool) -> std::result::Result<Self, String> {
        let wrong = || format!("{address}: write it like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl");
        if let Some(host) = address.strip_prefix("tcp://") {
            let (name, port) = host.rsplit_once(':').ok_or_else(wrong)?;
            let is_fine = !name.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0);
            let address = Address::Tcp(host.to_owned());
            return if is_fine { Ok(Self { address, takes_unscanned }) } else { Err(wrong()) };
        }
        #[cfg(unix)]
        if let Some(path) = address.strip_prefix("unix://").filter(|path| path.starts_with('/')) {
            return Ok(Self { address: Address::Socket(path.into()), takes_unscanned });
        }
        Err(wrong())
    }

    /// Looks through a document.
    pub(crate) async fn scan(&self, bytes: &[u8]) -> Scanned {
        match self.ask(bytes).await {
            Ok(answer) => verdict(&answer),
            Err(error) => {
                tracing::error!(%error, "the virus scanner was not reached");
                Scanned::Not
            }
        }
    }

    async fn ask(&self, bytes: &[u8]) -> Result<String> {
        let late = |_| Error::from(ErrorKind::TimedOut);
        match &self.address {
            Address::Tcp(host) => {
                let stream = tokio::time::timeout(CONNECTING, TcpStream::connect(host)).await.map_err(late)??;
                tokio::time::timeout(SCANNING, talk(stream, bytes)).await.map_err(late)?
            }
            #[cfg(unix)]
            Address::Socket(path) => {
                let connecting = tokio::net::UnixStream::connect(path);
                let stream = tokio::time::timeout(CONNECTING, connecting).await.map_err(late)??;
                tokio::time::timeout(SCANNING, talk(stream, bytes)).await.map_err(late)?
            }
        }
    }
}

/// One command and its answer: each piece with its length before it, a length of nothing at the end.
async fn talk(stream: impl AsyncRead + AsyncWrite, bytes: &[u8]) -> Result<String> {
    let (reading, mut writing) = tokio::io::split(stream);
    let sending = async {
        writing.write_all(b"zINSTREAM\0").await?;
        for piece in bytes.chunks(PIECE) {
            let length = u32::try_from(piece.len()).map_err(Error::other)?;
            writing.write_all(&length.to_be_bytes()).await?;
            writing.write_all(piece).await?;
        }
        writing.write_all(&[0; 4]).await?;
        writing.flush().await
    };
    let hearing = async {
        let mut answer = Vec::new();
        let heard = reading.take(ANSWER).read_to_end(&mut answer).await;
        (answer, heard)
    };
    // A scanner that has heard enough answers and closes: what it said counts, not that the rest did not go.
    let (sent, (answer, heard)) = tokio::join!(sending, hearing);
    if answer.is_empty() {
        sent?;
        heard?;
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&answer).trim_matches(['\0', '\n', ' ']).to_owned())
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or an error such as `INSTREAM size limit exceeded. ERROR`.
fn verdict(answer: &str) -> Scanned {
    let said = answer.strip_prefix("stream: ").unwrap_or_default();
    if said == "OK" {
        return Scanned::Clean;
    }
    match said.strip_suffix(" FOUND") {
        Some(name) => Scanned::Infected(name.chars().filter(|letter| !letter.is_control()).take(200).collect()),
        None => {
            tracing::error!(answer, "the virus scanner did not look through a document");
            Scanned::Not
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_is_a_host_with_a_port_or_a_socket() {
        for fine in ["tcp://127.0.0.1:3310", "tcp://clamd.example.vn:3310", "unix:///run/clamav/clamd.ctl"] {
            assert!(VirusScanner::read(fine, false).is_ok(), "{fine}");
        }
        for wrong in ["", "127.0.0.1:3310", "tcp://127.0.0.1", "tcp://:3310", "tcp://a:0", "unix://clamd.ctl"] {
            assert!(VirusScanner::read(wrong, false).unwrap_err().contains("tcp://127.0.0.1:3310"), "{wrong}");
        }
    }

    #[test]
    fn only_a_clear_word_makes_a_document_clean() {
        assert_eq!(verdict("stream: OK"), Scanned::Clean);
        assert_eq!(verdict("stream: Eicar-Test FOUND"), Scanned::Infected("Eicar-Test".to_owned()));
        for other in ["", "OK", "stream: ", "INSTREAM size limit exceeded. ERROR", "stream: OK FOUND ERROR"] {
            assert_eq!(verdict(other), Scanned::Not, "{other}");
        }
    }
}
