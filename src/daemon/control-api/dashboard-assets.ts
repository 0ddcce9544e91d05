/** The page and its assets, from the folder that the build has made; where there is none, a page that says so. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';
import { packageFolder } from '../../shared/installation.js';
import { requireOwnHost, type OwnNames } from '../access/own-page.js';

export function builtDashboard(): string {
  return fileURLToPath(new URL('dist/dashboard', packageFolder));
}

/** Everybody may have the page, as he may have the source: what it shows comes from the API. A foreign Host is refused here too. */
export function addDashboard(app: Express, folder: string, own: OwnNames): void {
  const assets = express.static(folder, {
    dotfiles: 'ignore',
    index: 'index.html',
    redirect: false,
    etag: true,
    // Names of assets carry a hash of their content; the page itself must be asked for anew.
    setHeaders: (response, path) => {
      response.setHeader(
        'cache-control',
        /-[A-Za-z0-9_-]{8,}\.\w+(?:\.gz)?$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.use((request, response, next) => {
    if (request.path.startsWith('/v1/') || (request.method !== 'GET' && request.method !== 'HEAD')) {
      next();
      return;
    }
    // Only its Host counts: a link from elsewhere may lead to the page.
    requireOwnHost(request.headers, own);
    if (request.path === '/' && !existsSync(join(folder, 'index.html'))) {
      response.setHeader('cache-control', 'no-store');
      response.type('html').send(missingPage);
      return;
    }
    chooseCompressed(folder, request, response);
    assets(request, response, next);
  });
}

/** The build has a compressed one beside each text, for browsers that take it. */
function chooseCompressed(folder: string, request: Request, response: Response): void {
  const [, name, ending] = /^\/([A-Za-z0-9_-]+\.(js|css))$/.exec(request.path) ?? [];
  if (name === undefined || ending === undefined) return;
  response.setHeader('vary', 'accept-encoding');
  if (request.acceptsEncodings('gzip') === false || !existsSync(join(folder, `${name}.gz`))) return;
  response.setHeader('content-encoding', 'gzip').type(ending);
  request.url = `/${name}.gz`;
}

const missingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Drydock</title>
<h1>Drydock</h1>
<p>The controller runs, but this installation has no dashboard: the folder <code>dist/dashboard</code> is missing.</p>
<p>Run <code>npm run build</code>, or install the package again. The command line and the control API work without it.</p>
</html>
`;
