import type { ActKind, CaseId, FileRef, Queue } from '$lib/generated/types';

declare global {
  namespace App {
    interface PageState {
      /** A document to show beside the case that is being opened. */
      file?: FileRef;
      /** The act to begin on the case that is being opened. */
      act?: ActKind;
      /** The case that another case of the same person was opened from. */
      from?: { queue: Queue; id: CaseId; name: string };
    }
  }
}

export {};
