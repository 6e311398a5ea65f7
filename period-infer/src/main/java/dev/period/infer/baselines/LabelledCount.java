package dev.period.infer.baselines;

/**
 * What a constant baseline may know of an item.
 *
 * @param action class name; empty where there is none
 * @param count true number of repetitions
 */
public record LabelledCount(String action, int count) {}
