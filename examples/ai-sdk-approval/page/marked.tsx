import { useHighlights } from './highlight-context.ts'
import type { Highlight } from './highlights.ts'

/** A place that an argument came from. The name of the argument stands beside it. */
export function Marked({
  text,
  highlight: { argName, active, waits },
}: {
  text: string
  highlight: Highlight
}) {
  return (
    <mark data-argument={argName} data-active={active || undefined}>
      {text}
      {waits && <small>{argName}</small>}
    </mark>
  )
}

/** What the user wrote, with the places that arguments came from. */
export function MarkedText({ text }: { text: string }) {
  const { highlights } = useHighlights()
  const pieces = []
  let at = 0
  for (const highlight of highlights.inText(text)) {
    pieces.push(text.slice(at, highlight.start))
    pieces.push(
      <Marked
        key={highlight.start}
        text={text.slice(highlight.start, highlight.end)}
        highlight={highlight}
      />,
    )
    at = highlight.end
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  )
}
