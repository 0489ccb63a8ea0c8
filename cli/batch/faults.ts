import { TuntasError } from '../../contract/errors.js';

/** What is wrong with a line of the file. `path` is the column, empty where the whole line is meant. */
export interface LineFault {
  line: number;
  path: string;
  reason: string;
}

/** Written like `line 7, refId: must be …`; the cell itself is never repeated. */
export function faultText({ line, path, reason }: LineFault): string {
  return `line ${line}${path ? `, ${path}` : ''}: ${reason}`;
}

/** The file cannot be read any further, so that no line of it is paid. */
export class FileRefused extends TuntasError {
  constructor(readonly fault: LineFault) {
    super('InvalidRequest', faultText(fault));
  }
}

/** Faults that are told one by one; the others are only counted. */
const TOLD = 20;

/** Tells the first faults and counts all of them, so that a file with a million bad lines fills no terminal. */
export class FaultReport {
  readonly told: LineFault[] = [];
  #faults = 0;

  constructor(private readonly log: (text: string) => void) {}

  add(...faults: LineFault[]): void {
    for (const fault of faults) {
      this.#faults += 1;
      if (this.told.length === TOLD) continue;
      this.told.push(fault);
      this.log(faultText(fault));
    }
  }

  /** Call once after the last fault. */
  end(): void {
    const more = this.#faults - this.told.length;
    if (more > 0) this.log(`and ${more} more faults`);
  }
}
