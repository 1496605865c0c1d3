import { ProblemError, problemFrom } from './problem.ts';

export interface StreamedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Posts, and yields the events of the answer as they come. Throws `ProblemError`. */
export async function* streamedAnswer(
  path: string,
  { body, signal }: { body: unknown; signal: AbortSignal },
): AsyncGenerator<StreamedEvent> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-chainmail-csrf': '1' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new ProblemError(problemFrom(await response.json().catch(() => null), response));
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const blocks = `${rest}${part.value}`.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== null) yield event;
      }
    }
  } finally {
    await reader.cancel();
  }
}

function eventOf(block: string): StreamedEvent | null {
  const fields = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/.exec(line));
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = valuesOf('data').join('\n');
  if (data === '') return null;
  return { name: valuesOf('event')[0] ?? 'message', data: JSON.parse(data) as unknown };
}
