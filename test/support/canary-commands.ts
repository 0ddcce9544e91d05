// Every command of the product, as it is called while canaries are looked for, or why it is not.
import { commandSpecs } from '../../src/cli/commands/index.js';

export interface CommandCalls {
  readonly calls: readonly (readonly string[])[];
  /** Commands that are neither called nor excused: the table is to be completed. */
  readonly forgotten: readonly string[];
}

/** A command that goes on for ever, asks, or ends what the others need. */
const excused: Readonly<Record<string, string>> = {
  serve: 'goes on; its processes and logs are looked at',
  stop: 'ends what the others need; called last',
  'service controller': 'goes on; its processes and logs are looked at',
  'service media-server': 'goes on; its processes and logs are looked at',
  simulate: 'a pool of its own, whose password is shown on purpose',
  demo: 'a site of its own',
  init: 'asks; writes a configuration without secrets',
  'upgrade watch': 'goes on',
  'rollout watch': 'goes on',
  completion: 'knows nothing of this site',
};

export interface SshHosts {
  readonly addresses: readonly string[];
  /** Where an SSH server answers for all of them. */
  readonly port: number;
}

/** What the calls are about. */
export interface CallSubjects {
  /** The id of a run that has ended. */
  readonly run: string;
  readonly media: string;
  readonly folder: string;
  readonly ssh: SshHosts;
  /** The address of an image, with user and password in it. */
  readonly image: string;
}

export function commandCalls({ run, media, folder, ssh, image }: CallSubjects): CommandCalls {
  const at = (name: string): string => `${folder}/${name}`;
  const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
    doctor: [[]],
    'media import': [[at('no-such.iso')], [image, '--id', 'from-address'], [`${image}-not-there`]],
    'media inspect': [[at('no-such.iso')], [image]],
    'media show': [[media]],
    'media verify': [[media]],
    'media repair': [[media, at('no-such.iso')]],
    'media diff': [[media, media]],
    'media hardware': [[media]],
    'media addresses': [[media]],
    'media alias': [['newest', media]],
    'media remove': [['no-such']],
    'media prove': [[media]],
    'mirror config': [['no-such']],
    'mirror log': [[at('no-such.log')]],
    'notify test': [[]],
    'pool add': [['again', '--host', '127.0.0.1:1', '--password-file', at('secrets/pool-password')]],
    'pool show': [['practice'], ['no-such']],
    'pool ssh': ['ssh-password', 'ssh-key', 'ssh-protected-key'].map((name) => [
      'practice',
      name === 'ssh-password' ? '--ssh-password-file' : '--ssh-key-file',
      at(`secrets/${name}`),
      ...ssh.addresses.flatMap((address) => ['--ssh-reach', `${address}=127.0.0.1:${ssh.port}`]),
      '--trust-first-use',
    ]),
    // With one that the pool does not have: what is said of it is looked at.
    'pool password': [
      ['practice'],
      ['practice', '--password-file', at('secrets/user-password')],
      ['no-such', '--password-file', at('secrets/pool-password')],
    ],
    'pool remove': [['no-such']],
    'pool release-claim': [['practice', '--run', 'no-such']],
    check: [
      ['practice', '--media', media],
      ['practice', '--media', 'no-such'],
    ],
    'upgrade path': [['practice', '--to', 'xcp-ng-8.3']],
    'upgrade plan': [['practice', '--media', media]],
    'upgrade report': [
      [run, '--format', 'markdown'],
      [run, '--format', 'html'],
      [run, '--format', 'json'],
    ],
    rehearse: [['practice', '--media', media]],
    'rollout plan': [[at('no-such.yaml')]],
    'user add': [['ben', '--role', 'viewer', '--password-file', at('secrets/user-password')]],
    'user role': [['ben', '--role', 'operator']],
    'user password': [['ben', '--password-file', at('secrets/user-password')]],
    'user remove': [['ben']],
    'session end': [['no-such']],
    // The token itself is shown once, on purpose, to whoever made it.
    'token add': [['script', '--role', 'viewer']],
    'token revoke': [['script']],
    'journal backup': [[at('backup.sqlite')]],
    'journal restore': [[at('backup.sqlite')]],
    // A database that does not answer: the failure is the case in which an address is repeated.
    'journal copy': [
      ['sqlite', 'postgres://drydock:secret@127.0.0.1:1/drydock'],
      ['sqlite', 'postgres://drydock@127.0.0.1:1/drydock'],
    ],
  };
  const withRun = /^(upgrade|rollout) /;
  const called = commandSpecs.flatMap(({ name }): (readonly string[])[] => {
    if (excused[name] !== undefined) return [];
    const given = calls[name] ?? (withRun.test(name) ? [name.endsWith('list') ? [] : [run]] : [[]]);
    return given.map((argv) => [...name.split(' '), ...argv]);
  });
  const known = new Set([...Object.keys(calls), ...Object.keys(excused)]);
  const needing = commandSpecs.filter(
    ({ name, arguments: wanted }) =>
      !known.has(name) && !withRun.test(name) && wanted.some((argument) => argument.name.startsWith('<')),
  );
  return { calls: called, forgotten: needing.map(({ name }) => name) };
}
