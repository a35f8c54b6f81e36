import { type Html, type HtmlValue, html } from '../html/html.ts'

/** A column of a table. */
export interface Column<Row> {
  readonly title: HtmlValue
  readonly cell: (row: Row) => HtmlValue
  /** What rows are sorted by: numbers largest first. The column cannot be sorted by without. */
  readonly sortBy?: (row: Row) => number | string
  /** Whether it holds numbers, which are set to the right. */
  readonly numeric?: boolean
  /** Whether it says what the row is about. */
  readonly head?: boolean
}

/** A table that is wider than a narrow screen is scrolled within its own box, by keyboard too. */
export function table<Row>(
  caption: HtmlValue,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  id: string,
): Html {
  return html`<div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table id="${id}">
<caption id="${id}-caption"><span>${caption}</span></caption>
<thead><tr>${columns.map(headerOf)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${columns.map((column) => cellOf(column, row))}</tr>
`,
  )}</tbody>
</table>
</div>`
}

/** The title becomes a button where there is a script to sort with. */
function headerOf<Row>({ title, sortBy, numeric }: Column<Row>): Html {
  return html`<th scope="col"${numeric && html` class="numeric"`}${sortBy && html` data-sortable`}>${title}</th>`
}

function cellOf<Row>({ cell, sortBy, numeric, head }: Column<Row>, row: Row): Html {
  const attributes = html`${numeric && html` class="numeric"`}${sortBy && html` data-value="${String(sortBy(row))}"`}`
  return head
    ? html`<th scope="row"${attributes}>${cell(row)}</th>`
    : html`<td${attributes}>${cell(row)}</td>`
}
