/** The shape of one entry of the error registry: what is always true of an error with this code. */

/** Exit codes of the command line (docs/cli.md): the only ones a Drydock process ends with. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  inputRefused: 3,
  assessmentsBlock: 4,
  waitsForPerson: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What the errors page says of a code, and the exit code of a command that ends with it. */
export interface ErrorCodeEntry {
  /** One sentence: what happened. */
  readonly summary: string;
  /** Why it usually happens. */
  readonly cause: string;
  /** What the user can do about it. */
  readonly remedy: string;
  readonly exitCode: ExitCode;
}

/** Checks the entries of an area while keeping their codes as literal types. */
export function defineErrorCodes<const T extends Record<string, ErrorCodeEntry>>(entries: T): T {
  return entries;
}
