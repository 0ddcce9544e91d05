/** docs/faults.md: every fault that the simulator can be told to have, with where it strikes and how it is written. */
import { areas, type AnyFault } from '../../src/simulator/faults/definition.js';
import { faultKinds } from '../../src/simulator/faults/fault.js';
import { commonParameters, ownParameters, shownName } from '../../src/simulator/faults/shown-parameters.js';
import { steps } from '../../src/simulator/faults/steps.js';
import { generatedNote, markdownTable } from './markdown.js';

const kinds = Object.entries<AnyFault>(faultKinds);

export function faultsPage(): string {
  return [
    generatedNote,
    '# Faults of the simulator',
    '',
    'A practice pool, a rehearsal and a test can be told what goes wrong in it: which fault, on which host, at which',
    'occurrence of which step, and for how long. Each strike stands in the history of the pool.',
    '',
    '## How a fault is written',
    '',
    'On the command line: the name, then its parameters, separated by blanks; a value that holds a blank stands in quotes.',
    '',
    '```',
    "drydock simulate --fault 'reply-lost host=member-1 call=host.disable' --fault 'power-loss host=xs-3 at=staged lasts=10min'",
    '```',
    '',
    'In a file for `--faults FILE` of `drydock simulate` and `drydock rehearse`: a YAML list, each entry a text as above, or a map that begins with `fault`:',
    '',
    '```yaml',
    'faults:',
    "  - 'never-returns host=member-2'",
    '  - fault: call-fails',
    '    call: host.disable',
    '    nth: 2',
    '    error: [OTHER_OPERATION_IN_PROGRESS, host, a, b, c]',
    '```',
    '',
    'In a test: `{ kind, … }` with the same parameters, where `call` is `method` and `nth` is `occurrence`. The older form',
    '`NAME@HOST,name=value` works as well. What is misspelt is refused with FAULT_INVALID.',
    '',
    '## Parameters of many faults',
    '',
    markdownTable(
      ['parameter', 'means'],
      Object.entries(commonParameters).map(([name, meaning]) => [`\`${shownName(name)}\``, meaning]),
    ),
    '',
    'Durations are written like `90s`, `5min` or `2h`.',
    '',
    ...areas.flatMap(section),
    '## Steps',
    '',
    'What `at` can name: what the history of the simulator tells.',
    '',
    markdownTable(
      ['step', 'when'],
      Object.entries(steps).map(([name, when]) => [`\`${name}\``, when]),
    ),
    '',
  ].join('\n');
}

function section(area: string): string[] {
  const rows = kinds.filter(([, fault]) => fault.area === area);
  return [
    `## ${area}`,
    '',
    markdownTable(
      ['fault', 'what happens', 'where it strikes', 'takes', 'example'],
      rows.map(([name, fault]) => [
        `\`${name}\``,
        fault.summary,
        whereOf(fault),
        ownParameters(fault).map(shownName).join(', '),
        `\`${fault.example}\``,
      ]),
    ),
    '',
  ];
}

function whereOf(fault: AnyFault): string {
  if (fault.strikes === 'place') return fault.place;
  if (fault.strikes === 'step') return `at \`${fault.at}\`, unless \`at\` says otherwise`;
  return fault.method === undefined ? 'at a call' : `at \`${fault.method}\`, unless \`call\` says otherwise`;
}
