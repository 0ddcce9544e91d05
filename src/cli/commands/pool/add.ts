/** pool add: makes a pool known, after its certificate was confirmed and its password was tried. */
import { Option } from 'commander';
import { z } from 'zod';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { poolRecordSchema, type PoolRecord } from '../../../daemon/pools/pool-record.js';
import { proveLogin, requireAddress } from '../../../daemon/pools/connect-pool.js';
import type { SshRecord } from '../../../daemon/pools/ssh-record.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { Secret } from '../../../shared/secret.js';
import { defineCommand, done } from '../../command.js';
import { collect } from '../../options.js';
import { confirmFingerprints } from '../../pools/confirm-fingerprint.js';
import { credentialOf, passwordInput, passwordOptions } from '../../pools/password-options.js';
import { poolPassword } from '../../pools/pool-password.js';
import { setUpSsh, sshLines } from '../../pools/set-up-ssh.js';
import {
  givenKeys,
  givenPlaces,
  requireWholeSsh,
  sshCredentialOf,
  sshInput,
  sshOptions,
  type SshInput,
} from '../../pools/ssh-options.js';
import type { Surroundings } from '../../surroundings.js';

const pairPattern = /^([^=]+)=([^=]+)$/;

export const poolAdd = defineCommand({
  name: 'pool add',
  summary: 'make a pool (or a standalone host) known, with its certificate pinned',
  arguments: [{ name: '<name>', description: 'what it is to be called here' }],
  options: [
    collect(
      '--host <address[:port]>',
      'a host of the pool; any leads to the coordinator (may be repeated)',
    ).makeOptionMandatory(),
    new Option('--user <name>', 'a user with the role pool-admin').default('root'),
    ...passwordOptions,
    collect('--fingerprint <sha256>', 'the fingerprint that the certificate must have, one for each --host'),
    new Option('--trust-first-use', 'trust the certificate that is found, without a question'),
    new Option('--old-tls', 'accept the TLS 1.0 of hosts up to 6.5, for this pool only'),
    collect(
      '--reach <internal=address[:port]>',
      'where a host is reached from here, if not at its own address (may be repeated)',
    ),
    ...sshOptions,
  ],
  example: 'drydock pool add lab --host 192.0.2.11 --password-file /etc/drydock/lab.password',
  input: z.strictObject({
    name: poolRecordSchema.shape.name,
    host: z.array(z.string()).min(1, { error: 'must be given' }),
    user: z.string(),
    ...passwordInput,
    fingerprint: z.array(z.string().regex(/^([0-9A-Fa-f]{2}:?){32}$/, { error: 'must be a SHA-256 in hex' })),
    trustFirstUse: z.boolean().optional(),
    oldTls: z.boolean().optional(),
    reach: z.array(z.string().regex(pairPattern, { error: 'must have the form INTERNAL=ADDRESS' })),
    ...sshInput,
  }),
  act: async (input, context) => {
    const { surroundings, settings } = context;
    const store = openPoolStore(stateLayout(settings.state).pools);
    await refuseTakenName(store, input.name);
    const credential = sshCredentialOf(input, surroundings.workingFolder);
    if (credential === undefined) requireWholeSsh(input);
    const base = {
      name: input.name,
      addresses: input.host.map(requireAddress),
      user: input.user,
      credential: credentialOf(input, surroundings.workingFolder),
      oldTls: input.oldTls === true,
      addressMap: Object.fromEntries(input.reach.map((pair) => pairPattern.exec(pair)?.slice(1) ?? [])) as Record<
        string,
        string
      >,
      addedAt: surroundings.clock.now(),
    };
    const fingerprints = await confirmFingerprints(
      { ...base, given: input.fingerprint, trust: input.trustFirstUse === true },
      surroundings,
    );
    const record: PoolRecord = { ...base, fingerprints };
    const password = await poolPassword(record, surroundings);
    await proveLogin(record, password, surroundings.clock, surroundings.signal);
    const ssh = credential === undefined ? undefined : await sshOf(input, record, credential, password, surroundings);
    const whole = ssh === undefined ? record : { ...record, ssh };
    await store.add(whole);
    return done(whole, [...resultLines(whole), ...(ssh === undefined ? [] : sshLines(ssh))]);
  },
});

function sshOf(
  input: SshInput & { readonly trustFirstUse?: boolean | undefined },
  record: PoolRecord,
  credential: SshRecord['credential'],
  password: Secret,
  surroundings: Surroundings,
): Promise<SshRecord> {
  const access = { user: input.sshUser ?? 'root', credential, oldSsh: input.oldSsh === true };
  const given = { keys: givenKeys(input), places: givenPlaces(input), trust: input.trustFirstUse === true };
  return setUpSsh({ record, password, ssh: access, ...given, renew: false }, surroundings);
}

async function refuseTakenName(store: ReturnType<typeof openPoolStore>, name: string): Promise<void> {
  const known = await store.list();
  if (known.some((pool) => pool.name === name)) {
    throw new DrydockError('POOL_NAME_TAKEN', { attempted: 'adding a pool', subject: name });
  }
}

function resultLines(record: PoolRecord): string[] {
  const pins = Object.entries(record.fingerprints).map(([address, pin]) => `  ${address}  sha256 ${pin}`);
  const stored = record.credential.kind !== 'prompt';
  const note = stored
    ? []
    : [
        `the password was not stored: \`check\` asks for it, and no run can be started; to store it: drydock pool password ${record.name}`,
      ];
  return [`pool ${record.name} is known now; certificates pinned:`, ...pins, ...note];
}
