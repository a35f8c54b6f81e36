import type { ArgumentOrigin, OriginPlace } from '@handrail/core'
import { useHighlights } from './highlight-context.ts'
import { scrollToHighlight } from './highlights.ts'

interface Props {
  toolCallId: string
  input: unknown
  origins: readonly ArgumentOrigin[] | undefined
}

/** The arguments of a call, and where each one came from. */
export function Arguments({ toolCallId, input, origins = [] }: Props) {
  const args = Object.entries((input ?? {}) as Record<string, unknown>)
  return (
    <ul className="arguments">
      {args.map(([name, value]) => (
        <li key={name}>
          <span className="name">{name}</span>
          <span className="value">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
          <Origin toolCallId={toolCallId} origin={origins.find(({ argName }) => argName === name)} />
        </li>
      ))}
    </ul>
  )
}

function Origin({ toolCallId, origin }: { toolCallId: string; origin: ArgumentOrigin | undefined }) {
  const { setActive } = useHighlights()
  if (!origin) return null
  const { argName, value, stance, unseen, places } = origin
  if (stance === 'UNSUPPORTED')
    return (
      <strong className="origin unseen">
        {/* Of a list, or of a value that was put together, only a part may be unknown. */}
        {unseen.some((part) => bare(part) === bare(value)) ? '' : `${unseen.join(', ')}: `}not seen anywhere
        in this conversation
      </strong>
    )
  const [first] = places
  if (!first) return null
  const show = () => setActive({ toolCallId, argName })
  const hide = () => setActive(undefined)
  return (
    <button
      type="button"
      className="origin"
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={() => scrollToHighlight(argName)}
    >
      from {describe(first)}
    </button>
  )
}

/** A value without the signs around and in it. */
const bare = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A place in a few words. */
function describe({ source, toolName, path }: OriginPlace) {
  if (source === 'TASK_TEXT') return 'what you wrote'
  return (
    <>
      <code>{toolName}</code>
      {path && (
        <>
          , <code>{path.toReversed().join(' in ')}</code>
        </>
      )}
    </>
  )
}
