// A controller's notifications in a process of their own, to be killed: journal, outbox and one webhook, as the real one has them.
import { join } from 'node:path';
import { webhookChannel } from '../../src/controller/notify/channels/webhook.js';
import { startNotifier } from '../../src/controller/notify/notifier.js';
import { openSqliteOutbox } from '../../src/controller/notify/sqlite-outbox.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { systemClock } from '../../src/shared/clock.js';
import { silentLogger } from '../../src/shared/logger.js';
import { systemRandomBytes } from '../../src/shared/random-bytes.js';
import { Secret } from '../../src/shared/secret.js';
import { plan } from '../controller/report/journal-of-a-run.js';

const [folder = '', url = '', states = '0'] = process.argv.slice(2);
const journal = openSqliteJournal(join(folder, 'journal.sqlite'));
const notifier = startNotifier({
  journal,
  channels: [
    webhookChannel({
      ...{ name: 'hook', severity: 'info', pools: [], format: 'json', destination: url, clock: systemClock },
      address: () => new Secret(url),
      secret: () => new Secret('key'),
      ca: () => undefined,
    }),
  ],
  hearts: [],
  outbox: openSqliteOutbox(join(folder, 'outbox.sqlite')),
  clock: systemClock,
  random: systemRandomBytes,
  log: silentLogger,
  remindEvery: 3_600_000,
  giveUpAfter: 3_600_000,
});
if (journal.runs().length === 0)
  await notifier.journal.append('run-1', Date.now(), { type: 'planned', pool: 'lab', plan });
for (let index = 0; index < Number(states); index++) {
  const state = index % 2 === 0 ? 'running' : 'paused';
  const { sequence } = await notifier.journal.append('run-1', Date.now(), {
    type: 'state',
    state,
    reason: state,
    detail: {},
  });
  // What was said to be written must be told, whatever comes.
  process.stdout.write(`${sequence}\n`);
}
process.stdout.write('written\n');
setInterval(() => undefined, 1000);
