/** demo: the whole journey on this machine, in one go, with nothing left running. */
import { Option } from 'commander';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { runDemo } from '../demo/run-demo.js';

export const demo = defineCommand({
  name: 'demo',
  summary: 'import a small ISO, serve it, and upgrade a simulated pool of three hosts, all on loopback',
  arguments: [],
  options: [
    new Option(
      '--keep <folder>',
      'work in this folder and keep it (default: a temporary one, of which the report is kept)',
    ),
  ],
  example: 'drydock demo',
  input: z.strictObject({ keep: z.string().optional() }),
  act: (input, context) => runDemo(input.keep, context),
});
