/** session end: somebody who is signed in to the dashboard is so no more. */
import { Option } from 'commander';
import { z } from 'zod';
import type { OpenSession } from '../../../contract/api/session.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { defineCommand, done } from '../../command.js';
import { routesOf } from '../../runs/controller.js';

export const sessionEnd = defineCommand({
  name: 'session end',
  summary: 'end a session at the dashboard at once, or all that somebody has',
  arguments: [{ name: '[session]', description: 'as `session list` shows it' }],
  options: [new Option('--of <name>', 'end all sessions of this name, those that came by a link too')],
  example: 'drydock session end --of anna',
  input: z.strictObject({ session: z.string().optional(), of: z.string().optional() }),
  act: async ({ session, of }, context) => {
    requireOne(session, of);
    const routes = routesOf(context);
    const { sessions } = await routes.call('listSessions');
    const meant = session === undefined ? sessions.filter(({ name }) => name === of).map(({ id }) => id) : [session];
    if (meant.length === 0)
      throw new DrydockError('SESSION_UNKNOWN', { attempted: 'ending the sessions of a name', subject: of ?? '' });
    const ended: OpenSession[] = [];
    for (const id of meant) ended.push((await routes.call('endSession', { id })).ended);
    return done(
      { ended },
      ended.map(({ id, name, role }) => `the session ${id} of ${name} (${role}) has ended`),
    );
  },
});

/** @throws USAGE */
function requireOne(session: string | undefined, of: string | undefined): void {
  if ((session === undefined) !== (of === undefined)) return;
  throw new DrydockError('USAGE', {
    attempted: 'reading the command line',
    expected: 'a session, or --of NAME',
    found: session === undefined ? 'neither' : 'both',
  });
}
