/** Whether a server gave what the medium holds: one answer against one file of the manifest, decided without asking anybody. */
import { createHash } from 'node:crypto';
import type { ClientProfile, MediaAnswer, MediaRequest } from '../client-script.js';

/** What a verified manifest says of a file. */
export interface ExpectedFile {
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Undefined: the medium has no such file, and the server must say so. */
export type ExpectedTree = (path: string) => ExpectedFile | undefined;

export interface Difference {
  readonly expected: string;
  readonly found: string;
  /** Present when the server refused: the code of HTTP or FTP. */
  readonly status?: number;
}

/** How a server was asked: over FTP only one of the three ways to look for a file tells its size. */
export interface HowAsked {
  readonly protocol: 'http' | 'ftp';
  readonly ftpProbe: ClientProfile['ftpProbe'];
}

/** Undefined: the answer is the right one. */
export function differenceOf(
  request: MediaRequest,
  answer: MediaAnswer,
  expected: ExpectedFile | undefined,
  asked: HowAsked,
): Difference | undefined {
  if (answer.outcome === 'failed') return { expected: describe(expected), found: answer.reason };
  if (answer.outcome === 'missing') {
    return expected === undefined
      ? refusedOtherwise(answer.status)
      : { expected: describe(expected), ...refused(answer.status) };
  }
  if (expected === undefined) return { expected: describe(expected), found: `a file of ${answer.size} bytes` };
  if (request.mode === 'probe') return sizeDifference(expected, answer.size, tellsSize(asked));
  return contentDifference(expected, answer.body ?? new Uint8Array());
}

/** A file that does not exist is told as just that: with 404, or 550 over FTP. */
function refusedOtherwise(status: number): Difference | undefined {
  return status === 404 || status === 550 ? undefined : { expected: 'no such file', ...refused(status) };
}

function refused(status: number): Pick<Difference, 'found' | 'status'> {
  return { found: `refused with ${status}`, status };
}

function tellsSize({ protocol, ftpProbe }: HowAsked): boolean {
  return protocol === 'http' || ftpProbe === 'size';
}

function sizeDifference(expected: ExpectedFile, size: number, told: boolean): Difference | undefined {
  if (!told || size === expected.size) return undefined;
  return { expected: `${expected.size} bytes`, found: `${size} bytes` };
}

function contentDifference(expected: ExpectedFile, body: Uint8Array): Difference | undefined {
  const different = sizeDifference(expected, body.length, true);
  if (different !== undefined) return different;
  const sha256 = createHash('sha256').update(body).digest('hex');
  return sha256 === expected.sha256
    ? undefined
    : { expected: `sha256 ${expected.sha256}`, found: `sha256 ${sha256}, of as many bytes` };
}

function describe(expected: ExpectedFile | undefined): string {
  return expected === undefined ? 'no such file' : `a file of ${expected.size} bytes`;
}
