//! Documents in an object store that speaks S3: whole ones, by digest; what is under way is in `parts`. Keys, region and endpoint come from the
//! environment, as every tool of that world reads them (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
//! `AWS_ENDPOINT`; `AWS_ALLOW_HTTP=true` for a store on the same machine).

use crate::admit::PortalError;
use casework::Digest;
use futures_util::StreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{BackoffConfig, ClientOptions, ObjectStoreExt, RetryConfig};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// A bucket, and what stands before the names there.
pub(crate) struct Bucket {
    pub(crate) store: AmazonS3,
    pub(crate) prefix: Key,
}

/// Runs to its end here. Documents are read and written on threads where waiting is allowed.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(work))
}

impl Bucket {
    /// The bucket of an address like `s3://bucket/prefix`.
    ///
    /// # Errors
    /// Another address, or settings that do not fit.
    pub fn open(address: &str) -> Result<Self, PortalError> {
        let wrong = || PortalError::Wrong(format!("{address} is no place for documents; give s3://bucket/prefix"));
        let rest = address.strip_prefix("s3://").ok_or_else(wrong)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(wrong());
        }
        // A request is answered within half a minute, or its desk is told to come again.
        let client = ClientOptions::new().with_timeout(Duration::from_secs(30));
        let client = client.with_connect_timeout(Duration::from_secs(5)).with_allow_http(allows_http());
        let retry = RetryConfig {
            backoff: BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() },
            max_retries: 2,
            retry_timeout: Duration::from_secs(10),
        };
        let built = AmazonS3Builder::from_env().with_bucket_name(bucket).with_client_options(client).with_retry(retry);
        let store = built.build().map_err(failed("opening the object store"))?;
        Ok(Self { store, prefix: Key::from(prefix) })
    }

    fn key(&self, digest: &Digest) -> Key {
        self.prefix.clone().join(&digest.as_str()[..2]).join(digest.as_str())
    }

    pub fn put(&self, digest: &Digest, bytes: Vec<u8>) -> Result<(), PortalError> {
        let put = wait(self.store.put(&self.key(digest), bytes.into()));
        put.map(drop).map_err(failed("keeping a document in the object store"))
    }

    /// Bytes of a whole document; `None` where it is not there.
    pub fn size(&self, digest: &Digest) -> Result<Option<u64>, PortalError> {
        match wait(self.store.head(&self.key(digest))) {
            Ok(data) => Ok(Some(data.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed("looking for a document in the object store")(error)),
        }
    }

    pub fn read(&self, digest: &Digest, offset: u64, length: u64) -> Result<Option<Vec<u8>>, PortalError> {
        let what = "reading a document from the object store";
        let Some(size) = self.size(digest)? else { return Ok(None) };
        let end = size.min(offset.saturating_add(length));
        if offset >= end {
            return Ok(Some(Vec::new()));
        }
        match wait(self.store.get_range(&self.key(digest), offset..end)) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(what)(error)),
        }
    }

    /// Whether the stored bytes are what their name says; nothing large is held in memory.
    pub fn is_sound(&self, digest: &Digest) -> Result<bool, PortalError> {
        let what = "reading a document from the object store";
        let read = async {
            let mut stream = self.store.get(&self.key(digest)).await?.into_stream();
            let mut hasher = Sha256::new();
            while let Some(bytes) = stream.next().await {
                hasher.update(&bytes?);
            }
            Ok(protocol::to_digest(hasher.finalize().into()))
        };
        match wait(read) {
            Ok(found) => Ok(found == *digest),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(what)(error)),
        }
    }

    /// Writes, reads and deletes something small.
    pub fn try_out(&self, name: &str) -> Result<(), PortalError> {
        let what = "trying the object store out";
        let key = self.prefix.clone().join(name);
        let tried = wait(async {
            self.store.put(&key, b"tried".to_vec().into()).await?;
            let read = self.store.get(&key).await?.bytes().await?;
            self.store.delete(&key).await?;
            Ok(read)
        });
        if tried.map_err(failed(what))?.as_ref() == b"tried" {
            Ok(())
        } else {
            Err(PortalError::Wrong("the object store loses bytes".to_owned()))
        }
    }
}

fn allows_http() -> bool {
    std::env::var("AWS_ALLOW_HTTP").is_ok_and(|value| value == "true" || value == "1")
}

pub(crate) fn failed(what: &'static str) -> impl FnOnce(object_store::Error) -> PortalError {
    move |source| PortalError::File { what, source: std::io::Error::other(source) }
}
