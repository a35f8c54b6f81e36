import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite'
import { z } from 'zod'

/** LangGraph's SQLite checkpointer on Node's own SQLite: better-sqlite3, which it comes with, needs a compiler. */
export function sqliteSaver(db: DatabaseSync): SqliteSaver {
  // The one takes `undefined` for NULL, the other takes no `undefined`.
  const bound = (values: readonly unknown[]) => values.map((value) => (value ?? null) as SQLInputValue)
  return new SqliteSaver({
    exec: (sql: string) => db.exec(sql),
    pragma: (setting: string) => db.prepare(`PRAGMA ${setting}`).all(),
    prepare(sql: string) {
      const statement = db.prepare(sql)
      return {
        get: (...values: unknown[]) => statement.get(...bound(values)),
        all: (...values: unknown[]) => statement.all(...bound(values)),
        run: (...values: unknown[]) => statement.run(...bound(values)),
      }
    },
    transaction:
      (work: (...given: unknown[]) => void) =>
      (...given: unknown[]) => {
        db.exec('BEGIN')
        try {
          work(...given)
          db.exec('COMMIT')
        } catch (error) {
          db.exec('ROLLBACK')
          throw error
        }
      },
  })
}

/** A shop in a file. What its tools do stands in there, whatever becomes of the process. */
export function openShop(file: string) {
  const db = new DatabaseSync(file)
  db.exec(`
    CREATE TABLE IF NOT EXISTS orders (order_id TEXT PRIMARY KEY, status TEXT);
    CREATE TABLE IF NOT EXISTS ran (tool TEXT, order_id TEXT);
    INSERT OR IGNORE INTO orders VALUES ('ORD-1001', 'open'), ('ORD-1002', 'open');
  `)
  const ran = db.prepare('INSERT INTO ran VALUES (?, ?)')
  const act = (name: string, status: string, annotations?: object) =>
    tool(
      async ({ order_id }) => {
        ran.run(name, order_id)
        db.prepare('UPDATE orders SET status = ? WHERE order_id = ?').run(status, order_id)
        return status
      },
      { name, description: name, schema: z.object({ order_id: z.string() }), metadata: { annotations } },
    )
  const find = tool(
    async () => {
      ran.run('find_orders', null)
      return JSON.stringify(db.prepare('SELECT * FROM orders').all())
    },
    { name: 'find_orders', description: 'find', schema: z.object({}) },
  )
  const tools = [
    find,
    act('update_order', 'updated'),
    act('cancel_order', 'cancelled'),
    act('fetch_order', 'fetched', { destructiveHint: true }),
  ]
  return {
    db,
    tools: tools as StructuredToolInterface[],
    /** What the tools did so far. */
    ran: () =>
      db
        .prepare('SELECT * FROM ran')
        .all()
        .map((row) => Object.values(row).join(' ').trim()),
    orders: () =>
      db
        .prepare('SELECT status FROM orders ORDER BY order_id')
        .all()
        .map(({ status }) => status),
  }
}
