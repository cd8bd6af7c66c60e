//! A desk to learn on: the unit's real catalogue, invented people and cases, no line to anywhere.
//!
//! It lies in a folder of its own that is thrown away afterwards. Whoever practises has every role but the
//! administrator's, so that one person can carry a case from the counter to the seal. Papers carry the mark of the sample.

use crate::desk::{Desk, clock};
use crate::enrolment::{desk_user, write_files};
use crate::error::DeskError;
use crate::vault::{DataKey, Vault, random};
use crate::views::{ActRequest, DeskInfo, Failure, Intent};
use crate::{Composer, DeskFiles};
use casework::catalogue::{Catalogue, Role, Service};
use casework::{
    Actor, Applicant, ApplicantKind, Application, CaseId, Channel, DeviceId, EnvelopeId, Event, Moment, Paper,
    Recorded, RegisterBook, UnitCode, replay,
};
use protocol::enrol::{EnrolReply, RegisterLease, Secret};
use protocol::push::CodeBlock;
use protocol::store::{DeskStore, MirrorCase, MirrorPage};
use protocol::{Head, LogId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Numbers of cases that no real desk is given.
const CODES: CodeBlock = CodeBlock { first: 9_001, last: 9_900 };
/// Cases to begin with.
const CASES: usize = 12;
/// Invented people; nobody is meant.
const PEOPLE: [&str; CASES] = [
    "Nguyễn Thị Tập Sự",
    "Trần Văn Thử",
    "Lê Thị Làm Quen",
    "Phạm Văn Mẫu",
    "Hoàng Thị Ví Dụ",
    "Vũ Văn Thực Hành",
    "Đặng Thị Học Việc",
    "Bùi Văn Bước Đầu",
    "Đỗ Thị Luyện",
    "Ngô Văn Quen Tay",
    "Dương Thị Thạo Việc",
    "Lý Văn Thành Nghề",
];

impl Desk {
    /// Makes a desk to learn on in an empty folder, for whoever is signed in here, and signs them in there.
    ///
    /// # Errors
    /// A catalogue without services for this unit, the disk.
    pub async fn practise(&self, folder: &Path, composer: &impl Composer) -> Result<Arc<Self>, Failure> {
        let now = clock();
        let catalogue = self.catalogue_to_practise(now)?;
        let unit = self.info().unit.clone();
        let edition = catalogue.edition_on(now.day()).ok_or(DeskError::Damaged("the catalogue"))?;
        let services: Vec<Service> =
            edition.services.values().filter(|service| service.units.contains(&unit)).cloned().collect();
        if services.is_empty() {
            return Err(DeskError::Damaged("the catalogue: it has no service of this unit, so it").into());
        }
        let books: BTreeSet<RegisterBook> =
            services.iter().flat_map(|service| edition.books_of(service)).cloned().collect();
        let lease = |book| RegisterLease { book, year: now.day().year(), next: 1 };
        let log = LogId(Uuid::now_v7());
        let edition_id = edition.id.clone();
        let reply = EnrolReply {
            device: DeviceId(Uuid::now_v7()),
            token: Secret(String::new()),
            unit: unit.clone(),
            log,
            portal_key: String::new(),
            codes: CODES,
            registers: books.into_iter().map(lease).collect(),
            catalogue,
        };
        std::fs::create_dir_all(folder).map_err(DeskError::file("making the desk's folder"))?;
        let key = DataKey::random()?;
        // Nobody types it: whoever practises came in through the real desk.
        let mut drawn = [0; 32];
        random(&mut drawn)?;
        let secret = protocol::digest(&drawn).to_string();
        write_files(folder, "", &reply, &key).await?;
        let info = DeskInfo { practice: true, sample: true, users: Vec::new(), ..self.info().clone() };
        let mut vault = Vault::new(info);
        vault.admit(desk_user(&reply.catalogue, &self.user), &secret, &key)?;
        vault.write(folder)?;

        let filed: Vec<Recorded> = (0..CASES).map(|place| filed(&unit, &edition_id, &services, place, now)).collect();
        let files = DeskFiles::open(folder, &key).await?;
        let cases = filed.iter().map(|recorded| {
            let case = replay([recorded]);
            MirrorCase { id: recorded.case, confirmed: case.clone(), shown: case }
        });
        let page = MirrorPage {
            head: Head { seq: filed.len() as u64, ..Head::start(log, &unit) },
            restarted: false,
            cases: cases.collect(),
            events: filed.clone(),
            as_of: now,
            behind: 0,
        };
        let taken = files.take_in(&page).await;
        files.close().await;
        taken.map_err(DeskError::from)?;
        let desk = Self::unlock(folder, &self.user, &secret).await?;
        desk.begin_some(&filed, composer).await;
        Ok(desk)
    }

    /// The catalogue of this desk, marked as a sample, in which this person may do everything.
    fn catalogue_to_practise(&self, now: Moment) -> Result<Catalogue, DeskError> {
        let mut catalogue = Catalogue::clone(&self.catalogue());
        catalogue.edition_on(now.day()).ok_or(DeskError::Damaged("the catalogue"))?;
        catalogue.editions.values_mut().for_each(|edition| edition.sample = true);
        let me = catalogue.users.get_mut(&self.user).ok_or(DeskError::Damaged("the catalogue"))?;
        me.roles.extend([Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead, Role::RecordsClerk]);
        Ok(catalogue)
    }

    /// Some cases are on their way already: accepted, assigned, waiting for papers. What a service does not allow stays
    /// undone; there is enough to learn on all the same.
    async fn begin_some(&self, filed: &[Recorded], composer: &impl Composer) {
        for (place, recorded) in filed.iter().enumerate() {
            let case = recorded.case;
            let mut turn = 0;
            for intent in self.begun(place, recorded) {
                let Ok(view) = self.open_case(case).await else { break };
                turn = view.case.turn.max(turn);
                if let Err(failure) = self.act(&ActRequest { case: Some(case), turn, intent }, composer).await {
                    tracing::debug!(?failure, "a case to practise on stays where it is");
                    break;
                }
            }
        }
    }

    fn begun(&self, place: usize, recorded: &Recorded) -> Vec<Intent> {
        let Event::Filed { application, .. } = &recorded.event else { return Vec::new() };
        let assign = || Intent::Assign { to: self.user.clone(), note: String::new() };
        match place % 4 {
            0 => Vec::new(),
            1 => vec![Intent::Accept],
            2 => vec![Intent::Accept, assign()],
            _ if place > 8 => vec![Intent::RequestSupplement {
                papers: application.papers.iter().take(1).map(|paper| paper.name.clone()).collect(),
                counts: BTreeMap::new(),
                reason: "Bản chụp bị mờ, không đọc được số.".to_owned(),
            }],
            _ => Vec::new(),
        }
    }
}

fn filed(unit: &UnitCode, edition: &casework::EditionId, services: &[Service], place: usize, now: Moment) -> Recorded {
    let service = &services[place % services.len()];
    let at = now.plus_minutes(-(20 + 95 * place as i64));
    let paper = |name: &String| Paper {
        name: name.clone(),
        originals: 1,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: Vec::new(),
    };
    let application = Application {
        unit: unit.clone(),
        service: service.code.clone(),
        channel: Channel::Online,
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            name: PEOPLE[place % PEOPLE.len()].to_owned(),
            identity_number: Some(format!("0000000000{place:02}")),
            birth_date: None,
            address: format!("Số {} đường Tập Làm", place + 1),
            phone: format!("00000000{place:02}"),
            email: None,
        },
        submitter: None,
        co_applicants: Vec::new(),
        received_by: None,
        send_result_to: None,
        subject: service.name.clone(),
        papers: service.papers.iter().map(paper).collect(),
        entries: BTreeMap::new(),
    };
    Recorded {
        unit: unit.clone(),
        seq: place as u64 + 1,
        case: CaseId(Uuid::now_v7()),
        version: 1,
        envelope: EnvelopeId(Uuid::now_v7()),
        by: Actor::Citizen("tap-lam".into()),
        at,
        arrived_at: at,
        event: Event::Filed { edition: edition.clone(), application },
    }
}
