import { holdIdOf } from '../contract/names.js';

/** `holding`: a hold was asked for and is not answered yet. It counts as a hold until the ledger answers otherwise. */
export type FundsPosition = 'none' | 'holding' | 'held' | 'captured' | 'released' | 'owed';

/** Where the customer's funds are, by the ledger's answers. */
export class FundsState {
  position: FundsPosition = 'none';
  /** Number of holds asked for so far: the second one follows a release at the deadline. */
  holds = 0;
  /** The id of a hold that could be neither captured nor released. */
  openHold: string | undefined;

  get mayBeHeld(): boolean {
    return this.position === 'held' || this.position === 'holding';
  }

  holdAsked(): void {
    this.holds += 1;
    this.position = 'holding';
  }

  held(): void {
    this.position = 'held';
  }

  /** The ledger refused the hold and nothing is left of it: the funds are where they were. */
  holdRefused(before: FundsPosition): void {
    this.position = before;
  }

  captured(): void {
    this.position = 'captured';
  }

  released(): void {
    this.position = 'released';
  }

  /** The bill is paid and the funds could not be taken. */
  owed(): void {
    this.position = 'owed';
  }

  /** The ledger does not know the hold. */
  nothingHeld(): void {
    this.position = 'none';
  }

  /** A hold of an earlier run is assumed, because a reset run cannot know of it. */
  earlierHoldAssumed(): void {
    this.position = 'held';
    this.holds = 1;
  }

  holdLeftOpen(workflowId: string): void {
    this.openHold = holdIdOf(workflowId, this.holds);
  }
}
