import * as ai from 'ai'

/** Whether the SDK under test is ai 7 or later, which can do more than ai 6. */
export const isSeven = 'isStepCount' in ai
