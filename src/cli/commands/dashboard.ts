/** dashboard: a link that opens the dashboard signed in, for whoever may use the Unix socket. */
import { Option } from 'commander';
import { z } from 'zod';
import { roles, type Role } from '../../contract/api/roles.js';
import { defineCommand, done } from '../command.js';
import { routesOf } from '../runs/controller.js';

export const dashboard = defineCommand({
  name: 'dashboard',
  summary: 'print a link that opens the dashboard signed in: for one use, within five minutes',
  arguments: [],
  options: [
    new Option('--role <role>', 'what whoever follows it may do')
      .choices(roles)
      .default('administrator' satisfies Role),
  ],
  example: 'drydock dashboard',
  input: z.strictObject({ role: z.enum(roles) }),
  act: async ({ role }, context) => {
    const { surroundings } = context;
    const link = await routesOf(context).call('makeLink', { body: { role, by: surroundings.user } });
    const minutes = Math.max(1, Math.round((link.expiresAt - surroundings.clock.now()) / 60_000));
    return done(link, [
      link.url,
      `It signs in ${surroundings.user} as ${role}, once, within ${minutes} minutes; whoever has it before you is you.`,
      ...tunnelLines(link.url),
    ]);
  },
});

/** A browser on another machine cannot reach loopback here. */
function tunnelLines(url: string): string[] {
  const { hostname, port } = new URL(url);
  if (hostname !== '127.0.0.1') return [];
  return [`From another machine, first: ssh -L ${port}:127.0.0.1:${port} THIS-MACHINE`];
}
