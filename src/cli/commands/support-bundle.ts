/** support-bundle: what somebody needs who is asked for help, without secrets. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { makeBundle } from '../../daemon/support/make-bundle.js';
import { defineCommand, done } from '../command.js';
import { table } from '../output/table.js';
import { bytes } from '../output/units.js';

export const supportBundle = defineCommand({
  name: 'support-bundle',
  summary:
    'pack versions, settings, findings, journal and logs into one file of mode 0600, without secrets, and list what is in it',
  arguments: [{ name: '[file]', description: 'where to; without it, drydock-support-TIME.tar.gz in this folder' }],
  options: [],
  example: 'drydock support-bundle',
  input: z.strictObject({ file: z.string().optional() }),
  act: async ({ file }, { settings, surroundings }) => {
    const { clock, signal, environment, workingFolder } = surroundings;
    const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const path = resolve(workingFolder, file ?? `drydock-support-${stamp}.tar.gz`);
    const bundle = await makeBundle(path, { settings, environment, clock, signal });
    const rows = bundle.contents.map(({ name, bytes: size, what }) => [name, bytes(size), what]);
    return done(bundle, [
      ...table(['file', 'size', 'what is in it'], rows),
      `${bundle.file}: ${bytes(bundle.bytes)}, readable by you alone`,
      'It holds no passwords, keys or addresses with tokens. It does hold names and addresses of hosts, VMs and networks: look at it',
      'before you give it away (tar -xzf).',
      ...bundle.unread.map((name) => `a secret that could not be read here was not looked for: ${name}`),
    ]);
  },
});
