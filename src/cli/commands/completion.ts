/** completion: the script with which a shell completes the command line. */
import { z } from 'zod';
import { defineCommand, done } from '../command.js';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { completionTable } from '../completion/table.js';
import { zshScript } from '../completion/zsh.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
const shells = ['bash', 'zsh', 'fish'] as const;

export const completion = defineCommand({
  name: 'completion',
  summary: 'print the script with which bash, zsh or fish completes commands, options and their values',
  arguments: [{ name: '<shell>', description: 'bash, zsh or fish', choices: shells }],
  options: [],
  example: 'drydock completion bash',
  input: z.strictObject({ shell: z.enum(shells, { error: `must be one of ${shells.join(', ')}` }) }),
  act: async ({ shell }) => {
    // All commands are known there, and this one is among them.
    const { commandSpecs } = await import('./index.js');
    const script = scripts[shell](completionTable(commandSpecs));
    return done({ shell, script }, [script.trimEnd()]);
  },
});
