/** user list: who may sign in to the dashboard. */
import { z } from 'zod';
import { readAccess } from '../../../daemon/access/access-file.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';

export const userList = defineCommand({
  name: 'user list',
  summary: 'list who may sign in to the dashboard, and as what',
  arguments: [],
  options: [],
  example: 'drydock user list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const { people } = await readAccess(stateLayout(context.settings.state).access);
    const shown = people.map(({ name, role, createdAt, createdBy, changedAt }) => ({
      ...{ name, role, createdAt, createdBy, changedAt },
    }));
    const rows = shown.map(({ name, role, createdAt, createdBy }) => [
      ...[name, role, new Date(createdAt).toISOString().slice(0, 10), createdBy],
    ]);
    const nobody = ['nobody yet; `drydock dashboard` signs in whoever owns the state folder'];
    return done({ people: shown }, rows.length === 0 ? nobody : table(['name', 'role', 'since', 'added by'], rows));
  },
});
