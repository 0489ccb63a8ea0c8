/**
 * For tests of programs that use Tuntas: a worker with a scripted provider and a ledger in memory, and the sandbox.
 * @module tuntas/testing
 */
export { startTestTuntas, type TestTuntas, type TestTuntasOptions } from './start-test-tuntas.js';
export type { TestTemporal } from './temporal.js';
export type { TestConfig } from './test-config.js';
export { ScriptedProvider, type ProviderContact, type Script, type ScriptedReply } from './scripted-provider.js';
export type { Reply } from './replies.js';
export { TestLedger, type LedgerFate } from './test-ledger.js';
export { startTestSandbox, TestSandbox, type TestSandboxOptions } from './test-sandbox.js';
export type { ActiveRule, Rule, RuleInput } from '../sandbox/rules.js';
export { INJECTED_FAULTS, type InjectedFault } from '../sandbox/injected-fault.js';
export type { Charges } from '../sandbox/transaction-store.js';
export type { Entry } from '../sandbox/entries.js';
export type { Status } from '../sandbox/outcomes.js';
export type { Hold, HoldState } from '../sandbox/ledger.js';
export type { LedgerStep } from '../contract/ledger.js';
