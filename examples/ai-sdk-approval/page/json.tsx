import { useHighlights } from './highlight-context.ts'
import { pathTo } from './highlights.ts'
import { Marked } from './marked.tsx'

interface Props {
  value: unknown
  /** Where the value stands in the result. */
  path: string
  toolCallId: string
}

/** A result of a tool, for people: members as lines, lists of records as tables. */
export function Json({ value, path, toolCallId }: Props) {
  if (isRecords(value)) return <Records value={value} path={path} toolCallId={toolCallId} />
  if (!isObject(value)) return <Leaf value={value} path={path} toolCallId={toolCallId} />
  return (
    <dl>
      {keysOf(value).map((key) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>
            <Json value={value[key]} path={pathTo(path, key)} toolCallId={toolCallId} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Records({ value, path, toolCallId }: Props & { value: readonly Fields[] }) {
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))]
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a result does not change
            <tr key={index}>
              {columns.map((column) => (
                <td key={column}>
                  <Leaf
                    value={row[column]}
                    path={pathTo(pathTo(path, index), column)}
                    toolCallId={toolCallId}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Leaf({ value, path, toolCallId }: Props) {
  const { highlights } = useHighlights()
  const text =
    typeof value === 'string' ? value : value === null || value === undefined ? '–' : JSON.stringify(value)
  const highlight = highlights.at(toolCallId, path)
  return highlight ? <Marked text={text} highlight={highlight} /> : text
}

type Fields = Record<string | number, unknown>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function isRecords(value: unknown): value is readonly Fields[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => isObject(row) && !Array.isArray(row) && !Object.values(row).some(isObject))
  )
}

function keysOf(value: Fields): (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value)
}
