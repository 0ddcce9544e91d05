/** What no rehearsal can tell: said with every report, since a good rehearsal is no promise. */

export const cannotKnow: readonly string[] = [
  'How long the machines themselves take: reboots of 3 to 10 minutes, installations of 10 to 20 and migrations at 1 Gbit/s are figures of the field, not measured on these hosts.',
  'Seconds: the controller looks at the twin every ten of them, so that the time of a host is right to about a minute.',
  'Whether the new kernel drives their storage controllers, which no pool tells: drydock media hardware says what the medium has.',
  'What their certificates are like: the hosts of the twin have certificates of their own. drydock check looks at the real ones.',
  'Whether their firmware boots the installer, whether the partitions can be upgraded, and what the vendor told the host to keep.',
  'Whether the hosts reach the media server or their mirror, and how fast: in a rehearsal they fetch by the manifest, and no byte of a package is read. drydock check and drydock media prove ask the real ones.',
  'What people, backups and other tools do meanwhile: operations that were under way when the pool was read are taken to have ended.',
  'Whether virtual GPUs can move, and which host has room for them: in the twin they stay. Idle functions of SR-IOV networks are not in the records either.',
  'Whether the pool accepts the signature of a pack, and whether its packages fit: the twin installs every pack that has the form of one.',
  'How sound their disks and memory are: the twin has none that fail. drydock check asks the real hosts.',
  'What probes of the configuration would answer: they are asked of the real pool alone, by drydock check and by the run.',
  'How a guest takes its migration: the twin moves memory, and no guest writes to it meanwhile.',
];
