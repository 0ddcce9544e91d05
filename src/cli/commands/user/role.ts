/** user role: somebody may do more, or less. */
import { Option } from 'commander';
import { z } from 'zod';
import { roles } from '../../../contract/api/roles.js';
import { changePerson } from '../../../daemon/access/people.js';
import { change } from '../../access/access-command.js';
import { defineCommand, done } from '../../command.js';

export const userRole = defineCommand({
  name: 'user role',
  summary: 'give somebody another role; open sessions end at once',
  arguments: [{ name: '<name>', description: 'the person' }],
  options: [
    new Option(
      '--role <role>',
      'viewer sees, operator acts, administrator adds pools, ends sessions and reads the audit as well',
    )
      .choices(roles)
      .makeOptionMandatory(),
  ],
  example: 'drydock user role anna --role administrator',
  input: z.strictObject({ name: z.string(), role: z.enum(roles) }),
  act: async ({ name, role }, context) => {
    const at = context.surroundings.clock.now();
    const about = { action: 'user.role', object: name, detail: `as ${role}` };
    await change(context, about, (access) => changePerson(access, name, { role }, at));
    return done({ name, role }, [`${name} is ${role} now, and must sign in again`]);
  },
});
