/** Which icon and tone a state has: one table for every screen, so that colour never speaks alone. */
import type { Queue, Status, SyncState } from '$lib/generated/types';
import type { IconName } from './icons';

export type Tone = 'plain' | 'teal' | 'ochre' | 'leaf' | 'vermilion';

export const STATUS_MARKS: Record<Status, { icon: IconName; tone: Tone }> = {
  filed: { icon: 'inbox', tone: 'ochre' },
  accepted: { icon: 'check', tone: 'teal' },
  rejected: { icon: 'ban', tone: 'plain' },
  in_progress: { icon: 'pen', tone: 'teal' },
  awaiting_supplement: { icon: 'hourglass', tone: 'ochre' },
  awaiting_payment: { icon: 'wallet', tone: 'ochre' },
  withdrawn: { icon: 'undo', tone: 'plain' },
  stopped: { icon: 'ban', tone: 'plain' },
  done: { icon: 'flag', tone: 'leaf' },
  handed_over: { icon: 'handover', tone: 'plain' }
};

/** A result that is a "no". */
export const DECLINED_MARK: { icon: IconName; tone: Tone } = { icon: 'ban', tone: 'vermilion' };

export const SYNC_MARKS: Record<SyncState, { icon: IconName; tone: Tone }> = {
  on_this_computer: { icon: 'computer', tone: 'ochre' },
  received: { icon: 'received', tone: 'teal' },
  published: { icon: 'published', tone: 'leaf' },
  refused: { icon: 'refused', tone: 'vermilion' }
};

export const QUEUE_ICONS: Record<Queue, IconName> = {
  mine: 'user',
  today: 'today',
  new: 'inbox',
  waiting: 'hourglass',
  questions: 'message',
  consultations: 'users',
  to_sign: 'pen',
  to_number: 'stamp',
  to_hand_over: 'handover',
  late: 'alarm',
  open: 'folder',
  all: 'stack'
};
