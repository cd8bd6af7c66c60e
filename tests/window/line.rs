//! Bad lines between a desk and the portal: every answer late, or gone every few seconds.

use crate::centre::{Centre, SECRET};
use crate::citizen::{Citizen, status_on};
use crate::screen::{Screen, test_id};
use crate::stage::{Stage, Told, ensure};
use crate::{PEOPLE, SERVICE, UNIT, arrived_exactly_once};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How a line behaves.
#[derive(Clone, Copy)]
pub enum Weather {
    /// Every byte of an answer comes so much later.
    Late(Duration),
    /// Up so long, then down so long, again and again; what was under way is cut.
    Flapping { up: Duration, down: Duration },
    /// Down, and what was under way is cut.
    Gone,
}

/// How the line is at this moment.
#[derive(Clone, Copy)]
struct State {
    is_up: bool,
    late: Duration,
}

/// A line to the portal, under an address of its own; good until the weather turns.
pub struct Line {
    address: SocketAddr,
    state: Arc<watch::Sender<State>>,
    task: JoinHandle<()>,
    weather: Option<JoinHandle<()>>,
}

impl Line {
    pub async fn to(portal: SocketAddr) -> Told<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(watch::Sender::new(State { is_up: true, late: Duration::ZERO }));
        let now = state.subscribe();
        let task = tokio::spawn(async move {
            while let Ok((desk, _)) = listener.accept().await {
                tokio::spawn(carry(desk, portal, now.clone()));
            }
        });
        Ok(Self { address, state, task, weather: None })
    }

    pub fn turn(&mut self, weather: Weather) {
        let state = self.state.clone();
        match weather {
            Weather::Gone => state.send_modify(|state| state.is_up = false),
            Weather::Late(late) => state.send_modify(|state| state.late = late),
            Weather::Flapping { up, down } => {
                self.weather = Some(tokio::spawn(async move {
                    loop {
                        tokio::time::sleep(up).await;
                        state.send_modify(|state| state.is_up = false);
                        tokio::time::sleep(down).await;
                        state.send_modify(|state| state.is_up = true);
                    }
                }));
            }
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(weather) = &self.weather {
            weather.abort();
        }
    }
}

/// One connection, until an end hangs up or the line goes down.
async fn carry(desk: TcpStream, portal: SocketAddr, mut line: watch::Receiver<State>) {
    let State { is_up, late } = *line.borrow();
    if !is_up {
        return;
    }
    let Ok(portal) = TcpStream::connect(portal).await else { return };
    let (mut from_desk, mut to_desk) = desk.into_split();
    let (mut from_portal, mut to_portal) = portal.into_split();
    let (send, mut parts) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let ask = async move {
        let _ = tokio::io::copy(&mut from_desk, &mut to_portal).await;
    };
    let answer = async move {
        let mut part = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from_portal.read(&mut part).await {
            if send.send((Instant::now() + late, part[..length].to_vec())).is_err() {
                return;
            }
        }
    };
    let deliver = async move {
        while let Some((at, part)) = parts.recv().await {
            tokio::time::sleep_until(at).await;
            if to_desk.write_all(&part).await.is_err() {
                return;
            }
        }
    };
    let down = async move {
        // Ends with the line at the latest.
        let _ = line.wait_for(|state| !state.is_up).await;
    };
    tokio::select! {
        () = async { tokio::join!(answer, deliver); } => {}
        () = ask => {}
        () = down => {}
    }
}

/// From a citizen's application to the published result, each act by whoever it is for.
async fn one_decision(name: &str, weather: Weather) -> Told {
    let stage = Stage::set(name).await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    let mut line = Line::to(centre.listen).await?;
    centre.enrol_at(&line.url(), &desks.join("thd"), UNIT, &PEOPLE, true)?;
    line.turn(weather);
    let citizen = Citizen::new("Tạ Thị Thuỳ Dương", "036191004712", "0912 345 679");
    let subject = "Xác nhận tình trạng hôn nhân để đăng ký kết hôn";
    let reference = citizen.file(&centre, SERVICE, UNIT, subject).await?;

    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    let case = screen.open_case("ta thi thuy duong", citizen.name).await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    let code = screen.text_of("case-code").await?;
    screen.picture("accepted").await?;

    screen.hand_over_to("thd.lp").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.begin("assign").await?;
    screen.click("field-to-thd.cv1").await?;
    screen.confirm().await?;

    screen.hand_over_to("thd.cv1").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.begin("propose_result").await?;
    screen.select("[aria-busy=\"false\"]:not(.stale) [data-testid=\"preview-page\"]").await?;
    screen.confirm().await?;

    screen.hand_over_to("thd.lp").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.begin("complete_step").await?;
    screen.confirm().await?;
    for (person, act) in [("thd.ld", "approve"), ("thd.vt", "number")] {
        screen.hand_over_to(person).await?;
        screen.open_case(&code, citizen.name).await?;
        screen.begin(act).await?;
        screen.type_into("field-secret", SECRET).await?;
        screen.confirm().await?;
    }
    screen.becomes("case-status", "data-status", "done").await?;

    // Each act arrives, once; the citizen has the result.
    screen.click("outbox-open").await?;
    screen.counts("[data-testid=\"outbox-item\"][data-sync=\"published\"]", 6).await?;
    screen.counts(&test_id("outbox-item"), 6).await?;
    screen.picture("published").await?;
    let expected = ["filed", "accepted", "assigned", "result_proposed", "step_completed", "approved", "numbered"];
    arrived_exactly_once(&centre, &case, &expected).await?;
    let page = citizen.look_up(&centre, &reference, "").await?;
    let status = status_on(&page)?;
    ensure(status == "9", || format!("the citizen sees state {status}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_decided_while_every_answer_of_the_portal_is_600_ms_late() -> Told {
    one_decision("late-line", Weather::Late(Duration::from_millis(600))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_decided_on_a_line_that_comes_and_goes() -> Told {
    one_decision("flapping-line", Weather::Flapping { up: Duration::from_secs(2), down: Duration::from_secs(3) }).await
}
