import { expect, it } from 'vitest';
import { SERVICES } from '$lib/backend/fake/people';
import type { AskedEntry } from '$lib/generated/types';
import { applicationOf, emptyReception, isUsed, lacksOf, samePerson, withReused, withService } from './form';

const service = SERVICES[0]!;

it('a service brings its papers with one original each, and the subject', () => {
  const reception = withService(emptyReception(), service);
  expect(reception.papers.map((paper) => paper.name)).toEqual(service.papers);
  expect(reception.papers.every((paper) => paper.originals === 1)).toBe(true);
  expect(reception.subject).toBe(service.name);
});

it('a subject that somebody wrote stays', () => {
  const written = { ...emptyReception(), subject: 'Xin hai bản', subjectIsOurs: false };
  expect(withService(written, service).subject).toBe('Xin hai bản');
});

it('what is missing is named in the order of the page', () => {
  expect(lacksOf(emptyReception())).toEqual(['service', 'name', 'address', 'subject']);
  const other = {
    ...withService(emptyReception(), service),
    name: 'A',
    address: 'B',
    other: true,
    birth: '31/02/1990'
  };
  expect(lacksOf(other)).toEqual(['birth', 'submitter']);
});

it('an application leaves out what was not given and papers that were not handed in', () => {
  const reception = withService(emptyReception(), service);
  reception.name = '  Nguyễn Văn Đức ';
  reception.address = 'Lộc Vượng';
  reception.papers[1]!.originals = 0;
  const application = applicationOf(reception, '000.02.21.H40');
  expect(application.applicant).toEqual({ kind: 'citizen', name: 'Nguyễn Văn Đức', address: 'Lộc Vượng', phone: '' });
  expect(application.papers).toHaveLength(1);
  expect('submitter' in application).toBe(false);
});

it('a result goes by post to the address given, or to the applicant', () => {
  const reception = { ...withService(emptyReception(), service), name: 'A', address: 'Lộc Vượng', byPost: true };
  expect(applicationOf(reception, 'U').send_result_to).toBe('Lộc Vượng');
  expect(applicationOf({ ...reception, postAddress: ' Hà Nội ' }, 'U').send_result_to).toBe('Hà Nội');
  expect('send_result_to' in applicationOf({ ...reception, byPost: false }, 'U')).toBe(false);
});

it('people who apply together are named, each with an address', () => {
  const reception = withService(emptyReception(), service);
  Object.assign(reception, { name: 'A', address: 'B', together: [{ identity: ' 036 ', name: 'Bình', address: '' }] });
  expect(lacksOf(reception)).toEqual(['together']);
  reception.together[0]!.address = 'Nam Định';
  expect(lacksOf(reception)).toEqual([]);
  expect(applicationOf(reception, 'U').co_applicants).toEqual([
    { kind: 'citizen', name: 'Bình', identity_number: '036', address: 'Nam Định', phone: '' }
  ]);
});

it('a digitised paper of an earlier case is used again instead of a new copy', () => {
  const papers = withService(emptyReception(), service).papers;
  const file = { digest: 'd', name: 'a.pdf', media_type: 'application/pdf', size: 1 };
  const earlier = { code: 'C-1', paper: { ...papers[0]!, files: [file] } };
  expect(isUsed(papers, earlier)).toBe(false);
  const used = withReused(papers, earlier);
  expect(used[0]).toMatchObject({ originals: 0, files: [file], reused_from: 'C-1' });
  expect(isUsed(used, earlier)).toBe(true);
  const other = withReused(papers, { code: 'C-1', paper: { ...earlier.paper, name: 'Sổ hộ khẩu' } });
  expect(other).toHaveLength(papers.length + 1);
});

it('whoever asks for something else need not say again who they are', () => {
  const first = withService(
    { ...emptyReception(), name: 'Lan', identity: '036190001234', phone: '0901' },
    SERVICES[0]!
  );
  const next = samePerson({ ...first, subject: 'Khai sinh', subjectIsOurs: false });
  expect(next).toMatchObject({ name: 'Lan', identity: '036190001234', phone: '0901', service: '', subject: '' });
  expect(next.papers).toEqual([]);
});

it('an application states what was answered to what is asked, and what stands beside the form', () => {
  const line = (name: string, problem: AskedEntry['problem'] = null): AskedEntry => ({
    entry: { name },
    options: [],
    needed: false,
    problem
  });
  const reception = {
    ...emptyReception(),
    answers: { Purpose: ' Work ', Wedding: '05/12/2026', Empty: ' ' },
    entries: [{ name: 'Note', value: 'x' }]
  };
  const asked = [line('Purpose'), line('Empty')];
  expect(applicationOf(reception, 'U', asked).entries).toEqual({ Purpose: 'Work', Note: 'x' });
  expect(lacksOf(reception, asked)).not.toContain('answers');
  expect(lacksOf(reception, [line('Purpose', 'malformed')])).toContain('answers');
});
