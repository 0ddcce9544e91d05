/** The options by which SSH is set up for a pool, alike in `pool add` and `pool ssh`. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { z } from 'zod';
import type { SshRecord } from '../../daemon/pools/ssh-record.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { collect } from '../options.js';

const keyPattern = /^([^=]+)=(SHA256:[A-Za-z0-9+/]{43})$/;
const placePattern = /^([^=]+)=([^=:]+|\[[^\]]+\])(?::(\d{1,5}))?$/;

export const sshOptions: readonly Option[] = [
  new Option('--ssh-user <name>', 'as whom the hosts are looked into over SSH; reading all needs root (default: root)'),
  new Option('--ssh-key-file <file>', 'a private key without a passphrase; the path is kept. Turns SSH on'),
  new Option(
    '--ssh-password-file <file>',
    'a file whose first line is the password; the path is kept. Turns SSH on',
  ).conflicts('sshKeyFile'),
  new Option('--old-ssh', 'offer the SSH algorithms of hosts up to 6.5, for this pool only'),
  collect('--ssh-host-key <host=SHA256:…>', 'the key that a host must show, by its name or address (may be repeated)'),
  collect(
    '--ssh-reach <internal=address[:port]>',
    'where the SSH of a host is reached, if not at its address (may be repeated)',
  ),
];

export const sshInput = {
  sshUser: z.string().min(1).optional(),
  sshKeyFile: z.string().optional(),
  sshPasswordFile: z.string().optional(),
  oldSsh: z.boolean().optional(),
  sshHostKey: z.array(z.string().regex(keyPattern, { error: 'must have the form HOST=SHA256:…' })),
  sshReach: z.array(z.string().regex(placePattern, { error: 'must have the form INTERNAL=ADDRESS[:PORT]' })),
};

export type SshInput = z.infer<z.ZodObject<typeof sshInput>>;

/** Undefined where no credential was given. The path is kept absolute: the controller has another working folder. */
export function sshCredentialOf(input: SshInput, workingFolder: string): SshRecord['credential'] | undefined {
  if (input.sshKeyFile !== undefined) return { kind: 'key-file', path: resolve(workingFolder, input.sshKeyFile) };
  if (input.sshPasswordFile === undefined) return undefined;
  return { kind: 'password-file', path: resolve(workingFolder, input.sshPasswordFile) };
}

/** @throws USAGE where something about SSH was said, and not how to log in */
export function requireWholeSsh(input: SshInput): void {
  const said =
    input.sshUser !== undefined || input.oldSsh === true || input.sshHostKey.length + input.sshReach.length > 0;
  if (!said) return;
  throw new DrydockError('USAGE', {
    attempted: 'setting up SSH',
    expected: '--ssh-key-file or --ssh-password-file',
    found: 'neither',
  });
}

export function givenKeys(input: SshInput): ReadonlyMap<string, string> {
  return pairs(input.sshHostKey, keyPattern);
}

export function givenPlaces(input: SshInput): ReadonlyMap<string, { address: string; port: number }> {
  return new Map(
    input.sshReach.flatMap((text) => {
      const [, internal, address, port] = placePattern.exec(text) ?? [];
      if (internal === undefined || address === undefined) return [];
      return [[internal, { address: address.replace(/^\[(.*)\]$/, '$1'), port: Number(port ?? 22) }] as const];
    }),
  );
}

function pairs(texts: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  return new Map(
    texts.flatMap((text) => {
      const [, key, value] = pattern.exec(text) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}
