//! A citizen at home: files on the portal's pages, looks the case up, fetches the result.

use crate::centre::Centre;
use crate::stage::{Failed, Told, ensure};
use reqwest::Client;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::multipart::{Form, Part};

/// Somebody with a browser.
pub struct Citizen {
    http: Client,
    pub name: &'static str,
    pub identity_number: &'static str,
    pub phone: &'static str,
}

/// A scan: one grey pixel.
const SCAN: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// What the forms of the stories' services ask of whoever files online.
const ANSWERS: [(&str, &str); 4] = [
    ("Tình trạng hôn nhân", "Chưa đăng ký kết hôn với ai"),
    ("Mục đích sử dụng", "Bổ sung hồ sơ vay vốn ngân hàng"),
    ("Loại việc hộ tịch", "Khai sinh"),
    ("Số lượng bản sao", "2"),
];

impl Citizen {
    pub fn new(name: &'static str, identity_number: &'static str, phone: &'static str) -> Self {
        Self { http: Client::new(), name, identity_number, phone }
    }

    /// Files an application with a scan; the answer is the reference that opens the case.
    pub async fn file(&self, centre: &Centre, service: &str, unit: &str, subject: &str) -> Told<String> {
        let mut form = Form::new();
        for (name, text) in [
            ("unit", unit),
            ("kind", "citizen"),
            ("name", self.name),
            ("identity_number", self.identity_number),
            ("address", "Số 12 đường Trần Hưng Đạo, phường Trần Hưng Đạo, thành phố Nam Định"),
            ("phone", self.phone),
            ("email", ""),
            ("subject", subject),
        ] {
            form = form.text(name, text.to_owned());
        }
        for (name, answer) in ANSWERS {
            let field = format!("entry:{}", &protocol::digest(name.as_bytes()).as_str()[..16]);
            form = form.text(field, answer);
        }
        form = form.part("paper-0", Part::bytes(SCAN).file_name("tờ khai.png").mime_str("image/png")?);
        let page = self.http.post(centre.url(&format!("/nop-ho-so/{service}"))).multipart(form).send().await?;
        let (status, page) = (page.status(), page.text().await?);
        ensure(status.is_success(), || format!("the portal did not take the application ({status}): {page}"))?;
        between(&page, "id=\"reference\">", "<")
    }

    /// The page of the case: by the reference alone, or by the case code and one more fact.
    pub async fn look_up(&self, centre: &Centre, code: &str, fact: &str) -> Told<String> {
        let question = [("ma", code), ("them", fact)];
        let page = self.http.post(centre.url("/tra-cuu")).form(&question).send().await?;
        let (status, page) = (page.status(), page.text().await?);
        ensure(status.is_success(), || format!("the portal does not show the case ({status}): {page}"))?;
        Ok(page)
    }

    /// Signs up, takes the case of a reference into the account, and writes to the agency about it; answers the case's
    /// page as it is then.
    pub async fn ask(&self, centre: &Centre, reference: &str, text: &str) -> Told<Conversation> {
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let login = self.phone.replace(' ', "");
        let form = [("name", self.name), ("login", &login), ("password", "mật khẩu đủ dài")];
        let signed_up = http.post(centre.url("/dang-ky")).form(&form).send().await?;
        let cookies = signed_up.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let session =
            cookies.filter_map(|cookie| cookie.split(';').next()).find(|one| one.starts_with("motcua_session="));
        let cookie = session.ok_or_else(|| Failed("nobody is signed in".to_owned()))?.to_owned();
        let add = http.post(centre.url("/ho-so-cua-toi/them")).header(COOKIE, &cookie);
        let added = add.form(&[("ma", reference), ("them", "")]).send().await?;
        let path = added.headers().get(LOCATION).and_then(|path| path.to_str().ok()).unwrap_or_default().to_owned();
        let conversation = Conversation { url: centre.url(&path), http, cookie };
        let write = conversation.http.post(format!("{}/nhan", conversation.url)).header(COOKIE, &conversation.cookie);
        let written = write.form(&[("text", text)]).send().await?.status();
        ensure(written.is_redirection(), || format!("the portal did not take the message: {written}"))?;
        Ok(conversation)
    }

    /// The document behind the button of a case's page.
    pub async fn download(&self, centre: &Centre, page: &str) -> Told<Vec<u8>> {
        let ticket = between(page, "name=\"ticket\" value=\"", "\"")?;
        let result = self.http.post(centre.url("/ket-qua")).form(&[("ticket", ticket)]).send().await?;
        Ok(result.error_for_status()?.bytes().await?.to_vec())
    }
}

/// A case in an account.
pub struct Conversation {
    http: Client,
    url: String,
    cookie: String,
}

impl Conversation {
    pub async fn page(&self) -> Told<String> {
        Ok(self.http.get(&self.url).header(COOKIE, &self.cookie).send().await?.text().await?)
    }
}

/// The national code of the status that a case's page shows.
pub fn status_on(page: &str) -> Told<String> {
    between(page, "data-status=\"", "\"")
}

fn between(page: &str, before: &str, after: &str) -> Told<String> {
    let found = page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| found.to_owned());
    found.ok_or_else(|| Failed(format!("the page has no {before}…: {page}")))
}
