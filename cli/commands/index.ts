import type { Command } from 'commander';
import { batchCommand } from './batch.js';
import { billCommand } from './bill.js';
import { cancelCommand } from './cancel.js';
import { confirmCommand } from './confirm.js';
import { doctorCommand } from './doctor.js';
import { hashCommand } from './hash.js';
import { demoCommand } from './demo.js';
import { devCommand } from './dev.js';
import { listCommand } from './list.js';
import { notifyCommand } from './notify.js';
import { operatorCommand } from './operator.js';
import { payCommand } from './pay.js';
import { resolveCommand } from './resolve.js';
import { sandboxCommand } from './sandbox.js';
import { schemaCommand } from './schema.js';
import { statusCommand } from './status.js';
import { webhooksCommand } from './webhooks.js';
import { workerCommand } from './worker.js';

/** Each adds its command to the program; a new command is one file and one line here. */
export const commands: ((program: Command) => void)[] = [
  devCommand,
  workerCommand,
  sandboxCommand,
  schemaCommand,
  webhooksCommand,
  payCommand,
  batchCommand,
  billCommand,
  confirmCommand,
  cancelCommand,
  statusCommand,
  listCommand,
  hashCommand,
  resolveCommand,
  notifyCommand,
  operatorCommand,
  doctorCommand,
  demoCommand,
];
