import type { Row, Tables } from '../server/desk.ts'

const TITLES: Record<keyof Tables, string> = {
  orders: 'Orders',
  payment_methods: 'Payment methods',
  refunds: 'Refunds',
}

/** What the database really holds. */
export function Database({ tables }: { tables: Tables }) {
  return (
    <aside className="database" aria-labelledby="database">
      <div className="tables">
        <h2 id="database">Database</h2>
        {Object.entries(TITLES).map(([name, title]) => (
          <Table key={name} title={title} rows={tables[name as keyof Tables]} />
        ))}
      </div>
    </aside>
  )
}

function Table({ title, rows }: { title: string; rows: readonly Row[] }) {
  const columns = Object.keys(rows[0] ?? {})
  return (
    <div className="scroll">
      <table>
        <caption>{title}</caption>
        {rows.length === 0 ? (
          <tbody>
            <tr>
              <td className="nothing">none yet</td>
            </tr>
          </tbody>
        ) : (
          <>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column.replaceAll('_', ' ')}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // A row that changed is another one, and flashes up. Two rows can be alike.
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are never moved
                <tr key={`${index} ${JSON.stringify(row)}`}>
                  {columns.map((column) => (
                    <td key={column}>{cell(column, row[column])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </>
        )}
      </table>
    </div>
  )
}

function cell(column: string, value: Row[string] | undefined) {
  if (typeof value === 'number') return value.toFixed(2)
  if (value === null || value === undefined)
    return column === 'customer' ? <em className="nobody">nobody’s</em> : '–'
  return value
}
