//! A device that makes passkeys and signs with them, in software; what it states can be bent.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

/// Where the portal says that it is.
pub const ORIGIN: &str = "http://localhost:8640";
/// The device has checked who signs.
pub const UV: u8 = 0x04;

/// A device with one key.
pub struct Device {
    key: EcdsaKeyPair,
    pub id: [u8; 32],
    pub handle: String,
    pub counter: u32,
    pub origin: &'static str,
    pub flags: u8,
}

impl Device {
    #[must_use]
    pub fn fresh() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        let id = rand_id(&key);
        Self { key, id, handle: String::new(), counter: 1, origin: ORIGIN, flags: UV }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let data = json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false});
        data.to_string().into_bytes()
    }

    /// Host, flags and counter as a device states them.
    fn stated(&self, more: u8) -> Vec<u8> {
        let mut stated = digest(&SHA256, b"localhost").as_ref().to_vec();
        stated.push(0x01 | self.flags | more);
        stated.extend(self.counter.to_be_bytes());
        stated
    }

    /// The answer to `navigator.credentials.create`, without attestation.
    pub fn creates(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        self.handle = options["user"]["id"].as_str().expect("a handle").to_owned();
        let client_data = self.client_data("webauthn.create", options["challenge"].as_str().expect("a challenge"));
        let mut stated = self.stated(0x40);
        stated.extend([0; 16]);
        stated.extend([0, 32]);
        stated.extend(self.id);
        // COSE: EC2, ES256, P-256, x, y.
        let point = self.key.public_key().as_ref();
        stated.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        stated.extend(&point[1..33]);
        stated.extend([0x22, 0x58, 32]);
        stated.extend(&point[33..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(stated.len()).expect("short"));
        object.extend(stated);
        self.answer(json!({
            "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client_data), "transports": []
        }))
    }

    /// The answer to `navigator.credentials.get`.
    pub fn signs(&mut self, options: &Value) -> Value {
        self.counter += 1;
        self.signs_again(options)
    }

    /// The same without the counter going on.
    pub fn signs_again(&self, options: &Value) -> Value {
        let challenge = options["publicKey"]["challenge"].as_str().expect("a challenge");
        let client_data = self.client_data("webauthn.get", challenge);
        let stated = self.stated(0);
        let signed = [stated.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        self.answer(json!({
            "authenticatorData": BASE64.encode(stated), "clientDataJSON": BASE64.encode(client_data),
            "signature": BASE64.encode(signature), "userHandle": self.handle
        }))
    }

    fn answer(&self, response: Value) -> Value {
        let id = BASE64.encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response})
    }
}

/// Names a key by what it is.
fn rand_id(key: &EcdsaKeyPair) -> [u8; 32] {
    digest(&SHA256, key.public_key().as_ref()).as_ref().try_into().expect("32 bytes")
}
