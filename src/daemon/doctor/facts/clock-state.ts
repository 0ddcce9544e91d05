/** Whether this machine's clock is kept right, asked of whichever program there is. */
import type { MachineAccess } from '../machine-access.js';
import { known, unknown, type Known } from '../known.js';

export interface ClockState {
  readonly synchronised: boolean;
  /** The program that said so. */
  readonly source: string;
}

interface Source {
  readonly program: string;
  readonly args: readonly string[];
  /** Undefined: the answer does not tell. */
  readonly read: (output: string) => boolean | undefined;
}

/** The last one asks the kernel itself: adjtimex(2), STA_UNSYNC. */
const sources: readonly Source[] = [
  {
    program: 'timedatectl',
    args: ['show', '--property=NTPSynchronized'],
    read: (output) => yesOrNo(/^NTPSynchronized=(yes|no)$/m.exec(output)?.[1]),
  },
  {
    program: 'chronyc',
    args: ['-n', 'tracking'],
    read: (output) => {
      const leap = /^Leap status\s*:\s*(.+)$/m.exec(output)?.[1];
      return leap === undefined ? undefined : leap !== 'Not synchronised';
    },
  },
  {
    program: 'adjtimex',
    args: ['--print'],
    read: (output) => {
      const status = /^\s*status:\s*(\d+)/m.exec(output)?.[1];
      return status === undefined ? undefined : (Number(status) & 0x40) === 0;
    },
  },
];

export async function readClock(machine: MachineAccess): Promise<Known<ClockState>> {
  const reasons: string[] = [];
  for (const { program, args, read } of sources) {
    const answer = await machine.run(program, args);
    if ('unknown' in answer) {
      reasons.push(answer.unknown);
      continue;
    }
    const { exitCode, stdout, stderr } = answer.value;
    const synchronised = exitCode === 0 ? read(stdout) : undefined;
    if (synchronised !== undefined) return known({ synchronised, source: program });
    reasons.push(`${program}: ${stderr.trim().split('\n')[0] || 'no answer that tells'}`);
  }
  return unknown(reasons.join('; '));
}

function yesOrNo(word: string | undefined): boolean | undefined {
  return word === undefined ? undefined : word === 'yes';
}
