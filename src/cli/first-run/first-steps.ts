/** What to do after `init`, as commands to paste. */
import type { Answers } from '../../daemon/init/answers.js';

export function firstStepLines(file: string, { address, httpPort }: Answers): string[] {
  const isLocal = address.startsWith('127.');
  return [
    `written: ${file}`,
    isLocal
      ? `hosts: none can reach ${address}; "drydock simulate" makes a pool to practise with`
      : `hosts will be given http://${address}:${httpPort}/`,
    'next:',
    `  export DRYDOCK_CONFIG=${shellWord(file)}`,
    '  drydock doctor                     whether this machine is fit for it',
    '  drydock media import FILE.iso      the medium to install from',
    '  drydock serve                      media server and controller',
    '  drydock pool add NAME --host ADDR  the pool to upgrade, in another terminal',
  ];
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
