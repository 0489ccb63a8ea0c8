import { ledgerScenarios } from './ledger-scenarios.js';
import { messageScenarios } from './message-scenarios.js';
import { notifyScenarios } from './notify-scenarios.js';
import { providerScenarios } from './provider-scenarios.js';
import type { Scenario } from './scenario.js';

/** Every way through the workflows that issues commands of its own. A name is a file's name and a reference. */
export const scenarios: Record<string, Scenario> = {
  ...providerScenarios,
  ...messageScenarios,
  ...ledgerScenarios,
  ...notifyScenarios,
};
