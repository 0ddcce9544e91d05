/** The table of routes: each has a role, what changes something has an action, and the document tells of the same. */
import { expect } from 'chai';
import { documentPath, openApiDocument } from '../../../src/contract/api/openapi.js';
import { isAllowed, leastRoles, roles } from '../../../src/contract/api/roles.js';
import { pathParameters, type RouteSpec } from '../../../src/contract/api/route.js';
import { apiRoutes } from '../../../src/contract/api/routes/index.js';

const table = Object.entries<RouteSpec>(apiRoutes);

describe('routes of the control API', () => {
  it('all name the least role that they ask for', () => {
    for (const [name, { role }] of table) expect(leastRoles, name).to.include(role);
  });

  it('are for nobody in particular only where somebody signs in or out', () => {
    const open = table.filter(([, { role }]) => role === 'anyone').map(([name]) => name);

    expect(open).to.have.members(['readSession', 'signIn', 'signOut']);
  });

  it('are for the Unix socket alone where they would make a stolen session permanent, or end the controller', () => {
    const owned = table.filter(([, { role }]) => role === 'owner').map(([name]) => name);

    expect(owned).to.have.members(['makeLink', 'stop']);
  });

  it('let no viewer change anything', () => {
    const changing = table.filter(([, { method, role }]) => method !== 'GET' && role === 'viewer');

    expect(changing).to.deep.equal([]);
  });

  it('have a name for the audit wherever they change something', () => {
    for (const [name, { method, action }] of table) {
      if (method !== 'GET') expect(action, name).to.match(/^[a-z]+\.[a-z-]+$/);
    }
  });

  it('have at most one parameter in their paths, and no two the same method and path', () => {
    for (const [name, { path }] of table) expect(pathParameters(path).length, name).to.be.lessThan(2);
    const all = table.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(all).size).to.equal(all.length);
  });

  it('say in words what they do', () => {
    for (const [name, { summary }] of table) expect(summary.length, name).to.be.within(9, 120);
  });

  it('have examples of the form that they ask for', () => {
    for (const [name, { body, example }] of table) {
      if (body?.kind !== 'json' || example === undefined) continue;
      expect(body.schema.safeParse(example).error, name).to.equal(undefined);
    }
  });
});

describe('roles', () => {
  it('include those below them, and no role the owner of the socket', () => {
    expect(isAllowed('operator', 'viewer')).to.equal(true);
    expect(isAllowed('operator', 'operator')).to.equal(true);
    expect(isAllowed('operator', 'administrator')).to.equal(false);
    expect(isAllowed('owner', 'administrator')).to.equal(true);
    for (const role of roles) expect(isAllowed(role, 'owner'), role).to.equal(false);
    expect(isAllowed('anyone', 'viewer')).to.equal(false);
  });
});

describe('OpenAPI document', () => {
  const { paths, openapi } = openApiDocument('1.2.3');

  it('is of version 3.1 and tells of each route with its role, and of no other', () => {
    expect(openapi).to.equal('3.1.0');
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${method.toUpperCase()} ${path} ${String(operation['x-drydock-role'])}`,
      ),
    );
    expect(documented).to.have.members(
      table.map(([, { method, path, role }]) => `${method} ${documentPath(path)} ${role}`),
    );
  });

  it('holds every reference that it makes, and nothing that JSON cannot', () => {
    const text = JSON.stringify(openApiDocument('1.2.3'));
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);

    expect(new Set(references)).to.deep.equal(new Set(['#/components/schemas/Error']));
    expect(JSON.parse(text)).to.deep.equal(openApiDocument('1.2.3'));
  });
});
