/** The systemd units of Drydock, as systemctl shows them. */
import type { MachineAccess } from '../machine-access.js';
import { known, unknown, type Known } from '../known.js';

export const unitNames = [
  'drydock-media.service',
  'drydock-controller.service',
  'drydock-media-http.socket',
  'drydock-media-ftp.socket',
] as const;

export interface UnitFacts {
  readonly name: string;
  /** `active`, `inactive`, `failed` … */
  readonly active: string;
  /** `enabled`, `disabled`, `masked` … */
  readonly enabled: string;
  /** Of a socket: the port that systemd holds for the service; null for a service. */
  readonly port: number | null;
}

const properties = ['Id', 'LoadState', 'ActiveState', 'UnitFileState', 'Listen'];

/** Those that are installed. */
export async function readUnits(machine: MachineAccess): Promise<Known<readonly UnitFacts[]>> {
  const answer = await machine.run('systemctl', ['show', ...unitNames, `--property=${properties.join(',')}`]);
  if ('unknown' in answer) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) return unknown(`systemctl: ${stderr.trim().split('\n')[0] ?? ''}`);
  return known(stdout.split(/\n\n+/).flatMap(unitOf));
}

function unitOf(block: string): UnitFacts[] {
  const values = new Map(
    block.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const name = values.get('Id');
  if (name === undefined || values.get('LoadState') === 'not-found') return [];
  const port = /:(\d+) \(Stream\)/.exec(values.get('Listen') ?? '')?.[1];
  return [
    {
      name,
      active: values.get('ActiveState') ?? '',
      enabled: values.get('UnitFileState') ?? '',
      port: port === undefined ? null : Number(port),
    },
  ];
}
