import { tool } from 'ai'
import { z } from 'zod'
import type { Desk } from './desk.ts'

/** What the assistant can do at the desk. Handrail takes `refund` and `cancel` for what cannot be taken back. */
export function deskTools(desk: Desk) {
  return {
    get_customer: tool({
      description: 'Looks up a customer with orders and payment methods.',
      inputSchema: z.object({ customer_id: z.string() }),
      execute: ({ customer_id }) => desk.getCustomer(customer_id),
    }),
    get_payment_methods: tool({
      description: 'Lists the payment methods of a customer.',
      inputSchema: z.object({ customer_id: z.string() }),
      execute: ({ customer_id }) => desk.getPaymentMethods(customer_id),
    }),
    find_orders: tool({
      description: 'Lists the orders of a customer, by the full name.',
      inputSchema: z.object({ customer_name: z.string() }),
      execute: ({ customer_name }) => desk.findOrders(customer_name),
    }),
    refund_payment: tool({
      description: 'Refunds an amount of an order to a payment method of the customer.',
      inputSchema: z.object({
        customer_id: z.string(),
        order_id: z.string(),
        payment_method_id: z.string(),
        amount: z.number(),
      }),
      execute: ({ order_id, payment_method_id, amount }) =>
        desk.refundPayment(order_id, payment_method_id, amount),
    }),
    cancel_order: tool({
      description: 'Cancels an order.',
      inputSchema: z.object({ order_id: z.string() }),
      execute: ({ order_id }) => desk.cancelOrder(order_id),
    }),
  }
}
