import * as ai from 'ai'
import { major } from './sdk.ts'

/** Whether the SDK under test is ai 7 or later, which can do more than ai 6. */
export const isSeven = major >= 7

/** Whether it is one of the first versions of ai 6, which check less and end less often. */
export const isEarlySix = !('InvalidToolApprovalSignatureError' in ai)
