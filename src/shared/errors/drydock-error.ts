/** The one error class of the product: a stable code, what was attempted, expected and found, the cause and the remedy. */
import { errorRegistry, type ErrorCode } from './registry.js';
import type { ExitCode } from './error-code.js';

export interface ErrorDetails {
  /** What was being done, as a clause: "reading the directory record at byte 34816". */
  readonly attempted: string;
  readonly expected?: string;
  readonly found?: string;
  /** Replaces the registry's general remedy where a better one is known. */
  readonly remedy?: string;
  /** What the error is about: a file in the medium, a host, a path in the configuration. */
  readonly subject?: string;
  readonly cause?: unknown;
  /** Machine-readable facts for `--json`; never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The form an error takes in `--json` output, in the journal and between processes. */
export interface ErrorDocument {
  readonly code: ErrorCode;
  readonly summary: string;
  readonly attempted: string;
  readonly subject?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly remedy: string;
  readonly cause?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export class DrydockError extends Error {
  override readonly name = 'DrydockError';

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails,
  ) {
    super(shortMessage(code, details), details.cause === undefined ? {} : { cause: details.cause });
  }

  get remedy(): string {
    return this.details.remedy ?? errorRegistry[this.code].remedy;
  }

  get exitCode(): ExitCode {
    return errorRegistry[this.code].exitCode;
  }

  toJSON(): ErrorDocument {
    const { attempted, subject, expected, found, data, cause } = this.details;
    return {
      code: this.code,
      summary: errorRegistry[this.code].summary,
      attempted,
      ...(subject === undefined ? {} : { subject }),
      ...(expected === undefined ? {} : { expected }),
      ...(found === undefined ? {} : { found }),
      remedy: this.remedy,
      ...(cause === undefined ? {} : { cause: describeCause(cause) }),
      ...(data === undefined ? {} : { data }),
    };
  }
}

/** The text of a cause without its stack: what a person needs, and nothing that looks like a crash. */
export function describeCause(cause: unknown): string {
  if (cause instanceof DrydockError) return `${cause.code}: ${cause.message}`;
  if (cause instanceof Error) return cause.message;
  return String(cause);
}

/** The code stands in the text as well, so that a line pasted from a log is enough to look it up. */
function shortMessage(code: ErrorCode, details: ErrorDetails): string {
  const about = details.subject === undefined ? '' : ` (${details.subject})`;
  const expected = details.expected === undefined ? '' : `; expected ${details.expected}`;
  const found = details.found === undefined ? '' : `; found ${details.found}`;
  return `${errorRegistry[code].summary}${about} [${code}] while ${details.attempted}${expected}${found}`;
}
