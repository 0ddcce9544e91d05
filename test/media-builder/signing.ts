/** Signs with the fixed test key at a fixed time: RSA with PKCS #1 v1.5 then gives the same signature each time. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTime } from './medium-options.js';
import { findProgram, run } from './programs.js';

const fixtures = fileURLToPath(new URL('../fixtures/media/', import.meta.url));

/** Public half of the test key, armoured. */
export const testPublicKey = join(fixtures, 'test-signing-key.pub');

const fakedTime = ['--faked-system-time', `${buildTime}!`];

export interface Signer {
  /** Writes `<path>.asc`. */
  signDetached(path: string): Promise<void>;
  signPackages(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openSigner(): Promise<Signer> {
  const home = await mkdtemp(join(tmpdir(), 'drydock-gpg-'));
  await chmod(home, 0o700);
  const env = { GNUPGHOME: home };
  await run('gpg', ['--batch', '--quiet', '--import', join(fixtures, 'test-signing-key.asc')], { env });
  return {
    signDetached: async (path) => {
      await run(
        'gpg',
        ['--batch', '--quiet', '--yes', ...fakedTime, '--digest-algo', 'SHA256', '--armor', '--detach-sign', path],
        { env },
      );
    },
    signPackages: async (paths) => {
      const macros = {
        // rpmsign does not search the path.
        __gpg: findProgram('gpg') ?? 'gpg',
        _gpg_name: 'test@drydock.invalid',
        _gpg_path: home,
        _gpg_digest_algo: 'sha256',
        _gpg_sign_cmd_extra_args: `--quiet ${fakedTime.join(' ')}`,
      };
      const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
      await run('rpmsign', [...defines, '--addsign', ...paths], { env });
    },
    close: async () => {
      await run('gpgconf', ['--kill', 'gpg-agent'], { env });
      await rm(home, { recursive: true, force: true });
    },
  };
}
