import type { FileRef } from '$lib/generated/types';

declare global {
  namespace App {
    interface PageState {
      /** A document to show beside the case that is being opened. */
      file?: FileRef;
    }
  }
}

export {};
