"""What officials change: dated parameters, the scorecard and the working calendar."""
