import type { ModelMessage } from 'ai'

/** A call that the script makes. */
export interface Call {
  readonly toolName: string
  readonly input: Readonly<Record<string, unknown>>
}

/** What the script does in one step. */
export interface Step {
  readonly says: string
  readonly call?: Call
}

/**
 * The script knows nothing but its prompt, as any model, so it can react only to what really arrived. That it reacts well
 * is written here, and says nothing about models.
 */
export function nextStep(prompt: readonly ModelMessage[]): Step {
  const start = prompt.findLastIndex(({ role }) => role === 'user')
  const request = textOf(prompt[start])
  const answers = answersIn(prompt.slice(start))
  if (/refund/i.test(request)) return refund(request, answers)
  if (/cancel/i.test(request)) return cancel(request, answers)
  return { says: 'I am a script, and I only know the two requests of this example. Start over to see them.' }
}

function refund(request: string, answers: readonly Answer[]): Step {
  const customer_id = /[a-z]+_[a-z]+_\d+/.exec(request)?.[0] ?? ''
  const customer = answers.find(({ toolName }) => toolName === 'get_customer')
  if (!customer)
    return {
      says: 'I will look the customer up.',
      call: { toolName: 'get_customer', input: { customer_id } },
    }

  const order_id = /#W\d+(?=[^{}]*kettle)/.exec(customer.text)?.[0] ?? ''
  const giftCard = /gift_card_\d+/.exec(customer.text)?.[0] ?? ''
  const refundTo = (payment_method_id: string) => ({
    toolName: 'refund_payment',
    input: { customer_id, order_id, payment_method_id, amount: 54 },
  })
  const last = answers.at(-1)
  // The slip, known from recorded runs: the digits that it read, behind the wrong words.
  if (last === customer)
    return {
      says: `The kettle is order ${order_id}. I will refund 54.00 to her card.`,
      call: refundTo(giftCard.replace('gift', 'credit')),
    }
  if (last?.denied)
    return {
      says: `I see: “${last.text}” I will look up how she pays.`,
      call: { toolName: 'get_payment_methods', input: { customer_id } },
    }
  if (last?.toolName === 'get_payment_methods')
    return { says: 'She pays by gift card only. I will refund to that.', call: refundTo(giftCard) }
  return { says: 'I refunded 54.00 for the kettle. Anything else?' }
}

const DIGITS = 'zero one two three four five six seven eight nine'.split(' ')

function cancel(request: string, answers: readonly Answer[]): Step {
  const cancelling = (order_id: string) => ({ toolName: 'cancel_order', input: { order_id } })
  const last = answers.at(-1)
  // A number that was dictated. The guard does not take words for digits; a person does.
  if (!last) {
    const dictated = request.toLowerCase().match(/[a-z]+/g) ?? []
    const digits = dictated.map((word) => DIGITS.indexOf(word)).filter((digit) => digit >= 0)
    return { says: 'I will cancel that order.', call: cancelling(`#W${digits.join('')}`) }
  }
  if (last.denied) {
    const customer_name = /[A-Z][a-z]+ [A-Z][a-z]+/.exec(request)?.[0] ?? ''
    return {
      says: `I see: “${last.text}” I will look for the order by the name.`,
      call: { toolName: 'find_orders', input: { customer_name } },
    }
  }
  if (last.toolName === 'find_orders')
    return { says: 'This one is still open.', call: cancelling(/#W\d+/.exec(last.text)?.[0] ?? '') }
  return { says: 'The order is cancelled. Anything else?' }
}

/** What the model read in answer to a call. */
interface Answer {
  readonly toolName: string
  readonly text: string
  /** Whether a person rejected the call; the text is the reason then. */
  readonly denied: boolean
}

function answersIn(messages: readonly ModelMessage[]): Answer[] {
  return messages.flatMap(({ role, content }) => {
    if (role !== 'tool') return []
    return content
      .filter((part) => part.type === 'tool-result')
      .map(({ toolName, output }) => {
        const denied = output.type === 'execution-denied'
        const read = denied ? output.reason : 'value' in output ? output.value : ''
        return { toolName, denied, text: typeof read === 'string' ? read : JSON.stringify(read ?? '') }
      })
  })
}

function textOf(message: ModelMessage | undefined): string {
  if (!message) return ''
  if (typeof message.content === 'string') return message.content
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join(' ')
}
