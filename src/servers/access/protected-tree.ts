/** The tree as an FTP user sees it who gave no password: what needs one is not there. */
import { unobserved, type Resolve } from '../site/resolution.js';
import { needsPassword, type PasswordScope } from './access-policy.js';

/**
 * FTP asks for the password once, before any path is known, so it cannot be demanded for a folder: what an anonymous
 * user may not read is absent. The root stays, since every client begins there.
 */
export function protectedTree(resolve: Resolve, scope: PasswordScope): Resolve {
  return (path, asker) => {
    const hidden = asker.user === undefined && path.length > 0 && needsPassword(scope, path);
    return hidden ? { kind: 'missing', observer: unobserved } : resolve(path, asker);
  };
}
