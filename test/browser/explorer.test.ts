import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { type SampleServer, startSampleServer } from '../support/http-server.ts';

const sampleQuery = '# A query to begin with\n{\n  hello(name: "explorer")\n}\n';

let server: SampleServer;
let browser: Browser;
beforeAll(async () => {
  server = await startSampleServer({ mode: 'development', sampleQuery });
  browser = await chromium.launch({
    executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it('shows the sample query and runs it, without the internet', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const outside: string[] = [];
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      problems.push(message.text());
    }
  });
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );

  await page.goto(`${server.url}/explorer`);
  const editor = page.locator('.graphiql-query-editor .CodeMirror');
  await editor.waitFor();
  expect(await page.locator('.graphiql-query-editor .CodeMirror-line').allInnerTexts()).toEqual(
    sampleQuery.split('\n').map((line) => line || '\u200b'),
  );

  const answered = page.waitForResponse(
    (response) =>
      response.url() === server.endpoint && response.request().postData()?.includes('explorer') === true,
  );
  await page.locator('.graphiql-execute-button').click();
  expect(await (await answered).json()).toEqual({ data: { hello: 'Hello, explorer!' } });
  const result = page.locator('.result-window .CodeMirror-line', { hasText: '"hello": "Hello, explorer!"' });
  await result.waitFor();
  expect(await result.count()).toBe(1);

  expect(outside).toEqual([]);
  expect(problems).toEqual([]);
});
