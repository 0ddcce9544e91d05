/** Where the password of a pool comes from, as options: the path or name is kept, never the password. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { credentialName } from '../../daemon/credentials/secret-source.js';
import { z } from 'zod';
import type { PoolRecord } from '../../daemon/pools/pool-record.js';

export const passwordOptions: readonly Option[] = [
  new Option('--password-file <file>', 'a file whose first line is the password; the path is kept'),
  new Option('--password-env <name>', 'an environment variable that holds the password; the name is kept').conflicts(
    'passwordFile',
  ),
  new Option(
    '--password-credential <name>',
    'a systemd credential of the controller (LoadCredential=); asked for once here, the name is kept',
  ).conflicts(['passwordFile', 'passwordEnv']),
];

export const passwordInput = {
  passwordFile: z.string().optional(),
  passwordEnv: z.string().optional(),
  passwordCredential: credentialName.optional(),
};

export interface PasswordInput {
  readonly passwordFile?: string | undefined;
  readonly passwordEnv?: string | undefined;
  readonly passwordCredential?: string | undefined;
}

/** The path is kept absolute: the controller has another working folder. Prompt: no option was given. */
export function credentialOf(input: PasswordInput, workingFolder: string): PoolRecord['credential'] {
  if (input.passwordFile !== undefined) return { kind: 'file', path: resolve(workingFolder, input.passwordFile) };
  if (input.passwordEnv !== undefined) return { kind: 'environment', name: input.passwordEnv };
  if (input.passwordCredential !== undefined) return { kind: 'systemd', name: input.passwordCredential };
  return { kind: 'prompt' };
}
