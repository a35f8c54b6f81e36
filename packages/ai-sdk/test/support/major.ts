import * as ai from 'ai'

/** Whether the SDK under test is ai 7 or later, which can do more than ai 6. */
export const isSeven = 'isStepCount' in ai

/** Whether it is one of the first versions of ai 6, which check less and end less often. */
export const isEarlySix = !('InvalidToolApprovalSignatureError' in ai)
