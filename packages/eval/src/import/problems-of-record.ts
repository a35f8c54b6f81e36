import type { Place, Problem } from '../conversation.ts'

/** A record of a measure of accuracy, which stands beside the conversations that it is about. */
export function recordOfMeasure(place: Place): Problem {
  return {
    place,
    kind: 'records that are no conversations',
    message: 'A record about an injected or a natural mint is no conversation and was passed over.',
    lost: false,
  }
}

/** A message in a file that began with conversations. */
export function messageByItself(place: Place): Problem {
  return {
    place,
    kind: 'messages by themselves',
    message:
      'A message stands by itself among conversations: it counts as one whose beginning is lost, so nothing in it is called made up.',
    lost: false,
  }
}

/** An answer that was logged in a way that nobody knows, such as the pieces of a stream. */
export function answerLost(place: Place): Problem {
  return {
    place,
    kind: 'answers that hold no message',
    message:
      'Expected the answer beside these messages to hold `choices`, `output` or a message: what the model answered was left out.',
    lost: true,
  }
}
