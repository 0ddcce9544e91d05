/** init: asks five questions and writes a configuration; every answer can be given as an option, for scripts. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { z } from 'zod';
import { answersOf, type QuestionName } from '../../daemon/init/answers.js';
import { proposals } from '../../daemon/init/proposals.js';
import {
  machineInterfaces,
  requireNoConfiguration,
  writeConfiguration,
} from '../../daemon/init/write-configuration.js';
import { defineCommand, done } from '../command.js';
import { askAnswers } from '../first-run/ask-answers.js';
import { firstStepLines } from '../first-run/first-steps.js';

export const init = defineCommand({
  name: 'init',
  summary: 'ask five questions and write a configuration file (--config, else DRYDOCK_CONFIG, else ./drydock.yaml)',
  arguments: [],
  options: [
    new Option('--address <ipv4>', 'where hosts reach this machine; 127.0.0.1 for practice on this machine alone'),
    new Option('--http-port <port>', 'the port of HTTP'),
    new Option('--ftp <port>', 'the port of FTP, or no'),
    new Option('--folder <folder>', 'where media and state lie'),
    new Option('--networks <list>', 'IPv4 networks that may read, with commas between them, or all'),
    new Option('--yes', 'take what is proposed for all that is not given, and ask nothing'),
    new Option('--force', 'replace a configuration file that is there'),
  ],
  example: 'drydock init --address 192.0.2.10 --ftp no --yes',
  withoutConfiguration: true,
  input: z.strictObject({
    config: z.string().optional(),
    address: z.string().optional(),
    httpPort: z.string().optional(),
    ftp: z.string().optional(),
    folder: z.string().optional(),
    networks: z.string().optional(),
    yes: z.boolean().optional(),
    force: z.boolean().optional(),
  }),
  act: async ({ config, yes = false, force = false, ...given }, { surroundings }) => {
    const { workingFolder, environment } = surroundings;
    const named = config ?? (environment['DRYDOCK_CONFIG'] || undefined) ?? 'drydock.yaml';
    const file = resolve(workingFolder, named);
    if (!force) await requireNoConfiguration(file);
    const interfaces = machineInterfaces();
    const texts: Record<QuestionName, string> = await askAnswers(given, {
      proposed: proposals(interfaces),
      interfaces,
      takeProposals: yes,
      ask: (question) => surroundings.ask(question, false),
      say: (line) => surroundings.stderr.write(`${line}\n`),
    });
    const answers = answersOf(texts, workingFolder);
    await writeConfiguration(file, answers);
    return done({ file, ...answers }, firstStepLines(file, answers));
  },
});
