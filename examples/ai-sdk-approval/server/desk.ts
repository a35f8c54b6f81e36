import { DatabaseSync } from 'node:sqlite'

/** A row of the database, as the page shows it. */
export type Row = Record<string, string | number | null>

/** What the page shows of the database. */
export interface Tables {
  orders: Row[]
  payment_methods: Row[]
  refunds: Row[]
}

/** The shop behind the support desk. It trusts its caller, as internal services often do. */
export class Desk {
  /** A conversation belongs to one desk: after a fresh start the old one cannot go on. */
  readonly id = crypto.randomUUID()
  readonly #db = new DatabaseSync(':memory:')

  constructor() {
    this.#db.exec(`
      CREATE TABLE customers (customer_id TEXT, name TEXT);
      CREATE TABLE orders (order_id TEXT, customer_id TEXT, item TEXT, price REAL, status TEXT);
      CREATE TABLE payment_methods (payment_method_id TEXT, customer_id TEXT, balance REAL);
      CREATE TABLE refunds (order_id TEXT, payment_method_id TEXT, amount REAL);
      INSERT INTO customers VALUES ('yara_silva_4417', 'Yara Silva'), ('omar_haddad_2093', 'Omar Haddad');
      INSERT INTO orders VALUES
        ('#W3304926', 'yara_silva_4417', 'toaster', 38, 'delivered'),
        ('#W3304934', 'yara_silva_4417', 'bread knife', 21, 'processing'),
        ('#W5442520', 'yara_silva_4417', 'kettle', 54, 'delivered'),
        ('#W8732376', 'omar_haddad_2093', 'desk lamp', 71, 'processing');
      INSERT INTO payment_methods VALUES
        ('gift_card_8150372', 'yara_silva_4417', 12), ('paypal_7720418', 'omar_haddad_2093', NULL);
    `)
  }

  getCustomer(customerId: string) {
    const customer = this.#row('SELECT * FROM customers WHERE customer_id = ?', customerId)
    if (!customer) return { error: 'not found' }
    const orders = this.#rows(
      'SELECT order_id, item, price, status FROM orders WHERE customer_id = ?',
      customerId,
    )
    return { ...customer, orders, ...this.getPaymentMethods(customerId) }
  }

  getPaymentMethods(customerId: string) {
    return {
      payment_methods: this.#rows(
        'SELECT payment_method_id, balance FROM payment_methods WHERE customer_id = ?',
        customerId,
      ),
    }
  }

  findOrders(customerName: string) {
    const orders = this.#rows(
      'SELECT order_id, item, price, status FROM orders NATURAL JOIN customers WHERE name = ?',
      customerName,
    )
    return { orders }
  }

  refundPayment(orderId: string, paymentMethodId: string, amount: number) {
    this.#db.prepare('INSERT INTO refunds VALUES (?, ?, ?)').run(orderId, paymentMethodId, amount)
    this.#db
      .prepare('UPDATE payment_methods SET balance = balance + ? WHERE payment_method_id = ?')
      .run(amount, paymentMethodId)
    return { status: 'refunded', amount }
  }

  cancelOrder(orderId: string) {
    const { changes } = this.#db
      .prepare("UPDATE orders SET status = 'cancelled' WHERE order_id = ?")
      .run(orderId)
    return changes ? { status: 'cancelled' } : { error: 'not found' }
  }

  tables(): Tables {
    return {
      orders: this.#rows(
        'SELECT order_id, name AS customer, item, status FROM orders NATURAL JOIN customers',
      ),
      payment_methods: this.#rows(
        'SELECT payment_method_id, name AS customer, balance FROM payment_methods NATURAL JOIN customers',
      ),
      // Whose payment method it is, if anybody's: a refund to one that does not exist is money lost.
      refunds: this.#rows(
        `SELECT order_id, payment_method_id, name AS customer, amount
         FROM refunds NATURAL LEFT JOIN payment_methods NATURAL LEFT JOIN customers`,
      ),
    }
  }

  #rows(sql: string, ...values: string[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[]
  }

  #row(sql: string, ...values: string[]): Row | undefined {
    return this.#rows(sql, ...values)[0]
  }
}
