package dev.period.infer.metrics;

/**
 * A figure with its uncertainty.
 *
 * @param value the figure on all items
 * @param low lower end of the 95 % bootstrap interval
 * @param high upper end of the 95 % bootstrap interval
 */
public record Estimate(double value, double low, double high) {}
