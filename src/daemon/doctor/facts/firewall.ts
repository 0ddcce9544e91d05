/** The firewall programs of this machine, and what each says of its rules; most tell it to root alone. */
import type { MachineAccess } from '../machine-access.js';
import { known, unknown, type Known } from '../known.js';

/** In the order in which they are believed: the first two write the rules of the others. */
export const firewallPrograms = ['firewalld', 'ufw', 'nft', 'iptables'] as const;
export type FirewallProgram = (typeof firewallPrograms)[number];

export interface FirewallRules {
  /** Whether it keeps anything out that comes to this machine. */
  readonly filters: boolean;
  /** Ranges of TCP and UDP ports that a rule lets in by their number. */
  readonly open: readonly OpenPorts[];
  /** Of nft: the chain that filters, `inet filter input`. */
  readonly chain?: string;
}

export interface OpenPorts {
  readonly transport: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
}

export interface FirewallFacts {
  /** Those that are installed. */
  readonly programs: readonly { readonly program: FirewallProgram; readonly rules: Known<FirewallRules> }[];
}

const questions: Readonly<
  Record<FirewallProgram, { command: string; args: readonly string[]; read: (text: string) => FirewallRules }>
> = {
  firewalld: { command: 'firewall-cmd', args: ['--list-all'], read: readFirewalld },
  ufw: { command: 'ufw', args: ['status'], read: readUfw },
  nft: { command: 'nft', args: ['list', 'ruleset'], read: readNft },
  iptables: { command: 'iptables', args: ['-S', 'INPUT'], read: readIptables },
};

export async function readFirewall(machine: MachineAccess): Promise<FirewallFacts> {
  const installed = firewallPrograms.filter((program) => machine.isInstalled(questions[program].command));
  const programs = await Promise.all(
    installed.map(async (program) => ({ program, rules: await rulesOf(program, machine) })),
  );
  return { programs };
}

async function rulesOf(program: FirewallProgram, machine: MachineAccess): Promise<Known<FirewallRules>> {
  const { command, args, read } = questions[program];
  const answer = await machine.run(command, args);
  if ('unknown' in answer) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  // firewall-cmd says with 252 that its service does not run: then it keeps nothing out.
  if (program === 'firewalld' && exitCode === 252) return known({ filters: false, open: [] });
  if (exitCode !== 0) return unknown(`${command}: ${(stderr || stdout).trim().split('\n')[0] ?? ''}`);
  return known(read(stdout));
}

/** `  ports: 8080/tcp 50000-50099/tcp`; services by name are not looked into. */
function readFirewalld(text: string): FirewallRules {
  const target = /^\s*target:\s*(\S+)/m.exec(text)?.[1];
  const ports = /^[ \t]*ports:[ \t]*(.*)$/m.exec(text)?.[1] ?? '';
  const services = /^[ \t]*services:[ \t]*(.*)$/m.exec(text)?.[1] ?? '';
  const named = services.split(/\s+/).flatMap((service) => serviceNames[service] ?? []);
  return {
    filters: target !== 'ACCEPT',
    open: [...named, ...[...ports.matchAll(/(\d+)(?:-(\d+))?\/(tcp|udp)/g)].map(openPorts)],
  };
}

/** The services of firewalld that stand for our ports. */
const serviceNames: Readonly<Record<string, readonly OpenPorts[]>> = {
  http: [{ transport: 'tcp', from: 80, to: 80 }],
  https: [{ transport: 'tcp', from: 443, to: 443 }],
  ftp: [{ transport: 'tcp', from: 21, to: 21 }],
  nfs: [{ transport: 'tcp', from: 2049, to: 2049 }],
  'rpc-bind': [
    { transport: 'tcp', from: 111, to: 111 },
    { transport: 'udp', from: 111, to: 111 },
  ],
  mountd: [{ transport: 'tcp', from: 20048, to: 20048 }],
};

/** `8080/tcp    ALLOW    Anywhere`, `50000:50099/tcp  ALLOW  192.0.2.0/24`; without a transport it holds for both. */
function readUfw(text: string): FirewallRules {
  const lines = text.split('\n').filter((line) => /\bALLOW\b/.test(line));
  return {
    filters: /^Status: active$/m.test(text),
    open: lines.flatMap((line) => {
      const [, from = '', to, transport] = /^(\d+)(?::(\d+))?(?:\/(tcp|udp))?\s/.exec(line) ?? [];
      if (from === '') return [];
      const transports = (['tcp', 'udp'] as const).filter((one) => transport === undefined || transport === one);
      return transports.map((one) => ({ transport: one, from: Number(from), to: Number(to ?? from) }));
    }),
  };
}

/** Rules that drop only some packets (`ct state invalid drop`, one address) keep no host out. */
const nftShuts = /policy drop|^\s*(?:counter(?: packets \d+ bytes \d+)? )?(?:drop|reject\b.*)$/m;
const iptablesShuts = /^-P INPUT DROP$|^-A INPUT(?: -i \S+)? -j (?:DROP|REJECT)\b/m;

/** A base chain on the input hook that drops by policy, or has a rule that drops or rejects whatever comes. */
function readNft(text: string): FirewallRules {
  let table = '';
  let filtering: string | undefined;
  for (const match of text.matchAll(/^table (\S+ \S+) \{|^\s+chain (\S+) \{\n([\s\S]*?)^\s+\}/gm)) {
    const [, ownTable, chain, body = ''] = match;
    if (ownTable !== undefined) table = ownTable;
    else if (/hook input\b/.test(body) && nftShuts.test(body)) filtering ??= `${table} ${chain ?? ''}`;
  }
  const accepts = text.split('\n').filter((line) => /\baccept\b/.test(line));
  const open = accepts.flatMap((line) =>
    [...line.matchAll(/\b(tcp|udp) dport (?:\{([^}]*)\}|(\S+))/g)].flatMap(([, transport, set, one]) =>
      [...(set ?? one ?? '').matchAll(/(\d+)(?:-(\d+))?/g)].map(([, from, to]) => ({
        transport: transport === 'udp' ? ('udp' as const) : ('tcp' as const),
        ...{ from: Number(from), to: Number(to ?? from) },
      })),
    ),
  );
  return { filters: filtering !== undefined, open, ...(filtering === undefined ? {} : { chain: filtering }) };
}

/** `-P INPUT DROP`, `-A INPUT -p tcp -m tcp --dport 50000:50099 -j ACCEPT`. */
function readIptables(text: string): FirewallRules {
  const accepts = text.split('\n').filter((line) => line.endsWith('-j ACCEPT'));
  return {
    filters: iptablesShuts.test(text),
    open: accepts.flatMap((line) => {
      const transport = /-p (tcp|udp)\b/.exec(line)?.[1];
      const ports = /--dports? (\S+)/.exec(line)?.[1] ?? '';
      if (transport !== 'tcp' && transport !== 'udp') return [];
      return [...ports.matchAll(/(\d+)(?::(\d+))?/g)].map(([, from, to]) => ({
        transport,
        ...{ from: Number(from), to: Number(to ?? from) },
      }));
    }),
  };
}

function openPorts([, from, to, transport]: RegExpMatchArray): OpenPorts {
  return { transport: transport === 'udp' ? 'udp' : 'tcp', from: Number(from), to: Number(to ?? from) };
}
