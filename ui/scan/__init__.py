"""The scan page: a code in, an answer in big letters out."""
