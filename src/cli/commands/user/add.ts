/** user add: somebody who may sign in to the dashboard. */
import { Option } from 'commander';
import { z } from 'zod';
import { roles } from '../../../contract/api/roles.js';
import { hashPassword } from '../../../daemon/access/password-hash.js';
import { addPerson, requireName } from '../../../daemon/access/people.js';
import { change } from '../../access/access-command.js';
import { newPassword } from '../../access/ask-password.js';
import { defineCommand, done } from '../../command.js';

export const userAdd = defineCommand({
  name: 'user add',
  summary: 'let somebody sign in to the dashboard; the password is asked for',
  arguments: [{ name: '<name>', description: 'the name to sign in with' }],
  options: [
    new Option(
      '--role <role>',
      'viewer sees, operator acts, administrator adds pools, ends sessions and reads the audit as well',
    )
      .choices(roles)
      .makeOptionMandatory(),
    new Option('--password-file <file>', 'file whose first line is the password, instead of asking'),
  ],
  example: 'drydock user add anna --role operator',
  input: z.strictObject({ name: z.string(), role: z.enum(roles), passwordFile: z.string().optional() }),
  act: async ({ name, role, passwordFile }, context) => {
    const { surroundings } = context;
    requireName(name);
    const password = await hashPassword(await newPassword(name, passwordFile, surroundings));
    const by = surroundings.user;
    await change(context, { action: 'user.add', object: name, detail: `as ${role}` }, (access) =>
      addPerson(access, { name, role, password, by, at: surroundings.clock.now() }),
    );
    return done({ name, role }, [`${name} may sign in as ${role}`]);
  },
});
