/** mirror config: the configuration of nginx for a mirror, to be installed on its machine. */
import { Option } from 'commander';
import { z } from 'zod';
import { renderMirror } from '../../../daemon/mirrors/render-mirror.js';
import { defineCommand, done } from '../../command.js';

const formats = ['site', 'whole'] as const;

export const mirrorConfig = defineCommand({
  name: 'mirror config',
  summary: 'print the configuration of nginx for a mirror of the kind nginx',
  arguments: [{ name: '<name>', description: 'name of the mirror in servers.mirrors' }],
  options: [
    new Option('--format <format>', 'site: for /etc/nginx/conf.d; whole: for a machine that does nothing else')
      .choices([...formats])
      .default('site'),
  ],
  example: 'drydock mirror config berlin --format site',
  input: z.strictObject({ name: z.string(), format: z.enum(formats) }),
  act: ({ name, format }, { settings }) => {
    const text = renderMirror(settings, name, format);
    return Promise.resolve(done({ mirror: name, format, text }, text.trimEnd().split('\n')));
  },
});
