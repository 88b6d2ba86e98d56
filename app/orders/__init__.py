"""Sales orders: lines, holds, versions, drafts, payments and what is computed from them."""
