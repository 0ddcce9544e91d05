/** A process that tells the story into its logs and kills itself at one write: before it, in the middle of it, or after it. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openStory, story, storyLogs } from './servers-log-story.js';

const [folder = '', at = '', part = ''] = process.argv.slice(2);
const writeWhole = fs.writeSync;
let written = 0;

function killed(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
}

/** What the logs write through; the story writes nothing else. */
function writeUntilKilled(descriptor: number, bytes: Uint8Array, offset = 0): number {
  if (written !== Number(at)) {
    written += 1;
    return writeWhole(descriptor, bytes, offset);
  }
  if (part === 'torn') writeWhole(descriptor, bytes, offset, Math.floor((bytes.length - offset) / 2));
  if (part === 'after') writeWhole(descriptor, bytes, offset);
  return killed();
}

const { grantLog, activityLog } = storyLogs(folder);
Object.assign(fs, { writeSync: writeUntilKilled });
syncBuiltinESMExports();
const state = openStory(grantLog, activityLog);
for (const [index, step] of story.entries()) {
  await step(state);
  // Somebody is told: from here on it must be true for ever.
  writeWhole(1, `${index}\n`);
}
