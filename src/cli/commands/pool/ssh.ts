/** pool ssh: sets SSH up for a known pool, pins the keys of hosts that are new to it, or turns it off. */
import { Option } from 'commander';
import { z } from 'zod';
import type { PoolRecord } from '../../../daemon/pools/pool-record.js';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { defineCommand, done } from '../../command.js';
import { poolPassword } from '../../pools/pool-password.js';
import { setUpSsh, sshLines } from '../../pools/set-up-ssh.js';
import {
  givenKeys,
  givenPlaces,
  sshCredentialOf,
  sshInput,
  sshOptions,
  type SshInput,
} from '../../pools/ssh-options.js';

export const poolSsh = defineCommand({
  name: 'pool ssh',
  summary: 'look into the hosts of a pool over SSH as well: host keys are shown, confirmed and pinned',
  arguments: [{ name: '<name>', description: 'the pool' }],
  options: [
    ...sshOptions,
    new Option('--trust-first-use', 'trust the host keys that are found, without a question'),
    new Option('--renew-keys', 'ask for all host keys anew, also where others were pinned before'),
    new Option('--off', 'forget user, path and host keys: the pool is upgraded without SSH'),
  ],
  example: 'drydock pool ssh lab --ssh-key-file /etc/drydock/lab.key',
  input: z.strictObject({
    name: z.string(),
    ...sshInput,
    trustFirstUse: z.boolean().optional(),
    renewKeys: z.boolean().optional(),
    off: z.boolean().optional(),
  }),
  act: async (input, { surroundings, settings }) => {
    const store = openPoolStore(stateLayout(settings.state).pools);
    const record = await store.get(input.name);
    if (input.off === true) {
      await store.replace({ ...record, ssh: undefined });
      return done({ pool: input.name, ssh: null }, [`hosts of ${input.name} are not looked into any more`]);
    }
    const ssh = await setUpSsh(
      {
        record,
        password: await poolPassword(record, surroundings),
        ssh: accessOf(input, record, surroundings.workingFolder),
        keys: givenKeys(input),
        places: givenPlaces(input),
        trust: input.trustFirstUse === true,
        renew: input.renewKeys === true,
      },
      surroundings,
    );
    await store.replace({ ...record, ssh });
    return done({ pool: input.name, ssh }, sshLines(ssh));
  },
});

/** What is not said stays as it was. @throws USAGE where nobody has said how to log in */
function accessOf(
  input: SshInput,
  { ssh, name }: PoolRecord,
  workingFolder: string,
): Parameters<typeof setUpSsh>[0]['ssh'] {
  const credential = sshCredentialOf(input, workingFolder) ?? ssh?.credential;
  if (credential === undefined) {
    throw new DrydockError('USAGE', {
      attempted: 'setting up SSH',
      subject: name,
      expected: '--ssh-key-file or --ssh-password-file',
      found: 'neither, and none is kept',
    });
  }
  return { user: input.sshUser ?? ssh?.user ?? 'root', credential, oldSsh: input.oldSsh ?? ssh?.oldSsh ?? false };
}
