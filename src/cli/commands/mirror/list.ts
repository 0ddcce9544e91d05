/** mirror list: the mirrors of the configuration, whom they are for, and what they were proven to have. */
import { z } from 'zod';
import { listMirrors, type ListedMirror } from '../../../daemon/mirrors/list-mirrors.js';
import { defineCommand, done } from '../../command.js';

export const mirrorList = defineCommand({
  name: 'mirror list',
  summary: 'the mirrors of the configuration, whom they are for, and when which medium was proven there',
  arguments: [],
  options: [],
  example: 'drydock mirror list',
  input: z.strictObject({}),
  act: async (_input, { settings }) => {
    const mirrors = await listMirrors(settings);
    const none = ['no mirrors: servers.mirrors in the configuration file names them (docs/mirrors.md)'];
    return done({ mirrors }, mirrors.length === 0 ? none : mirrors.flatMap(linesOf));
  },
});

function linesOf({ name, kind, url, pools, networks, proofs }: ListedMirror): string[] {
  const readers = [...pools.map((pool) => `pool ${pool}`), ...networks].join(', ');
  return [
    `${name}  ${kind}  ${url}  for ${readers === '' ? 'nobody' : readers}`,
    ...(kind === 'tree' ? ['  no grants: whoever reaches it can read; what hosts read there is not observable'] : []),
    ...(proofs.length === 0 ? [`  proven: nothing yet (drydock media prove ID --mirror ${name})`] : []),
    ...proofs.map(proofLine),
  ];
}

function proofLine({ medium, at, result, reason }: ListedMirror['proofs'][number]): string {
  const when = new Date(at).toISOString();
  return result === 'proven'
    ? `  ${medium}: proven at ${when}`
    : `  ${medium}: NOT as verified at ${when}: ${reason ?? 'unknown'}`;
}
