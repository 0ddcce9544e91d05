/** token add: a token for a script. */
import { Option } from 'commander';
import { z } from 'zod';
import { roles } from '../../../contract/api/roles.js';
import { readAccess } from '../../../daemon/access/access-file.js';
import { addToken } from '../../../daemon/access/tokens.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { change } from '../../access/access-command.js';
import { countOption, defineCommand, done } from '../../command.js';

const day = 24 * 60 * 60_000;

export const tokenAdd = defineCommand({
  name: 'token add',
  summary: 'make a token for a script; it is shown once, and never again',
  arguments: [{ name: '<name>', description: 'what it is for' }],
  options: [
    new Option(
      '--role <role>',
      'viewer sees, operator acts, administrator adds pools, ends sessions and reads the audit as well',
    )
      .choices(roles)
      .makeOptionMandatory(),
    new Option('--days <number>', 'after how many days it ends; 0: never').default('90'),
  ],
  example: 'drydock token add monitoring --role viewer --days 365',
  input: z.strictObject({ name: z.string(), role: z.enum(roles), days: countOption(0, 3650) }),
  act: async ({ name, role, days }, context) => {
    const { surroundings, settings } = context;
    const at = surroundings.clock.now();
    const token = { name, role, expiresAt: days === 0 ? null : at + days * day, by: surroundings.user, at };
    // Refused before anything is written, if it must be.
    addToken(await readAccess(stateLayout(settings.state).access), token);
    let secret = '';
    const until = token.expiresAt === null ? 'without end' : `until ${new Date(token.expiresAt).toISOString()}`;
    await change(context, { action: 'token.add', object: name, detail: `as ${role}, ${until}` }, (access) => {
      const added = addToken(access, token);
      secret = added.secret.reveal();
      return added.access;
    });
    const document = { name, role, expiresAt: token.expiresAt, token: secret };
    return done(document, [secret, `It is not shown again. ${name} is ${role}, ${until}.`]);
  },
});
