import { describe, expect, it } from 'vitest';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { NAMES, parse, partsOf, SPELLINGS, without, type Known } from './grammar';
import { planOf } from './plan';
import { suggest } from './suggest';

const known: Known = {
  services: [
    { code: '1.004873', name: 'Cấp Giấy xác nhận tình trạng hôn nhân', field: 'Hộ tịch' },
    { code: '1.012756', name: 'Đăng ký biến động đất đai', field: 'Đất đai' }
  ],
  colleagues: [
    { id: 'lan', name: 'Vũ Thị Ngọc Lan' },
    { id: 'minh', name: 'Phạm Văn Minh' },
    { id: 'hung', name: 'Phạm Hùng' }
  ],
  me: 'hoa'
};
const read = (typed: string) => parse(typed, known, vi.law.statuses);
const only = (typed: string) => read(typed).terms.map((term) => ({ ...term, typed: undefined }));

describe('a condition is understood', () => {
  it.each([
    ['han:<3', { name: 'due', compare: '<', days: 3 }],
    ['han:3', { name: 'due', compare: '<=', days: 3 }],
    ['due:late', { name: 'due', compare: 'late' }],
    ['hạn:"quá hạn"', { name: 'due', compare: 'late' }],
    ['linhvuc:datdai', { name: 'field', fields: ['Đất đai'] }],
    ['lĩnhvực:"Hộ tịch"', { name: 'field', fields: ['Hộ tịch'] }],
    ['thutuc:"hôn nhân"', { name: 'service', services: ['1.004873'] }],
    ['nguoi:lan', { name: 'applicant', words: 'lan' }],
    ['canbo:toi', { name: 'officer', user: 'hoa' }],
    ['canbo:lan', { name: 'officer', user: 'lan' }],
    ['trangthai:4', { name: 'status', status: 'in_progress' }],
    ['trạngthái:"bổ sung"', { name: 'status', status: 'awaiting_supplement' }],
    ['ketqua:tuchoi', { name: 'decision', decision: 'declined' }],
    ['kết-quả:"từ chối"', { name: 'decision', decision: 'declined' }],
    ['result:granted', { name: 'decision', decision: 'granted' }],
    ['phi:chua', { name: 'fee', paid: false }],
    ['PHÍ:chưa', { name: 'fee', paid: false }],
    ['fee:paid', { name: 'fee', paid: true }],
    ['kenh:quay', { name: 'channel', channel: 'counter' }],
    ['ma:261123-0008', { name: 'code', words: '261123-0008' }]
  ])('%s', (typed, condition) => {
    expect(only(typed)).toEqual([{ ...condition, typed: undefined }]);
    expect(read(typed).problems).toEqual([]);
  });
});

describe('what is not understood is said, not swallowed', () => {
  it.each([
    ['mau:do', null],
    ['han:mai', 'due'],
    ['trangthai:11', 'status'],
    ['canbo:pham', 'officer'],
    ['linhvuc:', 'field']
  ])('%s', (typed, name) => {
    expect(read(typed)).toMatchObject({ words: '', terms: [], problems: [{ typed, name }] });
  });
});

it('words stay words, with colons in times and codes', () => {
  expect(read('nguyễn  văn 10:30 000.02-1')).toEqual({ words: 'nguyễn văn 10:30 000.02-1', terms: [], problems: [] });
});

it('a part can be taken out again', () => {
  expect(partsOf('lan thutuc:"hôn nhân" han:<3')).toEqual(['lan', 'thutuc:"hôn nhân"', 'han:<3']);
  expect(without('lan thutuc:"hôn nhân" han:<3', 'thutuc:"hôn nhân"')).toBe('lan han:<3');
});

it('every spelling is one condition alone', () => {
  const all = NAMES.flatMap((name) => [
    ...new Set([SPELLINGS[name].vi, SPELLINGS[name].en, ...SPELLINGS[name].others])
  ]);
  expect(new Set(all).size).toBe(all.length);
});

describe('the plan asks the desk for everything that was understood', () => {
  const plan = (typed: string) => planOf(read(typed), 'all', known, '2026-11-30');
  it('words and text conditions are searched for', () => {
    expect(plan('nguoi:lan 0008')).toEqual({ queue: 'all', search: '0008 lan', filter: {}, asks: true });
  });
  it('a condition that is a queue is that queue, unless words look into every queue', () => {
    expect(plan('han:qua')).toMatchObject({ queue: 'late', search: '' });
    expect(plan('trangthai:1 kenh:online')).toMatchObject({ queue: 'new', filter: { channel: 'online' } });
    expect(plan('han:qua lan')).toMatchObject({ queue: 'all', search: 'lan', filter: { late: true } });
    expect(plan('trangthai:1 lan')).toMatchObject({ queue: 'all', filter: { statuses: ['filed'] } });
  });
  it('days are counted from today, over the end of a month', () => {
    expect(plan('han:<3').filter).toMatchObject({ due_until: '2026-12-02' });
    expect(plan('han:3').filter).toMatchObject({ due_until: '2026-12-03' });
    expect(plan('han:>0 han:<=5 han:<9').filter).toMatchObject({ due_from: '2026-12-01', due_until: '2026-12-05' });
  });
  it('a day by which something is due is asked of what is worked on, unless a status is named', () => {
    expect(plan('han:<3').filter.running).toBe(true);
    expect(plan('han:<3 lan').filter.running).toBe(true);
    expect(plan('han:<3 trangthai:10').filter.running).toBeUndefined();
    expect(plan('han:<3 trangthai:9').filter.running).toBeUndefined();
    expect(plan('han:<3 ketqua:tuchoi').filter.running).toBeUndefined();
    expect(plan('canbo:lan').filter.running).toBeUndefined();
  });
  it('a field is its services, and both together are what they share', () => {
    expect(plan('linhvuc:datdai').filter).toEqual({ services: ['1.012756'] });
    expect(plan('linhvuc:datdai thutuc:"hôn nhân"').filter).toEqual({ services: [] });
  });
  it('of two officials or statuses either will do, also beside words', () => {
    expect(plan('canbo:lan canbo:minh').filter).toEqual({ officers: ['lan', 'minh'] });
    expect(plan('trangthai:2 trangthai:4 lan')).toMatchObject({
      search: 'lan',
      filter: { statuses: ['accepted', 'in_progress'] }
    });
    expect(plan('han:qua trangthai:9').filter).toEqual({ statuses: ['done'] });
  });
  it('what is not understood is not asked', () => {
    expect(plan('phi:chua')).toMatchObject({ asks: true, filter: { paid: false } });
    expect(plan('mau:do')).toMatchObject({ asks: false });
    expect(plan('')).toMatchObject({ asks: true, filter: {} });
  });
});

describe('suggestions', () => {
  it('an empty box shows every condition, plain words none', () => {
    expect(suggest('', known, vi, 'vi').length).toBe(NAMES.length);
    expect(suggest('lan', known, vi, 'vi')).toEqual([]);
  });
  it('values are found by what they mean, and stand in the box with the rest', () => {
    expect(suggest('lan trangthai:bo sung'.replace(' sung', ''), known, vi, 'vi')[0]).toMatchObject({
      typed: 'lan trangthai:5 '
    });
    expect(suggest('field:dat', known, en, 'en').map((one) => one.part)).toEqual(['field:datdai']);
  });
  it('what is whole is left alone', () => {
    expect(suggest('phi:chua', known, vi, 'vi')).toEqual([]);
  });
  it('an unknown condition shows those that there are', () => {
    expect(suggest('mau:', known, vi, 'vi').length).toBe(NAMES.length);
  });
});
