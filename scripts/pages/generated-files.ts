/** All generated files with their content. */
import { exampleFile } from '../../src/daemon/config/example.js';
import { assessmentsPage } from './assessments-page.js';
import { cliPage } from './cli-page.js';
import { configurationPage } from './configuration-page.js';
import { controlApiPage } from './control-api-page.js';
import { openApiFile } from './openapi-file.js';
import { doctorPage } from './doctor-page.js';
import { effectsPage } from './effects-page.js';
import { errorsPage } from './errors-page.js';
import { failuresPage } from './failures-page.js';
import { faultsPage } from './faults-page.js';
import { journalPage } from './journal-page.js';
import { portsPage } from './ports-page.js';
import { robustnessPage } from './robustness-page.js';
import { manPage } from './man-page.js';
import { mediaPage } from './media-page.js';
import { upgradePathsPage } from './upgrade-paths-page.js';
import { sshPage } from './ssh-page.js';

export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['config/drydock.example.yaml', exampleFile()],
    ['docs/assessments.md', assessmentsPage()],
    ['docs/cli.md', cliPage()],
    ['docs/configuration.md', configurationPage()],
    ['docs/control-api.md', controlApiPage()],
    ['docs/doctor.md', doctorPage()],
    ['docs/effects.md', effectsPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/failures.md', failuresPage()],
    ['docs/faults.md', faultsPage()],
    ['docs/journal.md', journalPage()],
    ['docs/media-robustness.md', robustnessPage()],
    ['docs/media.md', mediaPage()],
    ['docs/ports.md', portsPage()],
    ['docs/upgrade-paths.md', upgradePathsPage()],
    ['docs/openapi.json', openApiFile()],
    ['docs/ssh.md', sshPage()],
    ['packaging/drydock.1', manPage()],
  ]);
}
