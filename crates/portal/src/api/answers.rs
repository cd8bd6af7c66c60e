//! What the interface answers, and how it says no.

use super::access::ApiScope;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A procedure.
#[derive(Serialize, ToSchema)]
pub(super) struct ServiceAnswer {
    /// The national code.
    pub code: String,
    pub name: String,
    /// Code of its field of administration.
    pub field: String,
    pub time: String,
    pub fee: String,
    /// Papers of the dossier.
    pub papers: Vec<String>,
    pub result: String,
    /// Codes of the competent units.
    pub units: Vec<String>,
    /// Where it is explained and filed; a path at this portal.
    pub page: String,
}

/// A unit of the administration.
#[derive(Serialize, ToSchema)]
pub(super) struct UnitAnswer {
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
    pub address: String,
}

/// How far a case is. Nothing in it says whose it is.
#[derive(Serialize, ToSchema)]
pub(super) struct CaseAnswer {
    pub code: String,
    /// National code of the procedure.
    pub service: String,
    /// The competent unit.
    pub unit: String,
    /// The national status, 1 to 10.
    #[schema(minimum = 1, maximum = 10)]
    pub status: u8,
    pub status_name: String,
    /// RFC 3339, Vietnam time.
    pub accepted_at: Option<String>,
    pub due_at: Option<String>,
    pub is_late: bool,
    pub finished_at: Option<String>,
    /// The agency said no after appraisal: status 9 or 10, and nothing was granted.
    pub is_declined: bool,
    pub changed_at: String,
    /// Where the result is, if it goes by post.
    pub post: Option<PostAnswer>,
}

/// A result on its way by post.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PostAnswer {
    /// Number of the waybill.
    #[schema(min_length = 4, max_length = 40, pattern = "^[0-9A-Za-z-]+$")]
    pub waybill: String,
    /// Who carries it.
    #[schema(min_length = 1, max_length = 80, pattern = r"^[^\x00-\x20\x7f-\xa0][^\x00-\x1f\x7f-\x9f]*$")]
    pub carrier: String,
    pub state: PostState,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PostState {
    HandedIn,
    UnderWay,
    Delivered,
    Returned,
}

/// Cases of a unit in a period, by the columns of form II.06a.
#[derive(Serialize, ToSchema)]
pub(super) struct FiguresAnswer {
    pub unit: String,
    pub from: String,
    pub to: String,
    pub online: u32,
    pub direct: u32,
    pub carried_over: u32,
    pub early: u32,
    pub on_time: u32,
    pub late: u32,
    pub open_in_time: u32,
    pub open_late: u32,
    /// Passed on to another unit in the period; in no other column.
    pub passed_on: u32,
}

/// Why there is no answer, for machines and in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiRefusal {
    #[serde(skip)]
    status: u16,
    #[serde(skip)]
    wait: Option<u32>,
    /// `no_token`, `no_scope`, `other_unit`, `not_found`, `wrong_request`, `too_many`, `broken`.
    pub reason: String,
    pub vi: String,
    pub en: String,
}

impl ApiRefusal {
    fn new(status: StatusCode, reason: &str, vi: &str, en: &str) -> Self {
        let text = str::to_owned;
        Self { status: status.as_u16(), wait: None, reason: text(reason), vi: text(vi), en: text(en) }
    }
    pub fn no_token() -> Self {
        let (vi, en) =
            ("Gửi token còn hiệu lực: Authorization: Bearer …", "Send a valid token: Authorization: Bearer …");
        Self::new(StatusCode::UNAUTHORIZED, "no_token", vi, en)
    }
    pub fn no_scope(scope: ApiScope) -> Self {
        let vi = format!("Token không có phạm vi {}; đề nghị quản trị cổng cấp.", scope.name());
        let en = format!("The token has no scope {}; ask the portal's administrator.", scope.name());
        Self::new(StatusCode::FORBIDDEN, "no_scope", &vi, &en)
    }
    pub fn other_unit() -> Self {
        let (vi, en) = ("Token chỉ dùng cho đơn vị khác.", "The token is good for another unit only.");
        Self::new(StatusCode::FORBIDDEN, "other_unit", vi, en)
    }
    pub fn not_found() -> Self {
        let (vi, en) = ("Không có mã này; kiểm tra lại mã.", "There is nothing by this code; check the code.");
        Self::new(StatusCode::NOT_FOUND, "not_found", vi, en)
    }
    pub fn wrong(vi: &str, en: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "wrong_request", vi, en)
    }
    pub fn too_many(wait: u32) -> Self {
        let vi = format!("Quá nhiều yêu cầu; thử lại sau {wait} giây.");
        let en = format!("Too many requests; try again in {wait} seconds.");
        Self { wait: Some(wait), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", &vi, &en) }
    }
    pub fn broken(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a connected system could not be answered");
        let (vi, en) = ("Hệ thống đang bận; thử lại sau.", "The system is busy; try again later.");
        Self { wait: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "broken", vi, en) }
    }
}

impl IntoResponse for ApiRefusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = self.wait;
        let mut response = (status, [(CACHE_CONTROL, "no-store")], Json(self)).into_response();
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, wait.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = axum::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
