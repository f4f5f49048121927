/** What is used of Playwright's page. */
export interface BrowserPage {
  goto(url: string): Promise<unknown>;
  innerText(selector: string): Promise<string>;
  click(selector: string): Promise<void>;
  /** Elements with this text, within shadow roots too. */
  getByText(text: string | RegExp): { first(): BrowserElement; count(): Promise<number> };
  waitForSelector(selector: string): Promise<unknown>;
  waitForFunction<Argument>(predicate: (argument: Argument) => unknown, argument: Argument): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
  evaluate<Made>(work: () => Made): Promise<Made>;
  screenshot(options: { readonly path: string; readonly fullPage?: boolean }): Promise<unknown>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
}

/** What is used of Playwright's locator. */
export interface BrowserElement {
  waitFor(): Promise<void>;
  click(): Promise<void>;
  innerText(): Promise<string>;
}

/**
 * Opens an address in a headless Chromium with a fresh profile and shows the page (Playwright's) to `look`; resolves to
 * what `look` does. Installs what is missing: Playwright under `.services/`, Chromium and Korean fonts from Debian.
 */
export function withPage<Seen>(
  url: string,
  look: (page: BrowserPage) => Promise<Seen>,
  size?: { readonly width?: number; readonly height?: number },
): Promise<Seen>;
