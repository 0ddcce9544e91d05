/** A process that logs for a second, and says on standard output that it lives. */
import { createLogger } from '../../src/shared/logger.js';

const log = createLogger('test');
const end = Date.now() + 1000;
for (let line = 1; Date.now() < end; line++) {
  log.info({ line, text: 'x'.repeat(1000) }, 'a line');
  await new Promise((resolve) => setTimeout(resolve, 1));
}
process.stdout.write(`${process.memoryUsage().rss < 512 * 1024 * 1024 ? 'alive' : 'grown'}\n`);
