/** token revoke: a token counts no more. */
import { z } from 'zod';
import { revokeToken } from '../../../daemon/access/tokens.js';
import { change } from '../../access/access-command.js';
import { defineCommand, done } from '../../command.js';

export const tokenRevoke = defineCommand({
  name: 'token revoke',
  summary: 'end a token at once',
  arguments: [{ name: '<name>', description: 'the token' }],
  options: [],
  example: 'drydock token revoke monitoring',
  input: z.strictObject({ name: z.string() }),
  act: async ({ name }, context) => {
    await change(context, { action: 'token.revoke', object: name, detail: '' }, (access) => revokeToken(access, name));
    return done({ revoked: name }, [`the token ${name} counts no more`]);
  },
});
