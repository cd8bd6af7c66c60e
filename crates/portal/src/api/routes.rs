//! The interface's routes.

use super::access::{ApiScope, ApiToken, Caller};
use super::answers::{ApiRefusal, CaseAnswer, FiguresAnswer, PostAnswer, PostState, ServiceAnswer, UnitAnswer};
use crate::admit::{Portal, clock};
use crate::postal::{self, PostalItem, PostalState};
use crate::report::report;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use casework::statistics::Period;
use casework::{Case, Catalogue, Date, Edition, Moment, UnitCode};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{IntoParams, Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(title = "Một Cửa", version = "1", description = "Dịch vụ dữ liệu cho hệ thống kết nối. For connected systems."),
    paths(services, units, case, figures, put_post),
    modifiers(&Bearer)
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        description.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

pub(crate) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/api/openapi.json", get(|| async { Json(Description::openapi()) }))
        .route("/api/open/1/services", get(services))
        .route("/api/open/1/units", get(units))
        .route("/api/open/1/cases/{code}", get(case))
        .route("/api/open/1/cases/{code}/post", axum::routing::put(put_post))
        .route("/api/open/1/figures/{unit}", get(figures))
}

type Answer<T> = Result<Json<T>, ApiRefusal>;

fn in_force(catalogue: &Catalogue) -> Result<&Edition, ApiRefusal> {
    catalogue.edition_on(clock().day()).ok_or_else(|| ApiRefusal::broken(&"no edition is in force"))
}

/// `2026-11-23T09:05:00+07:00`
fn rfc_3339(at: Moment) -> String {
    let (day, minute, second) = (at.day(), at.minute_of_day(), at.0.div_euclid(1_000).rem_euclid(60));
    let date = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    format!("{date}T{:02}:{:02}:{second:02}+07:00", minute / 60, minute % 60)
}

/// Procedures of the edition in force.
#[utoipa::path(
    get, path = "/api/open/1/services", security(("token" = ["catalogue"])),
    responses(
        (status = 200, body = Vec<ServiceAnswer>),
        (status = 401, body = ApiRefusal), (status = 403, body = ApiRefusal), (status = 429, body = ApiRefusal)
    )
)]
async fn services(State(portal): State<Arc<Portal>>, caller: Caller) -> Answer<Vec<ServiceAnswer>> {
    caller.with(ApiScope::Catalogue)?;
    let catalogue = portal.catalogue();
    let answer = |service: &casework::catalogue::Service| ServiceAnswer {
        code: service.code.0.clone(),
        name: service.name.clone(),
        field: service.field.0.clone(),
        time: service.time_text.clone(),
        fee: service.fee_text.clone(),
        papers: service.papers.clone(),
        result: service.result.clone(),
        units: service.units.iter().map(|unit| unit.0.clone()).collect(),
        page: format!("/dich-vu/{}", service.code),
    };
    Ok(Json(in_force(&catalogue)?.services.values().map(answer).collect()))
}

/// Units of the edition in force.
#[utoipa::path(
    get, path = "/api/open/1/units", security(("token" = ["catalogue"])),
    responses(
        (status = 200, body = Vec<UnitAnswer>),
        (status = 401, body = ApiRefusal), (status = 403, body = ApiRefusal), (status = 429, body = ApiRefusal)
    )
)]
async fn units(State(portal): State<Arc<Portal>>, caller: Caller) -> Answer<Vec<UnitAnswer>> {
    caller.with(ApiScope::Catalogue)?;
    let catalogue = portal.catalogue();
    let answer = |unit: &casework::catalogue::Unit| UnitAnswer {
        code: unit.code.0.clone(),
        name: unit.name.clone(),
        parent: unit.parent.as_ref().map(|parent| parent.0.clone()),
        address: unit.address.clone(),
    };
    Ok(Json(in_force(&catalogue)?.units.values().map(answer).collect()))
}

/// The case that a token may see.
async fn seen(
    portal: &Portal,
    token: &ApiToken,
    code: Result<Path<String>, PathRejection>,
) -> Result<Case, ApiRefusal> {
    let Path(code) = code.map_err(|_| ApiRefusal::wrong("Mã hồ sơ không đọc được.", "The case code is unreadable."))?;
    // Some databases take no such letter in a text.
    if code.contains('\0') {
        return Err(ApiRefusal::not_found());
    }
    let case = portal.store.case_by_code(&code.as_str().into()).await;
    let case = case.map_err(|error| ApiRefusal::broken(&error))?.ok_or_else(ApiRefusal::not_found)?;
    if token.may_see(&case.unit) { Ok(case) } else { Err(ApiRefusal::other_unit()) }
}

/// How far a case is.
#[utoipa::path(
    get, path = "/api/open/1/cases/{code}", security(("token" = ["cases"])),
    params(("code" = String, Path, description = "The case code, 000.00.03.H40-261123-0001")),
    responses(
        (status = 200, body = CaseAnswer), (status = 400, body = ApiRefusal), (status = 401, body = ApiRefusal),
        (status = 403, body = ApiRefusal), (status = 404, body = ApiRefusal), (status = 429, body = ApiRefusal)
    )
)]
async fn case(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    code: Result<Path<String>, PathRejection>,
) -> Answer<CaseAnswer> {
    let token = caller.with(ApiScope::Cases)?;
    let case = seen(&portal, &token, code).await?;
    let catalogue = portal.catalogue();
    let item = portal.store.postal_item(case.id).await.map_err(|error| ApiRefusal::broken(&error))?;
    Ok(Json(answer(&catalogue, &case, item)))
}

fn answer(catalogue: &Catalogue, case: &Case, item: Option<PostalItem>) -> CaseAnswer {
    let edition = catalogue.editions.get(&case.edition);
    let name = edition.and_then(|edition| edition.statuses.get(&case.status.code()));
    CaseAnswer {
        code: case.code.as_ref().map_or_else(String::new, |code| code.0.clone()),
        service: case.service.0.clone(),
        unit: case.unit.0.clone(),
        status: case.status.code(),
        status_name: name.map_or_else(String::new, |name| name.vi.clone()),
        accepted_at: case.accepted_at.map(rfc_3339),
        due_at: case.due_at.map(rfc_3339),
        is_late: case.status.is_running() && case.due_at.is_some_and(|due| due < clock()),
        finished_at: case.finished_at.map(rfc_3339),
        is_declined: case.is_declined(),
        changed_at: rfc_3339(case.changed_at),
        post: item.map(|item| PostAnswer {
            waybill: item.waybill,
            carrier: item.carrier,
            state: match item.state {
                PostalState::HandedIn => PostState::HandedIn,
                PostalState::UnderWay => PostState::UnderWay,
                PostalState::Delivered => PostState::Delivered,
                PostalState::Returned => PostState::Returned,
            },
        }),
    }
}

/// The post tells where a result is; told again, it is the same.
#[utoipa::path(
    put, path = "/api/open/1/cases/{code}/post", security(("token" = ["post"])), request_body = PostAnswer,
    params(("code" = String, Path, description = "The case code")),
    responses(
        (status = 200, body = CaseAnswer), (status = 400, body = ApiRefusal), (status = 401, body = ApiRefusal),
        (status = 403, body = ApiRefusal), (status = 404, body = ApiRefusal), (status = 429, body = ApiRefusal)
    )
)]
async fn put_post(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    code: Result<Path<String>, PathRejection>,
    told: Result<Json<PostAnswer>, JsonRejection>,
) -> Answer<CaseAnswer> {
    let token = caller.with(ApiScope::Post)?;
    let case = seen(&portal, &token, code).await?;
    let shape = || {
        let vi = "Gửi JSON gồm waybill, carrier và state (handed_in, under_way, delivered, returned).";
        ApiRefusal::wrong(vi, "Send JSON with waybill, carrier and state (handed_in, under_way, delivered, returned).")
    };
    let Json(told) = told.map_err(|_| shape())?;
    let state = match told.state {
        PostState::HandedIn => PostalState::HandedIn,
        PostState::UnderWay => PostalState::UnderWay,
        PostState::Delivered => PostalState::Delivered,
        PostState::Returned => PostalState::Returned,
    };
    let item = PostalItem { case: case.id, waybill: told.waybill, carrier: told.carrier, state, changed_at: clock() };
    match postal::note(&portal, &item).await {
        Ok(()) => Ok(Json(answer(&portal.catalogue(), &case, Some(item)))),
        Err(postal::NotNoted::Broken(error)) => Err(ApiRefusal::broken(&error)),
        Err(postal::NotNoted::Malformed) => Err(shape()),
        Err(postal::NotNoted::Taken) => {
            let vi = "Số vận đơn này đã dùng cho hồ sơ khác.";
            Err(ApiRefusal::wrong(vi, "This waybill belongs to another case."))
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Days {
    /// First day, YYYY-MM-DD.
    #[param(format = "date")]
    from: String,
    /// How many days, the first included.
    #[param(minimum = 1, maximum = 366)]
    days: u16,
}

/// Figures of a unit for a period of at most a year.
#[utoipa::path(
    get, path = "/api/open/1/figures/{unit}", security(("token" = ["statistics"])),
    params(("unit" = String, Path, description = "Identifier code of the unit"), Days),
    responses(
        (status = 200, body = FiguresAnswer), (status = 400, body = ApiRefusal), (status = 401, body = ApiRefusal),
        (status = 403, body = ApiRefusal), (status = 404, body = ApiRefusal), (status = 429, body = ApiRefusal)
    )
)]
async fn figures(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    unit: Result<Path<String>, PathRejection>,
    days: Result<Query<Days>, QueryRejection>,
) -> Answer<FiguresAnswer> {
    let token = caller.with(ApiScope::Statistics)?;
    let days_wrong = || {
        let vi = "Gửi from dạng YYYY-MM-DD và days từ 1 đến 366.";
        ApiRefusal::wrong(vi, "Send from as YYYY-MM-DD and days from 1 to 366.")
    };
    let Path(unit) = unit.map_err(|_| ApiRefusal::not_found())?;
    let Query(days) = days.map_err(|_| days_wrong())?;
    let from: Date = days.from.parse().map_err(|_| days_wrong())?;
    if !(1..=366).contains(&days.days) {
        return Err(days_wrong());
    }
    let to = from.plus_days(i64::from(days.days) - 1);
    let unit = UnitCode(unit);
    if !in_force(&portal.catalogue())?.units.contains_key(&unit) {
        return Err(ApiRefusal::not_found());
    }
    if !token.may_see(&unit) {
        return Err(ApiRefusal::other_unit());
    }
    let counted = report(&portal, &unit, Period { from, to }, clock()).await;
    let total = counted.map_err(|error| ApiRefusal::broken(&error))?.six_a.total;
    Ok(Json(FiguresAnswer {
        unit: unit.0,
        from: from.to_string(),
        to: to.to_string(),
        online: total.online,
        direct: total.direct,
        carried_over: total.carried_over,
        early: total.early,
        on_time: total.on_time,
        late: total.late,
        open_in_time: total.open_in_time,
        open_late: total.open_late,
        passed_on: total.passed_on(),
    }))
}
