// A thread that cannot begin.
throw new Error('nothing works here')
