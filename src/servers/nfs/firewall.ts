/** What a firewall before the NFS server must let through, as data and as text. */
import { mountPort, nfsPort } from './ganesha-config.js';

export interface FirewallRule {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly why: string;
}

/** Version 4 needs one port. Version 3 asks rpcbind for the ports, over TCP as hosts mount with `tcp` (media-and-clients.md 2.3). */
export function firewallRules(options: {
  readonly port?: number;
  readonly version3: boolean;
}): readonly FirewallRule[] {
  const nfs: FirewallRule = { transport: 'tcp', port: options.port ?? nfsPort, why: 'NFS' };
  if (!options.version3) return [nfs];
  return [
    nfs,
    { transport: 'tcp', port: 111, why: 'rpcbind, for version 3' },
    { transport: 'udp', port: 111, why: 'rpcbind, which some mount programs ask over UDP first' },
    { transport: 'tcp', port: mountPort, why: 'the mount protocol of version 3' },
  ];
}

export function firewallLines(rules: readonly FirewallRule[]): string[] {
  return rules.map(({ transport, port, why }) => `${transport} ${port}: ${why}`);
}
