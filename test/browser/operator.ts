import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { projectFolder } from '../../worker/bundle.js';

/** The columns that docs/operating.md asks for, and those that make room for them. */
export const COLUMNS = ['PaymentStatus', 'PaymentStage', 'PaymentReview', 'PaymentProvider'];
const REMOVED = ['Run ID', 'Type', 'Start', 'End'];

/** A person with the Web UI before them; counts the clicks. */
export class Operator {
  clicks = 0;

  private constructor(readonly page: Page) {}

  static async at(browser: Browser): Promise<Operator> {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    return new Operator(page);
  }

  async click(what: Locator): Promise<void> {
    await what.click();
    this.clicks += 1;
  }

  /** Sets the columns of the list as docs/operating.md says; the browser keeps them. */
  async configureColumns(): Promise<void> {
    const button = (name: string) => this.page.getByRole('button', { name, exact: true });
    await this.click(this.page.getByTestId('workflows-summary-table-configuration-button'));
    for (const column of REMOVED) await this.click(button(`Remove ${column} column`));
    for (const column of COLUMNS) await this.click(button(`Add ${column} column`));
    await this.click(button('Close Workflows Table configuration'));
  }

  /** Keeps the list before them as a view of that name. */
  async saveView(name: string): Promise<void> {
    await this.click(this.page.getByTestId('create-view-button'));
    await this.page.getByTestId('save-view-modal-input').fill(name);
    await this.click(this.page.getByRole('button', { name: 'Save', exact: true }));
    await this.page.getByRole('button', { name }).waitFor();
  }

  /** The cells of a workflow's row, without the first ones that have no text; waits until the list has it. */
  async rowOf(workflowId: string): Promise<string[]> {
    const row = this.page.getByRole('row').filter({ has: this.linkTo(workflowId) });
    const cells = await row.getByRole('cell').allInnerTexts();
    return cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  }

  linkTo(workflowId: string): Locator {
    return this.page.getByRole('link', { name: workflowId, exact: true }).first();
  }

  /** Opens the details of the workflow before them, and waits until they show a text. */
  async openDetails(text: string): Promise<Frame> {
    await this.click(this.page.getByText('User Metadata', { exact: true }));
    const frames = this.page.locator('iframe');
    const shown = frames.last().contentFrame().getByText(text).first();
    await shown.waitFor();
    const handle = await frames.last().elementHandle();
    const frame = await handle.contentFrame();
    if (!frame) throw new Error('the details are not shown in a frame');
    return frame;
  }

  /** Writes what is before them as a picture for the documents, where TUNTAS_SCREENSHOTS asks for that. */
  async photograph(name: string): Promise<void> {
    if (!process.env['TUNTAS_SCREENSHOTS']) return;
    const folder = join(projectFolder, 'docs', 'images');
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
}
