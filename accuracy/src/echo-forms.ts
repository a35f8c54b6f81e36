/** An answer that repeats what it was asked and proves nothing about it. */
export interface EchoForm {
  readonly name: string
  /** The answer of a tool to a call that holds the value under a key. */
  readonly answer: (value: string, key: string, toolName: string) => unknown
}

/** The forms in which tools repeat a value that they do not know. */
export const echoForms: readonly EchoForm[] = [
  { name: 'plain error', answer: (value, key) => `Error: ${key} ${value} not found` },
  {
    name: 'JSON error',
    answer: (value, key) =>
      JSON.stringify({
        error: { code: 'resource_missing', message: `No such ${key}: '${value}'`, param: key },
      }),
  },
  {
    name: 'problem details',
    answer: (value, key) =>
      JSON.stringify({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: `There is no ${key} ${value}.`,
        instance: `/v2/${key}/${encodeURIComponent(value)}`,
      }),
  },
  {
    name: 'validation message',
    answer: (value, key, toolName) =>
      `1 validation error for ${toolName}\n${key}\n  Value error, ${value} is not known [type=value_error, input_value='${value}', input_type=str]`,
  },
  {
    name: 'empty search',
    answer: (value) => JSON.stringify({ query: value, results: [] }),
  },
  {
    name: 'empty page',
    answer: (value, key) =>
      JSON.stringify({ filters: { [key]: value }, items: [], total: 0, page: 1, next: null }),
  },
  {
    name: 'null record',
    answer: (value, key) => JSON.stringify({ [key]: value, found: false, record: null }, null, 2),
  },
  {
    name: 'no rows',
    answer: (value, key) => `UPDATE 0\n-- statement: UPDATE records SET ... WHERE ${key} = '${value}'`,
  },
  {
    name: 'MCP error',
    answer: (value, key, toolName) => ({
      content: [{ type: 'text', text: `${toolName} failed: could not resolve ${key} "${value}"` }],
      isError: true,
    }),
  },
  { name: 'other case and separators', answer: (value) => `Error: nothing matches ${respelled(value)}` },
  {
    name: 'German error',
    answer: (value) => `Fehler: Zu ${value} wurde kein Datensatz gefunden.`,
  },
]

/** The value in the other case, with other separators between its parts. */
export function respelled(value: string): string {
  const turned = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()
  return /[-_]/.test(turned)
    ? turned.replaceAll(/[-_]/g, (sign) => (sign === '-' ? '_' : '-'))
    : turned.replace(/(?<=\p{L})(?=\p{N})/u, '-')
}
