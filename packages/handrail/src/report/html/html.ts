import { visible } from './visible.ts'

/** Markup that is safe to put into a page: made by {@link html}, or trusted by name. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }

  toString(): string {
    return this.markup
  }
}

/** What a template may hold. `false`, `undefined` and `null` leave nothing behind; lists are joined. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[]

/**
 * A template of markup. Whatever it is given is text unless it is {@link Html}: escaped for elements and for attributes in
 * quotes, with what hides made visible. There is no way around it but {@link trusted}.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = parts[0] as string
  for (const [index, value] of values.entries()) markup += markupOf(value) + parts[index + 1]
  return new Html(markup)
}

/** Markup of our own that no foreign text went into, or none that is not escaped already. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(markupOf).join('')
  return ''
}

const special: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** A text as markup that shows it. */
function escapeText(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, (char) => special[char] as string)
}
