/** docs/configuration.md: every setting, from the schema. */
import { settingRows } from '../../src/daemon/config/example.js';
import { generatedNote, markdownTable } from './markdown.js';

export function configurationPage(): string {
  const rows = settingRows().map(({ path, kind, preset, description }) => [
    `\`${path}\``,
    kind,
    `\`${preset}\``,
    description,
  ]);
  return [
    generatedNote,
    '# Configuration',
    '',
    'Drydock works without a configuration file: it listens on loopback, and keeps its store and state in the working folder.',
    'A file is given with `--config FILE` or `DRYDOCK_CONFIG`; `config/drydock.example.yaml` holds every setting with its default.',
    'Flags win over the environment, the environment over the file. Relative paths in the file count from the folder of the file.',
    'Everything that is wrong with a file is reported at once, each with its line and path; an unknown setting is an error.',
    '',
    'Under systemd (`StateDirectory=drydock`) the defaults are `/var/lib/drydock/media` and `/var/lib/drydock/state`.',
    '',
    markdownTable(['setting', 'value', 'default', 'meaning'], rows),
    '',
    'Passwords never stand in the file: `pool add` keeps the path of a password file or the name of an environment variable.',
    '',
  ].join('\n');
}
