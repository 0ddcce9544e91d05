/** doctor: whether this machine is fit to serve media and to upgrade pools; needs no daemon, and changes nothing. */
import { z } from 'zod';
import { judge } from '../../daemon/doctor/judge.js';
import { readDoctorFacts } from '../../daemon/doctor/read-facts.js';
import { readCredential } from '../../daemon/pools/credential.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import { defineCommand } from '../command.js';
import { collect } from '../options.js';
import { doctorLines } from '../output/doctor-view.js';
import { paintFor } from '../output/style.js';
import { poolPassword } from '../pools/pool-password.js';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'say whether this machine is fit to serve hosts, and what to do where it is not (exit 1: something failed)',
  arguments: [],
  options: [
    collect(
      '--pool <name>',
      'ask only this known pool for clocks and networks, and for its password where none is stored',
    ),
  ],
  example: 'drydock doctor',
  input: z.strictObject({ pool: z.array(z.string()) }),
  act: async ({ pool }, { settings, surroundings }) => {
    const { clock, signal, environment, stdout } = surroundings;
    const facts = await readDoctorFacts({
      ...{ settings, environment, clock, signal, pools: pool },
      password: (record) =>
        pool.length > 0 ? poolPassword(record, surroundings) : readCredential(record.credential, environment),
    });
    const report = judge(facts);
    return {
      document: report,
      lines: doctorLines(report, paintFor(stdout.isTTY === true, environment)),
      exitCode: report.failed ? exitCodes.failed : exitCodes.done,
    };
  },
});
