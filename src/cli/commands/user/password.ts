/** user password: another password for somebody. */
import { Option } from 'commander';
import { z } from 'zod';
import { readAccess } from '../../../daemon/access/access-file.js';
import { hashPassword } from '../../../daemon/access/password-hash.js';
import { changePerson, requirePerson } from '../../../daemon/access/people.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { change } from '../../access/access-command.js';
import { newPassword } from '../../access/ask-password.js';
import { defineCommand, done } from '../../command.js';

export const userPassword = defineCommand({
  name: 'user password',
  summary: 'give somebody another password; open sessions end at once',
  arguments: [{ name: '<name>', description: 'the person' }],
  options: [new Option('--password-file <file>', 'file whose first line is the password, instead of asking')],
  example: 'drydock user password anna',
  input: z.strictObject({ name: z.string(), passwordFile: z.string().optional() }),
  act: async ({ name, passwordFile }, context) => {
    const { settings, surroundings } = context;
    // Before somebody types a password twice.
    requirePerson(await readAccess(stateLayout(settings.state).access), name);
    const password = await hashPassword(await newPassword(name, passwordFile, surroundings));
    const about = { action: 'user.password', object: name, detail: '' };
    const at = surroundings.clock.now();
    await change(context, about, (access) => changePerson(access, name, { password }, at));
    return done({ changed: name }, [`${name} has another password, and is signed out`]);
  },
});
