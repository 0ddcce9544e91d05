/** docs/control-api.md: every route with its role, and how a script or a page comes in. */
import { eventSchemas } from '../../src/contract/api/events.js';
import { roleMeanings, roles } from '../../src/contract/api/roles.js';
import { routeTags, type RouteSpec } from '../../src/contract/api/route.js';
import { apiRoutes } from '../../src/contract/api/routes/index.js';
import { csrfHeader } from '../../src/contract/api/session.js';
import { generatedNote, markdownTable } from './markdown.js';

export function controlApiPage(): string {
  return [
    generatedNote,
    '# Control API',
    '',
    'The command line and the dashboard use this, and nothing else, to talk to the controller. The same routes answer on the Unix socket',
    '`controller.sock` in the state folder, whose owner may do everything, and on the address of the dashboard (`dashboard` in the',
    'configuration, 127.0.0.1:8743 until told otherwise), where everybody has a role. [openapi.json](openapi.json) has the form of every request and',
    'answer; a running controller gives it at `/v1/openapi.json`. Who may come in, and how, is in [access.md](access.md).',
    '',
    '## From a script',
    '',
    '```',
    'drydock token add nightly --role operator --days 90     # printed once',
    'curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8743/v1/runs',
    'curl -H "Authorization: Bearer $TOKEN" -H "content-type: application/json" \\',
    '     -d \'{"command":"pause","reason":"backup window"}\' http://127.0.0.1:8743/v1/runs/RUN/commands',
    'curl -H "Authorization: Bearer $TOKEN" -T xcp-ng-8.3.0.iso "http://127.0.0.1:8743/v1/media/uploads?name=xcp-ng-8.3.0.iso"',
    'curl --unix-socket drydock-state/controller.sock http://localhost/v1/status     # as the owner of the state folder',
    '```',
    '',
    'Bodies are JSON and say so (`content-type: application/json`), 256 KiB at most. Times are milliseconds since 1970 in UTC. `by` in a body',
    'counts on the Unix socket alone; over the network the name of the token or session is recorded. A page that is let in by a cookie',
    `sends the header \`${csrfHeader}\` with everything but GET.`,
    '',
    '`GET /v1/runs` gives the open runs and the 50 that ended last (`?ended=N`, at most 1000). Where its `next` is not null there are older ones:',
    '`?before=NEXT`.',
    '',
    'An error is a document with `code`, `summary`, `attempted`, `remedy` and, where they help, `subject`, `expected`, `found` and `cause`; the codes are',
    'in [errors.md](errors.md). The status is 400 for a request of another form, 401 for nobody, 403 for a role that is too small or a request of another',
    'site, 404 for what is not there, 409 for what is refused, 413 and 408 for bodies that are too large or too slow, 421 for another name in Host,',
    '429 with `retry-after` for sign-ins that must wait, 507 for a full disk, 500 for a failure of Drydock or of what it asked.',
    '',
    '## Roles',
    '',
    ...roles.map((role) => `- **${role}** ${roleMeanings[role]}.`),
    '- **owner**: whoever may open the Unix socket. No session or token has it.',
    '',
    '## Routes',
    ...routeTags.flatMap(section),
    '',
    '## Events',
    '',
    '`GET /v1/events` is a stream of server-sent events, with a comment every 15 seconds. It tells what changes from now on: read everything once when it',
    'begins, and again when the connection was lost (`hello` says so). Events of one thing replace one another for a reader that is slow; one that does not',
    'read at all is dropped. It ends with the session or token that opened it.',
    '',
    markdownTable(
      ['event', 'its data'],
      Object.keys(eventSchemas).map((name) => [`\`${name}\``, eventTexts[name as keyof typeof eventSchemas]]),
    ),
    '',
  ].join('\n');
}

const eventTexts: Readonly<Record<keyof typeof eventSchemas, string>> = {
  hello: 'the version, and the time: read everything now',
  run: 'a run that has changed, as `GET /v1/runs/:id` gives it',
  rollout: 'a rollout that has changed, as `GET /v1/rollouts/:id` gives it',
  servers: 'the media server, every two seconds, as `GET /v1/servers` gives it',
  import: 'an import or verification that has changed, as `GET /v1/media/imports/:id` gives it',
  media: 'the list of media has changed: read it anew',
  pool: 'a pool was checked or put right: read it anew',
  audit: 'a new record of the audit; for administrators alone',
  'signed-out': 'the session has ended; the stream ends after it',
};

function section(tag: (typeof routeTags)[number]): string[] {
  const routes = Object.values<RouteSpec>(apiRoutes).filter((route) => route.tag === tag);
  const rows = routes.map(({ method, path, role, summary, action }) => [
    ...[`\`${method} ${path}\``, role, summary, action === undefined ? '' : `\`${action}\``],
  ]);
  return ['', `### ${tag}`, '', markdownTable(['request', 'role', 'what it does', 'in the audit'], rows)];
}
