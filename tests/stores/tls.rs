//! PostgreSQL over TLS: taken where its certificate is the right one, and only then.

use crate::postgres::{command, done, start};
use portal::Store;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::Path;

fn authority(folder: &Path, name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate");
    std::fs::write(folder.join(name), issuer.pem()).expect("written");
    issuer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_certificate_is_the_right_one_is_talked_to_over_tls_and_no_other_way() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a port").port();
    let base = start("-tls", |base, data| {
        let issuer = authority(base, "ca.pem");
        authority(base, "other.pem");
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
        std::fs::write(base.join("crt"), params.signed_by(&key, &issuer).expect("a certificate").pem())
            .expect("written");
        std::fs::write(base.join("key"), key.serialize_pem()).expect("written");
        std::fs::write(base.join("hba"), "hostssl all all 127.0.0.1/32 trust\n").expect("written");
        let (from, to) = (base.display(), data.display());
        let copy = format!(
            "cd {from} && cp crt {to}/server.crt && cp hba {to}/pg_hba.conf && install -m 600 key {to}/server.key"
        );
        done(command("/bin/sh".into()).args(["-c", &copy]));
        format!("-c listen_addresses=127.0.0.1 -c port={port} -c ssl=on")
    });
    let open = async |how: &str| {
        let url =
            format!("postgres://postgres@localhost:{port}/postgres?{}", how.replace('@', &base.display().to_string()));
        Store::postgres(&url).await.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(open("sslmode=verify-full&sslrootcert=@/ca.pem").await, Ok(()));
    assert_eq!(open("sslmode=require").await, Ok(()));
    let refused = open("sslmode=verify-full&sslrootcert=@/other.pem").await.expect_err("another authority");
    assert!(refused.contains("invalid peer certificate"), "{refused}");
    let open_way = open("sslmode=disable").await.expect_err("the server takes nothing in the clear");
    assert!(open_way.contains("no encryption"), "{open_way}");
}
