/** docs/doctor.md: every check of the machine, with what holds when it passes, what it can give and what to do if not. */
import { doctorChecks } from '../../src/daemon/doctor/registry.js';
import { generatedNote, markdownTable } from './markdown.js';

export function doctorPage(): string {
  return [
    generatedNote,
    '# Doctor',
    '',
    '`drydock doctor` says whether this machine is fit to serve media to hosts and to upgrade pools, before a host depends on it. It',
    'changes nothing, needs no daemon, and works beside a running one: a port that the media server of the same configuration holds is',
    'as it should be. Give it the configuration that you serve with (`--config` or `DRYDOCK_CONFIG`), and run it as the user who',
    'serves; as root it sees more (rules of the firewall, files of other users).',
    '',
    '```',
    'drydock doctor',
    'drydock doctor --pool lab        # asks for the password of lab where none is stored',
    'drydock doctor --json            # {"results": [{"id","severity","subject","title","reason","remedy"}], "counts": {…}, "failed": bool}',
    '```',
    '',
    'A finding is one of: pass, info, notice, warning, failure, unknown. Exit code 1: something failed, and would keep hosts from their media',
    'or a run from going on. Exit code 0: nothing did; warnings and what is unknown are shown and counted. *Unknown* has its reason: a',
    'program that is missing, a file that this user may not read, a pool that does not answer.',
    '',
    'Each known pool whose password is stored is asked for its hosts, their networks and their time; that takes a login. Nothing is asked of',
    'pools when there are none.',
    '',
    markdownTable(
      ['check', 'holds when it passes', 'can give', 'if not'],
      doctorChecks.map(({ id, title, severities, remedy }) => [`\`${id}\``, title, severities.join(', '), remedy]),
    ),
    '',
    '## What it does not see',
    '',
    '- A firewall between hosts and this machine, and what a router does. `drydock check POOL --media ID` lets a host itself try.',
    '- Rules of a firewall that name no port (by address, interface or service). A port that such a rule lets in is reported as closed;',
    '  zones of firewalld other than the default one are not read.',
    '- Secrets in environment variables and in credentials of systemd: they belong to the process that has them.',
    '- Whether what is served is right: that is `drydock media prove ID`.',
    '- Whether a pool can be upgraded: that is `drydock check`.',
    '',
  ].join('\n');
}
