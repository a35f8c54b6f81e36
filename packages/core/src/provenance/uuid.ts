/** A UUID, or a hash of 32 hexadecimal digits, in canonical form (R15): its parts mean nothing by themselves. */
export const uuidOrHash = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
