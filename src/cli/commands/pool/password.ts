/** pool password: another password for a known pool, tried first; runs that are open take it at their next log-in. */
import { z } from 'zod';
import { proveLogin } from '../../../daemon/pools/connect-pool.js';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { changePassword, readFrom, requireOwnPassword } from '../../../daemon/pools/stored-passwords.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { leaveAuditLine } from '../../access/audit-line.js';
import { defineCommand, done } from '../../command.js';
import { credentialOf, passwordInput, passwordOptions } from '../../pools/password-options.js';
import { poolPassword } from '../../pools/pool-password.js';

export const poolPasswordCommand = defineCommand({
  name: 'pool password',
  summary: 'another password for a known pool; it is tried first, and open runs take it at their next log-in',
  arguments: [{ name: '<name>', description: 'the pool' }],
  options: passwordOptions,
  example: 'drydock pool password lab',
  input: z.strictObject({ name: z.string(), ...passwordInput }),
  act: async ({ name, ...input }, context) => {
    const { surroundings, settings } = context;
    const layout = stateLayout(settings.state);
    const store = openPoolStore(layout.pools);
    const record = await store.get(name);
    const credential = credentialOf(input, surroundings.workingFolder);
    const typed = credential.kind === 'prompt';
    // Before somebody types it.
    if (typed) requireOwnPassword(layout.poolPasswords, record);
    const password = await poolPassword({ ...record, credential }, surroundings);
    await proveLogin(record, password, surroundings.clock, surroundings.signal);
    if (typed) await changePassword(store, layout.poolPasswords, name, password);
    else await readFrom(store, layout.poolPasswords, name, credential);
    await leaveAuditLine(context, { action: 'pool.password', object: name, detail: record.user });
    const where = typed ? 'is kept by Drydock' : 'is read from there at each log-in';
    return done({ changed: name }, [`the password of ${name} was taken by the pool, and ${where}`]);
  },
});
