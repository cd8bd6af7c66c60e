//! The wish to get the result by post: entries of the application, so that the desk sees and keeps them like any other.

use casework::{Application, Case};
use std::collections::BTreeMap;

/// Name of the entry that holds the address; its being there is the wish.
pub(crate) const ADDRESS: &str = "Địa chỉ nhận kết quả qua bưu chính";

/// Puts the wish of a filled form into its application: at the address given, or at the applicant's.
pub(super) fn wish(texts: &BTreeMap<String, String>, application: &mut Application) {
    let text = |name: &str| texts.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    if text("result_by") == Some("post") {
        let address = text("result_address").unwrap_or(&application.applicant.address).to_owned();
        application.entries.insert(ADDRESS.to_owned(), address);
    }
}

/// Where the applicant wants the result to be sent.
pub(crate) fn address(case: &Case) -> Option<&str> {
    case.entries.get(ADDRESS).map(String::as_str)
}
