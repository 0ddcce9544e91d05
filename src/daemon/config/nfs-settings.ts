/** The settings of NFS: which server, where, and who may mount besides the hosts of a run. */
import { z } from 'zod';

const ipv4 = z.ipv4({ error: 'must be an IPv4 address, such as 192.0.2.10' });

const nfsModes = ['off', 'ganesha', 'kernel'] as const;

export const nfsSettingsSchema = z
  .strictObject({
    mode: z
      .enum(nfsModes, { error: 'must be one of off, ganesha, kernel' })
      .default('off')
      .describe(
        'ganesha: run NFS-Ganesha, which must be installed. kernel: tell the kernel’s NFS server of this machine, with exportfs. Both need root.',
      ),
    address: ipv4
      .default('127.0.0.1')
      .describe('Where NFS-Ganesha listens, as for HTTP; the kernel’s server has a configuration of its own.'),
    port: z
      .int({ error: 'must be a whole number' })
      .min(1, { error: 'must be between 1 and 65535' })
      .max(65535, { error: 'must be between 1 and 65535' })
      .default(2049)
      .describe('The port of NFS-Ganesha. Hosts and installers mount from 2049 and cannot be told another.'),
    advertise: ipv4
      .optional()
      .describe('The address that hosts are given; needed where NFS-Ganesha listens on 0.0.0.0.'),
    version3: z
      .boolean()
      .default(false)
      .describe('Serve NFS version 3 as well, which hosts up to 6.5 need; rpcbind must be running.'),
    clients: z
      .array(z.union([ipv4, z.cidrv4()], { error: 'must be an IPv4 address or network, such as 192.0.2.0/24' }))
      .default([])
      .describe(
        'Who may mount every medium at /media/<id> at any time, for people and for XenCenter. Hosts of a run may mount theirs in any case.',
      ),
    exportsFile: z
      .string()
      .regex(/^\//, { error: 'must be an absolute path' })
      .default('/etc/exports.d/drydock.exports')
      .describe('For the kernel’s server: the file that Drydock writes, and nobody else.'),
  })
  .superRefine(({ mode, address, advertise }, context) => {
    if (mode !== 'ganesha' || address !== '0.0.0.0' || advertise !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['advertise'],
      message: 'is needed where address is 0.0.0.0: hosts must be given one address',
    });
  });

export type NfsSettings = z.infer<typeof nfsSettingsSchema>;
