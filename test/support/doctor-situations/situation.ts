/** What the situations of doctor’s checks are made of: the healthy machine with one thing changed. */
import type { DoctorFacts } from '../../../src/daemon/doctor/doctor-facts.js';
import { known, unknown, type Known } from '../../../src/daemon/doctor/known.js';
import { healthyFacts, settingsWith } from '../doctor-facts.js';

export interface Situation {
  readonly when: string;
  readonly facts: Partial<DoctorFacts>;
  /** What the check finds: `severity` and words of reason and remedy. */
  readonly finds: readonly (readonly [string, RegExp])[];
}

export type Situations = Readonly<Record<string, readonly Situation[]>>;

export const forHttp = settingsWith({ http: [{ address: '192.0.2.10', port: 8080 }], ftp: [] });
export const certificateWith = (changes: object): Partial<DoctorFacts> => ({
  certificate: known({ ...valueOf(healthyFacts.certificate), ...changes }),
});
export const dashboardWith = (changes: object, ofListener: object = {}): Partial<DoctorFacts> => {
  if (healthyFacts.dashboard === null) throw new Error('the healthy machine has one');
  const { listener } = healthyFacts.dashboard;
  return { dashboard: { ...healthyFacts.dashboard, listener: { ...listener, ...ofListener }, ...changes } };
};
export const mediaWith = (changes: object): Partial<DoctorFacts> => ({
  media: known({ ...valueOf(healthyFacts.media), ...changes }),
});
export const permissionsWith = (changes: object): Partial<DoctorFacts> => ({
  permissions: { ...healthyFacts.permissions, ...changes },
});
export const updatesWith = (changes: object): Partial<DoctorFacts> => ({
  automaticUpdates: { ...healthyFacts.automaticUpdates, ...changes },
});
export const rulesOf = (program: 'firewalld' | 'ufw' | 'nft' | 'iptables', rules: object): Partial<DoctorFacts> => ({
  settings: forHttp,
  firewall: { programs: [{ program, rules: known({ filters: true, open: [], ...rules }) }] },
});
export const diskWith = (freeBytes: number, freeInodes = 1e6, totalInodes = 2e6): Partial<DoctorFacts> => ({
  disks: [
    { what: 'media store', path: '/srv/media', exists: true, space: known({ freeBytes, freeInodes, totalInodes }) },
  ],
});
export const hostWith = (changes: object): Partial<DoctorFacts> => ({
  pools: known([
    {
      pool: 'lab',
      hosts: known([
        { host: 'xs-1', network: { address: '192.0.2.21', netmask: '255.255.255.0' }, ahead: 0, ...changes },
      ]),
    },
  ]),
});
export const silentPool: Partial<DoctorFacts> = { pools: known([{ pool: 'lab', hosts: unknown('refused') }]) };

function valueOf<T>(fact: Known<T> | null): T {
  if (fact !== null && 'value' in fact) return fact.value;
  throw new Error('the healthy machine knows it');
}

export function rights(changes: Partial<DoctorFacts['rights']>): DoctorFacts['rights'] {
  return { ...healthyFacts.rights, ...changes };
}

export function tcp(port: number, transport: 'tcp' | 'udp' = 'tcp') {
  return { transport, from: port, to: port };
}

export function folder(mode: number, uid = 1000) {
  return { path: '/srv/state', owner: known({ uid, gid: 1000, mode }) };
}

export function secretWith(denied: boolean): Partial<DoctorFacts> {
  const problem = { code: 'CREDENTIAL_EXPOSED', message: 'It is open to others', remedy: 'chmod 600', denied };
  return { secrets: [{ what: 'pool lab', path: '/root/lab.password', problem }] };
}

export function unitWith(changes: object): Partial<DoctorFacts> {
  const unit = { name: 'drydock-media.service', active: 'active', enabled: 'enabled', port: null };
  return { units: known([{ ...unit, ...changes }]) };
}
