import { expect, it } from 'vitest';
import { SERVICES } from '$lib/backend/fake/people';
import { applicationOf, emptyReception, lacksOf, withService } from './form';

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
