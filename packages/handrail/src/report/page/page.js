// All that the page does. It reads well without: links, folded parts and tables are plain HTML.

/** Where the reader came from, to go back to with Escape. @type {HTMLElement | undefined} */
let cameFrom

/** The parts of a source: one that is broken by a line has several. @param {string} id */
function partsOf(id) {
  return document.querySelectorAll(`[id="${CSS.escape(id)}"], mark[data-of="${CSS.escape(id)}"]`)
}

/** The link to a source that an element is or lies beside. @param {EventTarget | null} target */
function linkAt(target) {
  const origin = target instanceof Element ? target.closest('.origin') : null
  return origin?.querySelector('a') ?? undefined
}

/** @param {Element} element */
function isInSight(element) {
  const { top, bottom, height } = element.getBoundingClientRect()
  return height > 0 && top >= 0 && bottom <= innerHeight
}

/** @param {EventTarget | null} target */
function highlight(target) {
  for (const element of document.querySelectorAll('[data-active]')) element.removeAttribute('data-active')
  const link = linkAt(target)
  if (link) {
    const parts = [...partsOf(link.hash.slice(1))]
    for (const part of parts) part.setAttribute('data-active', '')
    // Who sees the source needs no excerpt of it.
    link.closest('.origin')?.toggleAttribute('data-quiet', parts.some(isInSight))
  }
  // The other way around: a source shows who took it from there.
  const mark = target instanceof Element ? target.closest('mark') : null
  const id = mark && (mark.id || mark.getAttribute('data-of'))
  if (id)
    for (const argument of document.querySelectorAll(`.origin > a[href="#${CSS.escape(id)}"]`))
      argument.setAttribute('data-active', '')
}

/** Unfolds whatever an element lies in. @param {Element | null} element */
function reveal(element) {
  for (let at = element?.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true
}

function goToHash() {
  const target = document.getElementById(location.hash.slice(1))
  if (!target) return
  reveal(target)
  const details = target.querySelector(':scope > details')
  if (details instanceof HTMLDetailsElement) details.open = true
  target.scrollIntoView()
  target.focus({ preventScroll: true })
}

document.addEventListener('mouseover', ({ target }) => highlight(target))
document.addEventListener('focusin', ({ target }) => highlight(target))
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a[href^="#"]') : null
  if (link instanceof HTMLAnchorElement) {
    cameFrom = link
    // The same link again: the address does not change, so nobody else tells.
    if (link.hash === location.hash) setTimeout(goToHash)
  }
})
window.addEventListener('hashchange', goToHash)
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  const shown = linkAt(document.activeElement) ?? linkAt(document.querySelector('.origin:hover'))
  if (shown) shown.closest('.origin')?.setAttribute('data-quiet', '')
  else if (cameFrom) {
    cameFrom.scrollIntoView({ block: 'center' })
    cameFrom.focus({ preventScroll: true })
    cameFrom = undefined
  }
})

/** Sorts a table by a column: numbers largest first, names in their order, and the other way around the second time. */
function makeSortable(/** @type {HTMLTableCellElement} */ header) {
  const table = header.closest('table')
  const body = table?.tBodies[0]
  if (!table || !body) return
  const button = document.createElement('button')
  button.type = 'button'
  button.append(...header.childNodes)
  header.append(button)
  button.addEventListener('click', () => {
    const column = header.cellIndex
    const value = (/** @type {HTMLTableRowElement} */ row) =>
      row.cells[column]?.getAttribute('data-value') ?? ''
    const rows = [...body.rows]
    const numeric = rows.every((row) => value(row) !== '' && !Number.isNaN(Number(value(row))))
    const before = header.getAttribute('aria-sort')
    const ascending = before ? before === 'descending' : !numeric
    for (const other of table.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort')
    header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
    rows.sort((a, b) => {
      const order = numeric ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b))
      return ascending ? order : -order
    })
    body.append(...rows)
  })
}

for (const header of document.querySelectorAll('th[data-sortable]'))
  if (header instanceof HTMLTableCellElement) makeSortable(header)

// What is printed cannot be unfolded: the data of the charts is, and whatever was opened stays open.
const opened = new Set()
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details.data:not([open])'))
    if (details instanceof HTMLDetailsElement) {
      details.open = true
      opened.add(details)
    }
})
window.addEventListener('afterprint', () => {
  for (const details of opened) details.open = false
  opened.clear()
})

if (location.hash) goToHash()
