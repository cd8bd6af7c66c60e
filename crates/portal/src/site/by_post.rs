//! The wish to get the result by post, as it is given in the form of an application.

use casework::Application;
use std::collections::BTreeMap;

/// Puts the wish of a filled form into its application: at the address given, or at the applicant's.
pub(super) fn wish(texts: &BTreeMap<String, String>, application: &mut Application) {
    let text = |name: &str| texts.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    if text("result_by") == Some("post") {
        let address = text("result_address").unwrap_or(&application.applicant.address).to_owned();
        application.send_result_to = Some(address);
    }
}
