//! The national portal's own catalogue: read from there, kept, compared with the draft by an administrator.

use super::{NationalPortal, Said, open, post};
use crate::admit::{Portal, PortalError, clock};
use casework::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Names by code, as the national portal lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalLists {
    pub services: BTreeMap<String, String>,
    pub fields: BTreeMap<String, String>,
    pub units: BTreeMap<String, String>,
}

/// What the national portal says of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NationalService {
    pub code: String,
    pub name: String,
    /// Code and name.
    pub field: Option<(String, String)>,
    pub papers: Vec<String>,
    pub results: Vec<String>,
    pub legal_basis: Vec<String>,
}

fn wrong(what: impl std::fmt::Display) -> PortalError {
    PortalError::Wrong(format!("the national portal: {what}"))
}

fn connected(portal: &Portal) -> Result<NationalPortal, PortalError> {
    let not_set = || PortalError::Wrong("no national portal is set (MOTCUA_NATIONAL_SETTINGS)".to_owned());
    portal.exchange().national.clone().ok_or_else(not_set)
}

/// Asks for a list; what is answered is an array in `result`.
async fn ask(national: &NationalPortal, session: &str, asked: Value) -> Result<Vec<Value>, PortalError> {
    let mut body = json!({"session": session, "madonvi": national.settings.agency});
    if !national.settings.receiver.is_empty() {
        body["dstcode"] = json!(national.settings.receiver);
    }
    let name = asked["service"].as_str().unwrap_or_default().to_owned();
    if let (Value::Object(body), Value::Object(asked)) = (&mut body, asked) {
        body.extend(asked);
    }
    let (mut answer, _) =
        post(national.settings.lists_url(), &body).await.map_err(|why| wrong(format!("{name}: {why}")))?;
    let code = Said::of(&answer).map_or_else(|| "none".to_owned(), |said| said.code);
    if code != "0" {
        return Err(wrong(format!("{name}: error_code {code}")));
    }
    match answer["result"].take() {
        Value::Array(rows) => Ok(rows),
        _ => Err(wrong(format!("{name}: no list in the answer"))),
    }
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().trim().to_owned()
}

/// Codes with names; a row without a code is nothing that could be compared.
fn named(rows: &[Value], code: &str, name: &str) -> BTreeMap<String, String> {
    let pairs = rows.iter().map(|row| (text(row, code), text(row, name)));
    pairs.filter(|(code, name)| !code.is_empty() && !name.is_empty()).collect()
}

/// Reads the lists of services, fields and agencies from the national portal, and keeps them.
///
/// # Errors
/// No connection is set, the national portal does not answer or answers something else, or the store.
pub async fn fetch(portal: &Portal) -> Result<NationalLists, PortalError> {
    let national = connected(portal)?;
    let session = open(&national).await.map_err(wrong)?;
    let list = async |service: &str| ask(&national, &session, json!({"service": service})).await;
    let lists = NationalLists {
        services: named(&list("LayDanhSachTTHC").await?, "MATTHC", "TENTTHC"),
        fields: named(&list("LayDanhMucLinhVuc").await?, "MALINHVUC", "TENLINHVUC"),
        units: named(&list("LayDanhMucCoQuan").await?, "MADONVI", "TENDONVI"),
    };
    let what = "the national portal's lists";
    let body = serde_json::to_string(&lists).map_err(|source| PortalError::Json { what, source })?;
    portal.store.keep_national_lists(&body, clock()).await?;
    Ok(lists)
}

/// The lists as they were read last, and when.
pub(crate) async fn stored(portal: &Portal) -> Result<Option<(NationalLists, Moment)>, PortalError> {
    let Some((body, at)) = portal.store.national_lists().await? else { return Ok(None) };
    let what = "the national portal's lists";
    let lists = serde_json::from_str(&body).map_err(|source| PortalError::Json { what, source })?;
    Ok(Some((lists, at)))
}

/// What the national portal says of one service now; `None` where it knows none of this code.
pub(crate) async fn service(portal: &Portal, code: &str) -> Result<Option<NationalService>, PortalError> {
    let national = connected(portal)?;
    let session = open(&national).await.map_err(wrong)?;
    let rows = ask(&national, &session, json!({"service": "LayThuTuc", "maTTHC": code})).await?;
    Ok(rows.first().map(|row| read(row, code, &national.settings.paper_name)))
}

fn rows<'a>(row: &'a Value, name: &str) -> &'a [Value] {
    row[name].as_array().map_or(&[], Vec::as_slice)
}

fn read(row: &Value, code: &str, paper_name: &str) -> NationalService {
    let fields = rows(row, "LINHVUCTHUCHIEN");
    let field = fields.first().map(|field| (text(field, "MALINHVUC"), text(field, "TENLINHVUC")));
    let mut papers = Vec::new();
    // Papers stand by case of the service; one that several ask for is one paper.
    for paper in rows(row, "THANHPHANHOSO").iter().flat_map(|group| rows(group, "GIAYTO")) {
        let name = text(paper, paper_name);
        if !name.is_empty() && !papers.contains(&name) {
            papers.push(name);
        }
    }
    let law = |row: &Value| match (text(row, "SOVANBAN"), text(row, "TENVANBAN")) {
        (number, name) if name.is_empty() => number,
        (number, name) if number.is_empty() => name,
        (number, name) => format!("{number}: {name}"),
    };
    let filled = |texts: Vec<String>| texts.into_iter().filter(|text| !text.is_empty()).collect();
    NationalService {
        code: code.to_owned(),
        name: text(row, "TENTTHC"),
        field: field.filter(|(code, _)| !code.is_empty()),
        papers,
        results: filled(rows(row, "KETQUATHUCHIEN").iter().map(|one| text(one, "TENKETQUA")).collect()),
        legal_basis: filled(rows(row, "CANCUPHAPLY").iter().map(law).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_read_in_the_published_names_and_a_paper_counts_once() {
        let row = json!({
            "TENTTHC": "Cấp bản sao", "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-TP03", "TENLINHVUC": "Hộ tịch"}],
            "THANHPHANHOSO": [
                {"TRUONGHOP": "Trực tiếp", "GIAYTO": [{"TENGIAYTO": "Tờ khai"}, {"TENGIAYTO": "Giấy tờ tùy thân"}]},
                {"TRUONGHOP": "Trực tuyến", "GIAYTO": [{"TENGIAYTO": "Tờ khai"}, {"MAGIAYTO": "x"}]},
            ],
            "KETQUATHUCHIEN": [{"MAKETQUA": "KQ1", "TENKETQUA": "Bản sao trích lục"}],
            "CANCUPHAPLY": [{"SOVANBAN": "60/2014/QH13", "TENVANBAN": "Luật Hộ tịch"}, {"SOVANBAN": "", "TENVANBAN": ""}],
        });
        let service = read(&row, "2.000635", "TENGIAYTO");
        assert_eq!(service.name, "Cấp bản sao");
        assert_eq!(service.field, Some(("G15-TP03".to_owned(), "Hộ tịch".to_owned())));
        assert_eq!(service.papers, ["Tờ khai", "Giấy tờ tùy thân"]);
        assert_eq!(service.results, ["Bản sao trích lục"]);
        assert_eq!(service.legal_basis, ["60/2014/QH13: Luật Hộ tịch"]);
        assert_eq!(read(&json!({}), "1", "TENGIAYTO").field, None);
    }
}
