/** user remove: somebody may no longer sign in, and is signed out. */
import { z } from 'zod';
import { removePerson } from '../../../daemon/access/people.js';
import { change } from '../../access/access-command.js';
import { defineCommand, done } from '../../command.js';

export const userRemove = defineCommand({
  name: 'user remove',
  summary: 'let somebody no longer sign in; open sessions end at once',
  arguments: [{ name: '<name>', description: 'the person' }],
  options: [],
  example: 'drydock user remove anna',
  input: z.strictObject({ name: z.string() }),
  act: async ({ name }, context) => {
    const about = { action: 'user.remove', object: name, detail: '' };
    await change(context, about, (access) => removePerson(access, name));
    return done({ removed: name }, [`${name} may no longer sign in, and is signed out`]);
  },
});
