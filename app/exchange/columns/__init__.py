"""Which column holds what: fields, words for them, remembered mappings, senders' profiles."""
