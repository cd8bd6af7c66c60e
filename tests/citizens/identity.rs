//! Signing in at an identity provider: a certified one that others made (`tests/identity`), and one that lies.

use crate::{Browser, PASSWORD, session_of};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use motcua_tests::office::Office;
use portal::{Exchange, IdentityProvider, LinkedIdentity};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

const BACK: &str = "/dang-nhap/nha-cung-cap/ve";
const SECRET: &str = "a secret: with signs %&";

fn connect(office: &Office, issuer: &str) {
    let provider = IdentityProvider {
        issuer: issuer.to_owned(),
        client: "motcua".to_owned(),
        secret: SECRET.to_owned(),
        name: "Căn cước thử".to_owned(),
    };
    let exchange = Exchange { public_url: office.url(), identity_provider: Some(provider), ..Exchange::default() };
    office.portal.connect(exchange);
}

/// A provider that runs as long as this lives.
struct Certified {
    issuer: String,
    _child: Child,
    /// A provider whose words nobody takes would end.
    _words: Lines<BufReader<ChildStdout>>,
}

impl Certified {
    async fn open(office: &Office, way: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("identity");
        assert!(folder.join("node_modules").is_dir(), "run scripts/setup.sh first");
        let mut child = Command::new("node")
            .arg("provider.js")
            .arg(format!("{}{BACK}", office.url()))
            .arg(way)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Node runs");
        let out = child.stdout.take().expect("its output");
        let mut words = BufReader::new(out).lines();
        let issuer = words.next_line().await.expect("a line").expect("its issuer");
        connect(office, &issuer);
        Self { issuer, _child: child, _words: words }
    }
}

/// Cookies by name, for one site.
#[derive(Default)]
struct Jar(BTreeMap<String, String>);

impl Jar {
    fn keep(&mut self, answer: &Response) {
        for cookie in answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.0.insert(name.to_owned(), value.to_owned());
        }
    }
    fn shown(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}

/// A browser with what each of the two sites told it to keep.
struct Traveller {
    client: Client,
    url: String,
    portal: Jar,
    provider: Jar,
}

impl Traveller {
    fn at(office: &Office) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        Self { client, url: office.url(), portal: Jar::default(), provider: Jar::default() }
    }

    async fn get(&mut self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header(COOKIE, self.portal.shown());
        let answer = request.send().await.expect("an answer");
        self.portal.keep(&answer);
        answer
    }

    /// Leaves for the provider; where the portal sends the browser.
    async fn leaves(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        answer.headers()[LOCATION].to_str().expect("an address").to_owned()
    }

    /// Begins to link the account, as its form does; where the page leads.
    async fn links(&mut self) -> String {
        let request = self.client.post(format!("{}/tai-khoan/lien-ket", self.url)).header(COOKIE, self.portal.shown());
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        self.portal.keep(&answer);
        let page = answer.text().await.expect("a page");
        let address = page.split("rel=\"external\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        address.expect("the way out").replace("&#38;", "&")
    }

    /// Answers what the provider asks; the path with which it sends the browser back.
    async fn through(&mut self, mut address: String, login: &str, is_willing: bool) -> String {
        let mut form: Option<Vec<(&str, String)>> = None;
        for _ in 0..20 {
            if let Some(back) = address.strip_prefix(&self.url) {
                return back.to_owned();
            }
            let request = match form.take() {
                Some(form) => self.client.post(&address).form(&form),
                None => self.client.get(&address),
            };
            let answer = request.header(COOKIE, self.provider.shown()).send().await.expect("the provider answers");
            self.provider.keep(&answer);
            let here = Url::parse(&address).expect("an address");
            if let Some(next) = answer.headers().get(LOCATION) {
                address = here.join(next.to_str().expect("an address")).expect("an address").into();
                continue;
            }
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            let page = answer.text().await.expect("a page");
            let part = |before: &str| page.split(before).nth(1).and_then(|rest| rest.split('"').next());
            if !is_willing {
                address = format!("{address}/abort");
                continue;
            }
            let prompt = part("name=\"prompt\" value=\"").expect("a question").to_owned();
            address = here.join(part("action=\"").expect("a form")).expect("an address").into();
            form = Some(vec![("prompt", prompt), ("login", login.to_owned()), ("password", "x".to_owned())]);
        }
        panic!("the provider goes round in circles");
    }

    /// Signs in at the provider and comes back.
    async fn signs_in(&mut self, login: &str) -> Response {
        let address = self.leaves("/dang-nhap/nha-cung-cap?ve=/tai-khoan").await;
        let back = self.through(address, login, true).await;
        self.get(&back).await
    }
}

async fn said(answer: Response, status: StatusCode, words: &str) {
    assert_eq!(answer.status(), status);
    assert!(session_of(&answer).is_none(), "nobody is signed in");
    let page = answer.text().await.expect("a page");
    assert!(page.contains(words), "{words}: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_at_a_certified_provider_and_is_the_same_person_the_next_time() {
    for way in ["basic", "post"] {
        let office = Office::open().await.expect("a portal");
        let provider = Certified::open(&office, way).await;
        let mut mai = Traveller::at(&office);
        let page = mai.get("/dang-nhap?ve=/hoi-dap").await.text().await.expect("a page");
        assert!(page.contains("/dang-nhap/nha-cung-cap?ve=") && page.contains("Căn cước thử"), "{page}");
        let answer = mai.signs_in("mai").await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[LOCATION], "/tai-khoan");
        let page = mai.get("/tai-khoan").await.text().await.expect("a page");
        assert!(page.contains("Nguyễn Văn mai") && page.contains("mai@id.example.vn"), "{page}");
        assert!(!page.contains("/tai-khoan/mat-khau"), "there is no password to change");
        let identity = LinkedIdentity { issuer: provider.issuer.clone(), subject: "mai".to_owned() };
        let store = &office.portal.store;
        let first = store.account_of_identity(&identity).await.expect("the store holds").expect("an account");
        let mut elsewhere = Traveller::at(&office);
        assert_eq!(elsewhere.signs_in("mai").await.status(), StatusCode::SEE_OTHER);
        let second = store.account_of_identity(&identity).await.expect("the store holds").expect("an account");
        assert_eq!(first, second);
        let mut hai = Traveller::at(&office);
        hai.signs_in("unverified-hai").await;
        let page = hai.get("/tai-khoan").await.text().await.expect("a page");
        assert!(page.contains("Nguyễn Văn unverified-hai") && !page.contains("@id.example.vn"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_a_password_is_linked_and_unlinked_and_never_taken_over_by_its_e_mail() {
    let office = Office::open().await.expect("a portal");
    let _provider = Certified::open(&office, "basic").await;
    let browser = Browser::signed_up(&office, "mai@id.example.vn").await;
    let session = browser.cookie.split_once('=').expect("a cookie");
    // The same e-mail at the provider is another account: nobody has verified ours.
    let mut stranger = Traveller::at(&office);
    stranger.signs_in("mai").await;
    let page = stranger.get("/tai-khoan").await.text().await.expect("a page");
    assert!(page.contains("Nguyễn Văn mai") && !page.contains("Trần Thị Mai"), "{page}");
    let foreign = browser.client.post(format!("{}/tai-khoan/lien-ket", office.url()));
    let foreign = foreign.header(COOKIE, &browser.cookie).header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(foreign.expect("an answer").status(), StatusCode::FORBIDDEN, "another site links nothing");
    let mut mai = Traveller::at(&office);
    mai.portal.0.insert(session.0.to_owned(), session.1.to_owned());
    let address = mai.links().await;
    let back = mai.through(address, "mai", true).await;
    assert_eq!(mai.get(&back).await.status(), StatusCode::CONFLICT, "that one signs in the stranger's account");
    let mut mai = Traveller { provider: Jar::default(), ..mai };
    let address = mai.links().await;
    let back = mai.through(address, "mai2", true).await;
    let answer = mai.get(&back).await;
    assert_eq!(answer.headers()[LOCATION], "/tai-khoan?xong=lien-ket");
    let mut elsewhere = Traveller::at(&office);
    elsewhere.signs_in("mai2").await;
    let page = elsewhere.get("/tai-khoan").await.text().await.expect("a page");
    assert!(page.contains("Trần Thị Mai") && page.contains("/tai-khoan/lien-ket/bo"), "{page}");
    assert!(elsewhere.get("/tai-khoan/du-lieu").await.text().await.expect("data").contains("\"mai2\""));
    // A second factor of the account is asked for, whoever vouches for the first.
    let id = office.portal.store.account_by_login("mai@id.example.vn").await.expect("the store").expect("mai").id;
    office.portal.store.set_second_factor(&id, Some("00"), &[]).await.expect("the store holds");
    let answer = Traveller::at(&office).signs_in("mai2").await;
    said(answer, StatusCode::OK, "name=\"ticket\"").await;
    assert_eq!(browser.post("/tai-khoan/lien-ket/bo", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(office.portal.store.identities_of(&id).await.expect("the store holds").is_empty());
    assert_eq!(browser.get("/tai-khoan").await.status(), StatusCode::OK);
    let form = [("login", "mai@id.example.vn"), ("password", PASSWORD)];
    assert_eq!(browser.post("/dang-nhap", &form).await.status(), StatusCode::OK, "the password still opens it");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_comes_twice_or_comes_from_another_browser_is_told_and_not_signed_in() {
    let office = Office::open().await.expect("a portal");
    let provider = Certified::open(&office, "basic").await;
    let mut mai = Traveller::at(&office);
    let address = mai.leaves("/dang-nhap/nha-cung-cap").await;
    let back = mai.through(address, "mai", false).await;
    said(mai.get(&back).await, StatusCode::FORBIDDEN, "Bạn đã không đồng ý đăng nhập ở Căn cước thử").await;
    let address = mai.leaves("/dang-nhap/nha-cung-cap").await;
    let back = mai.through(address, "mai", true).await;
    said(Traveller::at(&office).get(&back).await, StatusCode::FORBIDDEN, "bắt đầu ở trình duyệt khác").await;
    let mut other = Traveller::at(&office);
    other.leaves("/dang-nhap/nha-cung-cap").await;
    said(other.get(&back).await, StatusCode::FORBIDDEN, "bắt đầu ở trình duyệt khác").await;
    let forged = format!("{back}&lang=en").replace("iss=", "iss=https%3A%2F%2Fevil.example%2F");
    said(mai.get(&forged).await, StatusCode::FORBIDDEN, "began in another browser").await;
    mai.portal.0.remove("lang");
    assert_eq!(mai.get(&back).await.status(), StatusCode::SEE_OTHER, "the right one opens once");
    said(mai.get(&back).await, StatusCode::FORBIDDEN, "đã dùng rồi").await;
    let issuer = provider.issuer.clone();
    drop(provider);
    connect(&office, &issuer.replace("127.0.0.1", "localhost"));
    said(mai.get("/dang-nhap/nha-cung-cap").await, StatusCode::SERVICE_UNAVAILABLE, "dùng mật khẩu").await;
    office.portal.connect(Exchange::default());
    said(mai.get("/dang-nhap/nha-cung-cap").await, StatusCode::NOT_FOUND, "chưa kết nối").await;
    assert!(!mai.get("/dang-nhap").await.text().await.expect("a page").contains("nha-cung-cap"));
}

/// What the lying provider says, in place of the truth.
#[derive(Default)]
struct Lies {
    issuer: String,
    /// Claims of the ID token that are put over the true ones.
    claims: Value,
    /// What the person's name is told of.
    told_of: String,
    signature: Signature,
    nonce: String,
    /// How often somebody asked for tokens.
    asked: u32,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Signature {
    #[default]
    Own,
    AnotherKey,
    ClientSecret,
    None,
}

type Shared = State<Arc<Mutex<Lies>>>;

fn key() -> &'static rcgen::KeyPair {
    static KEY: std::sync::OnceLock<rcgen::KeyPair> = std::sync::OnceLock::new();
    KEY.get_or_init(|| rcgen::KeyPair::generate().expect("a key"))
}

async fn settings(State(lies): Shared) -> Json<Value> {
    let issuer = lies.lock().expect("the lies").issuer.clone();
    let at = |path: &str| format!("{issuer}{path}");
    Json(json!({
        "issuer": issuer, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me"),
    }))
}

async fn keys() -> Json<Value> {
    let point = key().public_key_raw();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    Json(json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "kid": "1", "x": x, "y": y}]}))
}

async fn me(State(lies): Shared) -> Json<Value> {
    let sub = lies.lock().expect("the lies").told_of.clone();
    Json(json!({"sub": sub, "name": "Kẻ nói dối", "email": "a@b.vn"}))
}

async fn lying() -> (String, Arc<Mutex<Lies>>) {
    let lies = Arc::new(Mutex::new(Lies::default()));
    let app = Router::new()
        .route("/.well-known/openid-configuration", get(settings))
        .route("/keys", get(keys))
        .route("/me", get(me))
        .route("/token", post(tokens))
        .with_state(lies.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    issuer.clone_into(&mut lies.lock().expect("the lies").issuer);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (issuer, lies)
}

async fn tokens(State(lies): Shared, Form(form): Form<BTreeMap<String, String>>) -> Json<Value> {
    let mut lies = lies.lock().expect("the lies");
    lies.asked += 1;
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["code_verifier"].len(), 43);
    let now = desk::clock().0 / 1_000;
    let mut claims = json!({
        "iss": lies.issuer, "aud": "motcua", "sub": "doi", "iat": now, "exp": now + 300, "nonce": lies.nonce,
    });
    for (name, value) in lies.claims.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    let stranger = rcgen::KeyPair::generate().expect("a key");
    let signed = |algorithm, key: &EncodingKey| {
        let header = Header { kid: Some("1".to_owned()), ..Header::new(algorithm) };
        encode(&header, &claims, key).expect("a token")
    };
    let by = |pair: &rcgen::KeyPair| EncodingKey::from_ec_pem(pair.serialize_pem().as_bytes()).expect("a key");
    let token = match lies.signature {
        Signature::Own => signed(Algorithm::ES256, &by(key())),
        Signature::AnotherKey => signed(Algorithm::ES256, &by(&stranger)),
        Signature::ClientSecret => signed(Algorithm::HS256, &EncodingKey::from_secret(SECRET.as_bytes())),
        Signature::None => {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(&claims))
        }
    };
    Json(json!({"id_token": token, "access_token": "a", "token_type": "Bearer"}))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_that_does_not_hold_in_every_point_signs_nobody_in() {
    let office = Office::open().await.expect("a portal");
    let (issuer, lies) = lying().await;
    connect(&office, &issuer);
    let past = desk::clock().0 / 1_000 - 600;
    let own = |claims: Value| (claims, Signature::Own, "doi");
    let all = [
        own(json!({"nonce": "another sign-in's"})),
        own(json!({"nonce": null})),
        own(json!({"aud": "another portal"})),
        own(json!({"aud": ["motcua", "another portal"]})),
        own(json!({"azp": "another portal"})),
        own(json!({"iss": "https://another.example"})),
        own(json!({"exp": past})),
        own(json!({"exp": null})),
        own(json!({"sub": ""})),
        (json!({}), Signature::AnotherKey, "doi"),
        (json!({}), Signature::ClientSecret, "doi"),
        (json!({}), Signature::None, "doi"),
        (json!({}), Signature::Own, "another person"),
    ];
    let identity = LinkedIdentity { issuer, subject: "doi".to_owned() };
    let leaves = async |claims: Value, signature: Signature, told_of: &str| {
        let mut traveller = Traveller::at(&office);
        let address = Url::parse(&traveller.leaves("/dang-nhap/nha-cung-cap").await).expect("an address");
        let asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!((asked["code_challenge_method"].as_str(), asked["code_challenge"].len()), ("S256", 43));
        let mut lies = lies.lock().expect("the lies");
        (lies.claims, lies.signature, lies.told_of) = (claims, signature, told_of.to_owned());
        lies.nonce.clone_from(&asked["nonce"]);
        (traveller, format!("{BACK}?code=c&state={}", asked["state"]))
    };
    for (claims, signature, told_of) in all {
        let lie = format!("{claims} {told_of}");
        let (mut traveller, back) = leaves(claims, signature, told_of).await;
        let answer = traveller.get(&back).await;
        assert_eq!((answer.status(), session_of(&answer)), (StatusCode::SERVICE_UNAVAILABLE, None), "{lie}");
        let account = office.portal.store.account_of_identity(&identity).await.expect("the store holds");
        assert_eq!(account, None, "{lie}");
    }
    let asked = lies.lock().expect("the lies").asked;
    let (mut traveller, back) = leaves(json!({}), Signature::Own, "doi").await;
    said(traveller.get(&back.replace("state=", "state=x")).await, StatusCode::FORBIDDEN, "Hãy bắt đầu lại").await;
    assert_eq!(lies.lock().expect("the lies").asked, asked, "a code of another's is not even shown to the provider");
    let answer = traveller.get(&back).await;
    assert!(session_of(&answer).is_some(), "the truth opens");
}
