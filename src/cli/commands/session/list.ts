/** session list: who is signed in to the dashboard, by password or by a link. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { routesOf } from '../../runs/controller.js';

export const sessionList = defineCommand({
  name: 'session list',
  summary: 'list who is signed in to the dashboard: by password or link, from where, until when',
  arguments: [],
  options: [],
  example: 'drydock session list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const { sessions } = await routesOf(context).call('listSessions');
    const rows = sessions.map(({ id, name, role, kind, from, lastUsedAt, endsAt, idleEndsAt }) => [
      ...[id, name, role, kind === 'link' ? 'link' : 'password', from ?? 'unknown'],
      ...[minute(lastUsedAt), minute(Math.min(endsAt, idleEndsAt))],
    ]);
    const head = ['session', 'name', 'role', 'came by', 'from', 'last used', 'ends if left alone'];
    return done({ sessions }, rows.length === 0 ? ['nobody is signed in'] : table(head, rows));
  },
});

function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
}
