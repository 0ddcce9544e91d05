/** The page of ports names every port of the configuration, and no other; every socket, path and route stands on it. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { z } from 'zod';
import { outgoingSettings, portRows } from '../../scripts/pages/ports-table.js';
import type { RouteSpec } from '../../src/contract/api/route.js';
import { apiRoutes } from '../../src/contract/api/routes/index.js';
import { settingsSchema } from '../../src/daemon/config/schema.js';
import { elementOf, keysOf } from '../../src/daemon/config/schema-walk.js';
import { stateLayout } from '../../src/daemon/state-layout.js';

/** Paths of all settings, `[]` for each entry of a list. */
function settingsOf(schema: z.core.$ZodType, path = ''): string[] {
  const element = elementOf(schema);
  if (element !== undefined) return settingsOf(element, `${path}[]`);
  const keys = keysOf(schema);
  if (keys.length === 0) return [path];
  return keys.flatMap(({ key, schema: inner }) => settingsOf(inner, path === '' ? key : `${path}.${key}`));
}

describe('the page of ports and endpoints', () => {
  const page = readFileSync('docs/ports.md', 'utf8');

  it('has every port of the configuration, and none that is no setting', () => {
    const ports = settingsOf(settingsSchema).filter((path) => /ports?$/i.test(path));
    expect(ports).to.have.members([...portRows.map(({ setting }) => setting), ...outgoingSettings]);
  });

  it('has the defaults of the schema', () => {
    const { servers, dashboard } = settingsSchema.parse({});
    const presets = [...servers.http, ...servers.ftp, dashboard].map(({ address, port }) => `${address}:${port}`);
    for (const preset of presets) expect(page).to.include(`| ${preset} |`);
  });

  it('has every Unix socket of the state folder', () => {
    const paths = Object.values(stateLayout('')).filter((path): path is string => typeof path === 'string');
    const sockets = paths.filter((path) => path.endsWith('.sock'));
    const named = [...page.matchAll(/`STATE\/([^`]+\.sock)` \|/g)].map(([, name]) => name);
    expect(sockets.map((path) => path.replace(/^\//, ''))).to.have.members(named);
  });

  it('has every route of the control API with its role, and no other', () => {
    const routes = Object.values<RouteSpec>(apiRoutes).map(({ method, path, role }) => `${method} ${path} ${role}`);
    const named = [...page.matchAll(/`((?:GET|POST|PUT|DELETE) [^`]+)` \((\w+)\)/g)].map(
      ([, request = '', role = '']) => `${request} ${role}`,
    );
    expect(named).to.have.members(routes);
  });
});
