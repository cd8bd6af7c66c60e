/** What the counter's page collects, and the application that it makes. */
import type { CitizenCard } from '$lib/format/citizen-card';
import { formatDay, parseDay } from '$lib/format/moment';
import type { ApplicantKind, Application, AskedEntry, Channel, Paper, Service, UnitCode } from '$lib/generated/types';

export interface Entry {
  name: string;
  value: string;
}

export interface CoApplicant {
  identity: string;
  name: string;
  address: string;
}

/** A digitised paper of an earlier case. */
export interface Earlier {
  code: string;
  paper: Paper;
}

const fileOf = (one: Earlier) => one.paper.files?.[0]?.digest;

/** Whether the new case has it already. */
export const isUsed = (papers: Paper[], one: Earlier): boolean =>
  papers.some((paper) => paper.files?.some((file) => file.digest === fileOf(one)));

/** The papers with the earlier one used again: in the row of its name, or in a row of its own. */
export function withReused(papers: Paper[], one: Earlier): Paper[] {
  const reused = { files: one.paper.files ?? [], reused_from: one.code };
  if (papers.some((paper) => paper.name === one.paper.name))
    return papers.map((paper) =>
      paper.name === one.paper.name ? { ...paper, originals: 0, certified: 0, photocopies: 0, ...reused } : paper
    );
  return [...papers, { name: one.paper.name, originals: 0, certified: 0, photocopies: 0, ...reused }];
}

export interface Reception {
  service: string;
  /** The competent unit; '' for one's own. */
  unit: UnitCode;
  /** How it came: over the counter or by post (Decree 61/2018 Art. 16). */
  channel: Exclude<Channel, 'online'>;
  kind: ApplicantKind;
  name: string;
  identity: string;
  birth: string;
  phone: string;
  email: string;
  address: string;
  other: boolean;
  submitter: string;
  /** The result goes by post: to `postAddress`, or to the applicant's address where that is empty. */
  byPost: boolean;
  postAddress: string;
  together: CoApplicant[];
  subject: string;
  /** The subject is still the one that came with the service. */
  subjectIsOurs: boolean;
  papers: Paper[];
  /** What the form of the service asks, by name. */
  answers: Record<string, string>;
  /** What stands beside the form. */
  entries: Entry[];
}

export const emptyReception = (): Reception => ({
  service: '',
  unit: '',
  channel: 'counter',
  kind: 'citizen',
  name: '',
  identity: '',
  birth: '',
  phone: '',
  email: '',
  address: '',
  other: false,
  submitter: '',
  byPost: false,
  postAddress: '',
  together: [],
  subject: '',
  subjectIsOurs: true,
  papers: [],
  answers: {},
  entries: []
});

/** Choosing a service brings its papers, one original each, and a subject unless one was written. */
export function withService(reception: Reception, service: Service): Reception {
  const papers = service.papers.map((name) => ({ name, originals: 1, certified: 0, photocopies: 0 }));
  const subject = reception.subjectIsOurs ? service.name : reception.subject;
  return { ...reception, service: service.code, unit: '', papers, subject, answers: {} };
}

/** The applicant as a scanned card names them. */
export function withCard(reception: Reception, card: CitizenCard): Reception {
  return {
    ...reception,
    kind: 'citizen',
    identity: card.identityNumber,
    name: card.name,
    address: card.address,
    birth: card.birthDate ? formatDay(card.birthDate) : ''
  };
}

/** The same person asks for something else: who they are stays, what they asked for goes. */
export function samePerson(reception: Reception): Reception {
  const { kind, name, identity, birth, phone, email, address, other, submitter, byPost, postAddress } = reception;
  const person = { kind, name, identity, birth, phone, email, address, other, submitter, byPost, postAddress };
  return { ...emptyReception(), ...person };
}

export type Lack = 'service' | 'name' | 'address' | 'together' | 'subject' | 'submitter' | 'birth' | 'answers';

/** What is missing or not well formed, in the order of the page. */
export function lacksOf(reception: Reception, asked: AskedEntry[] = []): Lack[] {
  const lacks: Lack[] = [];
  if (reception.service === '') lacks.push('service');
  if (reception.name.trim() === '') lacks.push('name');
  if (reception.birth.trim() !== '' && parseDay(reception.birth) === null) lacks.push('birth');
  if (reception.address.trim() === '') lacks.push('address');
  if (reception.other && reception.submitter.trim() === '') lacks.push('submitter');
  if (reception.together.some((one) => one.name.trim() === '' || one.address.trim() === '')) lacks.push('together');
  if (reception.subject.trim() === '') lacks.push('subject');
  if (asked.some((one) => one.problem !== null)) lacks.push('answers');
  return lacks;
}

const handedIn = (paper: Paper) =>
  paper.name.trim() !== '' &&
  (paper.originals + paper.certified + paper.photocopies > 0 || (paper.files?.length ?? 0) > 0);

/** What was answered to the entries that are asked; what is not asked after all is left out. */
export function stated(values: Record<string, string>, asked: AskedEntry[]): Record<string, string> {
  const answers = asked.map(({ entry }): [string, string] => [entry.name, (values[entry.name] ?? '').trim()]);
  return Object.fromEntries(answers.filter(([, value]) => value !== ''));
}

export function applicationOf(reception: Reception, unit: UnitCode, asked: AskedEntry[] = []): Application {
  const birth = parseDay(reception.birth);
  const identity = reception.identity.trim();
  const email = reception.email.trim();
  return {
    unit: reception.unit || unit,
    ...(reception.unit && reception.unit !== unit ? { received_by: unit } : {}),
    service: reception.service,
    channel: reception.channel,
    applicant: {
      kind: reception.kind,
      name: reception.name.trim(),
      ...(identity ? { identity_number: identity } : {}),
      ...(birth ? { birth_date: birth } : {}),
      address: reception.address.trim(),
      phone: reception.phone.trim(),
      ...(email ? { email } : {})
    },
    ...(reception.other ? { submitter: reception.submitter.trim() } : {}),
    ...(reception.together.length > 0
      ? {
          co_applicants: reception.together.map((one) => ({
            kind: 'citizen' as const,
            name: one.name.trim(),
            ...(one.identity.trim() ? { identity_number: one.identity.trim() } : {}),
            address: one.address.trim(),
            phone: ''
          }))
        }
      : {}),
    ...(reception.byPost ? { send_result_to: reception.postAddress.trim() || reception.address.trim() } : {}),
    subject: reception.subject.trim(),
    papers: reception.papers.filter(handedIn).map((paper) => ({ ...paper, name: paper.name.trim() })),
    entries: {
      ...Object.fromEntries(
        reception.entries
          .filter((entry) => entry.name.trim() !== '')
          .map((entry) => [entry.name.trim(), entry.value.trim()])
      ),
      ...stated(reception.answers, asked)
    }
  };
}
