import { type PlotOptions, plot } from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { type Html, html, trusted } from '../html/html.ts'

/** For which screen a chart is drawn: the style of the page shows the one that fits. */
export type Fit = 'wide' | 'narrow'

/** What a chart says to those who do not see it. */
export interface ChartWords {
  /** What it is. */
  readonly label: string
  /** The id of the text or the table that says the same. */
  readonly describedBy: string
}

/**
 * A chart as a picture that is drawn now and needs no script, once for a wide screen and once for a narrow one. Its colours
 * are the variables of the page's style.
 *
 * @param widths in CSS pixels.
 */
export function draw(
  { label, describedBy }: ChartWords,
  widths: Readonly<Record<Fit, number>>,
  optionsFor: (fit: Fit) => PlotOptions,
): Html {
  const pictures = (['wide', 'narrow'] as const).map((fit) => {
    const { document } = parseHTML('<!doctype html><html><body></body></html>')
    const svg = plot({ ...optionsFor(fit), width: widths[fit], document: document as never })
    // The policy of the page allows no style but its own, which sets what this one would.
    for (const style of svg.querySelectorAll('style')) style.remove()
    for (const name of ['class', 'font-family', 'font-size']) svg.removeAttribute(name)
    const said = html` class="chart" data-fit="${fit}" role="img" aria-label="${label}" aria-describedby="${describedBy}"`
    return trusted(svg.outerHTML.replace('<svg', `<svg${said}`))
  })
  return html`${pictures}`
}
