/** Sends one request and gives the `data` of its answer. @throws Error where it is no success. */
export async function askServer(url: string, body: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  const text = await response.text();
  const answer = response.ok ? (JSON.parse(text) as { data?: unknown; errors?: unknown }) : null;
  if (!answer?.data || answer.errors !== undefined) {
    throw new Error(`${response.status} for ${body.slice(0, 300)}: ${text.slice(0, 1_000)}`);
  }
  return answer.data;
}
