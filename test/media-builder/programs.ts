/** Runs the vendors' kinds of tools; the media of interop tests are made by them, never by Drydock itself. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What building takes, with the Debian packages: xorriso, rpm, createrepo-c, gnupg, bzip2, tar, cpio. */
export const builderPrograms = [
  'xorriso',
  'rpmbuild',
  'rpmsign',
  'createrepo_c',
  'gpg',
  'bzip2',
  'tar',
  'cpio',
] as const;

export function missingPrograms(names: readonly string[]): string[] {
  return names.filter((name) => findProgram(name) === undefined);
}

/** The full path of a program, as a shell would find it. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array | string;
}

/** Standard output of a program that succeeds; its standard error is the error's text when it does not. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${Buffer.concat(errors).toString()}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
