/** mirror log: what the log of a mirror tells of each host: the bytes that its media server cannot see. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { readMirrorLog, type MirrorLog } from '../../../daemon/mirrors/read-mirror-log.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { bytes, count } from '../../output/units.js';

export const mirrorLog = defineCommand({
  name: 'mirror log',
  summary:
    'what the access log of a mirror of the kind nginx tells of each host: bytes, and how many came from its cache',
  arguments: [{ name: '<file>', description: 'the log, as the rendered configuration writes it' }],
  options: [],
  example: 'drydock mirror log /var/log/nginx/drydock-berlin.log',
  input: z.strictObject({ file: z.string() }),
  act: async ({ file }, { surroundings }) => {
    const log = await readMirrorLog(resolve(surroundings.workingFolder, file), surroundings.signal);
    return done(log, linesOf(log));
  },
});

function linesOf({ readers, unreadable }: MirrorLog): string[] {
  const rows = readers.map((reader) => [
    reader.grant ?? 'refused',
    reader.clients.join(' '),
    String(reader.answers),
    bytes(reader.bytes),
    bytes(reader.cachedBytes),
    String(reader.leftEarly),
    new Date(reader.last).toISOString(),
  ]);
  const heads = ['grant', 'from', 'answers', 'sent', 'from the cache', 'left early', 'last'];
  return [
    ...(rows.length === 0 ? ['nothing was asked for'] : table(heads, rows)),
    ...(unreadable === 0 ? [] : [`${count(unreadable, 'line')} could not be read`]),
  ];
}
