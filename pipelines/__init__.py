"""Python that moves data; the business rules stand in schemas/, sql/ and policy/."""
