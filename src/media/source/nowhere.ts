/** A sink for files that go by: sources give the digest of all of what they are, also when only a part is wanted. */
import type { FileSink } from './media-source.js';

export const nowhere: FileSink = { write: () => Promise.resolve(), finish: () => Promise.resolve() };
