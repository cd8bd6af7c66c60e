//! The rooms of the staff under `/quan-tri`: signing in, what a unit does, desks, the catalogue, the book of actions.
//!
//! Who may enter which room is decided in [`rights`] alone; every change is noted in the book of actions.

mod actions;
mod bundles;
mod catalogue;
mod charts;
mod deletions;
mod desks;
mod draft;
mod drawing;
mod health;
mod national;
mod operation;
mod passkeys;
mod people;
mod rights;
mod sign_in;
mod unit;
mod voices;
pub(super) mod words;

use super::{Frame, MessagePage, show};
use crate::admit::{Portal, PortalError, clock};
use crate::store::{DatabaseError, StaffAction};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, RawPathParams, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use casework::catalogue::{Role, UnitKind, User};
use casework::{Catalogue, Digest, Moment, UnitCode, UserId};
use rights::{Business, Scope};
use std::collections::BTreeSet;
use std::sync::Arc;

const STYLE: &str = include_str!("../../static/staff.css");
/// Name of the cookie that carries the token of a session.
const COOKIE_NAME: &str = "motcua_staff";
/// A session ends when nothing was asked for half an hour, and after ten hours in any case.
const IDLE_MINUTES: i64 = 30;
const LONGEST_MINUTES: i64 = 600;

pub(super) fn routes() -> Router<Arc<Portal>> {
    let rooms = Router::new()
        .route("/quan-tri", get(home))
        .route("/quan-tri/vao", get(sign_in::form).post(sign_in::enter))
        .route("/quan-tri/vao/khoa/bat-dau", post(passkeys::begin_signing_in))
        .route("/quan-tri/vao/khoa", post(passkeys::enter))
        .route("/quan-tri/ra", post(sign_in::leave))
        .route("/quan-tri/khoa", get(passkeys::page).post(passkeys::add))
        .route("/quan-tri/khoa/bat-buoc", post(passkeys::need))
        .route("/quan-tri/khoa/bat-dau", post(passkeys::begin_adding))
        .route("/quan-tri/khoa/{id}/bo", post(passkeys::remove))
        .route("/quan-tri/don-vi", get(unit::show))
        .route("/quan-tri/don-vi/bieu-do", get(charts::show))
        .route("/quan-tri/don-vi/dang-giai-quyet.xlsx", get(charts::open_sheet))
        .route("/quan-tri/don-vi/bao-cao", get(unit::report_page))
        .route("/quan-tri/don-vi/bao-cao.xlsx", get(unit::report_sheet))
        .route("/quan-tri/don-vi/bao-cao.pdf", get(unit::report_pdf))
        .route("/quan-tri/may", get(desks::list))
        .route("/quan-tri/may/dong-bo", get(health::show))
        .route("/quan-tri/may/ma", post(desks::make_code))
        .route("/quan-tri/may/so", get(desks::ask_to_free).post(desks::free))
        .route(
            "/quan-tri/may/goi",
            get(bundles::show).post(bundles::take).layer(DefaultBodyLimit::max(bundles::LARGEST)),
        )
        .route("/quan-tri/may/goi/quy-dinh", post(bundles::decide))
        .route("/quan-tri/may/{id}/thu-hoi", get(desks::ask).post(desks::revoke))
        .route("/quan-tri/danh-muc", get(catalogue::show))
        .route("/quan-tri/danh-muc/quy-trinh/{id}", get(catalogue::workflow))
        .route("/quan-tri/danh-muc/du-thao", get(draft::list))
        .route("/quan-tri/danh-muc/du-thao/{draft}/danh-muc.yaml", get(draft::download))
        .route("/quan-tri/danh-muc/du-thao/bat-dau", post(draft::begin))
        .route("/quan-tri/danh-muc/du-thao/{draft}", get(draft::overview))
        .route("/quan-tri/danh-muc/du-thao/{draft}/ten", post(draft::rename))
        .route("/quan-tri/danh-muc/du-thao/{draft}/ban-moi", get(draft::newer_show).post(draft::newer_take))
        .route("/quan-tri/danh-muc/du-thao/{draft}/bo", post(draft::drop_it))
        .route("/quan-tri/danh-muc/du-thao/{draft}/van-ban", get(draft::text_show).post(draft::text_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/tai-len", post(draft::upload))
        .route("/quan-tri/danh-muc/du-thao/{draft}/danh-muc.xlsx", get(draft::workbook))
        .route(
            "/quan-tri/danh-muc/du-thao/{draft}/bang-tinh",
            post(draft::take_workbook).layer(DefaultBodyLimit::max(draft::LARGEST_WORKBOOK)),
        )
        .route("/quan-tri/danh-muc/du-thao/{draft}/ngay", post(draft::add_day))
        .route("/quan-tri/danh-muc/du-thao/{draft}/ngay/bo", post(draft::remove_day))
        .route("/quan-tri/danh-muc/du-thao/{draft}/don-vi", get(draft::unit_form).post(draft::unit_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/gio-lam", get(draft::hours_form).post(draft::hours_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/so-ban-sao", get(draft::books_form).post(draft::books_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/thong-bao", get(draft::notices_form).post(draft::notices_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/ten-goi", get(draft::wording_form).post(draft::wording_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/thu-tuc", get(draft::service_form).post(draft::service_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/thu-tuc/moi", post(draft::service_copy))
        .route("/quan-tri/danh-muc/du-thao/{draft}/thu-tuc/phi", get(draft::fees_form).post(draft::fees_save))
        .route("/quan-tri/danh-muc/du-thao/{draft}/thu-tuc/to-khai", get(draft::entries_form).post(draft::entries_save))
        .route(
            "/quan-tri/danh-muc/du-thao/{draft}/thu-tuc/truong-hop",
            get(draft::variants_form).post(draft::variants_save),
        )
        .route(
            "/quan-tri/danh-muc/du-thao/{draft}/thu-tuc/don-vi",
            get(draft::offering_form).post(draft::offering_save),
        )
        .route("/quan-tri/danh-muc/du-thao/{draft}/quy-trinh", post(draft::copy_workflow))
        .route("/quan-tri/danh-muc/du-thao/{draft}/quy-trinh/{id}", get(draft::steps_show).post(draft::steps_write))
        .route("/quan-tri/danh-muc/du-thao/{draft}/cong-bo", post(draft::publish))
        .route("/quan-tri/danh-muc/du-thao/{draft}/quoc-gia", get(draft::compare_lists))
        .route("/quan-tri/danh-muc/du-thao/{draft}/quoc-gia/doc", post(draft::fetch_lists))
        .route("/quan-tri/danh-muc/du-thao/{draft}/quoc-gia/ten", post(draft::take_name))
        .route(
            "/quan-tri/danh-muc/du-thao/{draft}/quoc-gia/thu-tuc",
            get(draft::compare_service).post(draft::take_part),
        )
        .route("/quan-tri/quoc-gia", get(national::show_case).post(national::tell_again))
        .route("/quan-tri/quoc-gia/dia-chi/{id}", post(national::end_address))
        .route("/quan-tri/nguoi", get(people::list))
        .route("/quan-tri/nguoi/them", post(people::add))
        .route("/quan-tri/nguoi/{id}", get(people::one).post(people::save))
        .route("/quan-tri/nguoi/{id}/mat-khau", post(people::secret))
        .route("/quan-tri/nguoi/{id}/khoa/{key}/bo", post(passkeys::remove_of))
        .route("/quan-tri/nguoi/{id}/khoa-bat-buoc", post(passkeys::need_of))
        .route("/quan-tri/nguoi/{id}/khoa-dat-lai", post(passkeys::reset_of))
        .route("/quan-tri/van-hanh", get(operation::show))
        .route("/quan-tri/van-hanh/thu-lai", post(operation::try_again))
        .route("/quan-tri/nhat-ky", get(actions::list))
        .route("/quan-tri/hoi-dap", get(voices::questions))
        .route("/quan-tri/hoi-dap/{id}", post(voices::answer))
        .route("/quan-tri/danh-gia", get(voices::ratings))
        .route("/quan-tri/xoa-tai-khoan", get(deletions::list))
        .route("/quan-tri/xoa-tai-khoan/{id}", post(deletions::erase))
        .route("/quan-tri/xoa-tai-khoan/{id}/tu-choi", post(deletions::refuse))
        .layer(from_fn(own_forms_only));
    Router::new().merge(rooms).route("/staff.css", get(style))
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], STYLE)
}

/// No room takes a form that another site sends.
async fn own_forms_only(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !super::is_own_form(request.headers()) {
        return Trouble::ForeignForm.into_response();
    }
    next.run(request).await
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub user: UserId,
    pub name: String,
    pub roles: BTreeSet<Role>,
    pub unit: UnitCode,
    pub unit_name: String,
    /// Their unit is the province itself: what they look after is everybody's.
    pub of_province: bool,
}

impl Staff {
    fn of(catalogue: &Catalogue, user: &User) -> Self {
        let edition = catalogue.edition_on(clock().day());
        let unit = edition.and_then(|edition| edition.units.get(&user.unit));
        Self {
            user: user.id.clone(),
            name: user.name.clone(),
            roles: user.roles.clone(),
            unit: user.unit.clone(),
            unit_name: unit.map_or_else(|| user.unit.to_string(), |unit| unit.name.clone()),
            of_province: unit.is_some_and(|unit| unit.kind == UnitKind::Province),
        }
    }

    fn scope(&self, business: Business) -> Scope {
        rights::scope(&self.roles, self.of_province, business)
    }
}

/// What every room has: who is in it, its frame, and the portal behind it.
pub(super) struct Room {
    pub frame: Frame,
    pub staff: Staff,
    pub portal: Arc<Portal>,
    /// The draft of the catalogue that the address is about.
    draft: Option<i64>,
}

impl FromRequestParts<Arc<Portal>> for Room {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Trouble> {
        let frame = Frame::of(portal, &parts.headers, &parts.uri);
        let digest = token(&parts.headers).ok_or(Trouble::SignedOut)?;
        let session = portal.store.session(&digest).await?.ok_or(Trouble::SignedOut)?;
        let now = clock();
        if session.expires_at <= now || session.seen_at.plus_minutes(IDLE_MINUTES) <= now {
            portal.store.end_session(&digest).await?;
            return Err(Trouble::SignedOut);
        }
        let catalogue = portal.catalogue();
        let user = catalogue.users.get(&session.user).filter(|user| user.active).ok_or(Trouble::SignedOut)?;
        if session.seen_at.plus_minutes(1) <= now {
            portal.store.see_session(&digest, now).await?;
        }
        let named = RawPathParams::from_request_parts(parts, portal).await.ok();
        let draft = named.and_then(|named| named.iter().find(|(name, _)| *name == "draft")?.1.parse().ok());
        Ok(Self { frame, staff: Staff::of(&catalogue, user), portal: portal.clone(), draft })
    }
}

/// The digest of the token that a browser shows.
fn token(headers: &HeaderMap) -> Option<Digest> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';'));
    let token = pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))?;
    Some(protocol::digest(token.as_bytes()))
}

impl Room {
    pub fn t<'a>(&self, vietnamese: &'a str, english: &'a str) -> &'a str {
        self.frame.t(vietnamese, english)
    }

    pub fn has_passkeys(&self) -> bool {
        crate::passkeys::are_offered(&self.portal)
    }
    pub fn reads_units(&self) -> bool {
        self.staff.scope(Business::ReadUnit) != Scope::Nothing
    }
    pub fn answers_questions(&self) -> bool {
        self.staff.scope(Business::AnswerQuestions) != Scope::Nothing
    }
    pub fn operates(&self) -> bool {
        self.staff.scope(Business::Operate) != Scope::Nothing
    }
    pub fn erases_accounts(&self) -> bool {
        self.staff.scope(Business::EraseAccounts) != Scope::Nothing
    }
    pub fn manages_desks(&self) -> bool {
        self.staff.scope(Business::ManageDesks) != Scope::Nothing
    }
    pub fn manages_people(&self) -> bool {
        self.staff.scope(Business::ManagePeople) != Scope::Nothing
    }
    pub fn looks_after_exchange(&self) -> bool {
        self.staff.scope(Business::Exchange) != Scope::Nothing
    }
    pub fn reads_catalogue(&self) -> bool {
        self.staff.scope(Business::ReadCatalogue) != Scope::Nothing
    }
    pub fn edits_catalogue(&self) -> bool {
        self.staff.scope(Business::EditCatalogue) != Scope::Nothing
    }
    pub fn reads_actions(&self) -> bool {
        self.staff.scope(Business::ReadActions) != Scope::Nothing
    }

    /// Whether this is somebody's business at all; a refusal otherwise.
    fn needs(&self, business: Business) -> Result<Scope, Trouble> {
        match self.staff.scope(business) {
            Scope::Nothing => Err(Trouble::NotAllowed),
            scope => Ok(scope),
        }
    }

    /// Whether it is their business in that unit. Another unit is refused like one that does not exist.
    fn needs_in(&self, business: Business, unit: &UnitCode) -> Result<(), Trouble> {
        match self.needs(business)? {
            Scope::Everything => Ok(()),
            Scope::OwnUnit if *unit == self.staff.unit => Ok(()),
            Scope::OwnUnit | Scope::Nothing => Err(Trouble::NotAllowed),
        }
    }

    /// The units in which something is their business, with their names.
    fn units(&self, business: Business) -> Vec<(UnitCode, String)> {
        let catalogue = self.portal.catalogue();
        let Some(edition) = catalogue.edition_on(clock().day()) else { return Vec::new() };
        let scope = self.staff.scope(business);
        let own = |code: &UnitCode| match scope {
            Scope::Everything => true,
            Scope::OwnUnit => *code == self.staff.unit,
            Scope::Nothing => false,
        };
        let units = edition.units.values().filter(|unit| own(&unit.code));
        units.map(|unit| (unit.code.clone(), unit.name.clone())).collect()
    }

    /// The page of the draft that the address is about.
    pub fn draft_place(&self) -> String {
        self.draft.map_or_else(|| draft::PLACE.to_owned(), |id| format!("{}/{id}", draft::PLACE))
    }

    /// Notes in the book of actions what was done in a unit's matters.
    async fn note(&self, unit: &UnitCode, action: &str, detail: impl Into<String>) -> Result<(), DatabaseError> {
        note(&self.portal, &self.staff.user, unit, action, detail.into()).await
    }

    fn page(&self, page: &impl Template) -> Response {
        show(&self.frame, StatusCode::OK, page)
    }
}

async fn note(
    portal: &Portal,
    user: &UserId,
    unit: &UnitCode,
    action: &str,
    detail: String,
) -> Result<(), DatabaseError> {
    let (user, unit, action) = (user.clone(), unit.clone(), action.to_owned());
    // What somebody wrote may hold a character that no database keeps in a text.
    let detail = detail.replace('\0', "\u{fffd}");
    tracing::info!(%user, %unit, action, "an action of the staff");
    portal.store.note_action(&StaffAction { at: clock(), user, unit, action, detail }).await
}

/// Why there is no page.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Nobody is signed in, or no longer.
    SignedOut,
    NotAllowed,
    ForeignForm,
    NotFound,
    /// Somebody else changed meanwhile what was looked at.
    Overtaken,
    /// The owner of an account could not be told before it goes.
    NotTold,
    /// So many secrets are being checked that this one has to come again.
    Busy,
    Broken(String),
}

impl From<DatabaseError> for Trouble {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<PortalError> for Trouble {
    fn from(error: PortalError) -> Self {
        match error {
            PortalError::Busy => Self::Busy,
            error => Self::Broken(error.to_string()),
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, title, text) = match self {
            Self::Busy => return super::busy(Frame { me: None, ..super::frame_of_nowhere() }),
            Self::SignedOut => return Redirect::to("/quan-tri/vao").into_response(),
            Self::NotAllowed => (
                StatusCode::FORBIDDEN,
                "Không thuộc quyền của tài khoản này · Not for this account",
                "Trang này chỉ dành cho người được giao việc đó ở đơn vị này. Cần thì đề nghị quản trị của đơn vị. \
                 This page is for those who have that task in that unit. Ask your unit's administrator.",
            ),
            Self::ForeignForm => (
                StatusCode::FORBIDDEN,
                "Biểu mẫu đến từ trang khác · A form from another site",
                "Không có gì được thay đổi. Mở lại trang quản trị và thực hiện ở đó. \
                 Nothing was changed. Open the page here and do it there.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Không có mục này · No such thing",
                "Mục này không có hoặc đã được thay. It does not exist, or it has been replaced.",
            ),
            Self::Overtaken => (
                StatusCode::CONFLICT,
                "Đã có người sửa trước · Somebody was faster",
                "Thay đổi của bạn chưa được ghi, để không đè lên thay đổi của người khác. Quay lại, tải lại trang và làm \
                 lại. Yours was not kept, so that nobody's change is lost. Go back, load the page anew and do it again.",
            ),
            Self::NotTold => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Chưa xóa: chưa gửi được thư báo · Not deleted: the notice could not be sent",
                "Máy chủ thư đang không nhận; xóa rồi thì không còn địa chỉ để báo. Thử lại sau ít phút. \
                 The mail server takes nothing, and afterwards there is no address. Try again in a few minutes.",
            ),
            Self::Broken(error) => {
                tracing::error!(%error, "a room of the staff could not be shown");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "Hệ thống đang bận · The system is busy",
                    "Thay đổi chưa được ghi nhận. Thử lại sau ít phút. Nothing was recorded. Try again in a few minutes.",
                )
            }
        };
        let frame = Frame { me: None, other: "/quan-tri".to_owned(), ..super::frame_of_nowhere() };
        let page = MessagePage { frame, title: title.to_owned(), text: text.to_owned() };
        show(&page.frame, status, &page)
    }
}

type Answer = Result<Response, Trouble>;

#[derive(Template)]
#[template(path = "staff/home.html")]
struct HomePage {
    room: Room,
}

async fn home(room: Room) -> Response {
    let page = HomePage { room };
    page.room.page(&page)
}

/// Whole days between two moments.
fn days_between(from: Moment, to: Moment) -> i64 {
    (to.0 - from.0).div_euclid(24 * 60 * 60 * 1_000)
}

/// `23/11/2026 09:05`
fn moment(at: Moment) -> String {
    let minute = at.minute_of_day();
    format!("{} {:02}:{:02}", paper::short_date(at.day()), minute / 60, minute % 60)
}
